import Foundation
import JSONL
import Markup
import TestSupport
import Testing

/// Names, tags and messages come from outside. Here they are as bad as they come: markup, formulas,
/// escape sequences, forged lines, text that turns the direction of writing.
struct HostileDeskTests {
    private static let hostile =
        "=1+1<script>alert(\"1\")<img src=x onerror=alert(1)>'\u{301}&\u{1B}[31m\u{202E}\u{9B}2J%s,;\n"
        + "run-pipeline: forged line"

    /// A place where everything has that name, and what the tools said there.
    private static let desk: Result<HostileDesk, any Error> = Result {
        try HostileDesk(calling: hostile)
    }

    private func desk() throws -> HostileDesk { try Self.desk.get() }

    @Test("a bad name passes through every tool and comes back as it was")
    func sameName() throws {
        let trades = try desk().lines("query-store trade").map { try JSONValue(parsing: $0) }
        #expect(trades.contains { $0["enter_tag"]?.string == Self.hostile })
        #expect(trades.contains { $0["exit_reason"]?.string == Self.hostile })
        #expect(trades.contains { $0["bot"]?.string == Self.hostile })
    }

    @Test("what tools say stays on its line and tells a terminal nothing")
    func talk() throws {
        let talk = try desk().talk
        #expect(talk.contains("\\u{1b}[31m") && talk.contains("\\u{202e}"))
        for line in talk.split(separator: "\n") {
            #expect(!line.hasPrefix("run-pipeline: forged"))
            #expect(
                !line.unicodeScalars.contains(where: Self.isCommand), "\(line.debugDescription)")
        }
    }

    @Test(
        "what is printed for people tells a terminal nothing",
        arguments: [
            "query-store trade --table", "query-store bot --table",
            "query-store break_view --table",
            "reconcile-bots --desk desk.yaml --explain $(head -n 1 ids)",
            "run-pipeline status pipeline.yaml", "run-pipeline logs pipeline.yaml",
            "run-pipeline plan pipeline.yaml", "run-pipeline explain pipeline.yaml shout",
            "run-backtest -s hostile.strategy.yaml -c config.json --explain 1",
        ])
    func tables(command: String) throws {
        let lines = try desk().lines(command)
        #expect(!lines.isEmpty)
        for line in lines {
            #expect(
                !line.unicodeScalars.contains(where: Self.isCommand), "\(line.debugDescription)")
            // What a program wrote into its log keeps its lines.
            let isLog = command.contains("logs")
            #expect(isLog || !line.hasPrefix("run-pipeline: forged"), "\(line.debugDescription)")
        }
    }

    @Test("every page is whole, has its one script, and links to places inside the site alone")
    func pages() throws {
        let pages = try desk().files(ending: ".html")
        #expect(pages.count > 8)
        for (path, text) in pages {
            #expect(htmlProblems(text) == [], "\(path)")
            let root = try Element(page: text)
            #expect(root.all(named: "script").count == 1, "\(path)")
            for element in root.all {
                for (name, value) in element.attributes {
                    #expect(!name.hasPrefix("on"), "\(path): \(name)")
                    guard ["href", "src"].contains(name) else { continue }
                    #expect(!value.contains(":") && !value.contains("<"), "\(path): \(value)")
                }
            }
            #expect(!text.unicodeScalars.contains { Self.isCommand($0) && $0 != "\n" }, "\(path)")
            #expect(!path.unicodeScalars.contains { "<>\"'&:\\ ".unicodeScalars.contains($0) })
        }
        #expect(pages.contains { $0.value.contains("&lt;script&gt;alert(&quot;1&quot;)") })
        for (path, text) in try desk().files(ending: ".xml") {
            #expect(throws: Never.self, "\(path)") { try Element(page: text) }
        }
    }

    @Test(
        "Python reads every CSV with as many values in each row, and no cell is a formula",
        .enabled(if: HostileDesk.python != nil, "needs python3"))
    func spreadsheets() throws {
        let program = """
            import csv, glob, sys
            files = glob.glob("site/**/*.csv", recursive=True) + glob.glob("*.csv")
            for path in files:
                rows = list(csv.reader(open(path, newline="", encoding="utf-8"), strict=True))
                for row in rows:
                    if len(row) != len(rows[0]): sys.exit(f"{path}: {row}")
                    for cell in row:
                        if cell[:1] in "=+-@\\t\\r\\n" and cell:
                            float(cell)
            print(len(files), sum(
                "'" + sys.argv[1] in row for path in files
                for row in csv.reader(open(path, newline="", encoding="utf-8"))) > 0)
            """
        let answer = try desk().answer([HostileDesk.python ?? "", "-c", program, Self.hostile])
        let words = answer.split(separator: " ").map(String.init)
        #expect(words.count == 2 && (Int(words[0]) ?? 0) > 8, "\(answer)")
        #expect(words.last?.hasPrefix("True") == true)
    }

    @Test(
        "a tag that CSV keeps from being a formula is read again as it was",
        arguments: ["=1+1", "+up", "-down", "@SUM(A1)", "'quoted'", "\"=a,b\"", "plain", "-1"])
    func again(tag: String) throws {
        let line = commaSeparated([
            .words("BTC/USDT"), .literal("2026-08-01"), .literal("100"), .literal("2"),
            .literal("5m"), .words(tag),
        ])
        let header = "pair,open_date,open_rate,amount,timeframe,enter_tag"
        let command =
            "printf '%s\\n' '\(header)' >again-$$.csv; cat <<'END' >>again-$$.csv\n\(line)END\n"
        let read = try desk().lines(command + "ingest-trades --store - --bot again again-$$.csv")
            .map { try JSONValue(parsing: $0) }
        #expect(read.compactMap { $0["enter_tag"]?.string } == [tag])
    }

    @Test("every tool spells out what it does not understand", arguments: Package.tools)
    func options(tool: String) throws {
        let place = try desk()
        for word in ["--\(Self.hostile)", Self.hostile] {
            let talk = try place.talk(of: [Package.binaries.appending(path: tool).path, word])
            #expect(!talk.isEmpty)
            #expect(!talk.unicodeScalars.contains { Self.isCommand($0) && $0 != "\n" }, "\(talk)")
            #expect(!talk.contains("\nrun-pipeline: forged"), "\(talk)")
        }
    }

    /// What a terminal may obey.
    private static func isCommand(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

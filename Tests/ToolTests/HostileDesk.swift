import Foundation
import JSONL
import TestSupport
import Testing

/// A desk on which the bot, its strategy, its tags and its reasons have the same bad name, after a
/// night in which a step failed with bad words.
struct HostileDesk {
    /// Every line that the tools said on standard error while the desk was made.
    let talk: String
    private let folder: URL

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private static let place = FileManager.default.temporaryDirectory.appending(
        path: "hostile-\(UUID().uuidString)")

    init(calling name: String) throws {
        folder = Self.place
        atexit { try? FileManager.default.removeItem(at: HostileDesk.place) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: folder.appending(path: "site-templates"),
            withDestinationURL: Package.folder.appending(path: "site-templates"))
        try Self.database(name).write(to: folder.appending(path: "bot.sqlite"))
        for (file, text) in Self.texts(Self.quoted(name)) {
            try text.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
        }
        let script = """
            fetch-candles --source synthetic --seed 1 --pair BTC/USDT --from 2026-08-01 --to 2026-08-04
            run-backtest -s hostile.strategy.yaml -c config.json >/dev/null
            ingest-trades --desk desk.yaml --all
            reconcile-bots --desk desk.yaml >breaks.jsonl || test $? = 1
            sed 's/.*"id":"\\([^"]*\\)".*/\\1/' breaks.jsonl >ids
            run-pipeline pipeline.yaml && exit 9
            for table in trade bot break_view run; do query-store $table --csv >$table.csv; done
            render-report --out site >/dev/null
            """
        let status = try Self.status(["/bin/sh", "-ec", "{ \(script)\n} 2>talk"], in: folder)
        talk = try String(contentsOf: folder.appending(path: "talk"), encoding: .utf8)
        try #require(status == 0, "\(talk)")
    }

    private static func database(_ name: String) -> FreqtradeFixture {
        let word =
            "'"
            + name.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false)
            .map { String($0) }.joined(separator: "''") + "'"
        let changes = ["enter_tag": word, "exit_reason": word, "strategy": word]
        return FreqtradeFixture(trades: [
            FreqtradeFixture.trade(1, at: 0, changes),
            FreqtradeFixture.trade(2, at: 60, changes.merging(["pair": "'=A\"<b>/USDT'"]) { $1 }),
        ])
    }

    /// In quotes, as both JSON and YAML read it: the latter takes control characters as escapes alone.
    private static func quoted(_ name: String) -> String {
        let units = JSONValue.text(name).text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return unit < 0x7F
                ? String(UnicodeScalar(UInt8(unit)))
                : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return units.joined()
    }

    /// The files of the desk; `name` is quoted as JSON and YAML quote.
    private static func texts(_ name: String) -> [String: String] {
        [
            "config.json": """
            {"max_open_trades": 1, "stake_currency": "USDT", "stake_amount": 100,
            "dry_run_wallet": 1000, "fee": 0.001, "bot_name": \(name),
            "exchange": {"name": "synthetic", "pair_whitelist": ["BTC/USDT"]}}
            """,
            "hostile.strategy.yaml": """
            strategy: Hostile
            timeframe: 5m
            enter_long:
              - {when: close > open, tag: \(name)}
            exit_long:
              - {when: close < open, tag: \(name)}
            minimal_roi: {0: 0.5}
            stoploss: -0.05

            """,
            "desk.yaml": """
            version: 1
            name: \(name)
            as_of: 2026-08-03T00:00:00Z
            exchanges: {synthetic: {freqtrade_name: binance}}
            strategies: {\(name): {timeframe: 5m}}
            bots:
              \(name): {mode: dry_run, exchange: synthetic, strategy: \(name), database: bot.sqlite,
                config_file: config.json, config: {stake_amount: 5}}

            """,
            "pipeline.yaml": """
            version: 1
            name: night
            steps:
              - id: shout
                run: [sh, -c, 'printf "\\033[31m%s\\n" "$1" >&2; exit 3', sh, \(name)]

            """,
        ]
    }

    /// What a command prints on standard output, line by line; its status may be any.
    func lines(_ command: String) throws -> [String] {
        try answer(["/bin/sh", "-c", command]).split(separator: "\n").map(String.init)
    }

    func answer(_ argv: [String]) throws -> String { try run(argv, "output") }

    /// What a program says on standard error.
    func talk(of argv: [String]) throws -> String { try run(argv, "error") }

    private func run(_ argv: [String], _ stream: String) throws -> String {
        let place = folder.appending(path: "run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        _ = try Self.status(
            [
                "/bin/sh", "-c", "place=$1; shift; \"$@\" >$place/output 2>$place/error </dev/null",
                "sh", place.path,
            ] + argv, in: folder)
        return try String(contentsOf: place.appending(path: stream), encoding: .utf8)
    }

    private static func status(_ argv: [String], in folder: URL) throws -> Int32 {
        try Package.run(
            argv, in: folder,
            environment: ["ANYTRADE_STORE": "desk.sqlite", "SOURCE_DATE_EPOCH": "1785715200"])
    }

    /// The site's files by their paths in it.
    func files(ending: String) throws -> [String: String] {
        let site = folder.appending(path: "site")
        let walker = FileManager.default.enumerator(atPath: site.path)
        let names = (walker?.allObjects as? [String] ?? []).filter { $0.hasSuffix(ending) }
        return try names.reduce(into: [:]) { files, name in
            files[name] = try String(contentsOf: site.appending(path: name), encoding: .utf8)
        }
    }
}

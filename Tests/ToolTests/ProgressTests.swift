import Foundation
import TestSupport
import Testing

/// A tool at long work, watched through a terminal that script(1) makes.
@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"),
        "script is not installed"))
struct ProgressTests {
    @Test("a terminal sees a line with a rate, which is gone at the end")
    func terminal() throws {
        let scratch = try Scratch()
        let answer = try scratch.run(Self.watched(tool: "TERM=xterm", until: "lines  [0-9.]*/s"))
        #expect(answer.status == 0, "\(answer.lines) \(scratch.complaint)")
        let seen = try scratch.read("seen")
        let lines = seen.components(separatedBy: "\r\u{1B}[K")
        #expect(lines.count > 2, "it is drawn, and taken away")
        // What is left on the screen is what the tool says at the end.
        #expect(lines.last?.contains("/s") == false)
        #expect(lines.last?.contains("fetch-candles: ") == true)
    }

    @Test(
        "neither a dumb terminal nor who wants quiet sees it",
        arguments: ["TERM=dumb", "TERM=xterm QUIET=--quiet"])
    func quiet(setting: String) throws {
        let scratch = try Scratch()
        let answer = try scratch.run(
            Self.watched(tool: setting, until: "nothing of this kind", rounds: 40))
        #expect(answer.status == 0, "\(answer.lines) \(scratch.complaint)")
        #expect(try !scratch.read("seen").contains("\u{1B}"))
    }

    @Test("a terminal sees breaks as a table, a pipe as records")
    func breaks() throws {
        let scratch = try Scratch()
        let desk = Package.folder.path + "/data/desk.yaml"
        let question = "reconcile-bots --quiet --desk \(desk) --store -"
        let answer = try scratch.run(
            "script -qec '\(question)' /dev/null | head -1 | tr -d '\\r'; \(question) | head -1")
        #expect(answer.lines.first?.hasPrefix("severity  ") == true, "\(answer.lines)")
        #expect(answer.lines.last?.hasPrefix("{\"kind\":\"break\"") == true)
    }

    /// Feeds the tool line by line until the terminal shows what is waited for, or for so many rounds.
    private static func watched(tool setting: String, until pattern: String, rounds: Int = 600)
        -> String
    {
        """
        fetch-candles --source synthetic --pair BTC/USDT --from 2026-01-01 --to 2026-01-08 >candles
        mkfifo in; : >seen
        (
            exec 3>in
            while read -r line && ! grep -aq '\(pattern)' seen && [ ${round:=0} -lt \(rounds) ]; do
                round=$((round + 1)); echo "$line" >&3; sleep 0.05
            done <candles
        ) &
        export \(setting)
        script -qefc 'stty cols 60; fetch-candles $QUIET --source jsonl --store s.sqlite - <in' seen \
            </dev/null >/dev/null
        """
    }
}

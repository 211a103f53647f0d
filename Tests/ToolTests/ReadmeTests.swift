import Foundation
import TestSupport
import Testing

/// What the README shows must work as it is shown.
struct ReadmeTests {
    private func tourist() throws -> Scratch {
        let scratch = try Scratch()
        for name in ["data", "site-templates", "pipelines"] {
            try FileManager.default.createSymbolicLink(
                at: scratch.folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        return scratch
    }

    @Test("the page of a pipe is the page of the stored way")
    func pipeAndStoreAgree() throws {
        let scratch = try tourist()
        let ask =
            "-s data/strategies/ema-cross.strategy.yaml -c data/bots-clean/ema-cross/config.json"
        let (status, _) = try scratch.run(
            """
            set -eu
            fetch-candles --source synthetic --seed 42 --from 2026-08-01 --to 2026-08-08 >candles
            run-backtest \(ask) - <candles | render-report - --out piped
            fetch-candles --source jsonl --store desk.sqlite - <candles
            run-backtest \(ask) --store desk.sqlite >/dev/null
            render-report --store desk.sqlite --out stored
            # A back-test says nothing of the quality of its candles.
            diff -r -x data -x .anytrade-site piped stored
            """)
        #expect(status == 0, "\(scratch.complaint)")
    }

    @Test("the README opens with the two commands and stays within 200 lines")
    func opening() throws {
        let text = try String(
            contentsOf: Package.folder.appending(path: "README.md"), encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 200)
        let opening = lines.prefix(12).joined(separator: "\n")
        #expect(opening.contains("make nightly") && opening.contains("make test"))
    }
}

import Foundation
import JSONL
import Markup
import TestSupport
import Testing

/// A small desk that the tools make, for tests of its pages.
enum SmallDesk {
    private static let place = FileManager.default.temporaryDirectory.appending(
        path: "render-report-\(UUID().uuidString)")

    /// A store with two back-tests and a search, and its site. Made once; the tests only look.
    static let folder: Result<URL, any Error> = Result {
        let folder = place
        atexit { try? FileManager.default.removeItem(at: SmallDesk.place) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["data", "site-templates"] {
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Package.folder.appending(path: name))
        }
        let script = """
            export ANYTRADE_STORE=desk.sqlite SOURCE_DATE_EPOCH=1793404800
            fetch-candles -q --source synthetic --seed 42 --pair BTC/USDT --pair ADA/USDT \
                --pair DOGE/USDT --from 2026-08-20 --to 2026-09-12
            for name in ema-cross rsi-reversion; do
                run-backtest -q -s data/strategies/$name.strategy.yaml --config config.json >$name.jsonl
            done
            run-hyperopt -q -s data/strategies/rsi-reversion.strategy.yaml --config config.json \
                --epochs 25 --seed 1 >search.jsonl
            render-report --out site >summary
            """
        let config = """
            {"max_open_trades": 3, "stake_currency": "USDT", "stake_amount": 500,
            "dry_run_wallet": 3000, "fee": 0.001, "exchange": {"name": "synthetic",
            "pair_whitelist": ["BTC/USDT", "ADA/USDT", "DOGE/USDT"]}}
            """
        try config.write(
            to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
        let status = try Package.run(["/bin/sh", "-ec", script], in: folder)
        try #require(status == 0)
        return folder
    }

    static func shell(_ script: String) throws -> String {
        let folder = try SmallDesk.folder.get()
        let output = folder.appending(path: "output-\(UUID().uuidString)")
        let status = try Package.run(
            [
                "/bin/sh", "-ec",
                "export ANYTRADE_STORE=desk.sqlite; { \(script)\n} >\(output.path)",
            ],
            in: folder)
        try #require(status == 0, "\(script)")
        return try String(contentsOf: output, encoding: .utf8)
    }

    static func rows(_ query: String) throws -> [JSONValue] {
        try shell("query-store " + query).split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
    }

    static func page(_ path: String) throws -> Element {
        let file = try SmallDesk.folder.get().appending(path: "site/" + path)
        return try Element(page: try String(contentsOf: file, encoding: .utf8))
    }

    /// The pages of its site, as paths below it.
    static func sitePages() throws -> [String] {
        try shell("grep html site/.anytrade-site").split(separator: "\n").map(String.init)
    }
}

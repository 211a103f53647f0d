import Foundation
import JSONL
import Records
import TestSupport
import Testing

/// `run-backtest --stress`, through the built tool.
struct StressTests {
    private static let ask =
        "run-backtest -s data/strategies/ema-cross.strategy.yaml "
        + "-c data/bots-clean/ema-cross/config.json - <candles.jsonl"

    private func prepared() throws -> Scratch {
        let scratch = try Scratch()
        try FileManager.default.createSymbolicLink(
            at: scratch.folder.appending(path: "data"),
            withDestinationURL: Package.folder.appending(path: "data"))
        let answer = try scratch.run(
            "fetch-candles --source synthetic --seed 42 --from 2026-08-01 --to 2026-08-15 "
                + ">candles.jsonl")
        try #require(answer.status == 0, "\(scratch.complaint)")
        return scratch
    }

    private func measures(
        _ answer: (status: Int32, lines: [String])
    ) throws -> [String: Double] {
        var measures: [String: Double] = [:]
        for line in answer.lines where line.hasPrefix("{\"kind\":\"measure\"") {
            let measure = try Measure(line: line)
            measures[measure.name] = measure.value
        }
        return measures
    }

    @Test(
        "a stress is the back-test at that fee",
        arguments: [
            ("fee=2x,slippage=5bps", "0.0025"), ("slippage=10bps", "0.002"),
            ("fee=0.0005", "0.0005"),
            ("fee=0x", "0"), ("fee=0.001", "0.001"),
        ])
    func stress(cost: String, fee: String) throws {
        let scratch = try prepared()
        let stressed = try scratch.run("\(Self.ask) --stress '\(cost)'")
        #expect(stressed.status == 0, "\(scratch.complaint)")
        let dearer = try measures(try scratch.run("\(Self.ask) --fee \(fee)"))
        let found = try measures(stressed)
        for name in ["trade_count", "profit_total_abs", "profit_total", "winrate", "order_cost"] {
            let want = try #require(dearer[name], "\(name)")
            #expect(found["\(name){stress=\"\(cost)\"}"] == want, "\(name)")
        }
        #expect(try #require(found["trade_count"]) > 20)
        // The run itself is what it is without.
        let plain = try measures(try scratch.run(Self.ask))
        for (name, value) in plain { #expect(found[name] == value, "\(name)") }
    }

    @Test(
        "what is no cost is refused",
        arguments: [
            "fee", "fee=", "fee=x", "fee=-1x", "fee=2x,", "slippage=5", "slippage=5%", "fee=nan",
            "fee=2x,fee=3x", "commission=1x", "fee=200x", "fee=0.2",
        ])
    func refusal(cost: String) throws {
        let scratch = try prepared()
        let answer = try scratch.run("\(Self.ask) --stress '\(cost)'")
        #expect(answer.status == 2)
        #expect(scratch.complaint.contains("--stress"))
    }

    @Test("a stress named twice, or beside an option that prints no run, is refused")
    func exclusions() throws {
        let scratch = try prepared()
        for more in [
            "--stress fee=2x --stress 'fee=2x'", "--stress fee=2x --explain 3",
            "--stress fee=2x --verify freqtrade",
        ] {
            #expect(try scratch.run("\(Self.ask) \(more)").status == 2, "\(more)")
        }
    }
}

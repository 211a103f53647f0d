internal import Backtesting
internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Records
internal import Strategies
internal import Workbench

/// `--explain`: why one trade was opened and closed as it was.
enum Explain {
    static let options: [Option] = [
        Option(
            "explain", value: "TRADE",
            help: "say why a trade went as it did, instead of printing the run: its number, or "
                + "PAIR@TIME, the open of the candle of its entry; with --json as a record")
    ]

    static func run(_ text: String, _ benches: [Workbench], _ arguments: Arguments) throws {
        guard let bench = benches.first, benches.count == 1 else {
            throw Diagnostic(.usage, "--explain is for one strategy")
        }
        let format = try Format.chosen(arguments)
        guard format == nil || format == .json else {
            throw Diagnostic(.usage, "--explain is words, or with --json a record")
        }
        let entry = try entry(text, bench, nowMs: arguments.nowMs)
        let run = bench.run(tool: command.name, parameters: bench.values.json).run
        guard
            let explanation = bench.testbed.explanation(of: entry, bench.values, run: run)
        else { throw try nothing(text, entry, bench) }
        if format == .json {
            var writer = JSONWriter(descriptor: 1)
            try diagnosing(.inputOutput) {
                try writer.write(explanation)
                try writer.flush()
            }
        } else {
            try writeWords(words(explanation, currency: bench.testbed.configuration.stakeCurrency))
        }
    }

    private static func entry(
        _ text: String, _ bench: Workbench, nowMs: Int
    ) throws(Diagnostic) -> Testbed.ExplainedEntry {
        if let number = Int(text), number > 0 { return .trade(number) }
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        guard parts.count == 2, let time = instantMs(parts[1], nowMs: nowMs) else {
            throw Diagnostic(
                .usage, "--explain: \"\(text)\" names no trade",
                hint: "its number, as 12, or BTC/USDT@2026-08-01T00:15:00Z")
        }
        let pairs = bench.testbed.candles.map(\.series.pair.symbol)
        guard let pair = pairs.firstIndex(of: parts[0]) else {
            throw Diagnostic(
                .usage, "--explain: the run has no pair \"\(parts[0])\"",
                hint: "it has " + pairs.joined(separator: ", "))
        }
        return .candle(pair: pair, atMs: time)
    }

    /// Why there is nothing to explain.
    private static func nothing(
        _ text: String, _ entry: Testbed.ExplainedEntry, _ bench: Workbench
    ) throws -> Diagnostic {
        switch entry {
        case .trade:
            let count = try bench.testbed.backtest(bench.values, run: "explain").trades.count
            return Diagnostic(
                .usage, "--explain: there is no trade \(text)",
                hint: "the run has \(count) trades")
        case .candle(let pair, _):
            let candles = bench.testbed.candles[pair]
            let (first, last) = (candles.firstMs, candles.lastMs)
            return Diagnostic(
                .usage, "--explain: no candle that may be traded opens at \"\(text)\"",
                hint: "after \(Timestamp(milliseconds: first)), up to "
                    + "\(Timestamp(milliseconds: last)), every \(candles.series.timeframe)")
        }
    }

    private static func words(_ explanation: Explanation, currency: String) -> String {
        let name = explanation.tradeID.map { "trade \($0)" } ?? "no trade"
        var text = "\(name) of \(explanation.strategy): \(explanation.pair)"
        if let reason = explanation.exitReason, let profit = explanation.profitAbs {
            text += ", \(visible(reason)), profit \(profit) \(currency)"
        }
        var candle: [Explanation.Number] = []
        for step in explanation.steps {
            let time = Timestamp(milliseconds: step.atMs)
            text += "\n\n\(time) \(step.step.rawValue): \(visible(step.text))"
            // A candle is shown once.
            let ofCandle = Array(step.numbers.prefix { candleNames.contains($0.name) })
            let others = step.numbers.dropFirst(ofCandle.count)
            for numbers in [ofCandle == candle ? [] : ofCandle, Array(others)] {
                let known = numbers.compactMap { number in
                    number.value.map { "\(number.name) \(plain($0))" }
                }
                if !known.isEmpty { text += "\n    " + known.joined(separator: ", ") }
            }
            candle = ofCandle
        }
        return text + "\n"
    }

    private static let candleNames = ["open", "high", "low", "close"]

    /// Whole numbers without `.0`.
    private static func plain(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

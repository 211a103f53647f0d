internal import Backtesting
internal import CLI
internal import Doors
internal import JSONL
internal import Metrics
internal import Proofs
internal import Records
internal import Storage
internal import Strategies
internal import Workbench

let command = Command(
    name: "run-backtest",
    summary: "Trades a strategy over past candles, by freqtrade's rules.",
    usage: "[-]", operands: 0...1,
    examples: [
        .init(
            "run-backtest --store desk.sqlite -s rsi.strategy.yaml --config config.json",
            "on the store's candles; the run is kept in the store"),
        .init(
            "fetch-candles --source synthetic --seed 42 | run-backtest -s rsi.strategy.yaml -",
            "without a store"),
        .init(
            "run-backtest -s rsi.strategy.yaml --table", "its measures, for people"),
        .init(
            "run-backtest -s rsi.strategy.yaml --timerange 20180110-20180130 --fee 0",
            "freqtrade's time range, without fees"),
        .init(
            "run-backtest -s rsi.strategy.yaml -p buy_rsi=25 -p sell_rsi=70",
            "with other values of the strategy's parameters"),
        .init(
            "run-backtest -s a.strategy.yaml -s b.strategy.yaml --config config.json",
            "two strategies on the same candles, a run for each"),
        .init(
            "run-backtest -s rsi.strategy.yaml --stress fee=2x,slippage=5bps --table",
            "and what is left of it where every order costs more"),
        .init(
            "run-backtest -s rsi.strategy.yaml -c config.json --verify freqtrade",
            "the same in freqtrade: equal, or where it is not"),
        .init(
            "run-backtest -s rsi.strategy.yaml --explain BTC/USDT@2026-08-01T00:15:00Z",
            "why this trade was opened and closed as it was"),
    ],
    options: Explain.options + Workbench.options(strategiesRepeat: true) + Stress.options
        + Verification.options + Export.options,
    environment: [
        ("ANYTRADE_FREQTRADE", "freqtrade where --freqtrade is not given"),
        ("ANYTRADE_STORE", "the store where --store is not given"),
        ("SOURCE_DATE_EPOCH", "the instant, in Unix seconds, that the run's record bears"),
    ],
    answers: Workbench.answers.merging([
        .no: "done, and --verify found a difference",
        .cannotCreate: "what --export asks for cannot be written",
    ]) { $1 },
    notes: [
        "--table and --csv print the measures instead, with a column for each strategy.",
        "Writes one run record, then its trades in closing order, its equity and its measures. "
            + "Run ids are digests of what made them: asking again finds the same run.",
        "Without --config: 3 open trades, unlimited stakes, a wallet of 1,000, and all pairs "
            + "that have candles.",
        "Futures (\"trading_mode\": \"futures\", \"margin_mode\": \"isolated\") take shorts and leverage, pay "
            + "funding and may be liquidated; they need leverage tiers and funding rates.",
        "Price ticks are inferred from the candles of each month, as freqtrade does.",
    ])

func run() -> Never {
    command.main { arguments in
        let isVerified = try Verification.isWanted(arguments)
        let alone = isVerified ? "verify" : arguments.flag("explain") ? "explain" : nil
        let stresses = try Stress.all(arguments, alone: alone)
        let benches = try Workbench.all(arguments, of: command, keepingRaw: isVerified)
        try Verification.writePython(benches, arguments)
        if isVerified {
            return try Verification(arguments: arguments, benches: benches).verdict()
        }
        if let trade = arguments.value("explain") {
            try Explain.run(trade, benches, arguments)
            return benches[0].ending(.done)
        }
        let export = try Export(arguments)
        let format = try Format(arguments)
        let runs = try backtest(benches, stresses, arguments, format)
        try export?.write(runs.map { ($0.bench, $0.tested.run, $0.tested.result) })
        if format != .json {
            try print(runs.map { ($0.tested.run.strategy, $0.tested.measures) }, as: format)
        }
        return benches[0].ending(.done)
    }
}

private typealias Tested = (bench: Workbench, tested: TestedRun)

private func backtest(
    _ benches: [Workbench], _ stresses: [Stress], _ arguments: Arguments, _ format: Format
) throws -> [Tested] {
    var progress = Progress(
        "days", quiet: arguments.flag("quiet"), printing: format == .json)
    // What they all take together; the days of those before the one under way are done.
    let spans = benches.map { days(of: $0, until: $0.testbed.span.upperBound) }
    return try benches.enumerated().map { index, bench in
        let before = spans[..<index].reduce(0, +)
        return try backtest(bench, stresses, arguments, format) { atMs in
            progress.update(before + days(of: bench, until: atMs), of: spans.reduce(0, +))
        }
    }
}

/// Days of candles from a bench's first to an instant, Unix milliseconds.
private func days(of bench: Workbench, until atMs: Int) -> Int {
    (atMs - bench.testbed.span.lowerBound) / 86_400_000
}

private func backtest(
    _ bench: Workbench, _ stresses: [Stress], _ arguments: Arguments, _ format: Format,
    tell: Backtest.Tell
) throws -> Tested {
    var tested = try TestedRun(bench, bench.values, extra: stresses.identity, tell: tell)
    for stress in stresses { tested.add(try stress.measures(of: bench, run: tested.run)) }
    let (run, result) = (tested.run, tested.result)
    let changes = try tested.keep(in: bench)
    if format == .json {
        var writer = JSONWriter(descriptor: 1)
        try diagnosing(.inputOutput) {
            try tested.write(to: &writer)
            try writer.flush()
        }
    }
    if !arguments.flag("quiet") {
        let profit = result.finalBalance - result.startingBalance
        command.say(
            "run \(run.run): \(result.trades.count) trades, profit "
                + "\(Precise.text(profit)) \(bench.testbed.configuration.stakeCurrency)"
                + (changes.map { ", \($0)" } ?? ""))
    }
    return (bench, tested)
}

/// Numbers for people.
private enum Precise {
    /// With at most 8 decimals and a sign.
    static func text(_ number: Double) -> String {
        let rounded = (number * 1e8).rounded() / 1e8
        return (rounded > 0 ? "+" : "") + "\(rounded)"
    }
}

/// Trades a strategy over the past by freqtrade's rules: one run, its trades, equity and measures.
@main enum RunBacktest {
    static func main() { run() }
}

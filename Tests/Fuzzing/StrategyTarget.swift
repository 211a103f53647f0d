internal import Market
internal import Strategies
internal import Translation
internal import YAML

/// A strategy file, or one expression where the text names no strategy, is refused with a place or
/// can be computed on candles, asked by its hooks and said in Python.
func checkStrategy(_ bytes: [UInt8]) throws {
    let source = text(bytes)
    let whole = source.contains("strategy:") ? source : wrapped(source)
    guard
        let document = try refusing(whole, { try YAMLNode(parsing: whole, source: "fuzz") }),
        let strategy = try refusing(whole, { try Strategy(document) })
    else { return }
    let values = ParameterValues(defaultsOf: strategy.parameters)
    try refusing(whole) {
        let python = try PythonStrategy(strategy, values: values, document: document)
        try promise(!python.source.isEmpty, "an empty file of Python")
    }
    try checkEvaluation(strategy, values)
}

/// An expression as an entry rule, beside names that it may speak of.
private func wrapped(_ expression: String) -> String {
    let lines = expression.split(whereSeparator: \.isNewline).map { "      " + $0 }
    return """
        strategy: Fuzz
        timeframe: 5m
        parameters:
          limit: {type: integer, low: 10, high: 40, default: 28, space: buy}
          factor: {type: decimal, low: 0.1, high: 3.0, decimals: 1, default: 0.5, space: buy}
          mode: {type: categorical, choices: [below, cross], default: cross, space: buy}
          filter: {type: boolean, default: false, space: buy}
        indicators:
          fast: ema(close, 5)
          bands: bollinger(close, 10)
          hourly: at(1h, sma(close, 3))
        enter_long:
          - when: |
        \(lines.joined(separator: "\n"))
            tag: fuzz
        minimal_roi: {0: 0.1}
        stoploss: -0.05

        """
}

private func checkEvaluation(_ strategy: Strategy, _ values: ParameterValues) throws {
    // A long file would spend the fuzzer's time in arithmetic alone.
    guard strategy.program.nodes.count <= 200,
        let candles = FuzzMarket.series(strategy.rules.timeframe)
    else { return }
    let evaluation: Evaluation
    do throws(EvaluationError) {
        evaluation = try Evaluation(strategy: strategy, candles: candles)
    } catch {
        return try promise(!error.message.isEmpty, "an error without words")
    }
    let signals = evaluation.signals(for: values)
    try promise(signals.long.enter.count == candles.count, "a signal for every candle")
    for (name, column) in evaluation.indicators(for: values) {
        try promise(column.count == candles.count, "\(name) has \(column.count) rows")
    }
    let hooks = evaluation.hooks(for: values)
    let trade = TradeFacts(currentRate: 100, currentMs: 1_790_000_000_000)
    for hook in Hook.allCases {
        _ = hooks[hook]?.evaluate(row: candles.count - 1, trade: trade)
    }
    for exit in hooks.customExits { _ = exit.program.evaluate(row: 0, trade: trade) }
}

/// The candles that strategies are computed on: the same 90 whatever the timeframe.
private enum FuzzMarket {
    static func series(_ timeframe: Timeframe) -> CandleSeries? {
        guard let pair = try? Pair("BTC/USDT") else { return nil }
        var series = CandleSeries(exchange: "fuzz", pair: pair, timeframe: timeframe)
        var chance = SplitMix64(seed: 7)
        var price = 100.0
        for row in 0..<90 {
            let next = price * (0.98 + 0.04 * chance.unit())
            let candle = try? Candle(
                openMs: timeframe.openMs(containing: 1_785_542_400_000) + row
                    * timeframe.milliseconds,
                open: price, high: max(price, next) * 1.001, low: min(price, next) * 0.999,
                close: next, volume: row % 17 == 0 ? 0 : chance.unit() * 50)
            if let candle { series.append(candle) }
            price = next
        }
        return series
    }
}

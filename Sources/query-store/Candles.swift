internal import CLI
internal import Doors
internal import Market
internal import Storage

/// Prints the candles of the series that the command line names, by exchange, pair and time.
func printCandles(_ arguments: Arguments, _ store: Store, _ printer: RowPrinter) throws {
    let known = try store.candles.list()
    let pairs = try arguments.pairs().map(\.symbol)
    try check(arguments, pairs, among: known)
    var left = arguments.integer("limit") ?? .max
    let columns = [
        "exchange", "pair", "timeframe", "open_ms", "open", "high", "low", "close", "volume",
    ]
    printer.expect(columns)
    for summary in known where left > 0 {
        guard pairs.isEmpty || pairs.contains(summary.pair.symbol),
            [nil, summary.exchange].contains(arguments.value("exchange")),
            [nil, summary.timeframe.description].contains(arguments.value("timeframe"))
        else { continue }
        let series = try store.candles.series(
            exchange: summary.exchange, pair: summary.pair, timeframe: summary.timeframe,
            fromMs: arguments.instantMs("from"), toMs: arguments.instantMs("to"))
        for row in 0..<min(left, series.count) {
            try printer.row(
                kind: "candle", columns,
                [
                    .text(series.exchange), .text(series.pair.symbol),
                    .text(series.timeframe.description), .integer(series.openMs[row]),
                    .real(series.open[row]), .real(series.high[row]), .real(series.low[row]),
                    .real(series.close[row]), .real(series.volume[row]),
                ])
        }
        left -= min(left, series.count)
    }
}

/// Complains of an exchange, a pair or a timeframe that no series of the store has.
private func check(
    _ arguments: Arguments, _ pairs: [String], among known: [CandleSummary]
) throws(Diagnostic) {
    let asked = [
        ("exchange", arguments.value("exchange").map { [$0] } ?? [], known.map(\.exchange)),
        ("pair", pairs, known.map(\.pair.symbol)),
        (
            "timeframe", arguments.value("timeframe").map { [$0] } ?? [],
            known.map(\.timeframe.description)
        ),
    ]
    for (what, words, names) in asked {
        let names = Array(Set(names)).sorted()
        for word in words where !names.contains(word) {
            throw Diagnostic(
                .missingInput, "the store has no candles of \(what) \"\(word)\"",
                hint: suggestion(for: word, among: names).map { "did you mean \"\($0)\"?" }
                    ?? (names.isEmpty
                        ? "it has none at all; fetch-candles brings them"
                        : "it has some of " + names.joined(separator: ", ")))
        }
    }
}

internal import CLI
internal import Market
internal import Storage

/// Prints the candles of the series that the command line names, by exchange, pair and time.
func printCandles(_ arguments: Arguments, _ store: Store, _ printer: RowPrinter) throws {
    let pairs = arguments.values("pair")
    var left = arguments.integer("limit") ?? .max
    let columns = [
        "exchange", "pair", "timeframe", "open_ms", "open", "high", "low", "close", "volume",
    ]
    printer.expect(columns)
    for summary in try store.candles.list() where left > 0 {
        guard pairs.isEmpty || pairs.contains(summary.pair.symbol),
            [nil, summary.exchange].contains(arguments.value("exchange")),
            try [nil, summary.timeframe].contains(
                arguments.value("timeframe").map { try Timeframe($0) })
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

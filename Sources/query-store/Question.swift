internal import CLI
internal import Market
internal import Storage

/// The question that the command line asks of a table.
func question(_ table: String, _ arguments: Arguments) throws(Diagnostic) -> Query {
    var query = Query(table: table, limit: arguments.integer("limit"))
    query.columns = arguments.value("columns")?.split(separator: ",").map { name in
        String(name.drop { $0 == " " })
    }
    for text in arguments.values("where") {
        query.conditions.append(try condition(text, nowMs: arguments.nowMs))
    }
    for text in arguments.values("order") { query.order.append(try order(text)) }
    return query
}

/// `column=value`; the first comparison in the text counts, so that values may hold others.
private func condition(_ text: String, nowMs: Int) throws(Diagnostic) -> Query.Condition {
    let signs = Set("=<>!")
    guard let start = text.firstIndex(where: { signs.contains($0) }), start > text.startIndex,
        let comparison = Query.Comparison.allCases.first(where: {
            text[start...].hasPrefix($0.rawValue)
        })
    else {
        throw Diagnostic(
            .usage, "--where: \"\(text)\" compares nothing",
            hint: "write column=value, also != < <= > >=")
    }
    let column = String(text[..<start])
    var value: String? = String(text[start...].dropFirst(comparison.rawValue.count))
    if value == "null" {
        value = nil
    } else if let date = value, column.hasSuffix("_ms"), Int(date) == nil {
        guard let instant = instantMs(date, nowMs: nowMs) else {
            throw Diagnostic(
                .usage, "--where: \"\(date)\" is no instant",
                hint: "write Unix milliseconds, 2026-11-20, 2026-11-20T07:30:00Z or -24h")
        }
        value = String(instant)
    }
    return Query.Condition(column: column, comparison: comparison, value: value)
}

private func order(_ text: String) throws(Diagnostic) -> Query.Order {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.count == 1 || parts[1] == "desc" || parts[1] == "asc" else {
        throw Diagnostic(
            .usage, "--order: \"\(text)\" is no order", hint: "write column or column:desc")
    }
    return Query.Order(column: String(parts[0]), isDescending: parts.last == "desc")
}

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

internal import Doors
internal import Records
internal import Storage

/// Prints breaks as rows for people and spreadsheets: what matters of each, the worst first.
func print(_ breaks: [Break], on printer: RowPrinter) throws {
    let columns = [
        "severity", "code", "bot", "pair", "trade_id", "money_at_risk", "currency", "message", "id",
    ]
    printer.expect(columns)
    for found in breaks {
        let severity = found.severity.rawValue + (found.waiver == nil ? "" : " (waived)")
        try printer.row(
            kind: "break", columns,
            [
                .text(severity), .text(found.code), .text(found.bot),
                found.pair.map { .text($0) } ?? .null, found.tradeID.map { .integer($0) } ?? .null,
                found.moneyAtRisk.map { .real($0) } ?? .null,
                found.currency.map { .text($0) } ?? .null, .text(found.message), .text(found.id),
            ])
    }
    try printer.finish()
}

internal import Doors
internal import Records
internal import Storage

/// Prints the measures of back-tests for people and spreadsheets: a row for each measure, a column for
/// each strategy.
func print(_ sheets: [(strategy: String, measures: [Measure])], as format: Format) throws {
    let printer = RowPrinter(format: format)
    let columns = ["measure", "unit"] + sheets.map(\.strategy)
    printer.expect(columns)
    for measure in sheets.first?.measures ?? [] {
        let values = sheets.map { sheet -> Cell in
            sheet.measures.first { $0.name == measure.name }?.value.map { .real($0) } ?? .null
        }
        try printer.row(
            kind: "measure", columns, [.text(measure.name), .text(measure.unit)] + values)
    }
    try printer.finish()
}

internal import JSONL
internal import Records

/// Monthly returns as a table of years and months; colours scale on the months themselves.
struct Heatmap {
    /// `2026-08` with its measure.
    let months: [(period: String, measure: Measure)]

    init(_ sheet: Sheet) {
        months = sheet.groups(of: "month").compactMap { period in
            sheet[MeasureName("month_return", "month", period).description].map { (period, $0) }
        }
    }

    /// A row for each year; nil without months.
    var table: Table? {
        guard !months.isEmpty else { return nil }
        let years = Set(months.map { String($0.period.prefix(4)) }).sorted()
        let shown = years.count == 1 ? covered : 1...12
        let strongest = months.compactMap { $0.measure.value.map(abs) }.max() ?? 0
        return Table(
            identifier: "months",
            caption: "Monthly returns in percent, months of UTC; hatched where negative",
            columns: [.words("Year")]
                + shown.map { Table.Column(title: NumberText.months[$0 - 1]) },
            rows: years.map { year in
                Table.Row(cells: [.text(year)] + shown.map { cell(year, $0, strongest) })
            }, style: "heat")
    }

    /// The months of a single year from the first to the last with a return.
    private var covered: ClosedRange<Int> {
        let numbers = months.compactMap { Int($0.period.suffix(2)) }
        return (numbers.min() ?? 1)...(numbers.max() ?? 12)
    }

    private func cell(_ year: String, _ month: Int, _ strongest: Double) -> Table.Cell {
        let period = year + (month < 10 ? "-0" : "-") + String(month)
        guard let measure = months.first(where: { $0.period == period })?.measure,
            let value = measure.value
        else { return .text("") }
        let text = NumberText.fixed(value * 100, 1)
        let number = Number(
            name: .measure(measure.name), value: value, text: (value > 0 ? "+" : "") + text)
        return .heat(number, strength: strongest > 0 ? abs(value) / strongest : 0)
    }
}

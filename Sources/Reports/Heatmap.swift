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

    var context: JSONValue {
        let years = Set(months.map { String($0.period.prefix(4)) }).sorted()
        let shown = years.count == 1 ? covered : 1...12
        let strongest = months.compactMap { $0.measure.value.map(abs) }.max() ?? 0
        return [
            "months": .list(shown.map { .text(NumberText.months[$0 - 1]) }),
            "years": .list(
                years.map { year in
                    [
                        "year": .text(year),
                        "cells": .list(shown.map { cell(year, $0, strongest) }),
                    ]
                }),
            "empty": .boolean(months.isEmpty),
        ]
    }

    /// The months of a single year from the first to the last with a return.
    private var covered: ClosedRange<Int> {
        let numbers = months.compactMap { Int($0.period.suffix(2)) }
        return (numbers.min() ?? 1)...(numbers.max() ?? 12)
    }

    private func cell(_ year: String, _ month: Int, _ strongest: Double) -> JSONValue {
        let period = year + (month < 10 ? "-0" : "-") + String(month)
        guard let measure = months.first(where: { $0.period == period })?.measure,
            let value = measure.value
        else { return ["number": .null, "strength": "0", "tone": "none"] }
        let text = NumberText.fixed(value * 100, 1)
        let number = Number(
            name: .measure(measure.name), value: value, text: (value > 0 ? "+" : "") + text)
        let strength = strongest > 0 ? abs(value) / strongest : 0
        return [
            "number": number.context, "strength": .text(short(strength, 2)),
            "tone": .text(value > 0 ? "gain" : value < 0 ? "loss" : "none"),
        ]
    }
}

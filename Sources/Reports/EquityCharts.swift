internal import JSONL
internal import Records

/// The account over time against its benchmark, and below it how far it stood under its peak.
struct EquityCharts {
    let result: SiteContent.Result
    let currency: String

    var context: JSONValue {
        guard points.count > 1 else { return .null }
        return [
            "equity_svg": .text(equity(isLogarithmic: false).markup()),
            "log_svg": canBeLogarithmic
                ? .text(equity(isLogarithmic: true).markup()) : .null,
            "underwater_svg": .text(underwater.markup()),
            "equity_words": equityWords.context, "underwater_words": underwaterWords.context,
            "has_benchmark": .boolean(!benchmark.isEmpty),
            "points": .text(readings), "currency": .text(currency),
            "from": .integer(Int(span.lowerBound)), "to": .integer(Int(span.upperBound)),
        ]
    }

    private var points: [EquityPoint] { result.equity }

    private var span: ClosedRange<Double> {
        let first = Double(points.first?.atMs ?? 0)
        return first...max(first, Double(points.last?.atMs ?? 0))
    }

    private var benchmark: [(x: Double, y: Double)] {
        points.compactMap { point in point.benchmark.map { (Double(point.atMs), $0) } }
    }

    private var ticks: [(value: Double, label: String)] {
        timeTicks(fromMs: Int(span.lowerBound), toMs: Int(span.upperBound), atMost: 9)
            .map { (Double($0.atMs), $0.label) }
    }

    private func money(_ field: String, _ value: Double, _ point: EquityPoint) -> Number {
        Number(
            name: .point(field, atMs: point.atMs), value: value,
            text: NumberText.text(value, unit: currency))
    }

    private var equityWords: Sentence {
        guard let first = points.first, let last = points.last else { return "" }
        let words: Sentence =
            "The account went from \(money("equity", first.equity, first)) to "
            + "\(money("equity", last.equity, last))."
        guard let held = last.benchmark else { return words }
        return words + " Held evenly in the same pairs it would have ended at "
            + "\(money("benchmark", held, last))."
    }

    private var underwaterWords: Sentence {
        guard let deepest = points.max(by: { $0.drawdownRatio < $1.drawdownRatio }) else {
            return ""
        }
        let depth = Number(
            name: .point("drawdown_ratio", atMs: deepest.atMs), value: deepest.drawdownRatio,
            text: NumberText.text(deepest.drawdownRatio, unit: "ratio"))
        let day = Number(
            name: .point("at_ms", atMs: deepest.atMs), value: Double(deepest.atMs),
            text: NumberText.day(deepest.atMs))
        return "At its deepest, on \(day), the account stood \(depth) below its peak."
    }

    private var canBeLogarithmic: Bool {
        points.allSatisfy { $0.equity > 0 && ($0.benchmark ?? 1) > 0 }
    }

    private func equity(isLogarithmic: Bool) -> LineChart {
        let first = points.first?.equity ?? 0
        let line = LineChart.Line(
            style: "equity", points: points.map { (Double($0.atMs), $0.equity) })
        let held = LineChart.Line(style: "benchmark", points: benchmark)
        return LineChart(
            identifier: isLogarithmic ? "equity-log" : "equity",
            title: isLogarithmic ? "Equity, logarithmic" : "Equity",
            description: equityWords.text,
            lines: benchmark.isEmpty ? [line] : [held, line], horizontal: span, xTicks: ticks,
            height: 250, baseline: first, isLogarithmic: isLogarithmic,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) })
    }

    private var underwater: LineChart {
        LineChart(
            identifier: "underwater", title: "Under water",
            description: underwaterWords.text,
            lines: [
                LineChart.Line(
                    style: "drawdown",
                    points: points.map { (Double($0.atMs), -$0.drawdownRatio * 100) },
                    isFilled: true)
            ], horizontal: span, xTicks: ticks, height: 110, baseline: 0,
            yLabel: { value, decimals in NumberText.fixed(value, decimals) + " %" })
    }

    /// What the crosshair reads: instant, equity, benchmark, drawdown; the last point of each of
    /// some 150 columns, as stored.
    private var readings: String {
        let columns = 150.0
        let width = max(span.upperBound - span.lowerBound, 1)
        var (rows, last) = ([String](), -1)
        for point in points.reversed() {
            let column = Int((Double(point.atMs) - span.lowerBound) / width * columns)
            guard column != last else { continue }
            last = column
            let held = point.benchmark.map(Number.plain) ?? "null"
            rows.append(
                "[\(point.atMs),\(Number.plain(point.equity)),\(held),"
                    + "\(Number.plain(point.drawdownRatio))]")
        }
        return "[" + rows.reversed().joined(separator: ",") + "]"
    }
}

internal import JSONL
internal import Records

/// The curves of runs that compare, over each other, as returns since their start.
struct EquityOverlay {
    let comparison: Comparison

    private var runs: [SiteContent.Result] { comparison.runs }

    var context: JSONValue {
        let ticks = timeTicks(
            fromMs: Int(span.lowerBound), toMs: Int(span.upperBound), atMost: 7
        ).map { (value: Double($0.atMs), label: $0.label) }
        let chart = LineChart(
            identifier: "overlay", title: "Returns of the runs over each other",
            description: words.text, lines: lines, horizontal: span, xTicks: ticks, height: 300,
            baseline: 0,
            yLabel: { value, decimals in
                (value > 0 ? "+" : "") + NumberText.fixed(value, decimals) + " %"
            })
        return [
            "overlay_svg": .text(chart.markup()), "words": words.context,
            "legend": .list(
                runs.enumerated().map { index, result in
                    [
                        "style": .text("run-\(index + 1)"),
                        "label": .text(comparison.label(result)),
                    ]
                }),
            "has_benchmark": .boolean(benchmark != nil),
        ]
    }

    private var span: ClosedRange<Double> {
        let instants = runs.flatMap { [$0.equity.first?.atMs, $0.equity.last?.atMs] }
            .compactMap { $0.map(Double.init) }
        let first = instants.min() ?? 0
        return first...max(first, instants.max() ?? 0)
    }

    private var words: Sentence {
        "Return since the start of each run, in percent; the account with open positions at market "
            + "value. Days are UTC."
    }

    private var lines: [LineChart.Line] {
        let curves = runs.enumerated().map { index, result in
            LineChart.Line(
                style: "run-\(index + 1)",
                points: returns(result.equity.map { ($0.atMs, $0.equity) }),
                label: comparison.label(result))
        }
        return (benchmark.map { [$0] } ?? []) + curves
    }

    /// The baseline's benchmark: the same pairs were held in all.
    private var benchmark: LineChart.Line? {
        let held = comparison.baseline.equity.compactMap { point in
            point.benchmark.map { (point.atMs, $0) }
        }
        guard held.count > 1 else { return nil }
        return LineChart.Line(style: "benchmark", points: returns(held), label: "pairs held")
    }

    private func returns(_ curve: [(Int, Double)]) -> [(x: Double, y: Double)] {
        guard let first = curve.first?.1, first > 0 else { return [] }
        return curve.map { (Double($0.0), ($0.1 / first - 1) * 100) }
    }
}

internal import Markup

/// A waterfall as SVG: one row a term, bars that float from one sum to the next.
///
/// The axis spans the sums alone and need not begin at zero: only differences are drawn as bars, the two
/// profits at its ends as diamonds. Places are percentages, so that bars stretch and words do not.
struct WaterfallChart {
    struct Step {
        let label: String
        /// What the term adds; of a total, the sum itself.
        let value: Double
        /// The value with its sign and unit.
        let text: String
        /// Stands for itself instead of adding to what came before.
        let isTotal: Bool
    }

    let identifier: String
    let title: String
    let description: String
    let steps: [Step]
    /// A tick's text, given the decimals that the ticks need.
    let label: (Double, Int) -> String

    private static let rowHeight = 26.0

    func markup() -> String {
        let sums = self.sums
        let (low, high) = (sums.map(\.to).min() ?? 0, sums.map(\.to).max() ?? 0)
        let margin = (high - low) * 0.05
        let scale = Scale(low - margin, high + margin, length: 100)
        let height = Double(steps.count) * Self.rowHeight
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart waterfall", "role": "img", "width": "100%",
                "height": pixels(height + 26),
                "aria-labelledby": identifier + "-t " + identifier + "-d",
            ])
        writer.element("title", ["id": identifier + "-t"], text: title)
        writer.element("desc", ["id": identifier + "-d"], text: description)
        hatch(&writer)
        ticks(scale, height, &writer)
        for (index, step) in steps.enumerated() {
            row(step, sums[index], at: Double(index) * Self.rowHeight, scale, &writer)
        }
        writer.end()
        return writer.markup
    }

    /// Where each row's bar begins and ends.
    private var sums: [(from: Double, to: Double)] {
        var sum = 0.0
        return steps.map { step in
            let from = step.isTotal ? step.value : sum
            sum = step.isTotal ? step.value : sum + step.value
            return (from, sum)
        }
    }

    /// Losses are hatched, for eyes that see no red and for paper that has none.
    private func hatch(_ writer: inout XMLWriter) {
        writer.start("defs", [:])
        writer.start(
            "pattern",
            [
                "id": identifier + "-h", "width": "5", "height": "5",
                "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)",
            ])
        writer.element("rect", ["class": "hatch", "width": "5", "height": "5"])
        writer.element(
            "line", ["class": "hatching", "x1": "0", "y1": "0", "x2": "0", "y2": "5"])
        writer.end()
        writer.end()
    }

    private func ticks(_ scale: Scale, _ height: Double, _ writer: inout XMLWriter) {
        let ticks = scale.ticks(about: 3)
        for tick in ticks.values {
            let x = place(tick, scale)
            writer.element(
                "line",
                [
                    "class": tick == 0 ? "base" : "grid", "x1": x, "x2": x, "y1": "0",
                    "y2": pixels(height),
                ])
            writer.element(
                "text", ["class": "x", "x": x, "y": pixels(height + 18)],
                text: label(tick, ticks.decimals))
        }
    }

    private func row(
        _ step: Step, _ sum: (from: Double, to: Double), at top: Double, _ scale: Scale,
        _ writer: inout XMLWriter
    ) {
        let middle = top + Self.rowHeight / 2
        writer.element(
            "text",
            ["class": "y" + (step.isTotal ? " strong" : ""), "x": "-10", "y": pixels(middle + 4)],
            text: step.label)
        writer.element(
            "text",
            ["class": "value", "x": "100%", "dx": "10", "y": pixels(middle + 4)], text: step.text)
        if step.isTotal {
            let mark = "◆"
            return writer.element(
                "text",
                ["class": "x strong", "x": place(sum.to, scale), "y": pixels(middle + 5)],
                text: mark)
        }
        let (left, right) = (min(sum.from, sum.to), max(sum.from, sum.to))
        // What is too narrow to see is a line, so that no row is without a mark.
        guard scale.position(right) - scale.position(left) >= 0.2 else {
            return writer.element(
                "line",
                [
                    "class": "base", "x1": place(left, scale), "x2": place(left, scale),
                    "y1": pixels(middle - 8), "y2": pixels(middle + 8),
                ])
        }
        let width = short(scale.position(right) - scale.position(left), 2) + "%"
        let isLoss = step.value < 0
        writer.element(
            "rect",
            [
                "class": isLoss ? "bar critical" : "bar good", "x": place(left, scale),
                "width": width, "y": pixels(middle - 8), "height": "16",
                "style": isLoss ? "fill:url(#\(identifier)-h)" : "",
            ])
    }

    private func place(_ value: Double, _ scale: Scale) -> String {
        short(scale.position(value), 2) + "%"
    }
}

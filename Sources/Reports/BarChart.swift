internal import Markup
internal import Records

/// How many numbers lie where: a bar for each bin, as wide as the bin, hatched below zero.
struct BarChart {
    let identifier: String
    let title: String
    let description: String
    let bins: [HistogramBin]
    /// What the counts count: `days`.
    let counted: String
    /// A border's text, given the decimals that the borders need.
    let xLabel: (Double, Int) -> String

    private static let (columns, height) = (600, 160)

    func markup() -> String {
        let scale = Scale(0, Double(bins.map(\.count).max() ?? 1), length: Double(Self.height))
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart axis", "role": "img", "width": "100%",
                "height": "\(Self.height + 26)",
                "aria-labelledby": identifier + "-t " + identifier + "-d",
            ])
        writer.element("title", ["id": identifier + "-t"], text: title)
        writer.element("desc", ["id": identifier + "-d"], text: description)
        let ticks = scale.ticks(about: 4)
        for tick in ticks.values where tick == tick.rounded() {
            let y = Double(Self.height) - scale.position(tick)
            writer.element(
                "line",
                [
                    "class": "grid", "x1": "0", "x2": "100%",
                    "y1": pixels(y.rounded() + 0.5), "y2": pixels(y.rounded() + 0.5),
                ])
            writer.element(
                "text", ["class": "y", "x": "-8", "y": pixels(y + 4)],
                text: NumberText.fixed(tick, 0))
        }
        bars(scale, &writer)
        borders(&writer)
        writer.end()
        return writer.markup
    }

    private var range: (low: Double, high: Double) {
        (bins.first?.lower ?? 0, bins.last?.upper ?? 1)
    }

    private func part(_ value: Double) -> Double {
        let (low, high) = range
        return high > low ? (value - low) / (high - low) : 0
    }

    private func bars(_ scale: Scale, _ writer: inout XMLWriter) {
        hatch(&writer)
        for bin in bins where bin.count > 0 {
            let height = scale.position(Double(bin.count))
            let isLoss = bin.upper <= 0
            let x = short(part(bin.lower) * 100, 2) + "%"
            let width = short((part(bin.upper) - part(bin.lower)) * 100, 2) + "%"
            let y = pixels(Double(Self.height) - height)
            writer.start(
                "rect",
                [
                    "class": isLoss ? "column loss" : "column gain", "x": x, "y": y,
                    "width": width, "height": pixels(height),
                ])
            writer.element("title", text: words(bin))
            writer.end()
            guard isLoss else { continue }
            writer.element(
                "rect",
                [
                    "fill": "url(#\(identifier)-hatch)", "x": x, "y": y, "width": width,
                    "height": pixels(height), "pointer-events": "none",
                ])
        }
    }

    private func hatch(_ writer: inout XMLWriter) {
        writer.start(
            "pattern",
            [
                "id": identifier + "-hatch", "width": "6", "height": "6",
                "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)",
            ])
        writer.element("rect", ["class": "stripe", "width": "2", "height": "6"])
        writer.end()
    }

    private func words(_ bin: HistogramBin) -> String {
        let decimals = decimals
        return "\(bin.count) \(counted) from \(xLabel(bin.lower, decimals)) to "
            + xLabel(bin.upper, decimals)
    }

    /// Digits that tell one border from the next.
    private var decimals: Int {
        guard let bin = bins.first else { return 0 }
        return Scale(0, bin.upper - bin.lower, length: 1).ticks(about: 1).decimals
    }

    private func borders(_ writer: inout XMLWriter) {
        let ticks = Scale(range.low, range.high, length: 1).ticks(about: 8)
        for (index, tick) in ticks.values.enumerated() {
            let x = short(part(tick) * 100, 2) + "%"
            writer.element(
                "line",
                [
                    "class": tick == 0 ? "base" : "mark", "x1": x, "x2": x,
                    "y1": tick == 0 ? "0" : "\(Self.height)", "y2": "\(Self.height + 5)",
                ])
            let edge = part(tick) > 0.96 ? "x end" : part(tick) < 0.03 ? "x start" : "x"
            writer.element(
                "text",
                [
                    "class": edge + (index.isMultiple(of: 2) ? "" : " alt"), "x": x,
                    "y": "\(Self.height + 19)",
                ], text: xLabel(tick, ticks.decimals))
        }
    }
}

internal import Markup
internal import Records

/// What trades returned over how far the price went against them, or for them: a dot for each, hollow
/// where it lost.
struct ExcursionChart {
    let identifier: String
    let title: String
    let description: String
    /// Ratios: how far it went, and what came of it.
    let points: [(x: Double, y: Double)]

    private static let (width, height) = (420, 260)

    func markup() -> String {
        let horizontal = Scale(0, max(points.map(\.x).max() ?? 0, 0.001), length: 1)
        let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
        let margin = max((high - low) * 0.04, 0.0005)
        let vertical = Scale(
            min(low, 0) - margin, max(high, 0) + margin, length: Double(Self.height))
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
        grid(horizontal, vertical, &writer)
        dots(horizontal, vertical, &writer)
        writer.end()
        return writer.markup
    }

    private func grid(_ horizontal: Scale, _ vertical: Scale, _ writer: inout XMLWriter) {
        // Ticks are round in percent.
        let rows = Scale(vertical.low * 100, vertical.high * 100, length: 1).ticks(about: 8)
        for tick in rows.values {
            let y = Double(Self.height) - vertical.position(tick / 100)
            writer.element(
                "line",
                [
                    "class": tick == 0 ? "base" : "grid", "x1": "0", "x2": "100%",
                    "y1": pixels(y.rounded() + 0.5), "y2": pixels(y.rounded() + 0.5),
                ])
            writer.element(
                "text", ["class": "y", "x": "-8", "y": pixels(y + 4)],
                text: (tick > 0 ? "+" : "") + NumberText.fixed(tick, rows.decimals) + " %")
        }
        let columns = Scale(0, horizontal.high * 100, length: 1).ticks(about: 5)
        for tick in columns.values {
            let part = horizontal.position(tick / 100) * 0.96
            let x = short(part * 100, 2) + "%"
            writer.element(
                "line",
                [
                    "class": "mark", "x1": x, "x2": x, "y1": "\(Self.height)",
                    "y2": "\(Self.height + 5)",
                ])
            writer.element(
                "text",
                ["class": part < 0.03 ? "x start" : "x", "x": x, "y": "\(Self.height + 19)"],
                text: NumberText.fixed(tick, columns.decimals) + " %")
        }
    }

    private func dots(_ horizontal: Scale, _ vertical: Scale, _ writer: inout XMLWriter) {
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(Self.height)", "preserveAspectRatio": "none",
                "width": "100%", "height": "\(Self.height)", "aria-hidden": "true",
            ])
        let placed = points.map { point in
            (
                x: horizontal.position(point.x) * 0.96 * Double(Self.width),
                y: Double(Self.height) - vertical.position(point.y), isLoss: point.y < 0
            )
        }
        for isLoss in [true, false] {
            let path = SVG.dots(
                placed.filter { $0.isLoss == isLoss }.map { ($0.x, $0.y) }, atMost: 900)
            guard !path.isEmpty else { continue }
            writer.element("path", ["class": isLoss ? "dots loss" : "dots gain", "d": path])
            if isLoss { writer.element("path", ["class": "dots hole", "d": path]) }
        }
        writer.end()
    }
}

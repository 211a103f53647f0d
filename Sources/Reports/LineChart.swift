internal import Glibc
internal import Markup

/// Lines over time as SVG: text keeps its size at every width, the lines stretch with the page.
///
/// The picture has a fixed height; the style sheet gives it a left margin, into which the labels of the
/// vertical axis reach. The lines span it by `preserveAspectRatio="none"` with strokes that do not scale.
struct LineChart {
    struct Line {
        /// The class that colours it: `equity`, `benchmark`, `drawdown`, `best`.
        let style: String
        /// Unix milliseconds (or epochs) and values, ascending.
        let points: [(x: Double, y: Double)]
        /// Fills the space down to the baseline.
        var isFilled = false
        /// Holds a value until the next point instead of sloping to it.
        var isStepped = false
        /// The line's name, written at its end.
        var label: String?
    }

    let identifier: String
    let title: String
    let description: String
    let lines: [Line]
    /// Dots without a line between them.
    var dots: [(x: Double, y: Double)] = []
    /// Dots that stand out; all have their place.
    var strongDots: [(x: Double, y: Double)] = []
    let horizontal: ClosedRange<Double>
    let xTicks: [(value: Double, label: String)]
    let height: Int
    /// What lies above is marked at the upper edge; nil where all has its place.
    var ceiling: Double?
    /// A value that the vertical range includes and that is drawn stronger.
    var baseline: Double?
    /// Equal distances are equal ratios; only for values above zero.
    var isLogarithmic = false
    /// A tick's text, given the decimals that the ticks need.
    let yLabel: (Double, Int) -> String

    /// Columns of the inner drawing.
    static let columns = 600
    /// Columns of which a line's extremes are drawn: fewer where many lines share the picture, so that
    /// it stays light.
    private var drawnColumns: Int { min(300, 1_200 / max(lines.count, 1)) }

    func markup() -> String {
        let (low, high) = (place(extent.0), place(extent.1))
        let margin = (high - low) * 0.04
        let isAtRest = { (value: Double) in value == baseline.map(place) }
        let scale = Scale(
            isAtRest(low) ? low : low - margin, isAtRest(high) ? high : high + margin,
            length: Double(height))
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart axis", "role": "img", "width": "100%", "height": "\(height + 26)",
                "aria-labelledby": identifier + "-t " + identifier + "-d",
            ])
        writer.element("title", ["id": identifier + "-t"], text: title)
        writer.element("desc", ["id": identifier + "-d"], text: description)
        let ticks = ticks(scale)
        for tick in ticks.values {
            writer.element(
                "text", ["class": "y", "x": "-8", "y": pixels(y(tick, scale) + 4)],
                text: yLabel(tick, ticks.decimals))
        }
        grid(ticks.values, scale, &writer)
        drawing(scale, &writer)
        writer.arrows(
            at: dots.filter { isBeyond($0.y) }.map { position($0.x) / Double(Self.columns) }, y: 10)
        names(scale, &writer)
        writer.end()
        return writer.markup
    }

    /// The names of lines at their ends, moved apart where lines end together.
    private func names(_ scale: Scale, _ writer: inout XMLWriter) {
        let ends = lines.compactMap { line in
            line.points.last.flatMap { point in
                line.label.map { (label: $0, style: line.style, y: y(point.y, scale)) }
            }
        }.sorted { $0.y < $1.y }
        var next = -Double.infinity
        let lowest = Double(height) - Double(max(ends.count - 1, 0)) * 15
        for (index, end) in ends.enumerated() {
            let place = max(min(end.y, lowest + Double(index) * 15), next)
            next = place + 15
            let label = end.label.count > 20 ? end.label.prefix(19) + "…" : end.label
            writer.element(
                "text",
                ["class": "name " + end.style, "x": "100%", "dx": "8", "y": pixels(place + 4)],
                text: label)
        }
    }

    private var extent: (Double, Double) {
        let values =
            lines.flatMap { $0.points.map(\.y) } + (dots + strongDots).map(\.y)
            + (baseline.map { [$0] } ?? [])
        return (values.min() ?? 0, ceiling ?? values.max() ?? 1)
    }

    private func isBeyond(_ value: Double) -> Bool { ceiling.map { value > $0 } ?? false }

    /// Where a value stands before it is scaled.
    private func place(_ value: Double) -> Double { isLogarithmic ? log10(value) : value }

    private func y(_ value: Double, _ scale: Scale) -> Double {
        Double(height) - scale.position(place(value))
    }

    /// Round values inside the range; of a logarithmic one 1, 2 and 5 times powers of ten where there
    /// are enough of them.
    private func ticks(_ scale: Scale) -> (values: [Double], decimals: Int) {
        let count = max(2, height / 36)
        guard isLogarithmic else { return scale.ticks(about: count) }
        let powers = Int(scale.low.rounded(.down))...Int(scale.high.rounded(.up))
        let round = powers.flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
            .filter { (scale.low...scale.high).contains(log10($0)) }
        guard round.count < 3 else { return (round, max(0, -powers.lowerBound)) }
        return Scale(pow(10, scale.low), pow(10, scale.high), length: 1).ticks(about: count)
    }

    private func grid(_ ticks: [Double], _ scale: Scale, _ writer: inout XMLWriter) {
        for tick in ticks {
            let y = pixels(y(tick, scale).rounded() + 0.5)
            writer.element(
                "line",
                [
                    "class": tick == baseline ? "base" : "grid", "x1": "0", "x2": "100%", "y1": y,
                    "y2": y,
                ])
        }
        let width = horizontal.upperBound - horizontal.lowerBound
        for (index, tick) in xTicks.enumerated() {
            let part = width > 0 ? (tick.value - horizontal.lowerBound) / width : 0
            let x = short(part * 100, 2) + "%"
            writer.element(
                "line",
                ["class": "mark", "x1": x, "x2": x, "y1": "\(height)", "y2": "\(height + 5)"])
            let edge = part > 0.96 ? "x end" : part < 0.03 ? "x start" : "x"
            writer.element(
                "text",
                [
                    "class": edge + (index.isMultiple(of: 2) ? "" : " alt"), "x": x,
                    "y": "\(height + 19)",
                ], text: tick.label)
        }
    }

    private func drawing(_ scale: Scale, _ writer: inout XMLWriter) {
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.columns) \(height)", "preserveAspectRatio": "none",
                "width": "100%", "height": "\(height)", "aria-hidden": "true",
            ])
        if !dots.isEmpty {
            writer.element(
                "path", ["class": "dots", "d": path(of: dots.filter { !isBeyond($0.y) }, scale)])
        }
        for line in lines {
            let points = downsampled(
                line.points.map { (position($0.x), y($0.y, scale)) }, columns: drawnColumns,
                width: Double(Self.columns))
            let outline = path(points, isStepped: line.isStepped)
            if line.isFilled, let first = points.first, let last = points.last {
                let base = pixels(y(baseline ?? scale.low, scale))
                writer.element(
                    "path",
                    [
                        "class": "fill " + line.style,
                        "d": outline + "L" + pixels(last.x) + " " + base + "L" + pixels(first.x)
                            + " " + base + "Z",
                    ])
            }
            writer.element("path", ["class": "line " + line.style, "d": outline])
        }
        if !strongDots.isEmpty {
            writer.element("path", ["class": "dots strong", "d": path(of: strongDots, scale)])
        }
        writer.end()
    }

    private func position(_ x: Double) -> Double {
        let width = horizontal.upperBound - horizontal.lowerBound
        return width > 0 ? (x - horizontal.lowerBound) / width * Double(Self.columns) : 0
    }

    private func path(of dots: [(x: Double, y: Double)], _ scale: Scale) -> String {
        SVG.dots(dots.map { (position($0.x), y($0.y, scale)) }, atMost: 1_200)
    }

    private func path(_ points: [(x: Double, y: Double)], isStepped: Bool) -> String {
        var (path, previous) = (PathText(), (x: 0.0, y: 0.0))
        for (index, point) in points.enumerated() {
            let isStep = isStepped && index > 0
            path.append(index == 0 ? "M" : isStep ? "H" : "L")
            path.append(pixels: point.x)
            if !isStep || point.y != previous.y {
                path.append(isStep ? "V" : " ")
                path.append(pixels: point.y)
            }
            previous = point
        }
        return path.text
    }
}

/// Pieces of drawings that several charts share.
enum SVG {
    /// Dots as strokes without length, which round caps make round at every scale. More than
    /// `atMost` are merged where they lie closest, so that the outline stays.
    static func dots(_ points: [(x: Double, y: Double)], atMost: Int) -> String {
        var grid = 1
        var places = merged(points, grid)
        while places.count > atMost {
            grid += 1
            places = merged(points, grid)
        }
        var path = PathText()
        for place in places {
            path.append("M")
            path.append(place.x)
            path.append(" ")
            path.append(place.y)
            path.append("h0")
        }
        return path.text
    }

    /// Where the points lie on a grid, each place once.
    private static func merged(
        _ points: [(x: Double, y: Double)], _ grid: Int
    ) -> [(x: Int, y: Int)] {
        let width = Double(grid)
        let cells = points.map {
            (x: Int(($0.x / width).rounded()), y: Int(($0.y / width).rounded()))
        }
        guard let left = cells.map(\.x).min(), let right = cells.map(\.x).max(),
            let top = cells.map(\.y).min(), let bottom = cells.map(\.y).max()
        else { return [] }
        let rows = bottom - top + 1
        var isTaken = [Bool](repeating: false, count: (right - left + 1) * rows)
        var places: [(x: Int, y: Int)] = []
        for cell in cells where !isTaken[(cell.x - left) * rows + cell.y - top] {
            isTaken[(cell.x - left) * rows + cell.y - top] = true
            places.append((cell.x * grid, cell.y * grid))
        }
        return places
    }

    /// A small line without axes beside a number that says the same; hidden from screen readers.
    static func sparkline(_ points: [(x: Double, y: Double)]) -> String {
        guard points.count > 1, let first = points.first, let last = points.last else { return "" }
        let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 1)
        let scale = Scale(low, high, length: 26)
        let width = last.x - first.x
        let placed = points.map { point in
            (
                x: width > 0 ? (point.x - first.x) / width * 100 : 0,
                y: 28 - scale.position(point.y) - 1
            )
        }
        var path = PathText()
        for (index, point) in downsampled(placed, columns: 100).enumerated() {
            path.append(index == 0 ? "M" : "L")
            path.append(pixels: point.x)
            path.append(" ")
            path.append(pixels: point.y)
        }
        let base = pixels(28 - scale.position(first.y) - 1)
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "spark", "viewBox": "0 0 100 28", "preserveAspectRatio": "none",
                "aria-hidden": "true",
            ])
        writer.element("path", ["class": "line base", "d": "M0 \(base)H100"])
        writer.element("path", ["class": "line equity", "d": path.text])
        writer.end()
        return writer.markup
    }
}

internal import JSONL
internal import Markup

/// What two parameters led to together: a field for each pair of values, the darker the lower the median loss
/// of the epochs there. Fields without an epoch stay empty: nothing is guessed between those that were tried.
struct ContourChart {
    let across: (name: String, scale: ParameterScale)
    let upwards: (name: String, scale: ParameterScale)
    private let fields: [Field]
    private let (columns, rows): (Int, Int)
    /// The lowest and the highest median.
    private let range: (low: Double, high: Double)
    private let best: (across: JSONValue, upwards: JSONValue)?

    private struct Field {
        let column: Int
        let row: Int
        let loss: Double
    }

    private static let height = 260
    /// Room for the name of the vertical side.
    private static let top = 22
    /// More fields would be finer than epochs are many.
    private static let finest = (columns: 20, rows: 13)
    /// Shades that the eye tells apart.
    private static let shades = 8

    /// nil where there are no epochs, or all fields are alike.
    init?(
        _ across: String, _ upwards: String,
        epochs: [(across: JSONValue, upwards: JSONValue, loss: Double)],
        best: (across: JSONValue, upwards: JSONValue)?, ceiling: Double?
    ) {
        self.across = (across, ParameterScale(epochs.map(\.across)))
        self.upwards = (upwards, ParameterScale(epochs.map(\.upwards)))
        self.best = best
        columns = Self.count(epochs.map(\.across), atMost: Self.finest.columns)
        rows = Self.count(epochs.map(\.upwards), atMost: Self.finest.rows)
        var losses: [Int: [Double]] = [:]
        for epoch in epochs {
            let column = Self.field(self.across.scale, epoch.across, of: columns)
            let row = Self.field(self.upwards.scale, epoch.upwards, of: rows)
            losses[row * columns + column, default: []].append(
                min(epoch.loss, ceiling ?? epoch.loss))
        }
        let columns = columns
        fields = losses.sorted { $0.key < $1.key }.map { place, losses in
            let sorted = losses.sorted()
            let middle = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
            return Field(column: place % columns, row: place / columns, loss: middle)
        }
        let medians = fields.map(\.loss)
        guard let low = medians.min(), let high = medians.max(), low < high else { return nil }
        range = (low, high)
    }

    var words: Sentence {
        "Each field is the median loss of the epochs in it, from \(NumberText.fixed(range.low, 4)) (dark) to "
            + "\(NumberText.fixed(range.high, 4)) (light), and empty where there was none; the dot is the "
            + "best epoch."
    }

    func markup() -> String {
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart axis", "role": "img", "width": "100%",
                "height": "\(Self.top + Self.height + 44)",
                "aria-labelledby": "contour-t contour-d",
            ])
        writer.element("title", ["id": "contour-t"], text: "\(across.name) and \(upwards.name)")
        writer.element("desc", ["id": "contour-d"], text: words.text)
        drawing(&writer)
        labels(&writer)
        writer.end()
        return writer.markup
    }

    private static func count(_ values: [JSONValue], atMost most: Int) -> Int {
        min(most, Set(values.map(ParameterScale.name)).count)
    }

    private static func field(_ scale: ParameterScale, _ value: JSONValue, of count: Int) -> Int {
        guard scale.choices == nil else {
            return min(count - 1, Int(scale.part(value) * Double(count)))
        }
        let part = Scale(scale.low, scale.high, length: 1).position(value.double ?? scale.low)
        return min(count - 1, Int(part * Double(count)))
    }

    /// 0…1 along one side, numbers from edge to edge as their fields lie.
    private static func part(_ scale: ParameterScale, _ value: JSONValue) -> Double {
        scale.choices == nil
            ? Scale(scale.low, scale.high, length: 1).position(value.double ?? scale.low)
            : scale.part(value)
    }

    private func drawing(_ writer: inout XMLWriter) {
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(columns) \(rows)", "preserveAspectRatio": "none",
                "width": "100%", "height": "\(Self.height)", "y": "\(Self.top)",
                "aria-hidden": "true",
            ])
        for shade in 0..<Self.shades {
            let path = fields.filter { self.shade($0.loss) == shade }.map {
                "M\($0.column) \(rows - 1 - $0.row)h1v1h-1z"
            }.joined()
            guard !path.isEmpty else { continue }
            let strength = short(0.1 + 0.8 * Double(shade) / Double(Self.shades - 1), 2)
            writer.element("path", ["class": "field", "fill-opacity": strength, "d": path])
        }
        if let best {
            let x = Self.part(across.scale, best.across) * Double(columns)
            let y = (1 - Self.part(upwards.scale, best.upwards)) * Double(rows)
            for style in ["dots rim", "dots mark"] {
                writer.element("path", ["class": style, "d": "M\(short(x, 2)) \(short(y, 2))h0"])
            }
        }
        writer.end()
    }

    /// The last shade is the best.
    private func shade(_ loss: Double) -> Int {
        let part = (range.high - loss) / (range.high - range.low)
        return min(Self.shades - 1, Int(part * Double(Self.shades)))
    }

    private func labels(_ writer: inout XMLWriter) {
        let bottom = Self.top + Self.height
        let marks = Self.marks(across.scale)
        for (index, mark) in marks.enumerated() {
            let edge = mark.part < 0.05 ? "x start" : mark.part > 0.95 ? "x end" : "x"
            writer.element(
                "text",
                [
                    "class": edge + ParameterScale.rest(index, of: marks.count),
                    "x": short(mark.part * 100, 2) + "%", "y": "\(bottom + 18)",
                ], text: mark.label)
        }
        writer.element(
            "text", ["class": "x strong", "x": "50%", "y": "\(bottom + 36)"], text: across.name)
        for mark in Self.marks(upwards.scale) {
            let y =
                min(max((1 - mark.part) * Double(Self.height) + 4, 12), Double(Self.height))
                + Double(Self.top)
            writer.element(
                "text", ["class": "y", "x": "-8", "y": pixels(y)],
                text: mark.label.count > 8 ? mark.label.prefix(7) + "…" : mark.label)
        }
        writer.element(
            "text", ["class": "start strong", "x": "-64", "y": "12"], text: upwards.name + " ↑")
    }

    private static func marks(_ scale: ParameterScale) -> [(part: Double, label: String)] {
        guard scale.choices == nil else { return scale.marks }
        return scale.marks.enumerated().map { (Double($0) / 2, $1.label) }
    }
}

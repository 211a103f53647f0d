internal import JSONL
internal import Markup
internal import Records

/// What every value of one parameter led to: a slice of a hyperopt, lower is better.
struct ScatterChart {
    let identifier: String
    let parameter: String
    let points: [(value: JSONValue, loss: Double)]
    let best: (value: JSONValue, loss: Double)?
    /// Which losses have their place.
    private let losses: LossRange
    private let scale: ParameterScale

    static let (width, height) = (300, 150)

    init(
        identifier: String, parameter: String, points: [(value: JSONValue, loss: Double)],
        best: (value: JSONValue, loss: Double)?, losses: LossRange
    ) {
        self.losses = losses
        self.identifier = identifier
        self.parameter = parameter
        self.points = points
        self.best = best
        scale = ParameterScale(points.map(\.value))
    }

    func markup() -> String {
        let values = points.map(\.loss)
        let vertical = Scale(
            values.min() ?? 0, losses.ceiling ?? values.max() ?? 1,
            length: Double(Self.height - 16))
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart slice", "role": "img", "width": "100%",
                "height": "\(Self.height + 24)",
                "aria-labelledby": identifier + "-t " + identifier + "-d",
            ])
        writer.element("title", ["id": identifier + "-t"], text: "Loss by \(parameter)")
        writer.element("desc", ["id": identifier + "-d"], text: description)
        let (top, bottom) = (8.5, Double(Self.height - 16) + 8.5)
        for y in [bottom, top] {
            writer.element(
                "line", ["class": "grid", "x1": "0", "x2": "100%", "y1": "\(y)", "y2": "\(y)"])
        }
        labels(&writer)
        drawing(vertical, &writer)
        writer.arrows(
            at: points.enumerated().filter { isBeyond($1) }.map {
                scale.part($1.value) + spread($0)
            },
            y: 8)
        // Over the dots, which may lie in the same corner.
        for (value, y) in [(vertical.low, bottom - 4), (vertical.high, top + 13)] {
            writer.element(
                "text", ["class": "x start halo", "x": "0", "y": "\(y)"],
                text: NumberText.fixed(value, abs(value) < 10 ? 3 : 1))
        }
        writer.end()
        return writer.markup
    }

    private var description: String {
        let beyond = losses.sentence.map { " " + $0.text } ?? ""
        guard let best else { return "\(points.count) epochs." + beyond }
        return
            "\(points.count) epochs; the best has \(parameter) = \(ParameterScale.name(best.value))"
            + " and a loss of \(NumberText.fixed(best.loss, 4))." + beyond
    }

    private func isBeyond(_ point: (value: JSONValue, loss: Double)) -> Bool {
        losses.ceiling.map { point.loss > $0 } ?? false
    }

    /// Dots of one word lie side by side, by the golden ratio; those of numbers where they belong.
    private func spread(_ index: Int) -> Double {
        guard let choices = scale.choices, index > 0 else { return 0 }
        let part = Double(index) * 0.618_033_988_75
        return (part - part.rounded(.down) - 0.5) * 0.6 / Double(choices.count)
    }

    private func labels(_ writer: inout XMLWriter) {
        for (part, label) in scale.marks {
            writer.element(
                "text",
                [
                    "class": "x", "x": short(part * 100, 2) + "%",
                    "y": "\(Self.height + 18)",
                ], text: label)
        }
    }

    private func drawing(_ vertical: Scale, _ writer: inout XMLWriter) {
        func place(_ point: (value: JSONValue, loss: Double), _ index: Int) -> (
            x: Double, y: Double
        ) {
            (
                (scale.part(point.value) + spread(index)) * Double(Self.width),
                Double(Self.height - 16) - vertical.position(point.loss) + 8
            )
        }
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(Self.height)", "preserveAspectRatio": "none",
                "width": "100%", "height": "\(Self.height)", "aria-hidden": "true",
            ])
        writer.element(
            "path",
            [
                "class": "dots",
                "d": SVG.dots(
                    points.enumerated().filter { !isBeyond($1) }.map { place($1, $0) },
                    atMost: 1_000),
            ])
        if let best {
            let place = place(best, 0)
            writer.element(
                "path", ["class": "dots best", "d": "M\(pixels(place.x)) \(pixels(place.y))h0"])
        }
        writer.end()
    }
}

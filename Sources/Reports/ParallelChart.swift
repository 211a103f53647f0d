internal import JSONL
internal import Markup

/// Epochs as threads through the values of their parameters, a line of values below the other, down to the
/// loss: where the threads of the best epochs run together, the value matters.
struct ParallelChart {
    /// An epoch, the best first.
    struct Epoch {
        let values: [JSONValue]
        let loss: Double
    }

    let names: [String]
    private let epochs: [Epoch]
    private let scales: [ParameterScale]
    private let losses: Scale

    private static let (width, step) = (600, 58)
    private static let most = (best: 50, others: 150)

    /// `epochs` in the order of their losses; those above the ceiling are left out. nil where there is
    /// nothing to compare.
    init?(_ names: [String], epochs: [Epoch], ceiling: Double?) {
        let shown = epochs.filter { $0.loss <= ceiling ?? .infinity }
        guard names.count > 1, shown.count > 1 else { return nil }
        self.names = names
        self.epochs = shown
        scales = names.indices.map { index in ParameterScale(shown.map { $0.values[index] }) }
        losses = Scale(shown[0].loss, shown[shown.count - 1].loss, length: 0.92)
    }

    /// A twentieth of the epochs, between ten and fifty.
    private var bestCount: Int {
        min(epochs.count, max(10, min(Self.most.best, epochs.count / 20)))
    }

    /// Evenly taken out of the rest.
    private var others: [Epoch] {
        let rest = epochs.dropFirst(bestCount)
        let count = min(Self.most.others, rest.count)
        return (0..<count).map { rest[rest.startIndex + $0 * rest.count / count] }
    }

    var words: Sentence {
        let rest = others.count
        let others: Sentence =
            rest > 0 ? ", \(String(rest)) of the others behind them" : ""
        return "The \(String(bestCount)) best epochs, the best one thick"
            + others + ". Where the best run together, the value matters."
    }

    func markup() -> String {
        let height = Self.step * names.count
        var writer = XMLWriter()
        writer.start(
            "svg",
            [
                "class": "chart parallel", "role": "img", "width": "100%",
                "height": "\(height + 44)", "aria-labelledby": "parallel-t parallel-d",
            ])
        writer.element("title", ["id": "parallel-t"], text: "The best epochs through their values")
        writer.element("desc", ["id": "parallel-d"], text: words.text)
        threads(height, &writer)
        for (index, name) in names.enumerated() {
            axis(index, name, scales[index].marks, &writer)
        }
        axis(
            names.count, "loss",
            [(0.04, losses.low), (0.96, losses.high)].map { ($0, NumberText.fixed($1, 3)) },
            &writer)
        writer.end()
        return writer.markup
    }

    private func threads(_ height: Int, _ writer: inout XMLWriter) {
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(height)", "preserveAspectRatio": "none",
                "width": "100%", "height": "\(height)", "y": "22", "aria-hidden": "true",
                "overflow": "visible",
            ])
        let best = epochs.prefix(bestCount)
        for (style, threads) in [
            ("threads", others), ("threads good", Array(best.dropFirst())),
            ("line", Array(best.prefix(1))),
        ] where !threads.isEmpty {
            var path = PathText()
            for thread in threads { draw(thread, on: &path) }
            writer.element("path", ["class": style, "d": path.text])
        }
        writer.end()
    }

    private func draw(_ epoch: Epoch, on path: inout PathText) {
        let parts =
            zip(scales, epoch.values).map { $0.part($1) } + [0.04 + losses.position(epoch.loss)]
        for (index, part) in parts.enumerated() {
            path.append(index == 0 ? "M" : "L")
            path.append(Int((part * Double(Self.width)).rounded()))
            path.append(" ")
            path.append(index * Self.step)
        }
    }

    private func axis(
        _ index: Int, _ name: String, _ marks: [(part: Double, label: String)],
        _ writer: inout XMLWriter
    ) {
        let y = index * Self.step + 22
        writer.element(
            "line", ["class": "base", "x1": "0", "x2": "100%", "y1": "\(y)", "y2": "\(y)"])
        writer.element(
            "text", ["class": "start strong halo", "x": "0", "y": "\(y - 7)"], text: name)
        for (place, mark) in marks.enumerated() {
            let edge = mark.part < 0.06 ? "start" : mark.part > 0.94 ? "end" : "x"
            writer.element(
                "text",
                [
                    "class": edge + " halo" + ParameterScale.rest(place, of: marks.count),
                    "x": short(mark.part * 100, 2) + "%", "y": "\(y + 15)",
                ], text: mark.label)
        }
    }
}

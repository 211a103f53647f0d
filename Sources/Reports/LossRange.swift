internal import Markup

/// The losses of a search that its charts have room for. A few that are far worse than the rest would
/// squeeze all others to a line: they are marked at the upper edge and counted. The best stay in view.
struct LossRange {
    /// The worst loss that is drawn where it belongs; nil where all are.
    let ceiling: Double?
    /// How many are worse.
    let beyondCount: Int
    private let worst: Double

    /// Far out is what lies above the upper quartile by more than three times what lies between the
    /// quartiles (Tukey, "Exploratory Data Analysis", 1977), if leaving it out doubles the others' room.
    init(_ losses: [Double]) {
        let sorted = losses.sorted()
        worst = sorted.last ?? 0
        guard let best = sorted.first, sorted.count > 3 else {
            (ceiling, beyondCount) = (nil, 0)
            return
        }
        let (lower, upper) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let shown = sorted.prefix { $0 <= upper + 3 * (upper - lower) }
        guard upper > lower, let last = shown.last, worst - best > 2 * (last - best) else {
            (ceiling, beyondCount) = (nil, 0)
            return
        }
        (ceiling, beyondCount) = (last, sorted.count - shown.count)
    }

    /// `3 epochs with a loss above 0.5123 lie beyond the upper edge (↑), the worst at 100,000.0000.`
    var sentence: Sentence? {
        guard let ceiling else { return nil }
        let isOne = beyondCount == 1
        let count = Number.count("epochs_beyond", beyondCount)
        let (limit, worst) = (loss("loss_limit", ceiling), loss("loss_worst", worst))
        return "\(count) \(isOne ? "epoch" : "epochs") with a loss above \(limit) "
            + "\(isOne ? "lies" : "lie") beyond the upper edge (↑), "
            + "\(isOne ? "at" : "the worst at") \(worst)."
    }

    private func loss(_ field: String, _ value: Double) -> Number {
        Number(name: .field(field), value: value, text: NumberText.fixed(value, 4))
    }
}

extension XMLWriter {
    /// Arrows at the upper edge of a chart over what lies beyond it, given by its parts of the width,
    /// 0…1; one for each hundredth of the width at most.
    mutating func arrows(at parts: [Double], y: Double) {
        for place in Set(parts.map { Int(($0 * 100).rounded()) }).sorted() {
            element(
                "text",
                ["class": "beyond", "x": "\(place)%", "y": pixels(y), "aria-hidden": "true"],
                text: "↑")
        }
    }
}

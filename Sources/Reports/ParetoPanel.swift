internal import JSONL
internal import Records

/// The epochs of a search for several losses that no other epoch beats: what one loss costs in another.
struct ParetoPanel {
    private let figures: EpochFigures
    /// The first loss and those besides it, as `config` names them.
    private let first: String
    private let others: [String]
    /// Epochs that have all losses.
    private let usable: [Trial]
    /// Those that no other beats, the best first.
    private let front: [Trial]

    /// nil where the search knew one loss only.
    init?(_ figures: EpochFigures) {
        let config = figures.study.run.config
        guard let names = config["objectives"]?.string, let first = config["loss"]?.string else {
            return nil
        }
        self.figures = figures
        self.first = first
        others = names.split(separator: ",").map(String.init)
        let keys = others.map(Self.key)
        usable = figures.study.trials.filter { trial in
            trial.loss != nil && keys.allSatisfy { trial.measures[$0]?.double != nil }
        }
        front = usable.filter { $0.measures["pareto_front"]?.double == 1 }.sorted {
            ($0.loss ?? 0, $0.epoch) < ($1.loss ?? 0, $1.epoch)
        }
    }

    /// Whether a measure of a trial is told here.
    static func isOfFront(_ key: String) -> Bool {
        key == "pareto_front" || key.hasPrefix("loss_")
    }

    private static func key(_ objective: String) -> String { "loss_" + objective }

    var context: JSONValue {
        [
            "words": words.context,
            "charts": .list(
                front.isEmpty ? [] : others.enumerated().map { chart($1, place: $0 + 1) }),
        ]
    }

    private var words: Sentence {
        guard !front.isEmpty else { return "No epoch has all losses." }
        let count = Number.count("pareto_front", front.count)
        return
            "\(count) of \(Number.count("epochs_with_losses", usable.count)) epochs with all losses "
            + "\(front.count == 1 ? "is" : "are") beaten by no other: what is better in one loss is worse "
            + "in another. The best of each stands at an end; which of them to take is a choice."
    }

    /// The front, the lowest first loss at the top.
    func table(_ parameters: [String]) -> Table? {
        guard !front.isEmpty else { return nil }
        let (figures, front, keys) = (figures, front, others.map(Self.key))
        return Table(
            identifier: "front", caption: "Epochs that no other beats, by \(first)",
            columns: figures.columns(parameters, keys),
            rows: Table.Rows(front.count) { figures.row(front[$0], parameters, keys) }
        ).showing(0..<min(15, front.count))
    }

    /// One loss over the first: less is better in both, so that the front lies to the left and below.
    private func chart(_ objective: String, place: Int) -> JSONValue {
        func points(_ trials: [Trial]) -> [(x: Double, y: Double)] {
            trials.compactMap { trial in
                guard let x = trial.loss, let y = trial.measures[Self.key(objective)]?.double
                else { return nil }
                return (x, y)
            }
        }
        let (all, best) = (points(usable), points(front))
        let (across, upwards) = (Shown(all.map(\.x)), Shown(all.map(\.y)))
        func shown(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
            points.filter { across.contains($0.x) && upwards.contains($0.y) }
        }
        let (dots, strong) = (shown(all), shown(best))
        var words: Sentence =
            "\(objective), upwards, over \(first), to the right; less is better in both."
        if dots.count < all.count {
            let left = Number.count("epochs_left_out", all.count - dots.count)
            let strongLeft = Number.count("front_left_out", best.count - strong.count)
            words +=
                " \(left) epochs far from the rest are left out, \(strongLeft) of them in the table "
                + "below."
        }
        let ticks = Scale(across.low, across.high, length: 1).ticks(about: 6)
        let chart = LineChart(
            identifier: "front-\(place)", title: "\(objective) over \(first)",
            description: words.text,
            lines: others.count == 1
                ? [LineChart.Line(style: "best", points: strong, isStepped: true)] : [],
            dots: dots, strongDots: strong, horizontal: across.low...across.high,
            xTicks: ticks.values.map { ($0, NumberText.fixed($0, ticks.decimals)) }, height: 260,
            baseline: nil, yLabel: { value, decimals in NumberText.fixed(value, decimals) })
        return ["front_svg": .text(chart.markup()), "words": words.context]
    }
}

/// The losses of one axis that have their place on it: all but what is far out on either side.
private struct Shown {
    let low: Double
    let high: Double

    /// Far out is what lies beyond a quartile by more than three times what lies between the quartiles
    /// (Tukey, "Exploratory Data Analysis", 1977).
    init(_ losses: [Double]) {
        let sorted = losses.sorted()
        guard let least = sorted.first, let most = sorted.last else {
            (low, high) = (0, 0)
            return
        }
        let (lower, upper) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
        let room = upper > lower ? 3 * (upper - lower) : .infinity
        let from = sorted.first { $0 >= lower - room } ?? least
        let to = sorted.last { $0 <= upper + room } ?? most
        let margin = (to - from) * 0.02
        (low, high) = (from - margin, to + margin)
    }

    func contains(_ loss: Double) -> Bool { (low...high).contains(loss) }
}

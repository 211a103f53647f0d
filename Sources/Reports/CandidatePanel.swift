internal import JSONL
internal import Market
internal import Records

/// What the best epochs of a search had earned day by day, their curves over each other.
struct CandidatePanel {
    private struct Candidate {
        let epoch: Int
        var days: [(endMs: Int, earned: Double)] = []
    }

    private let run: Run
    /// The best first.
    private let candidates: [Candidate]

    /// nil where nothing is known of them.
    init?(_ study: SiteContent.Study) {
        run = study.run
        var found: [Int: Candidate] = [:]
        for measure in study.measures {
            let name = MeasureName(parsing: measure.name)
            guard name.base == "candidate_return", let value = measure.value,
                let parts = name.group?.split(separator: "/"), parts.count == 2,
                let epoch = Int(parts[0]), let day = try? Timestamp(String(parts[1]))
            else { continue }
            found[epoch, default: Candidate(epoch: epoch)].days.append(
                (min(day.milliseconds + 86_400_000, run.toMs), value))
        }
        guard !found.isEmpty else { return nil }
        let losses = Dictionary(
            study.trials.map { ($0.epoch, $0.loss ?? .infinity) },
            uniquingKeysWith: { first, _ in first })
        candidates = found.values.sorted {
            (losses[$0.epoch] ?? .infinity, $0.epoch) < (losses[$1.epoch] ?? .infinity, $1.epoch)
        }.prefix(8).map { candidate in
            var candidate = candidate
            candidate.days.sort { $0.endMs < $1.endMs }
            return candidate
        }
    }

    var context: JSONValue {
        let span = Double(run.fromMs)...Double(max(run.fromMs, run.toMs))
        let ticks = timeTicks(fromMs: run.fromMs, toMs: run.toMs, atMost: 7)
        let chart = LineChart(
            identifier: "candidates", title: "Returns of the best epochs over each other",
            description: Self.words.text, lines: candidates.enumerated().map(line),
            horizontal: span, xTicks: ticks.map { (Double($0.atMs), $0.label) }, height: 260,
            baseline: 0,
            yLabel: { value, decimals in
                (value > 0 ? "+" : "") + NumberText.fixed(value, decimals) + " %"
            })
        return [
            "candidates_svg": .text(chart.markup()), "words": Self.words.context,
            "legend": .list(
                candidates.enumerated().map { place, candidate in
                    ["style": .text(style(place)), "label": .text(label(candidate))]
                }),
        ]
    }

    private static let words: Sentence =
        "Return since the start of the epochs with the lowest losses, the best first: profits of closed "
        + "trades, in percent of the first balance. Where curves part, the choice between them is luck "
        + "or skill; where they lie together, it is none. Days are UTC."

    private func style(_ place: Int) -> String { "run-\(place + 1)" }

    private func label(_ candidate: Candidate) -> String { "epoch \(candidate.epoch)" }

    private func line(_ place: Int, _ candidate: Candidate) -> LineChart.Line {
        let last = candidate.days.last?.earned ?? 0
        let points: [(Int, Double)] =
            [(run.fromMs, 0)] + candidate.days.map { ($0.endMs, $0.earned) } + [(run.toMs, last)]
        return LineChart.Line(
            style: style(place), points: points.map { (Double($0.0), $0.1 * 100) },
            isStepped: true, label: label(candidate))
    }
}

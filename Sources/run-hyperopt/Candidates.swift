internal import CLI
internal import Doors
internal import Hyperopt
internal import Metrics
internal import Records
internal import Storage
internal import Workbench

/// `--candidates N`: what the best epochs had earned day by day, to be looked at side by side.
///
/// They are back-tested once more, since trials are kept without their trades.
struct Candidates {
    static let options = [
        Option(
            "candidates", value: "N", type: .integer(1...8),
            help: "say what the N best epochs had earned day by day; the search's page draws it")
    ]

    private let count: Int

    /// nil where none were asked for.
    init?(_ arguments: Arguments) {
        guard let count = arguments.integer("candidates") else { return nil }
        self.count = count
    }

    /// The measures of the best epochs, which the store keeps where there is one.
    func measures(
        _ result: EpochLedger.Result, of study: Study, _ bench: Workbench
    ) throws -> [Measure] {
        let chosen = chosen(among: result.trials)
        let points = chosen.compactMap { study.space.values(of: $0.parameters) }
        let measures = zip(chosen, Crew(study.testbed, jobs: 1).trades(of: points)).flatMap {
            candidateReturns(run: study.run, epoch: $0.epoch, $1)
        }
        if let store = bench.store {
            try withStoreErrors(bench.storePath) {
                try store.transaction {
                    let others = try store.measures.values(run: study.run).filter {
                        !$0.isOfCandidate
                    }
                    _ = try store.measures.replace(run: study.run, with: others + measures)
                }
            }
        }
        return measures
    }

    /// The best, the earlier of equals; those with the loss of a better one most likely trade as it does.
    private func chosen(among trials: [Trial]) -> [Trial] {
        var losses: Set<Double> = []
        return Array(
            trials.filter { $0.loss != nil }
                .sorted { ($0.loss ?? 0, $0.epoch) < ($1.loss ?? 0, $1.epoch) }
                .filter { losses.insert($0.loss ?? 0).inserted }
                .prefix(count))
    }
}

extension Measure {
    /// Whether it speaks of one of a search's best epochs.
    var isOfCandidate: Bool { MeasureName(parsing: name).base == candidateReturn }
}

internal import Backtesting
internal import CLI
internal import Hyperopt
internal import Metrics
internal import Records
internal import Storage
internal import Strategies
internal import Workbench

/// The epochs of a search in their order, kept as they finish.
///
/// An engine tries the points of a batch and brings back their trials in any order. A trial is kept
/// once all before it are there, so that what is stored is always a beginning of the search: whether
/// an epoch was the best is then certain, and an interrupted search goes on behind its last trial,
/// having lost the work of a moment.
///
/// `@unchecked`: all that changes is touched in `turns` only, the search by who has the points tried.
final class EpochLedger: @unchecked Sendable {
    struct Result {
        let run: Run
        let trials: [Trial]
        let best: Trial?
        /// What is said of all epochs together: the importance of every parameter.
        let importance: [Measure]
        /// What is said of the best epochs.
        var candidates: [Measure]
        /// What the store took; nil without a store.
        let changes: Changes?

        var measures: [Measure] { importance + candidates }
    }

    private let study: Study
    private let epochs: Int
    private var search: Search
    /// How many trials the search knows.
    private var learned: Int
    private let turns = Lock()
    private var kept: [Trial]
    private var best = BestSoFar()
    /// Finished before one of their predecessors, by epoch.
    private var early: [Int: Trial] = [:]
    private var failure: (any Error)?
    private var keeper: SearchKeeper
    private var progress: Progress

    /// Opens the run in the store where there is one, with the epochs that it already has.
    init(
        _ study: Study, record: Run, epochs: Int, jobs: Int, bench: Workbench, seat: SearchSeat?,
        quiet: Bool
    ) throws {
        self.study = study
        self.epochs = epochs
        keeper = SearchKeeper(bench: bench, record: record, seat: seat, jobs: jobs)
        progress = Progress("epochs", quiet: quiet)
        search = Search(
            study.space, sampler: study.sampler, seed: study.seed,
            objectives: study.objectives.map(\.measure))
        kept = try keeper.open()
        learned = 0
        for trial in kept { _ = best.take(trial) }
    }

    /// Has what is missing tried, batch by batch; gives back when all is kept. Waits so long for its turn
    /// among the searches of the store.
    func work(on engine: any Engine, waiting: Duration) throws {
        learn()
        guard !search.next(of: epochs).isEmpty else { return }
        try keeper.begin(waiting: waiting) {
            command.say("waiting: other searches are at work on the store")
        }
        while try tryNext(on: engine) { learn() }
        if let failure = turns.hold({ failure }) { throw failure }
    }

    /// Has a batch tried; whether there was one, and more are wanted.
    private func tryNext(on engine: any Engine) throws -> Bool {
        var count = 0
        let isWanted = try engine.evaluate(
            { give in
                search.next(of: epochs) { values in
                    count += 1
                    give(values)
                }
            },
            guessing: Guesses(
                early: { self.search.lookFarAhead(of: self.epochs, $0) },
                late: { self.search.lookAhead(of: self.epochs, $0) }), from: learned + 1,
            for: self)
        return isWanted && count > 0
    }

    private func learn() {
        for trial in turns.hold({ kept[learned...] }) {
            search.learn(trial)
            learned += 1
        }
    }

    /// Closes the run.
    func finish() throws -> Result {
        turns.hold { progress.end() }
        let marked = study.markingFront(kept)
        let importance = importance
        let (run, changes) = try keeper.close(
            .completed, with: marked == kept ? [] : marked, measures: importance)
        return Result(
            run: run, trials: marked, best: best.trial, importance: importance,
            candidates: try keeper.measures.filter(\.isOfCandidate), changes: changes)
    }

    private var importance: [Measure] {
        let importance = Importance(of: kept, in: study.space, seed: study.seed)
        return importances(
            run: study.run, of: importance?.parts.map { ($0.parameter, $0.share) } ?? [])
    }

    /// Closes a run that did not come to its end: what it found is kept.
    func abandon(_ status: Run.Status, because reason: String) throws -> Int {
        turns.hold { progress.end() }
        _ = try keeper.close(status, error: reason)
        return kept.count
    }

    /// Whether trials are wanted: for an engine that has none for a while.
    func isWanted() -> Bool {
        turns.hold {
            guard failure == nil else { return false }
            do { try keeper.look() } catch { failure = error }
            return failure == nil
        }
    }

    /// Takes a trial; whether more are wanted.
    func keep(_ trial: Trial) -> Bool {
        turns.hold {
            early[trial.epoch] = trial
            var ready: [Trial] = []
            while let next = early.removeValue(forKey: kept.count + ready.count + 1) {
                ready.append(best.take(next))
            }
            guard !ready.isEmpty, failure == nil else { return failure == nil }
            do {
                kept += ready
                try keeper.add(ready)
                progress.update(kept.count, of: epochs, note: best.words)
            } catch {
                failure = error
            }
            return failure == nil
        }
    }
}

extension BestSoFar {
    /// For a line that shows how far a search is.
    fileprivate var words: String? {
        trial.flatMap { trial in trial.loss.map { "best \(trial.epoch) with loss \(Float($0))" } }
    }
}

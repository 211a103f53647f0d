internal import Backtesting
internal import CLI
internal import Dispatch
internal import Doors
internal import Hyperopt
internal import Records
internal import Storage
internal import Strategies
internal import Workbench

/// The epochs of a search in their order, kept as they finish.
///
/// Threads take the next epoch of a batch that nobody has, and bring back its trial. A trial is kept
/// once all before it are there, so that what is stored is always a beginning of the search: whether
/// an epoch was the best is then certain, and an interrupted search goes on behind its last trial,
/// having lost the work of a moment.
///
/// `@unchecked`: the store and all that changes are touched in `turns` only, which the thread sanitizer
/// understands, as it does not the standard library's mutex.
final class EpochLedger: @unchecked Sendable {
    struct Result {
        let run: Run
        let trials: [Trial]
        let best: Trial?
        /// What the store took; nil without a store.
        let changes: Changes?
    }

    private let study: Study
    private let epochs: Int
    private let turns = DispatchQueue(label: "ledger")
    private var search: Search
    /// What is to be tried next, first epoch first, and how many of them are taken.
    private var batch: [ParameterValues] = []
    private var taken = 0
    private var kept: [Trial]
    private var best = BestSoFar()
    /// Finished before one of their predecessors, by epoch.
    private var early: [Int: Trial] = [:]
    private var failure: (any Error)?
    private var keeper: Keeper
    private var progress: Progress

    /// Opens the run in the store where there is one, with the epochs that it already has.
    init(_ study: Study, record: Run, epochs: Int, bench: Workbench, quiet: Bool) throws {
        self.study = study
        self.epochs = epochs
        keeper = Keeper(bench: bench, record: record)
        progress = Progress("epochs", quiet: quiet)
        search = Search(study.space, sampler: study.sampler, seed: study.seed)
        kept = try keeper.open()
        for trial in kept {
            _ = best.take(trial)
            search.learn(trial)
        }
    }

    /// Computes what is missing on `jobs` threads, batch by batch; gives back when all is kept.
    func work(jobs: Int) throws {
        let memories = (0..<jobs).map { _ in JobMemory(study.testbed.memory) }
        while failure == nil {
            (batch, taken) = (search.next(of: epochs), 0)
            guard !batch.isEmpty else { return }
            let start = kept.count
            DispatchQueue.concurrentPerform(iterations: min(jobs, batch.count)) { job in
                while let index = take() {
                    keep(
                        study.trial(
                            epoch: start + index + 1, values: batch[index],
                            reusing: &memories[job].memory))
                }
            }
        }
        if let failure { throw failure }
    }

    /// Closes the run.
    func finish() throws -> Result {
        turns.sync { progress.end() }
        let (run, changes) = try keeper.close()
        return Result(run: run, trials: kept, best: best.trial, changes: changes)
    }

    /// The place in the batch of the next epoch.
    private func take() -> Int? {
        turns.sync {
            guard failure == nil, taken < batch.count else { return nil }
            taken += 1
            return taken - 1
        }
    }

    private func keep(_ trial: Trial) {
        turns.sync {
            early[trial.epoch] = trial
            var ready: [Trial] = []
            while let next = early.removeValue(forKey: kept.count + ready.count + 1) {
                ready.append(best.take(next))
            }
            guard !ready.isEmpty, failure == nil else { return }
            do {
                try keeper.add(ready)
                kept += ready
                for trial in ready { search.learn(trial) }
                progress.update(kept.count, of: epochs)
            } catch {
                failure = error
            }
        }
    }
}

/// What a job remembers from epoch to epoch. `@unchecked`: one thread at a time has a job.
final class JobMemory: @unchecked Sendable {
    var memory: Testbed.Memory

    init(_ memory: Testbed.Memory) { self.memory = memory }
}

/// The store's side of a search; does nothing without a store.
private struct Keeper {
    /// Epochs that take no time are stored together: a transaction for each would take longer.
    private static let patience = Duration.milliseconds(50)

    let bench: Workbench
    private(set) var record: Run
    private var changes: Changes?
    /// Finished and not stored yet.
    private var waiting: [Trial] = []
    private var storedAt = ContinuousClock.now

    init(bench: Workbench, record: Run) {
        self.bench = bench
        self.record = record
    }

    /// Stores the run as running and gives the epochs that it already has, from the first without a gap.
    mutating func open() throws -> [Trial] {
        guard let store = bench.store else { return [] }
        return try withStoreErrors(bench.storePath) {
            let known = try store.runs.run(record.run)
            var changes = try bench.saveStrategy(in: store)
            if known?.status != .completed { changes += try store.runs.save(record) }
            self.changes = changes
            let trials = try store.trials.trials(run: record.run)
            return Array(
                trials.enumerated().prefix { $0.element.epoch == $0.offset + 1 }.map(\.element))
        }
    }

    mutating func add(_ trials: [Trial]) throws {
        waiting += trials
        if storedAt.duration(to: .now) >= Self.patience { try save() }
    }

    private mutating func save() throws {
        if let store = bench.store, !waiting.isEmpty {
            let added = try withStoreErrors(bench.storePath) { try store.trials.append(waiting) }
            changes = (changes ?? Changes()) + added
        }
        waiting = []
        storedAt = .now
    }

    mutating func close() throws -> (Run, Changes?) {
        try save()
        record.status = .completed
        record.completedMs = bench.clock.nowMs
        if let store = bench.store {
            let saved = try withStoreErrors(bench.storePath) { try store.runs.save(record) }
            changes = (changes ?? Changes()) + saved
        }
        return (record, changes)
    }
}

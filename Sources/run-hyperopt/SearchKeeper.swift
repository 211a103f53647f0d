internal import CLI
internal import Doors
internal import Glibc
internal import Records
internal import Shell
internal import Storage
internal import Workbench

/// Why a search ended before its last epoch; what it had found is kept.
enum SearchStop: Error {
    /// Somebody asked for it in the store.
    case cancelled
    /// SIGINT or SIGTERM.
    case signal(Int32)
}

/// The store's side of a search: what it has found, and whether it is still wanted. Without a store it only
/// listens to signals.
final class SearchKeeper {
    let bench: Workbench
    private(set) var record: Run
    private var changes: Changes?
    /// nil without a store.
    private let writer: EpochWriter?
    private var lookedAt = ContinuousClock.now
    /// Whether the store knows that the run was asked for now.
    private var isStored = false
    /// A place to wait until it is one to search.
    private var slot: SearchSlot?
    /// Where the slot stays when the search is over; nil where nobody else of this process needs it.
    private let seat: SearchSeat?
    private var inbox: SignalInbox?

    init(bench: Workbench, record: Run, seat: SearchSeat?, jobs: Int) {
        self.bench = bench
        writer = bench.store.map {
            EpochWriter($0, at: bench.storePath, run: record.run, jobs: jobs)
        }
        self.record = record
        self.seat = seat
    }

    /// The epochs that the store already has, from the first without a gap.
    func open() throws -> [Trial] {
        guard let store = bench.store else { return [] }
        return try withStoreErrors(bench.storePath) {
            changes = try bench.saveStrategy(in: store)
            let trials = try store.trials.trials(run: record.run)
            return Array(
                trials.enumerated().prefix { $0.element.epoch == $0.offset + 1 }.map(\.element))
        }
    }

    /// What the store says of the search's epochs together.
    var measures: [Measure] {
        get throws {
            try withStoreErrors(bench.storePath) {
                try bench.store?.measures.values(run: record.run) ?? []
            }
        }
    }

    /// Begins to work: takes its place among the searches of the store, waiting for it at most so long, and
    /// stores the run as running.
    func begin(waiting patience: Duration, tell: () -> Void) throws {
        inbox = try? SignalInbox(catching: [SIGINT, SIGTERM])
        guard let store = bench.store else { return }
        slot = try seat?.slot ?? place(in: store, waiting: patience, tell: tell)
        slot?.give(to: record.run)
        seat?.slot = slot
        try withStoreErrors(bench.storePath) {
            try store.transaction {
                for run in try store.runs.unfinished(tool: command.name) {
                    _ = try run.buried(in: store, at: bench.storePath)
                }
                try save(.running, in: store)
            }
        }
    }

    /// Takes note of epochs.
    ///
    /// - Throws: `SearchStop` where the search is not wanted any more.
    func add(_ trials: [Trial]) throws {
        try writer?.add(trials)
        try listen()
    }

    /// Looks whether the search is still wanted, where nothing has come of it for a while.
    ///
    /// - Throws: `SearchStop` where it is not.
    func look() throws {
        try listen()
        guard let writer, lookedAt.duration(to: .now) >= .seconds(1) else { return }
        lookedAt = .now
        guard try writer.isWanted() else { throw SearchStop.cancelled }
    }

    private func listen() throws(SearchStop) {
        if let signal = inbox?.next() { throw .signal(signal) }
    }

    /// Stores what is not yet, and how the run ended; `marked` are trials of which more is known by now,
    /// `measures` are about all of them.
    func close(
        _ status: Run.Status, with marked: [Trial] = [], measures: [Measure] = [],
        error: String? = nil
    ) throws -> (Run, Changes?) {
        if let writer {
            changes = (changes ?? Changes()) + (try writer.finish(with: marked))
        }
        record.status = status
        record.completedMs = bench.clock.nowMs
        record.error = error
        if let store = bench.store, isStored || status == .completed {
            try withStoreErrors(bench.storePath) {
                try store.transaction {
                    try save(status, in: store)
                    try save(measures, in: store)
                }
            }
        }
        (slot, inbox) = (nil, nil)
        return (record, changes)
    }

    private func save(_ status: Run.Status, in store: Store) throws {
        record.status = status
        changes = (changes ?? Changes()) + (try store.runs.save(record))
        isStored = true
    }

    /// A verdict that was asked for before stays: it speaks of the same epochs.
    private func save(_ measures: [Measure], in store: Store) throws {
        guard !measures.isEmpty, try store.measures.values(run: record.run).isEmpty else { return }
        let saved = try store.measures.replace(run: record.run, with: measures)
        changes = (changes ?? Changes()) + saved
    }

    private func place(
        in store: Store, waiting patience: Duration, tell: () -> Void
    ) throws -> SearchSlot {
        let start = ContinuousClock.now
        while true {
            if let slot = try SearchSlot.take(of: bench.storePath, for: record.run) { return slot }
            guard start.duration(to: .now) < patience else {
                throw Diagnostic(
                    .tryAgain, "two searches are at work on \(bench.storePath) already",
                    hint: "--wait 1h waits for one of them to end")
            }
            try listen()
            let isNew = record.status != .pending
            if isNew { slot = try SearchSlot.wait(on: bench.storePath, for: record.run) }
            let isWanted = try withStoreErrors(bench.storePath) {
                if isNew { try save(.pending, in: store) }
                return try store.runs.run(record.run)?.status != .cancelled
            }
            if !isWanted { throw SearchStop.cancelled }
            if isNew { tell() }
            usleep(200_000)
        }
    }
}

extension Run {
    /// A search that ended without a word left its run as running or pending: one that nobody holds a slot
    /// or waits for is marked as failed.
    ///
    /// - Returns: the marked run; nil where it is alive, or has ended otherwise.
    func buried(in store: Store, at path: String) throws -> Run? {
        guard tool == command.name, [.running, .pending].contains(status),
            !SearchSlot.livingRuns(on: path).contains(run)
        else { return nil }
        var dead = self
        dead.status = .failed
        dead.error = "it ended without a word"
        _ = try store.runs.save(dead)
        return dead
    }
}

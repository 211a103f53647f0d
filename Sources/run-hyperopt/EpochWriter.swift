internal import Dispatch
internal import Doors
internal import Records
internal import Storage

/// Stores a search's epochs in their order, while it finds the next ones.
///
/// `@unchecked`: the store and the changes are touched in `desk` only, all else that changes in `turns`.
final class EpochWriter: @unchecked Sendable {
    /// How long epochs gather: a transaction for each would take longer.
    private static let patience = Duration.milliseconds(50)
    /// How long they may wait for a store that takes longer yet; then the search waits, too.
    private static let mostPatience = Duration.seconds(1)

    private let store: Store
    private let path: String
    private let run: String
    /// Whether it has a thread of its own.
    private let isBeside: Bool
    private let desk = DispatchQueue(label: "store")
    private var changes = Changes()
    private let turns = Lock()
    /// Found and not stored yet.
    private var waiting: [Trial] = []
    /// When the first of them came; of those before, when there are none.
    private var since = ContinuousClock.now
    private var failure: (any Error)?

    /// With one job there is one thread: whoever finds epochs stores them.
    init(_ store: Store, at path: String, run: String, jobs: Int) {
        self.store = store
        self.path = path
        self.run = run
        isBeside = jobs > 1
    }

    /// Takes epochs that will be stored in a moment.
    ///
    /// - Throws: What storing those before has met with, `SearchStop.cancelled` where the search is not
    ///   wanted any more.
    func add(_ trials: [Trial]) throws {
        let now = ContinuousClock.now
        let (isFirst, patience) = try turns.hold {
            if isBeside, waiting.isEmpty { since = now }
            defer { waiting += trials }
            if let failure { throw failure }
            return (waiting.isEmpty, since.duration(to: now))
        }
        if isBeside, isFirst {
            desk.asyncAfter(deadline: .now() + .milliseconds(50)) { self.saveBeside() }
        } else if isBeside, patience >= Self.mostPatience {
            desk.sync {}
        } else if !isBeside, patience >= Self.patience {
            guard try desk.sync(execute: save) else { throw SearchStop.cancelled }
            since = now
        }
    }

    /// Stores all that is not yet, and the last epochs, wanted or not; what all of them have changed. The
    /// store is free for others then.
    func finish(with trials: [Trial]) throws -> Changes {
        turns.hold { waiting += trials }
        return try desk.sync {
            _ = try save()
            return changes
        }
    }

    /// Whether nobody has cancelled the search.
    func isWanted() throws -> Bool { try desk.sync { try isUncancelled() } }

    private func saveBeside() {
        do {
            if try !save() { turns.hold { failure = SearchStop.cancelled } }
        } catch {
            turns.hold { failure = error }
        }
    }

    /// Stores what waits; whether nobody has cancelled the search.
    private func save() throws -> Bool {
        let trials = turns.hold {
            defer { waiting = [] }
            return waiting
        }
        guard !trials.isEmpty else { return true }
        do {
            return try withStoreErrors(path) {
                try store.transaction {
                    changes += try store.trials.append(trials)
                    return try isUncancelled()
                }
            }
        } catch {
            turns.hold { waiting = trials + waiting }
            throw error
        }
    }

    private func isUncancelled() throws -> Bool {
        try withStoreErrors(path) { try store.runs.run(run)?.status != .cancelled }
    }
}

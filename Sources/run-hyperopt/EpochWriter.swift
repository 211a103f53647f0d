internal import Dispatch
internal import Doors
internal import Records
internal import Storage

/// Stores a search's epochs in their order, while it finds the next ones.
///
/// `@unchecked`: the store and what changes are touched in `desk` only.
final class EpochWriter: @unchecked Sendable {
    private let store: Store
    private let path: String
    private let run: String
    /// Whether it has a thread of its own.
    private let isBeside: Bool
    private let desk = DispatchQueue(label: "store")
    private let writing = DispatchGroup()
    /// Handed over and not stored yet.
    private var waiting: [Trial] = []
    private var changes = Changes()
    private var failure: (any Error)?

    /// With one job there is one thread: whoever hands epochs over stores them.
    init(_ store: Store, at path: String, run: String, jobs: Int) {
        self.store = store
        self.path = path
        self.run = run
        isBeside = jobs > 1
    }

    /// Whether nothing is being stored.
    var isIdle: Bool { writing.wait(timeout: .now()) == .success }

    /// Takes epochs over, once those before are stored.
    ///
    /// - Throws: What storing those before has met with, `SearchStop.cancelled` where it is not wanted
    ///   any more.
    func add(_ trials: [Trial]) throws {
        try desk.sync {
            waiting += trials
            if let failure { throw failure }
        }
        guard isBeside else {
            guard try desk.sync(execute: save) else { throw SearchStop.cancelled }
            return
        }
        desk.async(group: writing) {
            do {
                if try !self.save() { self.failure = SearchStop.cancelled }
            } catch {
                self.failure = error
            }
        }
    }

    /// Stores all that is not yet, and the last epochs, wanted or not; what all of them have changed. The
    /// store is free for others then.
    func finish(with trials: [Trial]) throws -> Changes {
        try desk.sync {
            waiting += trials
            _ = try save()
            return changes
        }
    }

    /// Whether nobody has cancelled the search.
    func isWanted() throws -> Bool { try desk.sync { try isUncancelled() } }

    /// Stores what waits; whether nobody has cancelled the search.
    private func save() throws -> Bool {
        guard !waiting.isEmpty else { return true }
        let isWanted = try withStoreErrors(path) {
            try store.transaction {
                changes += try store.trials.append(waiting)
                return try isUncancelled()
            }
        }
        waiting = []
        return isWanted
    }

    private func isUncancelled() throws -> Bool {
        try withStoreErrors(path) { try store.runs.run(run)?.status != .cancelled }
    }
}

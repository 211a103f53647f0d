import CLI
import Glibc
import Pipelines

/// The locks of a run: the pipeline's own and the one its file names.
struct Locks {
    private let locks: [HeldLock]

    private init(_ locks: [HeldLock]) { self.locks = locks }

    /// Takes them all; nil where another run is at work and this one is to be skipped.
    ///
    /// - Throws: `Diagnostic` 75 where another run is at work and this one is to fail.
    static func take(_ request: Request) throws(Diagnostic) -> Locks? {
        var locks: [HeldLock] = []
        let own = (path: "\(request.stateFolder)/lock", what: request.pipeline.name)
        let named = request.pipeline.lock.map { (path: $0, what: "the lock \($0)") }
        for (path, what) in [own, named].compactMap(\.self) {
            guard let lock = try take(path, what, request) else { return nil }
            lock.tell(.init(pid: Int(getpid()), run: nil, sinceMs: request.nowMs))
            locks.append(lock)
        }
        return Locks(locks)
    }

    /// Tells whoever finds them taken which run this is.
    func tell(_ run: String, sinceMs: Int) {
        for lock in locks { lock.tell(.init(pid: Int(getpid()), run: run, sinceMs: sinceMs)) }
    }

    private static func take(
        _ path: String, _ what: String, _ request: Request
    ) throws(Diagnostic) -> HeldLock? {
        // A program caught between its birth and its first step holds a copy for a moment.
        for attempt in 0..<10 {
            if attempt > 0 { usleep(10_000) }
            if let lock = try diagnosing(.cannotCreate, { try HeldLock.take(path) }) { return lock }
        }
        let holder = HeldLock.holder(of: path)
        let busy = words(for: holder, what)
        switch request.onBusy {
        case .fail:
            throw Diagnostic(
                .tryAgain, busy, hint: "wait for it with --on-busy wait, or skip this one")
        case .skip:
            command.say("\(busy); skipped")
            return nil
        case .wait:
            command.say("\(busy); waiting")
            return try diagnosing(.cannotCreate) { try HeldLock.take(path, waiting: true) }
        }
    }

    /// `nightly-3 (pid 4711) holds nightly since 2026-11-20T02:00:00Z`.
    static func words(for holder: HeldLock.Holder?, _ what: String) -> String {
        guard let holder else { return "another run holds \(what)" }
        return "\(holder.run ?? "a run that just began") (pid \(holder.pid)) holds \(what) since "
            + isoDate(holder.sinceMs)
    }
}

internal import Glibc
internal import JSONL
public import Shell

/// A lock that says who holds it.
public final class HeldLock {
    /// Who holds a lock, as far as it is told.
    public struct Holder: Hashable, Sendable {
        public var pid: Int
        /// nil for a run that has only just begun.
        public var run: String?
        /// Unix milliseconds.
        public var sinceMs: Int

        public init(pid: Int, run: String?, sinceMs: Int) {
            self.pid = pid
            self.run = run
            self.sinceMs = sinceMs
        }
    }

    private let lock: FileLock
    public var descriptor: Int32 { lock.descriptor }

    private init(_ lock: consuming FileLock) { self.lock = lock }

    /// Takes a lock, making its folder where there is none; nil when it is held and not waited for.
    public static func take(
        _ path: String, waiting: Bool = false
    ) throws(ShellError) -> HeldLock? {
        try makeFolder(above: path)
        guard let lock = try FileLock(path: path, waiting: waiting) else { return nil }
        return HeldLock(lock)
    }

    /// Tells others who we are.
    public func tell(_ holder: Holder) {
        let value: JSONValue = [
            "pid": .integer(holder.pid), "run": holder.run.map { .text($0) } ?? .null,
            "since_ms": .integer(holder.sinceMs),
        ]
        lock.note(value.text + "\n")
    }

    /// Who took the lock last; nil where nothing can be read of it.
    public static func holder(of path: String) -> Holder? {
        let text = FileLock.note(in: path)
        guard let value = try? JSONValue(parsing: text.filter { $0 != "\n" }),
            let pid = value["pid"]?.int, let since = value["since_ms"]?.int
        else { return nil }
        return Holder(pid: pid, run: value["run"]?.string, sinceMs: since)
    }
}

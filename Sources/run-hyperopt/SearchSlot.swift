internal import CLI
internal import Glibc
internal import Shell

/// The right to search on a store: two searches at once have it.
///
/// A kernel lock, so that a dead search never keeps the next one waiting. Who has it leaves the name of
/// its run in it: a run that is said to be at work and whose name stands in no lock that is held has ended
/// without a word.
final class SearchSlot {
    private static let count = 2
    static let options = [
        Option(
            "wait", value: "TIME", type: .duration, default: "0s",
            help: "how long to wait while \(count) other searches are at work on the store")
    ]

    private let lock: FileLock

    private init(_ lock: consuming FileLock) { self.lock = lock }

    /// Takes a slot of the store at `path`; nil where all are taken, also at a second look: whoever asks for
    /// the runs at work has the free ones for a moment.
    static func take(of path: String) throws(Diagnostic) -> SearchSlot? {
        for _ in 1...2 {
            for file in files(of: path) {
                do throws(ShellError) {
                    if let lock = try FileLock(path: file) { return SearchSlot(lock) }
                } catch {
                    throw Diagnostic(.cannotCreate, "\(file): \(error)")
                }
            }
            usleep(5_000)
        }
        return nil
    }

    /// Says that it is this run's from now on.
    func give(to run: String) { lock.note(run) }

    /// The runs that are being searched on the store at `path`.
    static func runsAtWork(on path: String) -> [String] {
        files(of: path).filter(isTaken).map { FileLock.note(in: $0) }
    }

    private static func isTaken(_ file: String) -> Bool {
        guard fileExists(file) else { return false }
        do {
            if let _ = try FileLock(path: file) { return false }
            return true
        } catch {
            // Whoever may not look believes the best.
            return true
        }
    }

    private static func files(of path: String) -> [String] {
        (1...count).map { "\(path).search-\($0).lock" }
    }
}

/// Keeps a slot for all searches of a process, one after the other.
final class SearchSeat {
    var slot: SearchSlot?
}

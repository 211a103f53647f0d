internal import CLI
internal import Glibc
internal import Shell

/// The right to search on a store: two searches at once have it.
///
/// A kernel lock, so that a dead search never keeps the next one waiting. Who has it leaves the name of
/// its run beside it: whoever comes next finds there what the last one was at.
final class SearchSlot {
    private static let count = 2
    static let options = [
        Option(
            "wait", value: "TIME", type: .duration, default: "0s",
            help: "how long to wait while \(count) other searches are at work on the store")
    ]

    private let lock: FileLock
    /// The run that was searched with this slot before, which is at work no more.
    let predecessor: String?

    private init(_ lock: consuming FileLock, predecessor: String) {
        self.lock = lock
        self.predecessor = predecessor.isEmpty ? nil : predecessor
    }

    /// Takes a slot of the store at `path`, for a run; nil where all are taken.
    static func take(of path: String, for run: String) throws(Diagnostic) -> SearchSlot? {
        for number in 1...count {
            let file = "\(path).search-\(number).lock"
            do throws(ShellError) {
                guard let lock = try FileLock(path: file) else { continue }
                let predecessor = FileLock.note(in: file)
                let slot = SearchSlot(lock, predecessor: predecessor == run ? "" : predecessor)
                slot.lock.note(run)
                return slot
            } catch {
                throw Diagnostic(.cannotCreate, "\(file): \(error)")
            }
        }
        return nil
    }

    /// The runs whose names stand in the store's slots, theirs who are at work among them.
    static func runs(of path: String) -> [String] {
        (1...count).map { FileLock.note(in: "\(path).search-\($0).lock") }
    }
}

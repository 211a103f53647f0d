internal import CLI
internal import Glibc
internal import Shell

/// The right to search on a store, which two searches at once have, or to wait for it, which all have.
///
/// A kernel lock, so that a dead search never keeps the next one waiting. Who has it leaves the name of
/// its run in it: a run that is said to be at work or to wait, and whose name stands in no lock that is
/// held, has ended without a word.
final class SearchSlot {
    private static let count = 2
    static let options = [
        Option(
            "wait", value: "TIME", type: .duration, default: "0s",
            help: "how long to wait while \(count) other searches are at work on the store")
    ]

    private let lock: FileLock

    private init(_ lock: consuming FileLock) { self.lock = lock }

    /// Takes a slot of the store at `path` for a run; nil where all are taken, also at a second look: whoever
    /// asks for the living has the free ones for a moment.
    static func take(of path: String, for run: String) throws(Diagnostic) -> SearchSlot? {
        for _ in 1...2 {
            for file in files(of: path) {
                if let slot = try SearchSlot(file, for: run) { return slot }
            }
            usleep(5_000)
        }
        return nil
    }

    /// Takes a place among those that wait for a slot of the store at `path`.
    static func wait(on path: String, for run: String) throws(Diagnostic) -> SearchSlot {
        var number = 1
        while true {
            if let place = try SearchSlot(waitingFile(number, of: path), for: run) { return place }
            number += 1
        }
    }

    private convenience init?(_ file: String, for run: String) throws(Diagnostic) {
        do throws(ShellError) {
            guard let lock = try FileLock(path: file) else { return nil }
            self.init(lock)
        } catch {
            throw Diagnostic(.cannotCreate, "\(file): \(error)")
        }
        give(to: run)
    }

    /// Says that it is this run's from now on.
    func give(to run: String) { lock.note(run) }

    /// The runs that are being searched on the store at `path`, or wait for it.
    static func livingRuns(on path: String) -> [String] {
        var number = 1
        while fileExists(waitingFile(number, of: path)) { number += 1 }
        let waiting = (1..<number).map { waitingFile($0, of: path) }
        return (files(of: path) + waiting).filter(isTaken).map { FileLock.note(in: $0) }
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

    /// Numbered from 1 without a gap: these files stay.
    private static func waitingFile(_ number: Int, of path: String) -> String {
        "\(path).search-waiting-\(number).lock"
    }
}

/// Keeps a slot for all searches of a process, one after the other.
final class SearchSeat {
    var slot: SearchSlot?
}

internal import Glibc

/// The part of a step's log that one attempt writes: it starts where the log ended before.
public struct StepLog {
    private let path: String
    private let start: Int

    /// - Parameter path: the step's log, which may not be there yet.
    init(path: String) {
        self.path = path
        var information = stat()
        start = stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    /// The last 20 lines of what was said since, 4 KiB at most; nil where nothing was.
    var tail: String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return nil }
        let from = max(start, Int(information.st_size) - 4_096)
        var bytes = [UInt8](repeating: 0, count: max(0, Int(information.st_size) - from))
        let count = pread(descriptor, &bytes, bytes.count, from)
        guard count > 0 else { return nil }
        var lines = String(decoding: bytes[..<count], as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        if lines.last?.isEmpty == true { lines.removeLast() }
        // The first line is only the end of one where the log is longer than what was read.
        if from > start, lines.count > 1 { lines.removeFirst() }
        let text = lines.suffix(20).joined(separator: "\n")
        return text.isEmpty ? nil : text
    }
}

extension StepLog {
    /// The file of a step's log in the folder of a run's logs.
    public static func path(of step: String, in folder: String) -> String {
        let name = step.utf8.map { $0 == UInt8(ascii: "/") || $0 == 0x20 ? UInt8(ascii: "_") : $0 }
        return folder + "/" + String(decoding: name, as: UTF8.self) + ".log"
    }
}

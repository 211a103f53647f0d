internal import CPosix
internal import Glibc

/// A pipe that programs write into and we read without ever waiting.
public final class OutputPipe {
    /// The end to give to programs.
    public let writeEnd: Int32
    /// The end that becomes readable; what `waitForAny` watches.
    public let readEnd: Int32
    private var isWriteEndOpen = true

    public init() throws(ShellError) {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0, fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 else {
            throw ShellError(deed: "open", subject: "a pipe", code: errno)
        }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    /// Closes our copy of the programs' end, without which the pipe never ends.
    public func closeWriteEnd() {
        if isWriteEndOpen { close(writeEnd) }
        isWriteEndOpen = false
    }

    /// What is there to read now; nil once every writer is gone and all is read.
    public func read() -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(readEnd, &chunk, chunk.count)
            if count == 0 { return bytes.isEmpty ? nil : bytes }
            if count > 0 {
                bytes += chunk[..<count]
                // Somebody who writes without end must not keep us here.
                if bytes.count >= 1 << 20 { return bytes }
            } else if errno != EINTR {
                return bytes
            }
        }
    }

    deinit {
        closeWriteEnd()
        close(readEnd)
    }
}

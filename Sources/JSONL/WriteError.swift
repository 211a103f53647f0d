internal import Glibc

/// Why output could not be written; `errorNumber` is the system's, such as EPIPE or ENOSPC.
public struct WriteError: Error, Hashable, Sendable, CustomStringConvertible {
    public let errorNumber: Int32

    public init(errorNumber: Int32) { self.errorNumber = errorNumber }

    /// The reader of the pipe went away: for a tool a quiet end.
    public var isClosedPipe: Bool { errorNumber == EPIPE }

    /// The system's words for the error.
    public var reason: String { String(cString: strerror(errorNumber)) }

    public var description: String { "cannot write: \(reason)" }
}

/// Whether a call may be tried again: at once after a signal, and once the descriptor is ready where
/// somebody made it non-blocking.
func canRetry(_ errorNumber: Int32, _ descriptor: Int32, _ events: Int16) -> Bool {
    guard errorNumber == EAGAIN else { return errorNumber == EINTR }
    var wanted = pollfd(fd: descriptor, events: events, revents: 0)
    return poll(&wanted, 1, -1) >= 0 || errno == EINTR
}

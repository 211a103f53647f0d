internal import Glibc

/// What went wrong, where, and what to do about it: one line on standard error and an exit status.
public struct Diagnostic: Error, Equatable, Sendable {
    public let status: ExitStatus
    public let message: String
    public let hint: String?
    /// `trades.jsonl:17:42`, or nil when the trouble is in no file.
    public let location: String?

    public init(
        _ status: ExitStatus, _ message: String, hint: String? = nil, location: String? = nil
    ) {
        self.status = status
        self.message = message
        self.hint = hint
        self.location = location
    }

    /// `trades.jsonl:17:42: error: "side" is "buyy". hint: …`, without the tool's name.
    public var text: String {
        let place = location.map { "\($0): error: " } ?? ""
        guard let hint else { return place + message }
        return place + message + (message.hasSuffix(".") ? "" : ".") + " hint: " + hint
    }

    /// The whole line that a tool says of it, led by the name that the tool was started by.
    public var line: String {
        let path = CommandLine.arguments.first ?? ""
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        return spoken(text, by: String(name))
    }

    /// A failed system call on a path, told in the words of the C library.
    static func system(
        _ status: ExitStatus, _ deed: String, _ path: String, code: Int32 = errno,
        hint: String? = nil
    ) -> Diagnostic {
        let status = code == EACCES || code == EPERM ? .permission : status
        return Diagnostic(
            status, "cannot \(deed) \(path): \(String(cString: strerror(code)))", hint: hint)
    }
}

/// Runs `body`; an error that is no diagnostic yet becomes one with `status` and the error's own words.
public func diagnosing<Value: ~Copyable>(
    _ status: ExitStatus, hint: String? = nil, _ body: () throws -> Value
) throws(Diagnostic) -> Value {
    do {
        return try body()
    } catch let diagnostic as Diagnostic {
        throw diagnostic
    } catch {
        throw Diagnostic(status, "\(error)", hint: hint)
    }
}

internal import CPosix
internal import Glibc

/// One program, or several joined by pipes, ready to start.
///
/// The stages run without a shell, in one process group of their own, with default signals and
/// exactly the environment given. Every descriptor of ours is closed to them.
public struct Subprocess: Sendable {
    /// Where a stream comes from or goes to.
    public enum Stream: Hashable, Sendable {
        /// The null device.
        case nothing
        case file(String)
        /// A file that grows; what is there stays.
        case appending(String)
        /// A descriptor of ours; it stays open here.
        case descriptor(Int32)
    }

    /// A program's path and its arguments, the zeroth (its name) among them.
    public struct Stage: Hashable, Sendable {
        public var path: String
        public var arguments: [String]

        public init(path: String, arguments: [String]) {
            self.path = path
            self.arguments = arguments
        }
    }

    public var stages: [Stage]
    public var environment: [String: String]
    /// What the first stage reads.
    public var input = Stream.nothing
    /// What the last stage writes.
    public var output = Stream.nothing
    /// Where the talk of all stages goes.
    public var error = Stream.nothing
    /// A descriptor the stages inherit, so that a kernel lock on it outlives us with them; nil for none.
    public var inherited: Int32?
    /// What each stage may use.
    public var limits = Limits()
    /// Whether the kernel kills the stages when we die, however we die.
    public var diesWithUs = false

    public init(stages: [Stage], environment: [String: String]) {
        precondition(!stages.isEmpty, "nothing to start")
        self.stages = stages
        self.environment = environment
    }

    /// Starts every stage. If one cannot start, those before it are killed and reaped.
    public func start() throws(ShellError) -> ProcessGroup {
        var opened = Descriptors()
        defer { opened.closeAll() }
        var source = try opened.open(input, forWriting: false)
        let talk = try opened.open(error, forWriting: true)
        let end = try opened.open(output, forWriting: true)
        var processes: [pid_t] = []
        for (index, stage) in stages.enumerated() {
            var (next, sink): (Int32, Int32) = (-1, end)
            if index + 1 < stages.count { (next, sink) = try opened.pipe() }
            let process = start(
                stage, input: source, output: sink, error: talk, group: processes.first ?? 0)
            guard process > 0 else {
                ProcessGroup(processes: processes).kill()
                throw ShellError(deed: "start", subject: stage.path, code: -process)
            }
            processes.append(process)
            // A stage must not hold the far ends of its own pipes open, or it never ends.
            opened.close(source)
            if sink != end { opened.close(sink) }
            source = next
        }
        return ProcessGroup(processes: processes)
    }

    private func start(
        _ stage: Stage, input: Int32, output: Int32, error: Int32, group: pid_t
    ) -> pid_t {
        withCStrings(stage.arguments) { arguments in
            withCStrings(environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) {
                environment in
                stage.path.withCString { path in
                    var process = cposix_process(
                        path: path, arguments: arguments, environment: environment, input: input,
                        output: output, error: error, group: group, inherited: inherited ?? -1,
                        limits: limits.raw, dies_with_parent: diesWithUs ? 1 : 0)
                    return cposix_start(&process)
                }
            }
        }
    }
}

/// A system call that failed while processes were started or watched.
public struct ShellError: Error, Hashable, Sendable, CustomStringConvertible {
    public let deed: String
    public let subject: String
    /// The C library's error number.
    public let code: Int32

    public init(deed: String, subject: String, code: Int32) {
        self.deed = deed
        self.subject = subject
        self.code = code
    }

    public var description: String {
        "cannot \(deed) \(subject): \(String(cString: strerror(code)))"
    }
}

extension Limits {
    fileprivate var raw: cposix_limits {
        cposix_limits(
            cpu_seconds: Int64(cpuSeconds ?? -1), memory_bytes: Int64(memoryBytes ?? -1),
            open_files: Int64(openFiles ?? -1), file_bytes: Int64(fileBytes ?? -1))
    }
}

/// Descriptors opened for a start; all of ours close again, however it ends.
private struct Descriptors {
    private var ours: Set<Int32> = []

    mutating func open(
        _ stream: Subprocess.Stream, forWriting: Bool
    ) throws(ShellError) -> Int32 {
        let descriptor: Int32
        let name: String
        switch stream {
        case .nothing:
            name = "/dev/null"
            descriptor = Glibc.open(name, O_RDWR | O_CLOEXEC)
        case .file(let path):
            name = path
            let flags = forWriting ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY
            descriptor = Glibc.open(name, flags | O_CLOEXEC, 0o644)
        case .appending(let path):
            name = path
            descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        case .descriptor(let number):
            name = "descriptor \(number)"
            descriptor = fcntl(number, F_DUPFD_CLOEXEC, 3)
        }
        return try keep(descriptor, for: "open", name)
    }

    /// A new pipe: the end to read from, the end to write to.
    mutating func pipe() throws(ShellError) -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw ShellError(deed: "open", subject: "a pipe", code: errno)
        }
        return (try keep(ends[0], for: "open", "a pipe"), try keep(ends[1], for: "open", "a pipe"))
    }

    /// Moves a descriptor above the standard three, where the child's copies cannot overwrite it.
    private mutating func keep(
        _ descriptor: Int32, for deed: String, _ subject: String
    ) throws(ShellError) -> Int32 {
        guard descriptor >= 0 else { throw ShellError(deed: deed, subject: subject, code: errno) }
        var high = descriptor
        if descriptor < 3 {
            high = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            Glibc.close(descriptor)
        }
        ours.insert(high)
        return high
    }

    mutating func close(_ descriptor: Int32) {
        if ours.remove(descriptor) != nil { Glibc.close(descriptor) }
    }

    mutating func closeAll() { for descriptor in ours { close(descriptor) } }
}

/// Lends texts as a list of C strings with a nil at the end.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let strings = texts.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    return strings.withUnsafeBufferPointer { list in
        guard let start = list.baseAddress else { preconditionFailure("a list without its nil") }
        return body(start)
    }
}

internal import CPosix
internal import Glibc

/// How a process ended.
public enum ProcessEnd: Hashable, Sendable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// As a shell counts: the exit status, or 128 and the signal.
    public var status: Int32 {
        switch self {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        }
    }

    public var description: String {
        switch self {
        case .exited(let status): "exit \(status)"
        case .signalled(let signal): "signal \(signal)"
        }
    }

    init(raw: Int32) {
        let signal = raw & 0x7f
        self = signal == 0 ? .exited((raw >> 8) & 0xff) : .signalled(signal)
    }
}

/// The running processes of one `Subprocess`. Each is reaped here and only here: no zombies.
public final class ProcessGroup {
    /// The processes' ids, in the order of the stages.
    public let processes: [Int32]
    /// What the stages that ended have used so far.
    public private(set) var usage = Usage()
    private var ends: [ProcessEnd?]
    private var descriptors: [Int32]

    init(processes: [pid_t]) {
        self.processes = processes
        ends = processes.map { _ in nil }
        descriptors = processes.map { cposix_process_descriptor($0) }
    }

    /// How every stage ended, in order; nil while one still runs. Never waits.
    public func reap() -> [ProcessEnd]? {
        for (index, process) in processes.enumerated() where ends[index] == nil {
            var raw: Int32 = 0
            var used = rusage()
            guard wait4(process, &raw, WNOHANG, &used) == process else { continue }
            ends[index] = ProcessEnd(raw: raw)
            usage.add(used)
            if descriptors[index] >= 0 { close(descriptors[index]) }
            descriptors[index] = -1
        }
        let known = ends.compactMap(\.self)
        return known.count == ends.count ? known : nil
    }

    /// Sends a signal to every process of the group, those that the stages started among them.
    public func signal(_ number: Int32) {
        guard let leader = processes.first else { return }
        Glibc.kill(-leader, number)
    }

    /// Whether a process of the group is left, a stage's own or one that a stage started.
    public var isAlive: Bool {
        guard let leader = processes.first else { return false }
        return Glibc.kill(-leader, 0) == 0 || errno == EPERM
    }

    /// Kills what is left of the group and reaps it.
    public func kill() {
        guard reap() == nil else { return }
        signal(SIGKILL)
        _ = wait()
    }

    /// Waits until every stage ended. After `timeout` the group gets TERM, after `grace` more KILL.
    ///
    /// - Returns: the stages' ends, and whether time ran out.
    public func wait(
        timeout: Duration? = nil, grace: Duration = .seconds(2)
    ) -> (ends: [ProcessEnd], timedOut: Bool) {
        var deadline = timeout.map { ContinuousClock.now + $0 }
        var stage = 0
        while true {
            if let ends = reap() { return (ends, stage > 0) }
            if let limit = deadline, ContinuousClock.now >= limit {
                signal(stage == 0 ? SIGTERM : SIGKILL)
                deadline = stage == 0 ? ContinuousClock.now + grace : nil
                stage += 1
            }
            waitForAny([self], timeout: deadline.map { $0 - ContinuousClock.now })
        }
    }

    /// Descriptors that become readable at an end; nil where the kernel cannot tell.
    var watched: [Int32]? {
        let running = zip(descriptors, ends).filter { $1 == nil }.map(\.0)
        return running.contains(-1) ? nil : running
    }

    deinit { for descriptor in descriptors where descriptor >= 0 { close(descriptor) } }
}

/// Sleeps until a process of the groups ends, a signal arrives in the inbox, one of the descriptors
/// can be read, or time is up.
public func waitForAny(
    _ groups: [ProcessGroup], inbox: SignalInbox? = nil, readable: [Int32] = [],
    timeout: Duration? = nil
) {
    var polled: [pollfd] = []
    var isBlind = false
    for group in groups {
        guard let watched = group.watched else {
            isBlind = true
            continue
        }
        polled += watched.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }
    polled += readable.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    if let inbox { polled.append(pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0)) }
    var milliseconds: Int32 = -1
    if let timeout {
        let (seconds, attoseconds) = max(timeout, .zero).components
        // Rounded up, or the last millisecond would be spent in a busy loop.
        milliseconds = Int32(
            clamping: seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
    if isBlind { milliseconds = milliseconds < 0 ? 20 : min(milliseconds, 20) }
    _ = poll(&polled, nfds_t(polled.count), milliseconds)
}

/// Signals that wait to be read instead of ending us, as long as the inbox lives. Blocks them for the calling
/// thread.
public final class SignalInbox {
    let descriptor: Int32
    private var set = sigset_t()

    public init(catching signals: [Int32]) throws(ShellError) {
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        descriptor = cposix_signal_descriptor(&set)
        guard descriptor >= 0 else {
            throw ShellError(deed: "watch", subject: "signals", code: errno)
        }
    }

    /// The next signal that arrived, or nil. Never waits.
    public func next() -> Int32? {
        let number = cposix_next_signal(descriptor)
        return number > 0 ? number : nil
    }

    deinit {
        close(descriptor)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }
}

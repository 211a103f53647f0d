internal import Glibc
public import Records
public import Shell

/// Runs the hooks of a pipeline once its run is over. What they do changes nothing of the run.
public struct HookRun {
    /// How a hook that did not go well ended.
    public struct Failure: Sendable, CustomStringConvertible {
        /// `success`, `failure` or `always`, and its place there.
        public let name: String
        public let description: String
    }

    private let pipeline: Pipeline
    private let settings: Driver.Settings
    /// How long a hook may take.
    public var timeout = Duration.seconds(60)

    public init(_ pipeline: Pipeline, settings: Driver.Settings) {
        self.pipeline = pipeline
        self.settings = settings
    }

    /// Runs what is to hear of this end, one after the other.
    ///
    /// - Parameters:
    ///   - run: the run that is over.
    ///   - file: a file with JSON about the run, which each hook reads.
    ///   - inbox: where a signal arrives that ends the hooks too.
    /// - Returns: what did not go well.
    public func callAfter(
        _ run: PipelineRun, telling file: String, inbox: SignalInbox?
    ) -> [Failure] {
        let didFail = run.status == .failed
        let hooks =
            (didFail ? pipeline.hooks.failure : pipeline.hooks.success).enumerated()
            .map { ("\(didFail ? "failure" : "success") \($0.offset + 1)", $0.element) }
            + pipeline.hooks.always.enumerated().map { ("always \($0.offset + 1)", $0.element) }
        return hooks.compactMap { name, command in
            var step = pipeline.base
            (step.id, step.family) = ("hook \(name)", "hook")
            step.commands = [command]
            step.input = file
            step.timeout = timeout
            return failure(of: step, inbox).map { Failure(name: name, description: $0) }
        }
    }

    /// Why a hook failed; nil where it did not.
    private func failure(of step: Step, _ inbox: SignalInbox?) -> String? {
        let logPath = StepLog.path(of: step.id, in: settings.logFolder)
        let setting = Attempt.Setting(
            run: settings.run, surroundings: settings.surroundings,
            lockDescriptor: settings.lockDescriptor,
            logPath: logPath, startedMs: settings.nowMs(), lock: nil)
        let attempt: Attempt
        do throws(ShellError) {
            attempt = try Attempt(step, setting)
        } catch {
            return error.description
        }
        while true {
            if let ends = attempt.reap() {
                let status = Attempt.status(of: ends)
                if attempt.isOutOfTime { return "out of time" }
                return status == 0 ? nil : "exit \(status), see \(logPath)"
            }
            while let signal = inbox?.next() { attempt.stop(signal, grace: settings.grace) }
            attempt.enforceDeadline(grace: settings.grace)
            waitForAny(
                [attempt.group], inbox: inbox, readable: attempt.readable,
                timeout: attempt.nextLook.map { $0 - .now })
            attempt.pump()
        }
    }
}

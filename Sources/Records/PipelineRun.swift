/// One run of a pipeline file.
public struct PipelineRun: Hashable, Sendable {
    /// Where a pipeline's run stands, or how it ended.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        /// Every step ended well, or with a status that its file calls a warning.
        case running, completed, failed, cancelled
        /// The driver died; the next run resumes it.
        case interrupted
    }

    /// The run's id, the same when it resumes.
    public var run: String
    /// The pipeline's name, such as `nightly`.
    public var pipeline: String
    /// The pipeline file's path.
    public var file: String
    /// The day a backfill ran it for, `2026-11-20`; nil for a run that was not for a day.
    public var date: String?
    public var status: Status
    /// Unix milliseconds UTC.
    public var startedMs: Int
    public var completedMs: Int?
    /// What `run-pipeline` ended with; nil while it runs.
    public var exitStatus: Int?

    public init(
        run: String, pipeline: String, file: String, date: String? = nil, status: Status,
        startedMs: Int, completedMs: Int?, exitStatus: Int?
    ) {
        self.run = run
        self.pipeline = pipeline
        self.file = file
        self.date = date
        self.status = status
        self.startedMs = startedMs
        self.completedMs = completedMs
        self.exitStatus = exitStatus
    }
}

/// One step of a pipeline's run: why it ran or did not, and how it ended.
public struct PipelineStep: Hashable, Sendable {
    /// Where a step stands, or how it ended.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case pending, running, completed
        /// Ended with a status that the file lists under `warn` or `allow_failure`.
        case warned
        case failed
        /// Not stale: its outputs stand.
        case reused
        /// A step that it needs failed.
        case skipped
        case cancelled
    }

    /// The id of the pipeline's run.
    public var run: String
    public var pipeline: String
    /// The step's id; a `foreach` step adds its value: `backtest[ema-cross]`.
    public var step: String
    /// The steps it waits for, declared or because it reads what they make: the graph's edges.
    public var needs: [String]
    public var status: Status
    /// Why the step ran or was left alone, such as `data/desk.yaml changed`.
    public var reason: String
    /// Counted from 1; retries count on. 0 for a step that was not started.
    public var attempt: Int
    /// nil while it runs and where it was not started; 128 + signal where a signal ended it.
    public var exitStatus: Int?
    /// Digest of the command, its tools and its declared inputs; nil where nothing is declared.
    public var fingerprint: String?
    /// Unix milliseconds UTC; nil where it was not started.
    public var startedMs: Int?
    public var completedMs: Int?
    /// The last lines of what the attempt said; nil where it said nothing or was not started.
    public var logTail: String?

    public init(
        run: String, pipeline: String, step: String, needs: [String] = [], status: Status,
        reason: String, attempt: Int, exitStatus: Int?, fingerprint: String?, startedMs: Int?,
        completedMs: Int?, logTail: String? = nil
    ) {
        self.run = run
        self.pipeline = pipeline
        self.step = step
        self.needs = needs
        self.status = status
        self.reason = reason
        self.attempt = attempt
        self.exitStatus = exitStatus
        self.fingerprint = fingerprint
        self.startedMs = startedMs
        self.completedMs = completedMs
        self.logTail = logTail
    }
}

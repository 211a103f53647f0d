public import JSONL

/// A line of kind `pipeline`.
extension PipelineRun: JSONRecord {
    public static let kind = "pipeline"

    private enum Field: String, CaseIterable {
        case run
        case pipeline
        case file
        case date
        case status
        case startedMs = "started_ms"
        case completedMs = "completed_ms"
        case exitStatus = "exit_status"
    }

    private static let table = FieldTable<Field>(optional: [.date, .completedMs, .exitStatus])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var pipeline = ""
        var file = ""
        var date: String?
        var status = Status.running
        var startedMs = 0
        var completedMs: Int?
        var exitStatus: Int?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .pipeline: pipeline = try reader.name()
            case .file: file = try reader.string()
            case .date: date = try reader.optionalString()
            case .status: status = try reader.word(Status.self)
            case .startedMs: startedMs = try reader.int()
            case .completedMs: completedMs = try reader.optionalInt()
            case .exitStatus: exitStatus = try reader.optionalInt()
            }
        }
        self.init(
            run: run, pipeline: pipeline, file: file, date: date, status: status,
            startedMs: startedMs, completedMs: completedMs, exitStatus: exitStatus)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("pipeline", pipeline)
        writer.field("file", file)
        writer.field("date", date)
        writer.field("status", status.rawValue)
        writer.field("started_ms", startedMs)
        writer.field("completed_ms", completedMs)
        writer.field("exit_status", exitStatus)
        writer.endObject()
    }
}

/// A line of kind `step`.
extension PipelineStep: JSONRecord {
    public static let kind = "step"

    private enum Field: String, CaseIterable {
        case run
        case pipeline
        case step
        case needs
        case status
        case reason
        case attempt
        case exitStatus = "exit_status"
        case fingerprint
        case startedMs = "started_ms"
        case completedMs = "completed_ms"
        case logTail = "log_tail"
    }

    private static let table = FieldTable<Field>(optional: [
        .exitStatus, .fingerprint, .startedMs, .completedMs, .logTail,
    ])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var pipeline = ""
        var step = ""
        var needs: [String] = []
        var status = Status.pending
        var reason = ""
        var attempt = 0
        var exitStatus: Int?
        var fingerprint: String?
        var startedMs: Int?
        var completedMs: Int?
        var logTail: String?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .pipeline: pipeline = try reader.name()
            case .step: step = try reader.name()
            case .needs: needs = try reader.strings()
            case .status: status = try reader.word(Status.self)
            case .reason: reason = try reader.string()
            case .attempt: attempt = try reader.int()
            case .exitStatus: exitStatus = try reader.optionalInt()
            case .fingerprint: fingerprint = try reader.optionalString()
            case .startedMs: startedMs = try reader.optionalInt()
            case .completedMs: completedMs = try reader.optionalInt()
            case .logTail: logTail = try reader.optionalString()
            }
        }
        self.init(
            run: run, pipeline: pipeline, step: step, needs: needs, status: status,
            reason: reason, attempt: attempt, exitStatus: exitStatus, fingerprint: fingerprint,
            startedMs: startedMs, completedMs: completedMs, logTail: logTail)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("pipeline", pipeline)
        writer.field("step", step)
        writer.field("needs", .list(needs.map { .text($0) }))
        writer.field("status", status.rawValue)
        writer.field("reason", reason)
        writer.field("attempt", attempt)
        writer.field("exit_status", exitStatus)
        writer.field("fingerprint", fingerprint)
        writer.field("started_ms", startedMs)
        writer.field("completed_ms", completedMs)
        writer.field("log_tail", logTail)
        writer.endObject()
    }
}

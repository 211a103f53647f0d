public import JSONL

/// A line of kind `run`.
extension Run: JSONRecord {
    public static let kind = "run"

    private enum Field: String, CaseIterable {
        case run
        case tool
        case status
        case strategy
        case strategyHash = "strategy_hash"
        case parameters
        case fromMs = "from_ms"
        case toMs = "to_ms"
        case config
        case startedMs = "started_ms"
        case completedMs = "completed_ms"
        case error
    }

    private static let table = FieldTable<Field>(optional: [.completedMs, .error])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var tool = ""
        var status = Status.pending
        var strategy = ""
        var strategyHash = ""
        var parameters = JSONValue.null
        var fromMs = 0
        var toMs = 0
        var config = JSONValue.null
        var startedMs = 0
        var completedMs: Int?
        var error: String?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .tool: tool = try reader.name()
            case .status: status = try reader.word(Status.self)
            case .strategy: strategy = try reader.string()
            case .strategyHash: strategyHash = try reader.string()
            case .parameters: parameters = try reader.object()
            case .fromMs: fromMs = try reader.int()
            case .toMs: toMs = try reader.int()
            case .config: config = try reader.object()
            case .startedMs: startedMs = try reader.int()
            case .completedMs: completedMs = try reader.optionalInt()
            case .error: error = try reader.optionalString()
            }
        }
        self.init(
            run: run, tool: tool, status: status, strategy: strategy, strategyHash: strategyHash,
            parameters: parameters, fromMs: fromMs, toMs: toMs, config: config,
            startedMs: startedMs, completedMs: completedMs, error: error)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("tool", tool)
        writer.field("status", status.rawValue)
        writer.field("strategy", strategy)
        writer.field("strategy_hash", strategyHash)
        writer.field("parameters", parameters)
        writer.field("from_ms", fromMs)
        writer.field("to_ms", toMs)
        writer.field("config", config)
        writer.field("started_ms", startedMs)
        writer.field("completed_ms", completedMs)
        writer.field("error", error)
        writer.endObject()
    }
}

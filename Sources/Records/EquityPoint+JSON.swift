public import JSONL

/// A line of kind `equity`.
extension EquityPoint: JSONRecord {
    public static let kind = "equity"

    private enum Field: String, CaseIterable {
        case run
        case atMs = "at_ms"
        case equity
        case drawdownRatio = "drawdown_ratio"
        case benchmark
    }

    private static let table = FieldTable<Field>(optional: [.benchmark])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var run = ""
        var atMs = 0
        var equity = 0.0
        var drawdownRatio = 0.0
        var benchmark: Double?
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .atMs: atMs = try reader.int()
            case .equity: equity = try reader.double()
            case .drawdownRatio: drawdownRatio = try reader.double()
            case .benchmark: benchmark = try reader.optionalDouble()
            }
        }
        self.init(
            run: run, atMs: atMs, equity: equity, drawdownRatio: drawdownRatio, benchmark: benchmark
        )
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("at_ms", atMs)
        writer.field("equity", equity)
        writer.field("drawdown_ratio", drawdownRatio)
        writer.field("benchmark", benchmark)
        writer.endObject()
    }
}

public import JSONL
internal import Market

/// A line of kind `explanation`.
extension Explanation: JSONRecord {
    public static let kind = "explanation"

    private enum Field: String, CaseIterable {
        case run
        case tradeID = "trade_id"
        case pair
        case strategy
        case timeframe
        case openMs = "open_ms"
        case closeMs = "close_ms"
        case exitReason = "exit_reason"
        case profitAbs = "profit_abs"
        case profitRatio = "profit_ratio"
        case steps
    }

    private static let table = FieldTable<Field>(
        optional: [.tradeID, .closeMs, .exitReason, .profitAbs, .profitRatio])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var (run, strategy) = ("", "")
        var tradeID: Int?
        var pair: Pair?
        var timeframe: Timeframe?
        var openMs = 0
        var closeMs: Int?
        var exitReason: String?
        var (profitAbs, profitRatio): (Double?, Double?) = (nil, nil)
        var steps: [Step] = []
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .tradeID: tradeID = try reader.optionalInt()
            case .pair: pair = try reader.pair()
            case .strategy: strategy = try reader.string()
            case .timeframe: timeframe = try reader.timeframe()
            case .openMs: openMs = try reader.int()
            case .closeMs: closeMs = try reader.optionalInt()
            case .exitReason: exitReason = try reader.optionalString()
            case .profitAbs: profitAbs = try reader.optionalDouble()
            case .profitRatio: profitRatio = try reader.optionalDouble()
            case .steps: steps = try Step.list(from: &reader)
            }
        }
        guard let pair, let timeframe else { preconditionFailure("the table requires both") }
        self.init(
            run: run, tradeID: tradeID, pair: pair, strategy: strategy, timeframe: timeframe,
            openMs: openMs, closeMs: closeMs, exitReason: exitReason, profitAbs: profitAbs,
            profitRatio: profitRatio, steps: steps)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("trade_id", tradeID)
        writer.field("pair", pair.symbol)
        writer.field("strategy", strategy)
        writer.field("timeframe", timeframe.description)
        writer.field("open_ms", openMs)
        writer.field("close_ms", closeMs)
        writer.field("exit_reason", exitReason)
        writer.field("profit_abs", profitAbs)
        writer.field("profit_ratio", profitRatio)
        writer.key("steps")
        writer.beginList()
        for step in steps { step.write(to: &writer) }
        writer.endList()
        writer.endObject()
    }
}

extension Explanation.Step {
    private enum Field: String, CaseIterable {
        case atMs = "at_ms"
        case step
        case text
        case values
        case numbers
    }

    private static let table = FieldTable<Field>(optional: [])

    init(from reader: inout JSONReader) throws(JSONError) {
        var atMs = 0
        var step = Kind.signal
        var text = ""
        var (values, numbers): ([Explanation.Number], [Explanation.Number]) = ([], [])
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .atMs: atMs = try reader.int()
            case .step: step = try reader.word(Kind.self)
            case .text: text = try reader.string()
            case .values: values = try Self.numbers(from: &reader)
            case .numbers: numbers = try Self.numbers(from: &reader)
            }
        }
        self.init(atMs: atMs, step: step, text: text, values: values, numbers: numbers)
    }

    private static func numbers(
        from reader: inout JSONReader
    ) throws(JSONError) -> [Explanation.Number] {
        (try reader.object().members ?? []).map { .init($0.key, $0.value.double) }
    }

    private static func object(_ numbers: [Explanation.Number]) -> JSONValue {
        .object(numbers.map { .init($0.name, $0.value.map(JSONValue.number) ?? .null) })
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("at_ms", atMs)
        writer.field("step", step.rawValue)
        writer.field("text", text)
        writer.field("values", Self.object(values))
        writer.field("numbers", Self.object(numbers))
        writer.endObject()
    }

    static func list(from reader: inout JSONReader) throws(JSONError) -> [Self] {
        var steps: [Self] = []
        var list = try reader.beginList()
        while try reader.nextElement(in: &list) { steps.append(try Self(from: &reader)) }
        return steps
    }
}

public import JSONL

/// A line of kind `break`.
extension Break: JSONRecord {
    public static let kind = "break"

    private enum Field: String, CaseIterable {
        case id
        case code
        case severity
        case bot
        case pair
        case tradeID = "trade_id"
        case openMs = "open_ms"
        case field
        case expected
        case actual
        case delta
        case tolerance
        case moneyAtRisk = "money_at_risk"
        case currency
        case message
    }

    private static let table = FieldTable<Field>(optional: [
        .pair, .tradeID, .openMs, .field, .expected, .actual, .delta, .tolerance, .moneyAtRisk,
        .currency,
    ])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var id = ""
        var code = ""
        var severity = Severity.info
        var bot = ""
        var pair: String?
        var tradeID: Int?
        var openMs: Int?
        var field: String?
        var expected: String?
        var actual: String?
        var delta: Double?
        var tolerance: Double?
        var moneyAtRisk: Double?
        var currency: String?
        var message = ""
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .id: id = try reader.name()
            case .code: code = try reader.name()
            case .severity: severity = try reader.word(Severity.self)
            case .bot: bot = try reader.string()
            case .pair: pair = try reader.optionalString()
            case .tradeID: tradeID = try reader.optionalInt()
            case .openMs: openMs = try reader.optionalInt()
            case .field: field = try reader.optionalString()
            case .expected: expected = try reader.optionalString()
            case .actual: actual = try reader.optionalString()
            case .delta: delta = try reader.optionalDouble()
            case .tolerance: tolerance = try reader.optionalDouble()
            case .moneyAtRisk: moneyAtRisk = try reader.optionalDouble()
            case .currency: currency = try reader.optionalString()
            case .message: message = try reader.string()
            }
        }
        self.init(
            id: id, code: code, severity: severity, bot: bot, pair: pair, tradeID: tradeID,
            openMs: openMs, field: field, expected: expected, actual: actual, delta: delta,
            tolerance: tolerance, moneyAtRisk: moneyAtRisk, currency: currency, message: message)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("id", id)
        writer.field("code", code)
        writer.field("severity", severity.rawValue)
        writer.field("bot", bot)
        writer.field("pair", pair)
        writer.field("trade_id", tradeID)
        writer.field("open_ms", openMs)
        writer.field("field", field)
        writer.field("expected", expected)
        writer.field("actual", actual)
        writer.field("delta", delta)
        writer.field("tolerance", tolerance)
        writer.field("money_at_risk", moneyAtRisk)
        writer.field("currency", currency)
        writer.field("message", message)
        writer.endObject()
    }
}

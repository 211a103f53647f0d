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
        case confidence
        case message
        case cause
        case command
        case waiverReason = "waiver_reason"
        case waiverUntilMs = "waiver_until_ms"
        case waiverBy = "waiver_by"
        case firstSeenMs = "first_seen_ms"
        case lastSeenMs = "last_seen_ms"
        case occurrences
        case resolvedMs = "resolved_ms"
    }

    private static let table = FieldTable<Field>(optional: [
        .pair, .tradeID, .openMs, .field, .expected, .actual, .delta, .tolerance, .moneyAtRisk,
        .currency, .confidence, .cause, .command, .waiverReason, .waiverUntilMs, .waiverBy,
        .firstSeenMs, .lastSeenMs, .occurrences, .resolvedMs,
    ])

    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(id: "", code: "", severity: .info, bot: "", message: "")
        var waiver = (reason: String?.none, untilMs: Int?.none, by: String?.none)
        var seen = (first: Int?.none, last: Int?.none, count: Int?.none, resolved: Int?.none)
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
            case .confidence: confidence = try reader.optionalDouble()
            case .message: message = try reader.string()
            case .cause: cause = try reader.optionalString()
            case .command: command = try reader.optionalString()
            case .waiverReason: waiver.reason = try reader.optionalString()
            case .waiverUntilMs: waiver.untilMs = try reader.optionalInt()
            case .waiverBy: waiver.by = try reader.optionalString()
            case .firstSeenMs: seen.first = try reader.optionalInt()
            case .lastSeenMs: seen.last = try reader.optionalInt()
            case .occurrences: seen.count = try reader.optionalInt()
            case .resolvedMs: seen.resolved = try reader.optionalInt()
            }
        }
        if let reason = waiver.reason, let untilMs = waiver.untilMs {
            self.waiver = Waiver(reason: reason, untilMs: untilMs, by: waiver.by)
        }
        if let first = seen.first, let last = seen.last {
            history = History(
                firstSeenMs: first, lastSeenMs: last, occurrences: seen.count ?? 1,
                resolvedMs: seen.resolved)
        }
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
        writer.field("confidence", confidence)
        writer.field("message", message)
        writer.field("cause", cause)
        writer.field("command", command)
        writer.field("waiver_reason", waiver?.reason)
        writer.field("waiver_until_ms", waiver?.untilMs)
        writer.field("waiver_by", waiver?.by)
        writer.field("first_seen_ms", history?.firstSeenMs)
        writer.field("last_seen_ms", history?.lastSeenMs)
        writer.field("occurrences", history?.occurrences)
        writer.field("resolved_ms", history?.resolvedMs)
        writer.endObject()
    }
}

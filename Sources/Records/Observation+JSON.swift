public import JSONL
internal import Market

/// A line of kind `observation`.
extension Observation: JSONRecord {
    public static let kind = "observation"

    private enum Field: String, CaseIterable {
        case run
        case bot
        case backtest
        case currency
        case position
        case name
        case value
        case trades
        case fromMs = "from_ms"
        case toMs = "to_ms"
    }

    private static let table = FieldTable<Field>()

    public init(from reader: inout JSONReader) throws(JSONError) {
        self.init(
            run: "", bot: "", backtest: "", currency: "", position: 0, name: "", value: .zero,
            trades: 0, fromMs: 0, toMs: 0)
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .run: run = try reader.name()
            case .bot: bot = try reader.name()
            case .backtest: backtest = try reader.string()
            case .currency: currency = try reader.name()
            case .position: position = try reader.int()
            case .name: name = try reader.name()
            case .value: value = try reader.amount()
            case .trades: trades = try reader.int()
            case .fromMs: fromMs = try reader.int()
            case .toMs: toMs = try reader.int()
            }
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("run", run)
        writer.field("bot", bot)
        writer.field("backtest", backtest)
        writer.field("currency", currency)
        writer.field("position", position)
        writer.field("name", name)
        writer.field("value", value.description)
        writer.field("trades", trades)
        writer.field("from_ms", fromMs)
        writer.field("to_ms", toMs)
        writer.endObject()
    }
}

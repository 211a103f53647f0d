public import JSONL
internal import Market

/// A line of kind `candle`.
extension CandleRecord: JSONRecord {
    public static let kind = "candle"

    private enum Field: String, CaseIterable {
        case exchange
        case pair
        case timeframe
        case openMs = "open_ms"
        case open
        case high
        case low
        case close
        case volume
    }

    private static let table = FieldTable<Field>()

    public init(from reader: inout JSONReader) throws(JSONError) {
        var exchange = ""
        var pair: Pair?
        var timeframe: Timeframe?
        var openMs = 0
        var (open, high, low, close, volume) = (0.0, 0.0, 0.0, 0.0, 0.0)
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .exchange: exchange = try reader.name()
            case .pair: pair = try reader.pair()
            case .timeframe: timeframe = try reader.timeframe()
            case .openMs: openMs = try reader.int()
            case .open: open = try reader.double()
            case .high: high = try reader.double()
            case .low: low = try reader.double()
            case .close: close = try reader.double()
            case .volume: volume = try reader.double()
            }
        }
        guard let pair, let timeframe else { preconditionFailure("the table requires both") }
        let candle = try reader.checked(object) { () throws(MarketError) in
            try Candle(
                openMs: openMs, open: open, high: high, low: low, close: close, volume: volume)
        }
        self.init(exchange: exchange, pair: pair, timeframe: timeframe, candle: candle)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("exchange", exchange)
        writer.field("pair", pair.symbol)
        writer.field("timeframe", timeframe.description)
        writer.field("open_ms", candle.openMs)
        writer.field("open", candle.open)
        writer.field("high", candle.high)
        writer.field("low", candle.low)
        writer.field("close", candle.close)
        writer.field("volume", candle.volume)
        writer.endObject()
    }
}

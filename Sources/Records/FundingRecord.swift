public import JSONL
public import Market

/// A funding rate with the words that say whose it is: a line of kind `funding`.
public struct FundingRecord: Hashable, Sendable {
    public var exchange: String
    public var pair: Pair
    public var funding: FundingRate

    public init(exchange: String, pair: Pair, funding: FundingRate) {
        self.exchange = exchange
        self.pair = pair
        self.funding = funding
    }
}

extension FundingRecord: JSONRecord {
    public static let kind = "funding"

    private enum Field: String, CaseIterable {
        case exchange
        case pair
        case atMs = "at_ms"
        case rate
        case markPrice = "mark_price"
    }

    private static let table = FieldTable<Field>(optional: [.rate])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var exchange = ""
        var pair: Pair?
        var atMs = 0
        var (rate, markPrice): (Double?, Double) = (nil, 0)
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .exchange: exchange = try reader.name()
            case .pair: pair = try reader.pair()
            case .atMs: atMs = try reader.int()
            case .rate: rate = try reader.optionalDouble()
            case .markPrice: markPrice = try reader.double()
            }
        }
        guard let pair else { preconditionFailure("the table requires a pair") }
        let funding = try reader.checked(object) { () throws(MarketError) in
            try FundingRate(atMs: atMs, rate: rate, markPrice: markPrice)
        }
        self.init(exchange: exchange, pair: pair, funding: funding)
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("exchange", exchange)
        writer.field("pair", pair.symbol)
        writer.field("at_ms", funding.atMs)
        writer.field("rate", funding.rate)
        writer.field("mark_price", funding.markPrice)
        writer.endObject()
    }
}

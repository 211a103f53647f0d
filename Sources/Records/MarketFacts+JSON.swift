public import JSONL
public import Market

/// A line of kind `market`.
extension MarketFacts: JSONRecord {
    public static let kind = "market"

    private enum Field: String, CaseIterable {
        case exchange
        case pair
        case amountStep = "amount_step"
        case priceTick = "price_tick"
        case minAmount = "min_amount"
        case maxAmount = "max_amount"
        case minCost = "min_cost"
        case maxCost = "max_cost"
        case maker
        case taker
        case leverageTiers = "leverage_tiers"
    }

    private static let table = FieldTable<Field>(
        optional: [.minAmount, .maxAmount, .minCost, .maxCost, .leverageTiers])

    public init(from reader: inout JSONReader) throws(JSONError) {
        var exchange = ""
        var pair: Pair?
        var (amountStep, priceTick, maker, taker) = (0.0, 0.0, 0.0, 0.0)
        var (minAmount, maxAmount): (Double?, Double?)
        var (minCost, maxCost): (Double?, Double?)
        var tiers: [LeverageTier] = []
        var object = try reader.beginObject()
        while let key = try reader.nextKey(Self.table, in: &object) {
            switch key {
            case .exchange: exchange = try reader.name()
            case .pair: pair = try reader.pair()
            case .amountStep: amountStep = try reader.double()
            case .priceTick: priceTick = try reader.double()
            case .minAmount: minAmount = try reader.optionalDouble()
            case .maxAmount: maxAmount = try reader.optionalDouble()
            case .minCost: minCost = try reader.optionalDouble()
            case .maxCost: maxCost = try reader.optionalDouble()
            case .maker: maker = try reader.double()
            case .taker: taker = try reader.double()
            case .leverageTiers:
                let list = try reader.optional { (reader) throws(JSONError) in
                    try LeverageTier.list(from: &reader)
                }
                tiers = list ?? []
            }
        }
        guard let pair else { preconditionFailure("the table requires a pair") }
        self = try reader.checked(object) { () throws(MarketError) in
            try MarketFacts(
                exchange: exchange, pair: pair, amountStep: amountStep, priceTick: priceTick,
                minAmount: minAmount, maxAmount: maxAmount, minCost: minCost, maxCost: maxCost,
                maker: maker, taker: taker, leverageTiers: tiers)
        }
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.field("kind", Self.kind)
        writer.field("exchange", exchange)
        writer.field("pair", pair.symbol)
        writer.field("amount_step", amountStep)
        writer.field("price_tick", priceTick)
        writer.field("min_amount", minAmount)
        writer.field("max_amount", maxAmount)
        writer.field("min_cost", minCost)
        writer.field("max_cost", maxCost)
        writer.field("maker", maker)
        writer.field("taker", taker)
        if !leverageTiers.isEmpty {
            writer.key("leverage_tiers")
            LeverageTier.write(leverageTiers, to: &writer)
        }
        writer.endObject()
    }
}

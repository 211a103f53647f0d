internal import JSONL
public import Market
internal import Records
internal import SQLite

/// What exchanges say of their pairs.
public struct MarketTable {
    let store: Store

    private static let columns = [
        "exchange", "pair", "amount_step", "price_tick", "min_amount", "max_amount", "min_cost",
        "max_cost", "maker", "taker", "leverage_tiers",
    ]

    /// Stores what exchanges say of pairs, in place of what they said before.
    public func upsert(_ markets: [MarketFacts]) throws -> Changes {
        try store.write("market", markets) { markets, changes in
            let upsert = try Upsert(
                store.database, table: "market", key: ["exchange", "pair"], columns: Self.columns,
                (
                    String, String, Double, Double, Double?, Double?, Double?, Double?, Double,
                    Double, String?
                ).self)
            for facts in markets {
                try store.addExchange(facts.exchange)
                try upsert.run(
                    facts.exchange, facts.pair.symbol, facts.amountStep, facts.priceTick,
                    facts.minAmount, facts.maxAmount, facts.minCost, facts.maxCost, facts.maker,
                    facts.taker, Self.text(facts.leverageTiers), counting: &changes)
            }
        }
    }

    /// The facts of one pair; nil where the store has none.
    public func facts(exchange: String, pair: Pair) throws -> MarketFacts? {
        try read("WHERE exchange = ?1 AND pair = ?2", [.text(exchange), .text(pair.symbol)]).first
    }

    /// All facts of an exchange, or of every one, ordered by exchange and pair.
    public func all(exchange: String? = nil) throws -> [MarketFacts] {
        guard let exchange else { return try read("", []) }
        return try read("WHERE exchange = ?1", [.text(exchange)])
    }

    private func read(_ condition: String, _ values: [Value]) throws -> [MarketFacts] {
        var found: [MarketFacts] = []
        try store.database.rows(
            """
            SELECT \(Self.columns.joined(separator: ", ")) FROM market \(condition)
            ORDER BY exchange, pair
            """, values
        ) { row in
            found.append(
                try MarketFacts(
                    exchange: row[0].text ?? "", pair: try Pair(row[1].text ?? ""),
                    amountStep: row[2].real ?? 0, priceTick: row[3].real ?? 0,
                    minAmount: row[4].real, maxAmount: row[5].real, minCost: row[6].real,
                    maxCost: row[7].real, maker: row[8].real ?? 0, taker: row[9].real ?? 0,
                    leverageTiers: try JSONReader.read(row[10].text ?? "[]") {
                        (reader) throws(JSONError) in try LeverageTier.list(from: &reader)
                    }))
        }
        return found
    }

    /// nil for none.
    private static func text(_ tiers: [LeverageTier]) -> String? {
        if tiers.isEmpty { return nil }
        var writer = JSONWriter()
        LeverageTier.write(tiers, to: &writer)
        return writer.text
    }
}

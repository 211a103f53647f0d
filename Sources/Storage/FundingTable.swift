public import Market
public import Records
internal import SQLite

/// What holders of perpetual futures paid each other.
public struct FundingTable {
    let store: Store

    /// Stores rates, in place of what was known of their instants before.
    public func upsert(_ records: [FundingRecord]) throws -> Changes {
        try store.write("funding", records) { records, changes in
            let upsert = try Upsert(
                store.database, table: "funding", key: ["exchange", "pair", "at_ms"],
                columns: ["exchange", "pair", "at_ms", "rate", "mark_price"],
                (String, String, Int, Double?, Double).self)
            for record in records {
                try store.addExchange(record.exchange)
                try upsert.run(
                    record.exchange, record.pair.symbol, record.funding.atMs, record.funding.rate,
                    record.funding.markPrice, counting: &changes)
            }
        }
    }

    /// The rates of one pair, ascending.
    public func rates(exchange: String, pair: Pair) throws -> [FundingRate] {
        var found: [FundingRate] = []
        try store.database.rows(
            "SELECT at_ms, rate, mark_price FROM funding WHERE exchange = ? AND pair = ? ORDER BY at_ms",
            [.text(exchange), .text(pair.symbol)]
        ) { row in
            found.append(
                try FundingRate(atMs: row.read(0), rate: row.read(1), markPrice: row.read(2)))
        }
        return found
    }
}

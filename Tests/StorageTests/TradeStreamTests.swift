import Market
import Records
import Storage
import TestSupport
import Testing

/// Trades of many bots that come in mixed.
struct TradeStreamTests {
    @Test(
        "a stream gives the same store however much of it waits", arguments: fiftySeeds.prefix(20))
    func batches(seed: UInt64) throws {
        var random = Chance(seed: seed)
        let trades = try stream(&random)
        let (whole, wholeImports) = try stored(trades, atOnce: .max)
        for atOnce in [1, 7, 150] {
            let (parts, imports) = try stored(trades, atOnce: atOnce)
            #expect(try Desk.dump(parts) == Desk.dump(whole))
            #expect(imports == wholeImports)
            // The same once more changes nothing.
            let again = TradeStream(parts, atOnce: atOnce)
            for trade in trades where trade.pair.symbol != "ETH/USDT" { try again.add(trade) }
            #expect(try again.finish().allSatisfy { $0.changes.inserted == 0 })
        }
    }

    @Test("trades of new bots are stored while others come, those of known ones at the end")
    func bounded() throws {
        let store = try Store(path: ":memory:", access: .readWrite)
        _ = try store.trades.ingest(bot: "known", trades: [Samples.trade(1)])
        let stream = TradeStream(store, atOnce: 10)
        for id in 1...25 {
            try stream.add(Samples.trade(id, origin: .bot(name: "new", generation: 1)))
            try stream.add(Samples.trade(id, origin: .bot(name: "known", generation: 1)))
        }
        #expect(try store.trades.trades(bot: "new").count >= 15)
        #expect(try store.trades.trades(bot: "known").count == 1)
        #expect(try stream.finish().map(\.changes.inserted) == [25, 24])
        #expect(try store.trades.trades(bot: "known").count == 25)
    }

    /// Trades of a bot whose database was reset, of one that the store knows, of one of two generations
    /// and of new ones; some come twice, and then differ.
    private func stream(_ random: inout Chance) throws -> [Trade] {
        var trades: [Trade] = []
        for id in 1...60 {
            for bot in ["known", "reset", "new", "other"] where !random.oneIn(4) {
                trades.append(
                    try Samples.trade(
                        id, origin: .bot(name: bot, generation: 1),
                        pair: bot == "reset" ? "ETH/USDT" : "BTC/USDT",
                        profit: random.oneIn(5) ? 7 : 2.5))
            }
            for generation in 1...2 {
                trades.append(
                    try Samples.trade(id, origin: .bot(name: "told", generation: generation)))
            }
        }
        trades.shuffle(using: &random)
        return trades + trades.prefix(20)
    }

    private func stored(
        _ trades: [Trade], atOnce: Int
    ) throws -> (store: Store, imports: [BotImport]) {
        let store = try Store(path: ":memory:", access: .readWrite)
        for bot in ["known", "reset"] {
            _ = try store.trades.ingest(bot: bot, trades: (1...9).map { try Samples.trade($0) })
        }
        let stream = TradeStream(store, atOnce: atOnce)
        for trade in trades { try stream.add(trade) }
        return (store, try stream.finish())
    }
}

import Market
import Records
import Storage
import Testing

struct TradeTableTests {
    private let store: Store

    init() throws { store = try Store(path: ":memory:", access: .readWrite) }

    @Test("a bot's trades come back as they were and the same again changes nothing")
    func roundTrip() throws {
        let trades = try (1...1_500).map { try Samples.trade($0, isOpen: $0 == 1_500) }
        let result = try store.trades.ingest(bot: "b", trades: trades.shuffled())
        #expect(result.changes == Changes(inserted: 1_500))
        #expect(result.generation == 1)
        #expect(result.reset == nil)
        #expect(try store.trades.trades(bot: "b") == trades)
        let revisions = try store.revisions()
        let again = try store.trades.ingest(bot: "b", trades: trades)
        #expect(again.changes.description == "+0 ~0 =1500")
        #expect(try store.revisions() == revisions)
    }

    @Test("many trades at once count as they would one by one", arguments: [3, 99, 100, 101, 250])
    func manyAtOnce(count: Int) throws {
        let old = try (1...count).map { try Samples.trade($0) }
        _ = try store.trades.ingest(bot: "b", trades: old)
        // Every third is new, every third changed, every third as it was; one comes twice.
        var mixed = try (1...count * 2).compactMap { id in
            switch id % 3 {
            case 0: try Samples.trade(id, profit: id <= count ? 7 : 2.5)
            case 1: id <= count ? try Samples.trade(id) : nil
            default: id <= count ? nil : try Samples.trade(id)
            }
        }
        mixed.append(try Samples.trade(mixed[mixed.count - 1].tradeID, profit: 9))
        let known = mixed.dropLast().count { $0.tradeID <= count }
        let changed = mixed.dropLast().count { $0.tradeID <= count && $0.profitAbs == 7 }
        let result = try store.trades.ingest(bot: "b", trades: mixed, isComplete: false)
        #expect(
            result.changes
                == Changes(
                    inserted: mixed.count - 1 - known, updated: changed + 1,
                    unchanged: known - changed))
        var expected = Dictionary(uniqueKeysWithValues: old.map { ($0.tradeID, $0) })
        for trade in mixed { expected[trade.tradeID] = trade }
        #expect(
            try store.trades.trades(bot: "b")
                == expected.values.sorted { $0.tradeID < $1.tradeID })
    }

    @Test("a trade that goes on is updated in place")
    func update() throws {
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1, isOpen: true)])
        let closed = try Samples.trade(1)
        let result = try store.trades.ingest(bot: "b", trades: [closed, Samples.trade(2)])
        #expect(result.changes.description == "+1 ~1 =0")
        #expect(try store.trades.trades(bot: "b").first == closed)
    }

    @Test("a known id with another pair starts a new generation, and the old one stays")
    func resetByPair() throws {
        let old = try [Samples.trade(1), Samples.trade(2)]
        _ = try store.trades.ingest(bot: "b", trades: old)
        let new = try [Samples.trade(1), Samples.trade(2, pair: "ETH/USDT"), Samples.trade(3)]
        let result = try store.trades.ingest(bot: "b", trades: new)
        #expect(result.generation == 2)
        #expect(result.reset?.contains("trade 2 was BTC/USDT") == true)
        #expect(try store.trades.trades(bot: "b", generation: 1) == old)
        #expect(try store.trades.trades(bot: "b").map(\.tradeID) == [1, 2, 3])
        #expect(try store.trades.ingest(bot: "b", trades: new).reset == nil)
    }

    @Test("a known id with another open time starts a new generation")
    func resetByOpenTime() throws {
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1)])
        let result = try store.trades.ingest(bot: "b", trades: [Samples.trade(1, openMs: 5)])
        #expect(result.generation == 2)
    }

    @Test("a fallen highest id starts a new generation, unless only some trades are given")
    func resetByHighestID() throws {
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1), Samples.trade(9)])
        let some = try store.trades.ingest(
            bot: "b", trades: [Samples.trade(1)], isComplete: false)
        #expect(some.generation == 1)
        let result = try store.trades.ingest(bot: "b", trades: [Samples.trade(1)])
        #expect(result.generation == 2)
        #expect(result.reset == "the highest trade id fell from 9 to 1")
    }

    @Test("an old copy is known again, however often it is read, and starts no generation")
    func oldCopy() throws {
        let old = try [Samples.trade(1), Samples.trade(2)]
        let new = try [Samples.trade(1, pair: "ETH/USDT")]
        for _ in 0..<2 {
            #expect(try store.trades.ingest(bot: "b", trades: old).generation == 1)
            #expect(try store.trades.ingest(bot: "b", trades: new).generation == 2)
        }
        #expect(try store.bots.resets(bot: "b").map(\.generation) == [2])
        // A row more than the copy had is no old copy.
        let grown = try old + [Samples.trade(3)]
        #expect(try store.trades.ingest(bot: "b", trades: grown).generation == 3)
    }

    @Test("a hole in the ids is no reset")
    func hole() throws {
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1), Samples.trade(9)])
        let result = try store.trades.ingest(bot: "b", trades: [Samples.trade(9)])
        #expect(result.generation == 1)
        #expect(try store.trades.trades(bot: "b").map(\.tradeID) == [1, 9])
    }

    @Test("an entry that never filled may vanish or give its id to another trade")
    func unfilled() throws {
        let waiting = try Samples.trade(2, isOpen: true, filled: 0)
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1), waiting])
        let gone = try store.trades.ingest(bot: "b", trades: [Samples.trade(1)])
        #expect(gone.generation == 1)
        #expect(gone.changes == Changes(unchanged: 1, removed: 1))
        _ = try store.trades.ingest(bot: "b", trades: [Samples.trade(1), waiting])
        let taken = try store.trades.ingest(
            bot: "b", trades: [Samples.trade(1), Samples.trade(2, pair: "ETH/USDT")])
        #expect(taken.generation == 1)
        #expect(taken.changes.description == "+0 ~1 =1")
    }

    @Test("a run's trades come in closing order, open ones last")
    func closingOrder() throws {
        _ = try store.runs.save(Samples.run("r"))
        let origin = Origin.run("r")
        let trades = try [
            Samples.trade(1, origin: origin, openMs: 9_000_000, isOpen: true),
            Samples.trade(2, origin: origin, openMs: 5_000_000),
            Samples.trade(3, origin: origin, openMs: 4_000_000),
            Samples.trade(4, origin: origin, openMs: 5_000_000),
        ]
        #expect(try store.trades.upsert(trades).inserted == 4)
        #expect(try store.trades.trades(run: "r").map(\.tradeID) == [3, 2, 4, 1])
        #expect(try store.trades.upsert(trades).isReal == false)
    }

    @Test("a trade of an unknown run is refused")
    func foreignKey() throws {
        #expect(throws: (any Error).self) {
            try store.trades.upsert([Samples.trade(1, origin: .run("nowhere"))])
        }
    }
}

import Foundation
import Freqtrade
import JSONL
import Market
import Records
import SQLite
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// The sample desk's strategy files on its candles, against the trades that freqtrade made of their
/// Python twins: `data/bots-clean` holds them as freqtrade's own classes wrote them.
struct SampleDeskExactnessTests {
    static let fromMs = Timestamp(year: 2026, month: 8, day: 1).milliseconds
    static let toMs = Timestamp(year: 2026, month: 10, day: 30).milliseconds

    @Test(
        "a strategy file trades exactly as freqtrade trades its Python twin",
        arguments: ["ema-cross", "rsi-reversion", "bollinger-trailing"])
    func exactness(bot: String) throws {
        let result = try Self.backtest(bot)
        let reference = Package.folder.appending(path: "data/bots-clean/\(bot)/tradesv3.sqlite")
        let books = try FreqtradeDatabase(path: reference.path).books(bot: bot)
        #expect(books.unreadable.isEmpty)
        let ours = Self.inOpeningOrder(result.trades).map(TradeFields.init)
        let theirs = Self.inOpeningOrder(books.trades).map(TradeFields.init)
        #expect(ours.count == theirs.count && theirs.count >= 300)
        for (index, (one, other)) in zip(ours, theirs).enumerated() {
            #expect(one.differences(from: other) == [], "trade \(index + 1)")
        }
        let database = try Database(path: reference.path, access: .readOnly)
        let key = "FROM KeyValueStore WHERE key = ?"
        let rejected: Int? = try database.value(
            "SELECT int_value \(key)", "rejected_signals", as: Int.self)
        let balance: Double? = try database.value(
            "SELECT float_value \(key)", "final_balance", as: Double.self)
        #expect(result.rejectedSignals == rejected)
        #expect(abs(result.finalBalance - (balance ?? .nan)) <= 1e-9)
    }

    private static func inOpeningOrder(_ trades: [Trade]) -> [Trade] {
        trades.sorted { ($0.openMs, $0.pair) < ($1.openMs, $1.pair) }
    }

    private static func backtest(_ bot: String) throws -> BacktestResult {
        let folder = Package.folder.appending(path: "data")
        let path = folder.appending(path: "strategies/\(bot).strategy.yaml")
        let strategy = try Strategy(
            parsing: String(contentsOf: path, encoding: .utf8), source: path.path)
        let config = try JSONValue(
            parsing: String(
                contentsOf: folder.appending(path: "bots-clean/\(bot)/config.json"),
                encoding: .utf8))
        let whitelist = config["exchange"]?["pair_whitelist"]?.array?.compactMap(\.string) ?? []
        let configuration = TradingConfiguration(
            maxOpenTrades: config["max_open_trades"]?.int,
            stakeCurrency: config["stake_currency"]?.string ?? "",
            stakeAmount: .fixed(config["stake_amount"]?.double ?? .nan),
            dryRunWallet: config["dry_run_wallet"]?.double ?? .nan,
            pairWhitelist: try whitelist.map { try Pair($0) })
        let market = SyntheticMarket(seed: 42)
        let pairs = try configuration.pairWhitelist.map { pair in
            let facts = try market.facts(pair: pair)
            let candles = market.series(
                pair: pair, timeframe: strategy.rules.timeframe, fromMs: fromMs, toMs: toMs)
            let prepared = PreparedCandles(
                candles, fromMs: fromMs, throughMs: toMs,
                startup: strategy.rules.startupCandleCount, marketTick: facts.priceTick)
            return (candles: try #require(prepared), facts: facts)
        }
        return try Testbed(strategy: strategy, configuration: configuration, pairs: pairs)
            .backtest(strategy.defaults, run: "exactness")
    }
}

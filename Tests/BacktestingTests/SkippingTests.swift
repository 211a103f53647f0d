import Market
import Records
import Strategies
import TestSupport
import Testing

@testable import Backtesting

/// The walk that skips blocks and jumps to signals against the one that looks at every candle, and the
/// approximations that decide for exact arithmetic against it.
struct SkippingTests {
    static let tick = 0.01

    /// A market of its own kind for every seed: calm or wild, on a coarse tick, so that prices meet
    /// limits exactly.
    private func candles(_ name: String, _ chance: inout Chance) throws -> CandleSeries {
        var series = CandleSeries(
            exchange: "x", pair: try Pair("\(name)/USDT"), timeframe: try Timeframe("5m"))
        let step = [0.02, 0.05, 0.2, 0.6][Int.random(in: 0..<4, using: &chance)]
        var price = 40.0
        func moved(_ from: Double, by size: Double) -> Double {
            max((((from + size * step) / Self.tick).rounded()) * Self.tick, 1)
        }
        for row in 0..<Int.random(in: 700...1_500, using: &chance) {
            let open = price
            price = moved(open, by: chance.unit() * 4 - 2)
            let high = moved(max(open, price), by: chance.unit())
            let low = min(open, price, moved(min(open, price), by: -chance.unit()))
            series.append(
                try Candle(
                    openMs: row * 300_000, open: open, high: max(high, open, price), low: low,
                    close: price, volume: 1))
        }
        return series
    }

    private func rules(_ chance: inout Chance) throws -> TradingRules {
        func ratio(_ greatest: Double) -> Double {
            (chance.unit() * greatest * 1e4).rounded() / 1e4
        }
        var minutes = 0
        let roi = (0..<Int.random(in: 0...4, using: &chance)).map { _ in
            defer { minutes += Int.random(in: 1...700, using: &chance) }
            return TradingRules.ROIStep(
                minutes: minutes, ratio: chance.oneIn(9) ? -1 : ratio(0.08) - 0.005)
        }
        return TradingRules(
            timeframe: try Timeframe("5m"), minimalROI: roi, stoploss: -0.002 - ratio(0.1),
            trailingStop: Bool.random(using: &chance),
            trailingStopPositive: Bool.random(using: &chance) ? 0.001 + ratio(0.02) : nil,
            trailingStopPositiveOffset: 0.021 + ratio(0.02),
            trailingOnlyOffsetIsReached: Bool.random(using: &chance),
            useExitSignal: Bool.random(using: &chance), exitProfitOnly: chance.oneIn(3),
            exitProfitOffset: ratio(0.01), ignoreROIIfEntrySignal: Bool.random(using: &chance),
            canShort: true)
    }

    private func input(
        _ series: CandleSeries, _ chance: inout Chance, minCost: Double? = nil
    ) throws -> PairInput {
        func signal(_ rarity: Int) -> [PairSignals.Rule] {
            let flags = (0..<series.count).map { _ in chance.oneIn(rarity) }
            return [PairSignals.Rule(rows: Bitmap(flags), tag: nil)]
        }
        let prepared = PreparedCandles(
            series, fromMs: nil, throughMs: nil, startup: 3, marketTick: Self.tick)
        return PairInput(
            candles: try #require(prepared),
            signals: PairSignals(
                count: series.count, enter: signal(Int.random(in: 2...80, using: &chance)),
                exit: signal(Int.random(in: 20...2_000, using: &chance)),
                enterShort: signal(Int.random(in: 2...80, using: &chance)),
                exitShort: signal(Int.random(in: 20...2_000, using: &chance))),
            facts: try MarketFacts(
                exchange: "x", pair: series.pair, amountStep: 0.001, priceTick: Self.tick,
                minAmount: nil, maxAmount: nil, minCost: minCost, maxCost: nil, maker: 0.001,
                taker: 0.001, leverageTiers: [Self.tier()]),
            funding: try funding(series, &chance))
    }

    private static func tier() throws -> LeverageTier {
        try LeverageTier(
            minNotional: 0, maxNotional: nil, maintenanceRatio: 0.01, maxLeverage: 50,
            maintenanceAmount: 0)
    }

    /// Every one to three hours, of both signs, and large enough to be felt.
    private func funding(_ series: CandleSeries, _ chance: inout Chance) throws -> [FundingRate] {
        let hours = Int.random(in: 1...3, using: &chance)
        return try stride(from: 0, to: series.count * 300_000, by: hours * 3_600_000).map {
            try FundingRate(
                atMs: $0, rate: chance.unit() * 0.004 - 0.002, markPrice: 30 + chance.unit())
        }
    }

    @Test(
        "finds the same trades as a walk over every candle",
        arguments: fiftySeeds, TradingConfiguration.TradingMode.allCases)
    func sameTrades(seed: UInt64, mode: TradingConfiguration.TradingMode) throws {
        var chance = Chance(seed: seed)
        let inputs = try ["A", "B", "C"].map { try input(candles($0, &chance), &chance) }
        let configuration = TradingConfiguration(
            maxOpenTrades: 2, stakeCurrency: "USDT", stakeAmount: .fixed(100), fee: 0.001,
            tradingMode: mode, exitTimeoutMinutes: chance.oneIn(2) ? 10 : nil,
            pairWhitelist: inputs.map(\.candles.series.pair))
        let rules = try rules(&chance)
        let leverage = Double(Int.random(in: 1...40, using: &chance))
        // A strategy with an exit of its own must be asked on every candle; this one never leaves.
        var asking = TradeHooks()
        asking.customExit = { _ in nil }
        let results = try [TradeHooks(), asking].map { plain in
            var hooks = plain
            hooks.leverage = { _ in leverage }
            return try backtest(
                Backtest(
                    rules: rules, configuration: configuration, firstFacts: inputs[0].facts,
                    hooks: hooks),
                pairs: inputs, run: "run", strategy: "skipping")
        }
        #expect(!results[0].trades.isEmpty)
        #expect(mode == .spot || results[0].trades.contains { $0.fundingFees != 0 })
        #expect(results[0].trades == results[1].trades)
        #expect(results[0].rejectedSignals == results[1].rejectedSignals)
        #expect(results[0].finalBalance == results[1].finalBalance)
    }

    @Test("closes the same trades in a search as in full", arguments: fiftySeeds)
    func search(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let inputs = try ["A", "B", "C"].map { try input(candles($0, &chance), &chance) }
        let configuration = TradingConfiguration(
            maxOpenTrades: 2, stakeCurrency: "USDT", stakeAmount: .unlimited, fee: 0.001,
            pairWhitelist: inputs.map(\.candles.series.pair))
        var hooks = TradeHooks()
        // Whoever is told of a trade is told of the prices that it saw.
        if chance.oneIn(2) {
            hooks.customExitPrice = { ($0.minRate + $0.maxRate) / 2 }
        }
        let test = Backtest(
            rules: try rules(&chance), configuration: configuration, firstFacts: inputs[0].facts,
            hooks: hooks)
        let (full, search) = (test.run(inputs), test.run(inputs, isInFull: false))
        #expect(!full.closings.isEmpty)
        #expect(full.closings.map(\.openMs) == search.closings.map(\.openMs))
        #expect(full.closings.map(\.closeMs) == search.closings.map(\.closeMs))
        #expect(full.closings.map(\.profitAbs) == search.closings.map(\.profitAbs))
        #expect(full.finalBalance == search.finalBalance)
    }

    @Test("ends as a walk to the last signal does when there is no money for another trade")
    func broke() throws {
        let ends = try fiftySeeds.map { try finalBalance(seed: $0) }
        #expect(ends.count { $0 < 30 } > 20)
    }

    /// Of a run that fees soon leave without money.
    private func finalBalance(seed: UInt64) throws -> Double {
        var chance = Chance(seed: seed)
        let inputs = try ["A", "B"].map { try input(candles($0, &chance), &chance, minCost: 20) }
        let isFixed = Bool.random(using: &chance)
        let configuration = TradingConfiguration(
            maxOpenTrades: 1, stakeCurrency: "USDT", stakeAmount: isFixed ? .fixed(30) : .unlimited,
            dryRunWallet: 60, fee: 0.2, pairWhitelist: inputs.map(\.candles.series.pair))
        let test = Backtest(
            rules: try rules(&chance), configuration: configuration, firstFacts: inputs[0].facts)
        // Whoever watches a trade is told of every signal; this one never comes.
        let watched = test.run(inputs, watch: TradeWatch(pair: 0, row: -1))
        let run = test.run(inputs)
        #expect(run.trades.map(\.closeMs) == watched.trades.map(\.closeMs))
        #expect(run.finalBalance == watched.finalBalance)
        #expect(run.rejectedSignals == watched.rejectedSignals)
        return run.finalBalance
    }

    @Test("counts refused signals as a walk over every one of them", arguments: fiftySeeds)
    func refusals(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let inputs = try ["A", "B", "C"].map { try input(candles($0, &chance), &chance) }
        let configuration = TradingConfiguration(
            maxOpenTrades: 1, stakeCurrency: "USDT", stakeAmount: .fixed(100), fee: 0.001,
            pairWhitelist: inputs.map(\.candles.series.pair))
        let test = Backtest(
            rules: try rules(&chance), configuration: configuration, firstFacts: inputs[0].facts,
            protections: [ProtectionRule(method: .cooldownPeriod, stopMinutes: 60, tradeLimit: 1)])
        // Whoever watches a trade is told of every signal; this one never comes.
        let watched = test.run(inputs, watch: TradeWatch(pair: 0, row: -1))
        let run = test.run(inputs)
        #expect(run.rejectedSignals == watched.rejectedSignals)
        #expect(run.trades.map(\.closeMs) == watched.trades.map(\.closeMs))
        #expect(run.locks == watched.locks)
    }

    @Test("profits near a threshold are judged by their exact ratio", arguments: fiftySeeds)
    func profits(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        let track = Track(try input(candles("A", &chance), &chance))
        for _ in 0..<40 {
            let row = Int.random(in: 5..<track.count, using: &chance)
            let amount = Double(Int.random(in: 1...9_000_000, using: &chance)) / 1_000
            var trade = SimulatedTrade(
                pair: 0, track: track, row: row, price: track.open[row], amount: amount,
                terms: .init(
                    side: chance.oneIn(2) ? .short : .long,
                    leverage: Double(Int.random(in: 1...50, using: &chance)),
                    tick: track.ticks.step(atMs: track.time(row)), fee: Fee(0.001),
                    stoploss: -0.1))
            trade.fundingFees = (chance.unit() - 0.5) * trade.stakeAmount * 0.01
            for step in -3...3 {
                let rate = track.open[Int.random(in: 5..<track.count, using: &chance)]
                // At the ratio itself and at multiples of its last decimal beside it.
                let exact = trade.profitRatio(at: rate)
                let threshold = exact + Double(step) * 0.5e-8
                #expect(trade.profit(at: rate, isAbove: threshold) == (exact > threshold))
                #expect(trade.profit(at: rate, isBelow: threshold) == (exact < threshold))
                // No rate short of the bound of the skipping walk reaches the ratio.
                let bound = trade.rateShortOfProfit(threshold)
                if trade.isShort ? rate > bound : rate < bound { #expect(exact <= threshold) }
                let nearly = bound * (trade.isShort ? 1 + 1e-12 : 1 - 1e-12)
                #expect(trade.profitRatio(at: nearly) <= threshold)
            }
        }
    }
}

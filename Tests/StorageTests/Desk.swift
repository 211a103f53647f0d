import JSONL
import Market
import Records
import Storage

/// A small desk with a row or more in every table.
enum Desk {
    static let bots = [
        Bot(
            bot: "ema", exchange: "synthetic", mode: .dryRun, strategy: "S", timeframe: "5m",
            config: ["stake_amount": 500], database: "data/ema.sqlite", generation: nil,
            sinceMs: 500, seenMs: 900, observedMs: 1_000)
    ]
    static let measures = [
        Measure(run: "r1", name: "profit_total", value: 0.1, unit: "ratio"),
        Measure(run: "r1", name: "trade_count", value: 2, unit: "count"),
        Measure(run: "r1", name: "sharpe", value: nil, unit: "number", reason: "one trade"),
    ]
    static let equity = [
        EquityPoint(run: "r1", atMs: 1, equity: 1_000, drawdownRatio: 0, benchmark: 1_000),
        EquityPoint(run: "r1", atMs: 2, equity: 990.5, drawdownRatio: 0.0095, benchmark: nil),
    ]
    static let trials = [
        Trial(
            run: "h1", epoch: 1, parameters: ["buy_rsi": 30, "on": true], loss: -0.5,
            measures: ["profit_total": 0.5, "pareto_front": 1], isBest: true, isInitial: true),
        Trial(
            run: "h1", epoch: 2, parameters: ["buy_rsi": 20, "on": false], loss: nil,
            measures: [:], isBest: false, isInitial: true),
    ]
    static let breaks = [
        Break(
            id: "x1", code: "TRD-QTY", severity: .critical, bot: "ema", pair: "BTC/USDT",
            tradeID: 2, openMs: 5, field: "amount", expected: "1.5", actual: "2", delta: 0.5,
            tolerance: 0, moneyAtRisk: 50, currency: "USDT", confidence: 0.75,
            message: "amount is 2, not 1.5", cause: "a partial fill", command: "look",
            history: .init(firstSeenMs: 5_000, lastSeenMs: 5_000, occurrences: 1)),
        Break(
            id: "x2", code: "BOT-MISSING", severity: .warn, bot: "gone", message: "no database",
            waiver: .init(reason: "planned", untilMs: 9_000, by: "desk"),
            history: .init(firstSeenMs: 5_000, lastSeenMs: 5_000, occurrences: 1)),
    ]
    static let observations = [
        Observation(
            run: "r1", bot: "ema", backtest: "b1", currency: "USDT", position: 0,
            name: "backtest", value: Amount(1.5), trades: 2, fromMs: 1, toMs: 9),
        Observation(
            run: "r1", bot: "ema", backtest: "b1", currency: "USDT", position: 1,
            name: "live", value: Amount(-0.00000001), trades: 2, fromMs: 1, toMs: 9),
    ]
    static let pipeline = PipelineRun(
        run: "p1", pipeline: "nightly", file: "pipelines/nightly.yaml", status: .completed,
        startedMs: 1, completedMs: 9, exitStatus: 0)
    static let steps = [
        PipelineStep(
            run: "p1", pipeline: "nightly", step: "ingest", status: .completed, reason: "never ran",
            attempt: 1, exitStatus: 0, fingerprint: "f", startedMs: 1, completedMs: 2,
            logTail: "two lines\nof talk"),
        PipelineStep(
            run: "p1", pipeline: "nightly", step: "render", needs: ["ingest"], status: .reused,
            reason: "not stale", attempt: 0, exitStatus: nil, fingerprint: nil, startedMs: nil,
            completedMs: nil),
    ]

    static func market() throws -> MarketFacts {
        try MarketFacts(
            exchange: "synthetic", pair: Pair("BTC/USDT"), amountStep: 1e-5, priceTick: 0.01,
            minAmount: 1e-5, maxAmount: nil, minCost: 5, maxCost: nil, maker: 0.001, taker: 0.001)
    }

    static func future() throws -> MarketFacts {
        try MarketFacts(
            exchange: "binance", pair: Pair("XRP/USDT:USDT"), amountStep: 0.1, priceTick: 0.0001,
            minAmount: 0.1, maxAmount: nil, minCost: 5, maxCost: nil, maker: 0.0002, taker: 0.0005,
            leverageTiers: [
                LeverageTier(
                    minNotional: 0, maxNotional: 40_000, maintenanceRatio: 0.005, maxLeverage: 100,
                    maintenanceAmount: 0),
                LeverageTier(
                    minNotional: 40_000, maxNotional: nil, maintenanceRatio: 0.01, maxLeverage: 50,
                    maintenanceAmount: 200),
            ])
    }

    static func funding() throws -> [FundingRecord] {
        try [8, 16].map { hour in
            FundingRecord(
                exchange: "binance", pair: try Pair("XRP/USDT:USDT"),
                funding: try FundingRate(
                    atMs: hour * 3_600_000, rate: -0.0001 * Double(hour), markPrice: 1.2))
        }
    }

    /// Writes everything; `laterMs` moves the clock and nothing else.
    @discardableResult
    static func fill(_ store: Store, laterMs: Int = 0) throws -> Changes {
        var changes = try store.markets.upsert([market(), future()])
        changes += try store.funding.upsert(funding())
        changes += try store.candles.append(
            Samples.series((8_926...8_930).map { try Samples.candle($0) })
        ).changes
        var bots = bots
        bots[0].observedMs = 1_000 + laterMs
        changes += try store.bots.upsert(bots)
        changes += try store.trades.ingest(
            bot: "ema", trades: [Samples.trade(1), Samples.trade(2, isOpen: true)]
        ).changes
        changes += try store.strategies.save(
            StrategyVersion(strategy: "S", hash: "abc", source: "strategy: S\n"))
        changes += try store.runs.save(Samples.run("r1", startedMs: 1_000 + laterMs))
        changes += try store.runs.save(
            Samples.run("h1", tool: "run-hyperopt", startedMs: 2_000 + laterMs))
        changes += try store.trades.upsert([
            Samples.trade(1, origin: .run("r1")), Samples.trade(2, origin: .run("r1")),
        ])
        changes += try store.measures.replace(run: "r1", with: measures)
        changes += try store.equity.replace(run: "r1", with: equity)
        changes += try store.trials.append(trials)
        changes += try store.breaks.replace(breaks, atMs: 5_000 + laterMs)
        changes += try store.observations.replace(run: "r1", with: observations)
        var pipeline = pipeline
        pipeline.startedMs += laterMs
        changes += try store.pipelineRuns.save(pipeline)
        changes += try store.pipelineRuns.save(steps)
        return changes
    }

    /// The dump as lines, without its values' types.
    static func dump(_ store: Store, except: Set<String> = []) throws -> [String] {
        var lines: [String] = []
        try store.dump(except: except) { table, columns, cells in
            lines.append(
                "\(table) " + zip(columns, cells).map { "\($0)=\($1)" }.joined(separator: " "))
        }
        return lines
    }
}

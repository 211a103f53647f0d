import JSONL
import Market
import Records
import Reports
import TestSupport
import Testing

/// A small desk made from a seed, with names that try to break out of their place.
enum SampleSite {
    static let hostile = "</td><script>alert(\"1\")</script>&'{{title}}"

    static func content(seed: UInt64 = 1, trades count: Int = 130) throws -> SiteContent {
        var chance = Chance(seed: seed)
        var content = SiteContent()
        content.definitions = [
            definition("profit_total_abs", "currency"), definition("profit_total", "ratio"),
            definition("trade_count", "count"), definition("max_drawdown_ratio", "ratio"),
            definition("max_drawdown_abs", "currency"),
            definition("profit_factor", "number"), definition("month_return", "ratio"),
            definition("drawdown_ratio", "ratio"), definition("drawdown_recovery_ms", "instant"),
        ]
        content.results = [
            result("EmaCross", try trades(count, &chance), &chance),
            result(hostile, try trades(3, &chance), &chance),
        ]
        content.studies = [study(&chance)]
        content.breaks = breaks
        content.waived = [waived]
        content.resolved = [resolved]
        content.observations = observations
        content.exchanges = ["synthetic"]
        content.facts = [("AnyTrade", "1.0")]
        content.bots = [bot(try trades(3, &chance), &chance)]
        content.profits = [
            Measure(run: "", name: "profit_total_abs", value: 12.5, unit: "USDT"),
            Measure(run: "", name: "profit_total_abs", value: -0.25, unit: "BTC"),
        ]
        content.pipelines = pipelines
        content.series = [try series(&chance)]
        content.asOfMs = start + 100 * 300_000
        content.comparison = comparison(content.results)
        return content
    }

    static let breaks = [
        Break(
            id: "b1", code: "TRD-PRICE", severity: .warn, bot: hostile, delta: 0.1 + 0.2,
            moneyAtRisk: 1.5, currency: "USDT", message: hostile),
        Break(id: "b2", code: "TRD-PRICE", severity: .critical, bot: "b", message: "Off."),
        Break(id: "b3", code: "BOT-EXTRA", severity: .info, bot: "c", message: "Unknown bot."),
    ]

    private static let waived = Break(
        id: "w1", code: "CFG-DRIFT", severity: .warn, bot: "b", message: "Other.",
        waiver: .init(reason: hostile, untilMs: start + 9_000_000, by: hostile),
        history: .init(firstSeenMs: start, lastSeenMs: start, occurrences: 3))

    private static let resolved = Break(
        id: "g1", code: "DUP", severity: .warn, bot: "b", confidence: 1, message: "Twice.",
        cause: hostile, command: hostile,
        history: .init(firstSeenMs: start, lastSeenMs: start, occurrences: 1, resolvedMs: start))

    /// Terms of two bots and currencies that add up.
    private static let observations: [Observation] = [("b", "USDT"), (hostile, "BTC")].flatMap {
        bot, currency in
        [("backtest", "10.25"), ("exit_slippage", "-3.00000001"), ("live", "7.24999999")]
            .enumerated().map { position, term in
                Observation(
                    run: "c1", bot: bot, backtest: "r1", currency: currency, position: position,
                    name: term.0, value: Amount(term.1) ?? .zero, trades: position,
                    fromMs: start, toMs: start + 3_000_000)
            }
    }

    private static func bot(
        _ trades: [Trade], _ chance: inout Chance
    ) -> SiteContent.BotResult {
        SiteContent.BotResult(
            bot: Bot(
                bot: hostile, exchange: "synthetic", mode: .dryRun, strategy: "EmaCross",
                timeframe: "5m", config: .object([]), database: nil, generation: 1,
                observedMs: nil), result: result("EmaCross", trades, &chance))
    }

    /// Two runs that compare, and one over other days.
    private static func comparison(_ results: [SiteContent.Result]) -> Comparison? {
        var other = results[0]
        other.run.strategy = "Elsewhere" + hostile
        other.run.run = "elsewhere"
        other.run.fromMs -= 86_400_000 * 400
        var comparison = Comparison(results + [other], baseline: "EmaCross")
        comparison?.correlations = [[1, -0.25], [nil, 1]]
        return comparison
    }

    static let pipelines: [SiteContent.PipelineHistory] = {
        func step(
            _ name: String, _ status: PipelineStep.Status, _ attempt: Int, needs: [String] = [],
            log: String? = nil
        ) -> PipelineStep {
            PipelineStep(
                run: "night-1", pipeline: "night", step: name, needs: needs, status: status,
                reason: hostile, attempt: attempt, exitStatus: status == .failed ? 69 : 0,
                fingerprint: nil, startedMs: attempt > 0 ? start + attempt * 4_000 : nil,
                completedMs: status == .running || attempt == 0 ? nil : start + attempt * 9_000,
                logTail: log)
        }
        let run = PipelineRun(
            run: "night-1", pipeline: "night", file: hostile, date: "2026-08-01", status: .failed,
            startedMs: start, completedMs: start + 60_000, exitStatus: 69)
        return [
            SiteContent.PipelineHistory(
                run: run,
                steps: [
                    step("candles", .completed, 1), step(hostile, .failed, 1, needs: ["candles"]),
                    step(hostile, .failed, 2, needs: ["candles"], log: hostile),
                    step("render", .skipped, 0, needs: ["candles", hostile]),
                    step("again", .running, 1), step("warned", .warned, 1, log: "a\nb"),
                ])
        ]
    }()

    /// A series with a gap, a conflict, a jump and a calm.
    private static func series(_ chance: inout Chance) throws -> CandleQuality {
        var series = CandleSeries(
            exchange: "synthetic", pair: try Pair("BTC/<B>&"), timeframe: try Timeframe("5m"))
        for index in 0..<60 where !(20..<25).contains(index) {
            let close = 100 + chance.unit() + (index == 40 ? 90 : 0)
            let volume = (50..<55).contains(index) ? 0 : 1.0
            for _ in 0..<(index == 10 ? 2 : 1) {
                series.append(
                    try Candle(
                        openMs: start + index * 300_000, open: close, high: close + 1,
                        low: close - 1, close: close, volume: volume + chance.unit() * volume))
            }
        }
        return try #require(series.quality)
    }

    private static func definition(_ name: String, _ unit: String) -> MeasureDefinition {
        MeasureDefinition(
            name: name, title: name + " title", chapter: "Result", unit: unit, formula: "a ÷ b",
            annualisation: nil, source: "textbook")
    }

    private static func result(
        _ strategy: String, _ trades: [Trade], _ chance: inout Chance
    ) -> SiteContent.Result {
        let run = "run-" + strategy
        func measure(_ name: String, _ value: Double?, _ unit: String, _ reason: String? = nil)
            -> Measure
        { Measure(run: run, name: name, value: value, unit: unit, reason: reason) }
        func grouped(_ name: String, _ label: String, _ group: String) -> String {
            MeasureName(name, label, group).description
        }
        let measures = [
            measure("profit_total_abs", chance.unit() * 2_000 - 1_000, "USDT"),
            measure("profit_total", chance.unit() - 0.5, "ratio"),
            measure("trade_count", Double(trades.count), "count"),
            measure("max_drawdown_ratio", chance.unit(), "ratio"),
            measure("max_drawdown_abs", 12.75, "USDT"),
            measure("profit_factor", nil, "number", "no losing trades"),
            measure(grouped("profit_total_abs", "pair", "BTC/USDT"), 1e-7, "USDT"),
            measure(grouped("trade_count", "enter_tag", hostile), 3, "count"),
            measure(grouped("month_return", "month", "2026-08"), -0.012345, "ratio"),
            measure(grouped("month_return", "month", "2026-09"), 0.5, "ratio"),
            measure(grouped("drawdown_ratio", "rank", "1"), 0.25, "ratio"),
            measure(grouped("drawdown_recovery_ms", "rank", "1"), nil, "instant", "ongoing"),
        ]
        let equity = (0..<2_000).map { index in
            EquityPoint(
                run: run, atMs: start + index * 3_600_000, equity: 1_000 + chance.unit() * 50,
                drawdownRatio: chance.unit() / 10, benchmark: 1_000 + Double(index) / 10)
        }
        var result = SiteContent.Result(
            run: self.run(run, "run-backtest", strategy), measures: measures, trades: trades,
            equity: equity)
        result.figures = figures(&chance)
        return result
    }

    private static func figures(_ chance: inout Chance) -> SiteContent.Figures {
        var figures = SiteContent.Figures()
        figures.rollingSharpe = (0..<60).map { day in
            DatedNumber(atMs: start + day * 86_400_000, value: day == 3 ? nil : chance.unit() - 0.5)
        }
        figures.rollingVolatility = figures.rollingSharpe.map {
            DatedNumber(atMs: $0.atMs, value: 0.2)
        }
        figures.returns = (-3..<4).map { bin in
            HistogramBin(lower: Double(bin) / 100, upper: Double(bin + 1) / 100, count: bin + 3)
        }
        figures.rMultiples = figures.returns
        figures.profitCurve = figures.rollingSharpe
        figures.weekdayHours = (0..<168).map { cell in
            let count = cell % 5
            return WeekdayHour(
                weekday: cell / 24, hour: cell % 24, tradeCount: count, wins: count / 2,
                profitAbs: Double(cell - 80), profitMean: count == 0 ? nil : chance.unit() - 0.5)
        }
        figures.holdingTimes = [
            HoldingTime(fromMinutes: 0, toMinutes: 5, wins: 1, draws: 1, losses: 2, profitAbs: -3),
            HoldingTime(
                fromMinutes: 40_320, toMinutes: nil, wins: 0, draws: 0, losses: 0, profitAbs: 0),
        ]
        figures.excursions = (1...50).map { trade in
            Excursion(
                tradeID: trade, adverseRatio: chance.unit() / 20,
                favourableRatio: chance.unit() / 10, profitRatio: chance.unit() / 5 - 0.1)
        }
        return figures
    }

    static let start = 1_785_542_400_000

    private static func run(_ id: String, _ tool: String, _ strategy: String) -> Run {
        Run(
            run: id, tool: tool, status: .completed, strategy: strategy, strategyHash: "abc",
            parameters: ["fast": 12], fromMs: start, toMs: start + 90 * 86_400_000,
            config: [
                "stake_currency": "USDT", "api_key": "hidden-secret", "fee": 0.001, "epochs": 200,
            ],
            startedMs: 5, completedMs: 6, error: nil)
    }

    private static func trades(_ count: Int, _ chance: inout Chance) throws -> [Trade] {
        try (0..<count).map { index in
            let isOpen = index == count - 1
            let ratio = chance.unit() / 10 - 0.05
            let rate = chance.unit() * 100_000
            return try Trade(
                origin: .run("run"), tradeID: index + 1, pair: Pair("BTC/USDT"), side: .long,
                isOpen: isOpen, openMs: start + index * 1_000_000,
                closeMs: isOpen ? nil : start + index * 1_500_000, openRate: rate,
                closeRate: isOpen ? nil : rate * 1.01, amount: 1, stakeAmount: 500,
                maxStakeAmount: nil, feeOpen: 0, feeClose: 0, leverage: 1,
                profitAbs: isOpen ? nil : ratio * 500, profitRatio: isOpen ? nil : ratio,
                enterTag: index == 0 ? hostile : "cross", exitReason: isOpen ? nil : "roi",
                minRate: nil, maxRate: nil, initialStopLossAbs: nil, stopLossAbs: nil,
                fundingFees: 0, strategy: "EmaCross", timeframe: Timeframe("5m"), orders: [])
        }
    }

    private static func study(_ chance: inout Chance) -> SiteContent.Study {
        let trials = (1...200).map { epoch in
            Trial(
                run: "study", epoch: epoch,
                parameters: [
                    "buy_rsi": .integer(10 + epoch % 30), "factor": .number(chance.unit()),
                    "trigger": .text(epoch.isMultiple(of: 2) ? hostile : "below"),
                ], loss: epoch == 7 ? nil : chance.unit() * 4 - 2,
                measures: ["trade_count": .integer(epoch), "profit_total": .number(chance.unit())],
                isBest: false, isInitial: false)
        }
        return SiteContent.Study(
            run: run("study", "run-hyperopt", "EmaCross"), measures: judgement, trials: trials)
    }

    /// A verdict on the study's best epoch.
    private static let judgement: [Measure] = {
        let found: [(String, Double?, String)] = [
            ("verdict", 0, "number"),
            (#"required{measure="chosen_trade_count >= 50"}"#, 1, "number"),
            (#"required{measure="deflated_sharpe >= 0.95"}"#, 0, "number"),
            (#"required{measure="plateau_fall <= 0.5"}"#, nil, "number"),
            ("chosen_trade_count", 112, "count"), ("deflated_sharpe", 0.412345, "ratio"),
            ("plateau_fall", nil, "ratio"),
            (#"bootstrap_final_balance{quantile="0.05"}"#, 987.654321, "USDT"),
            (#"bootstrap_max_drawdown{quantile="0.05"}"#, 0.0123, "ratio"),
            (#"bootstrap_sharpe{quantile="0.05"}"#, -0.5, "number"),
            (#"shuffled_max_drawdown{quantile="0.05"}"#, 0.01, "ratio"),
            (#"parameter_importance{parameter="buy_rsi"}"#, 0.61, "ratio"),
            (#"parameter_importance{parameter="factor"}"#, 0.05, "ratio"),
            (#"parameter_importance{parameter="trigger"}"#, 0.2, "ratio"),
        ]
        return found.map { name, value, unit in
            Measure(
                run: "study", name: name, value: value, unit: unit,
                reason: value == nil ? "no neighbours" : nil)
        }
    }()
}

import JSONL
import Market
import Records
import TestSupport

/// Seeded records of every kind, with absent values, odd texts and doubles of every size.
struct RandomRecords {
    var random: Chance

    init(seed: UInt64) { random = Chance(seed: seed) }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func instant() -> Int { int(0...4_102_444_800_000) }

    mutating func positive() -> Double {
        let digits = Double(int(1...9_007_199_254_740_992))
        return random.oneIn(3) ? digits : digits / [10, 1e4, 1e8, 1e12, 1e16][int(0...4)]
    }

    mutating func finite() -> Double {
        if random.oneIn(4) { return random.oneIn(2) ? positive() : -positive() }
        let value = Double(bitPattern: random.next())
        return value.isFinite ? value : 0
    }

    mutating func maybe<Value>(_ value: Value) -> Value? { random.oneIn(4) ? nil : value }

    mutating func text() -> String {
        let pieces = [
            "roi", "stop_loss", "\"", "\\", "/", "\n", "\t", "\u{1}", "é", "日本", "😀", " ", "x",
            "\u{7F}", "\u{2028}",
        ]
        return (0...int(0...12)).map { _ in pieces[int(0...pieces.count - 1)] }.joined()
    }

    mutating func pair() throws -> Pair {
        try Pair(["BTC/USDT", "ETH/BTC", "XRP/USDT:USDT", "1000SHIB/USDT"][int(0...3)])
    }

    mutating func timeframe() throws -> Timeframe {
        try Timeframe(["1m", "5m", "1h", "1w"][int(0...3)])
    }

    mutating func value(depth: Int = 3) -> JSONValue {
        switch int(0...(depth > 0 ? 6 : 4)) {
        case 0: return .null
        case 1: return .boolean(random.oneIn(2))
        case 2: return .integer(Int(truncatingIfNeeded: random.next()) >> int(0...62))
        case 3: return .number(finite())
        case 4: return .text(text())
        case 5: return .list((0..<int(0...4)).map { _ in value(depth: depth - 1) })
        default: return object(depth: depth)
        }
    }

    mutating func object(depth: Int = 2) -> JSONValue {
        .object((0..<int(0...4)).map { .init("\($0)" + text(), value(depth: depth - 1)) })
    }

    mutating func order() throws -> TradeOrder {
        try TradeOrder(
            side: random.oneIn(2) ? .buy : .sell, status: "closed", amount: positive(),
            filled: positive(), price: positive(), cost: positive(), filledMs: maybe(instant()),
            tag: maybe(text()))
    }

    mutating func trade() throws -> Trade {
        let isOpen = random.oneIn(3)
        let openMs = instant()
        return try Trade(
            origin: random.oneIn(2)
                ? .run(text()) : .bot(name: text(), generation: int(1...9)),
            tradeID: int(1...9_999),
            pair: try pair(), side: random.oneIn(2) ? .long : .short, isOpen: isOpen,
            openMs: openMs, closeMs: isOpen ? nil : openMs + int(0...1_000_000_000),
            openRate: positive(), closeRate: isOpen ? nil : positive(), amount: positive(),
            stakeAmount: positive(), maxStakeAmount: maybe(positive()), feeOpen: 0.001,
            feeClose: random.unit() / 100, leverage: 1, profitAbs: isOpen ? nil : finite(),
            profitRatio: isOpen ? nil : finite(), enterTag: maybe(text()),
            exitReason: maybe(text()), minRate: maybe(positive()), maxRate: maybe(positive()),
            initialStopLossAbs: maybe(positive()), stopLossAbs: maybe(positive()),
            fundingFees: finite(), strategy: text(), timeframe: try timeframe(),
            orders: try (0..<int(0...4)).map { _ in try order() })
    }

    mutating func candle() throws -> CandleRecord {
        let prices = (0..<4).map { _ in positive() }.sorted()
        return CandleRecord(
            exchange: "synthetic", pair: try pair(), timeframe: try timeframe(),
            candle: try Candle(
                openMs: instant(), open: prices[1], high: prices[3], low: prices[0],
                close: prices[2], volume: positive()))
    }

    mutating func market() throws -> MarketFacts {
        try MarketFacts(
            exchange: text(), pair: try pair(), amountStep: positive(), priceTick: positive(),
            minAmount: maybe(positive()), maxAmount: maybe(positive()),
            minCost: maybe(positive()), maxCost: maybe(positive()), maker: -0.00025,
            taker: random.unit() / 100, leverageTiers: tiers())
    }

    private mutating func tiers() throws -> [LeverageTier] {
        var bottom = 0.0
        return try (0..<int(0...3)).map { _ in
            defer { bottom += 1_000 }
            return try LeverageTier(
                minNotional: bottom, maxNotional: maybe(bottom + 1_000),
                maintenanceRatio: random.unit(), maxLeverage: 1 + Double(int(0...124)),
                maintenanceAmount: positive())
        }
    }

    mutating func funding() throws -> FundingRecord {
        FundingRecord(
            exchange: text(), pair: try pair(),
            funding: try FundingRate(
                atMs: instant(), rate: maybe(finite()), markPrice: positive()))
    }

    mutating func run() -> Run {
        Run(
            run: text(), tool: "run-backtest", status: Run.Status.allCases[int(0...4)],
            strategy: text(), strategyHash: text(), parameters: object(), fromMs: instant(),
            toMs: instant(), config: object(), startedMs: instant(), completedMs: maybe(instant()),
            error: maybe(text()))
    }

    mutating func measure() -> Measure {
        Measure(
            run: text(), name: "sharpe", value: maybe(finite()), unit: "ratio",
            reason: maybe(text()))
    }

    mutating func equity() -> EquityPoint {
        EquityPoint(
            run: text(), atMs: instant(), equity: finite(), drawdownRatio: random.unit(),
            benchmark: maybe(finite()))
    }

    mutating func trial() -> Trial {
        Trial(
            run: text(), epoch: int(1...9_999), parameters: object(), loss: maybe(finite()),
            measures: object(), isBest: random.oneIn(2), isInitial: random.oneIn(2))
    }

    mutating func bot() -> Bot {
        Bot(
            bot: text(), exchange: text(), mode: random.oneIn(2) ? .dryRun : .live,
            strategy: text(), timeframe: "5m", config: object(), database: maybe(text()),
            generation: maybe(int(1...9)), sinceMs: maybe(instant()), seenMs: maybe(instant()),
            observedMs: maybe(instant()))
    }

    mutating func reconciliationBreak() -> Break {
        Break(
            id: text(), code: "TRD-PRICE", severity: Break.Severity.allCases[int(0...2)],
            bot: text(), pair: maybe("BTC/USDT"), tradeID: maybe(int(1...99)),
            openMs: maybe(instant()), field: maybe(text()), expected: maybe(text()),
            actual: maybe(text()), delta: maybe(finite()), tolerance: maybe(finite()),
            moneyAtRisk: maybe(finite()), currency: maybe("USDT"), confidence: maybe(random.unit()),
            message: text(), cause: maybe(text()), command: maybe(text()),
            waiver: maybe(Break.Waiver(reason: text(), untilMs: instant(), by: maybe(text()))),
            history: maybe(
                Break.History(
                    firstSeenMs: instant(), lastSeenMs: instant(), occurrences: int(1...99),
                    resolvedMs: maybe(instant()))))
    }

    mutating func observation() -> Observation {
        Observation(
            run: text(), bot: text(), backtest: text(), currency: "USDT", position: int(0...10),
            name: "entry_slippage", value: Amount(finite()), trades: int(0...99),
            fromMs: instant(), toMs: instant())
    }

    mutating func explanation() throws -> Explanation {
        Explanation(
            run: text(), tradeID: maybe(int(1...99)), pair: try pair(), strategy: text(),
            timeframe: try timeframe(), openMs: instant(), closeMs: maybe(instant()),
            exitReason: maybe(text()), profitAbs: maybe(finite()), profitRatio: maybe(finite()),
            steps: (0..<int(0...4)).map { _ in
                Explanation.Step(
                    atMs: instant(), step: Explanation.Step.Kind.allCases[int(0...7)],
                    text: text(), values: [.init("rsi(close, 14)[1]", maybe(finite()))],
                    numbers: [.init("open", finite()), .init("asked_price", nil)])
            })
    }

    mutating func pipelineRun() -> PipelineRun {
        PipelineRun(
            run: text(), pipeline: "nightly", file: text(), date: maybe("2026-11-20"),
            status: PipelineRun.Status.allCases[int(0...4)], startedMs: instant(),
            completedMs: maybe(instant()), exitStatus: maybe(int(0...255)))
    }

    mutating func pipelineStep() -> PipelineStep {
        PipelineStep(
            run: text(), pipeline: "nightly", step: text(),
            needs: (0..<int(0...3)).map { _ in text() },
            status: PipelineStep.Status.allCases[int(0...7)], reason: text(), attempt: int(0...3),
            exitStatus: maybe(int(0...255)), fingerprint: maybe(text()),
            startedMs: maybe(instant()), completedMs: maybe(instant()), logTail: maybe(text()))
    }
}

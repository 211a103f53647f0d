public import Market
public import Records
public import Strategies

/// A strategy on its market, ready to be tried with any values of its parameters.
///
/// What does not depend on parameters (candles, indicators, other timeframes) is prepared once;
/// `simulate` may then be called from several threads, each with its own memory.
public struct Testbed: Sendable {
    public let strategy: Strategy
    public private(set) var configuration: TradingConfiguration
    /// In the order in which they get slots.
    public private(set) var candles: [PreparedCandles]
    public let facts: [MarketFacts]
    /// By pair, empty for spot.
    private let funding: [[FundingRate]]
    private let details: [DetailCandles?]
    private var evaluations: [Evaluation]

    /// `pairs` come in the whitelist's order, at least one; `funding` gives a future's rates, ascending,
    /// `details` the candles to trade on in the place of a pair's own, and `others` the filled candles of another
    /// timeframe or pair that the strategy speaks of.
    ///
    /// - Throws: `TestbedError` for what a back-test cannot follow, and where candles are missing.
    public init(
        strategy: Strategy, configuration: TradingConfiguration,
        pairs: [(candles: PreparedCandles, facts: MarketFacts)],
        funding: (Pair) -> [FundingRate] = { _ in [] },
        details: (Pair) -> DetailCandles? = { _ in nil },
        others: (Pair, Timeframe) -> CandleSeries? = { _, _ in nil }
    ) throws(TestbedError) {
        guard !pairs.isEmpty else { throw TestbedError("there is no pair to trade") }
        try Self.check(strategy)
        try Self.check(strategy, configuration, pairs.map(\.facts))
        var evaluations: [Evaluation] = []
        for pair in pairs {
            do {
                evaluations.append(
                    try Evaluation(
                        strategy: strategy, candles: pair.candles.series, others: others))
            } catch {
                throw TestbedError("\(pair.candles.series.pair): \(error.message)")
            }
        }
        self.strategy = strategy
        self.configuration = configuration
        self.evaluations = evaluations
        candles = pairs.map(\.candles)
        facts = pairs.map(\.facts)
        self.funding =
            configuration.tradingMode == .futures
            ? facts.map { funding($0.pair) } : facts.map { _ in [] }
        self.details = facts.map { details($0.pair) }
    }

    /// The strategy's rules with what the values set in their place.
    public func rules(_ values: ParameterValues) -> TradingRules {
        strategy.rules.with(values.rules)
    }

    /// The configuration with what the values set in its place.
    public func configuration(_ values: ParameterValues) -> TradingConfiguration {
        guard let count = values.rules.maxOpenTrades else { return configuration }
        var configuration = configuration
        if count > 0 {
            configuration.maxOpenTrades = count
        } else if configuration.stakeAmount != .unlimited {
            configuration.maxOpenTrades = nil
        }
        return configuration
    }

    private func protections(_ values: ParameterValues) -> [ProtectionRule] {
        strategy.protections.compactMap { protection in
            if let condition = protection.condition, values[condition] != .boolean(true) {
                return nil
            }
            return ProtectionRule(
                protection, timeframe: strategy.rules.timeframe, values: values)
        }
    }

    /// Fee of every order, as a ratio.
    public var fee: Double { engine(strategy.defaults).fee }

    /// The same where every order has another fee, as a ratio.
    public func with(fee: Double) -> Testbed {
        var testbed = self
        testbed.configuration.fee = fee
        return testbed
    }

    /// The same for whoever tries many values: the prices of its candles lie side by side, unless that took too
    /// much memory.
    public func forSearching() -> Testbed {
        guard candles.reduce(0, { $0 + $1.series.count }) <= Self.mostSideBySide else {
            return self
        }
        var testbed = self
        testbed.candles = candles.map { $0.sideBySide() }
        return testbed
    }

    /// Candles of all pairs: 64 MB.
    private static let mostSideBySide = 2_000_000

    /// What a thread remembers between two simulations, and what it reads all the time.
    ///
    /// Threads that read the same object count its holders in the same place, and each waits for the
    /// others there. So a thread has objects of its own; the columns of the candles are everybody's.
    public struct Memory: Sendable {
        fileprivate let testbed: Testbed
        fileprivate var pairs: [EvaluationMemory]
    }

    /// For a thread that simulates with this testbed.
    public var memory: Memory {
        Memory(
            testbed: apart(),
            pairs: memories(limitBytes: max(16_000_000, 64_000_000 / candles.count)))
    }

    /// Of so many bytes a pair.
    private func memories(limitBytes: Int) -> [EvaluationMemory] {
        Array(repeating: EvaluationMemory(limitBytes: limitBytes), count: candles.count)
    }

    private func apart() -> Testbed {
        var testbed = self
        testbed.candles = candles.map { $0.apart() }
        testbed.evaluations = evaluations.map { $0.apart() }
        return testbed
    }

    /// Back-tests one set of values without making trades of it or counting signals that found no slot, as a search
    /// does many times.
    public func simulate(_ values: ParameterValues, reusing memory: inout Memory) -> Simulation {
        memory.testbed.engine(values).run(
            memory.testbed.inputs(values, reusing: &memory.pairs), isInFull: false)
    }

    /// Back-tests one set of values: its trades, equity and rejected signals. `tell` is told how far it is.
    ///
    /// - Throws: When the numbers of a trade are beyond what a record can say.
    public func backtest(
        _ values: ParameterValues, run: String, tell: Backtest.Tell = { _ in }
    ) throws(RecordError) -> BacktestResult {
        try Backtesting.backtest(
            engine(values), pairs: inputs(values), run: run,
            strategy: strategy.name, tell: tell)
    }

    /// Open of the first candle that may be traded and of the last one, Unix milliseconds.
    public var span: ClosedRange<Int> {
        let first = candles.map(\.firstMs).min() ?? 0
        return first...max(first, candles.map(\.lastMs).max() ?? first)
    }

    /// Mean change of the pairs from their first close in `span` to their last, as a ratio.
    public var marketChange: Double {
        let start = span.lowerBound
        let changes = candles.map { prepared in
            let series = prepared.series
            let first = series.close[series.openMs.firstIndex { $0 >= start } ?? 0]
            return (series.close[series.count - 1] - first) / first
        }
        return changes.reduce(0, +) / Double(changes.count)
    }

    /// What rules of the strategy said of the pair when candle `row` closed.
    func readings(
        of rules: [SignalRule], pair: Int, row: Int, _ values: ParameterValues,
        trade: TradeFacts? = nil
    ) -> [RuleReading] {
        evaluations[pair].readings(of: rules, row: row, for: values, trade: trade)
    }

    func engine(_ values: ParameterValues) -> Backtest {
        var hooks = TradeHooks()
        if !strategy.hookNames.isEmpty {
            hooks = TradeHooks(
                Dictionary(
                    zip(candles.map(\.series.pair), evaluations.map { $0.hooks(for: values) })
                ) { first, _ in first })
        }
        return Backtest(
            rules: rules(values), configuration: configuration(values), firstFacts: facts[0],
            hooks: hooks, protections: protections(values))
    }

    /// For whoever asks once.
    func inputs(_ values: ParameterValues) -> [PairInput] {
        var memories = memories(limitBytes: 0)
        return inputs(values, reusing: &memories)
    }

    private func inputs(
        _ values: ParameterValues, reusing memories: inout [EvaluationMemory]
    ) -> [PairInput] {
        candles.indices.map { index in
            PairInput(
                candles: candles[index],
                signals: evaluations[index].signals(for: values, reusing: &memories[index]),
                facts: facts[index], funding: funding[index], detail: details[index])
        }
    }

    /// What the strategy and the pairs must be for the configuration's market.
    private static func check(
        _ strategy: Strategy, _ configuration: TradingConfiguration, _ facts: [MarketFacts]
    ) throws(TestbedError) {
        guard configuration.tradingMode == .futures else {
            if strategy.rules.canShort {
                throw TestbedError(
                    "\(strategy.name) sells short, which a spot market does not allow",
                    hint:
                        "set \"trading_mode\": \"futures\" in the configuration, or can_short: false "
                        + "in the strategy")
            }
            return
        }
        for facts in facts {
            guard ["binance", "synthetic"].contains(facts.exchange) else {
                throw TestbedError(
                    "futures of \(facts.exchange) are liquidated by rules that back-tests do not "
                        + "follow yet",
                    hint: "only those of binance are known")
            }
            guard !facts.leverageTiers.isEmpty else {
                throw TestbedError(
                    "there are no leverage tiers of \(facts.pair)",
                    hint: "fetch-candles --leverage-tiers FILE brings them")
            }
        }
    }

    private static func check(_ strategy: Strategy) throws(TestbedError) {
        if let hook = strategy.hookNames.first(where: { !TradeHooks.known.contains($0) }) {
            throw TestbedError(
                "\(strategy.name) uses \(hook.rawValue), which back-tests do not follow yet",
                hint: "remove it, or back-test the strategy in freqtrade")
        }
        for protection in strategy.protections
        where ProtectionRule.Method(rawValue: protection.method) == nil {
            throw TestbedError("\(strategy.name) uses the unknown protection \(protection.method)")
        }
    }
}

/// Why a strategy cannot be back-tested.
public struct TestbedError: Error, Hashable, Sendable, CustomStringConvertible {
    public let message: String
    public let hint: String?

    init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public var description: String { message + (hint.map { ". hint: \($0)" } ?? "") }
}

internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Reconciliation
internal import Records

/// Bots, trades and runs from standard input.
struct RecordStream {
    /// Completed back-tests, in the order of their records.
    private(set) var backtests: [BotSources.TestedRun] = []
    private var bots: [Bot] = []
    private var trades: [String: [Trade]] = [:]
    /// Openings of the candles, Unix milliseconds UTC.
    private var candles: [CandleHoles.Series: [Int]] = [:]

    /// - Throws: `Diagnostic` after all lines were read, where a bad one is not to be skipped.
    init(_ intake: inout RecordIntake) throws {
        var runs: [Run] = []
        var runTrades: [String: [Trade]] = [:]
        let kinds = [
            Bot.kind, Trade.kind, Run.kind, Measure.kind, EquityPoint.kind,
            CandleRecord.kind, MarketFacts.kind, FundingRecord.kind,
        ]
        try intake.read("-", kinds: kinds) { line, _ in
            switch line.kind {
            case Bot.kind: bots.append(try line.decode(Bot.self))
            case Run.kind: runs.append(try line.decode(Run.self))
            case Trade.kind:
                let trade = try line.decode(Trade.self)
                switch trade.origin {
                case .bot(let bot, _): trades[bot, default: []].append(trade)
                case .run(let run): runTrades[run, default: []].append(trade)
                }
            case CandleRecord.kind:
                let record = try line.decode(CandleRecord.self)
                let series = CandleHoles.Series(
                    exchange: record.exchange, pair: record.pair, timeframe: record.timeframe)
                candles[series, default: []].append(record.candle.openMs)
            default: _ = try line.value()
            }
        }
        try intake.check()
        let known = Set(runs.map(\.run))
        if let stranger = runTrades.keys.filter({ !known.contains($0) }).min() {
            throw Diagnostic(
                .badData, "trades of run \(stranger) came without its record of kind run",
                hint: "the record says which window the run covers")
        }
        backtests = runs.filter { $0.tool == "run-backtest" && $0.status == .completed }
            .map { .init(run: $0, trades: runTrades[$0.run] ?? []) }
    }

    /// The holes in the candles that came; nil where no candle did.
    var holes: CandleHoles? {
        candles.isEmpty ? nil : CandleHoles(openings: candles)
    }

    /// Says what the stream knows of each bot. A bot's latest generation is the one that counts; of a
    /// trade that came twice the later line, as in a store.
    func tell(_ sources: inout [String: BotSources]) {
        for bot in bots {
            sources[bot.bot, default: BotSources(bot: bot.bot)].reported = bot
        }
        for (bot, lines) in trades {
            let trades = Dictionary(lines.map { ([$0.generation ?? 1, $0.tradeID], $0) }) { $1 }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
            let current = trades.compactMap(\.generation).max() ?? 1
            var known = sources[bot] ?? BotSources(bot: bot)
            known.trades = trades.filter { $0.generation == current }
            known.earlier = trades.filter { $0.generation != current }
            known.resets = (1..<max(1, current)).map {
                .init(generation: $0 + 1, reason: "its trades came as generation \($0 + 1)")
            }
            if known.reported == nil, let last = known.trades.last {
                known.reported = Self.bot(bot, of: last)
            }
            sources[bot] = known
        }
    }

    /// A bot of which only trades are known.
    private static func bot(_ name: String, of trade: Trade) -> Bot {
        Bot(
            bot: name, exchange: "unknown", mode: .dryRun, strategy: trade.strategy,
            timeframe: trade.timeframe.description,
            config: [
                "strategy": .text(trade.strategy), "timeframe": .text("\(trade.timeframe)"),
            ], database: nil, generation: trade.generation, observedMs: nil)
    }
}

extension Trade {
    fileprivate var generation: Int? {
        if case .bot(_, let generation) = origin { generation } else { nil }
    }
}

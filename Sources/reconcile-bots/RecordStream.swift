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

    /// - Throws: `Diagnostic` after all lines were read, where a bad one is not to be skipped.
    init(_ intake: inout RecordIntake) throws {
        var runs: [Run] = []
        var runTrades: [String: [Trade]] = [:]
        let kinds = [Bot.kind, Trade.kind, Run.kind, Measure.kind, EquityPoint.kind]
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

    /// Says what the stream knows of each bot. A bot's latest generation is the one that counts.
    func tell(_ sources: inout [String: BotSources]) {
        for bot in bots {
            sources[bot.bot, default: BotSources(bot: bot.bot)].reported = bot
        }
        for (bot, trades) in trades {
            let current = trades.compactMap(\.generation).max()
            var known = sources[bot] ?? BotSources(bot: bot)
            known.trades = trades.filter { $0.generation == current }
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

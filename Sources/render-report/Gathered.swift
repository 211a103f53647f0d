internal import Doors
internal import JSONL
internal import Market
internal import Records
internal import Storage

/// The records that a site is made of, from the store or from JSON Lines.
struct Gathered {
    var runs: [Run] = []
    var measures: [String: [Measure]] = [:]
    var equity: [String: [EquityPoint]] = [:]
    var trials: [String: [Trial]] = [:]
    var trades: [Origin: [Trade]] = [:]
    var bots: [Bot] = []
    var breaks: [Break] = []
    var observations: [Observation] = []
    var exchanges: Set<String> = []
    var pipelines: [PipelineRun] = []
    /// Attempts at steps by the run of a pipeline.
    var steps: [String: [PipelineStep]] = [:]
    var series: [CandleQuality] = []
}

extension Gathered {
    /// Reads everything of the store in one state.
    init(store path: String) throws {
        try withStoreErrors(path) {
            let store = try Store(path: path, access: .readOnly)
            try store.snapshot { try read(store) }
        }
    }

    private mutating func read(_ store: Store) throws {
        runs = try store.runs.all()
        for run in runs {
            measures[run.run] = try store.measures.values(run: run.run)
            equity[run.run] = try store.equity.values(run: run.run)
            trials[run.run] = try store.trials.trials(run: run.run)
            trades[.run(run.run)] = try store.trades.trades(run: run.run)
            observations += try store.observations.values(run: run.run)
        }
        bots = try store.bots.all()
        for bot in bots {
            for trade in try store.trades.trades(bot: bot.bot) {
                trades[trade.origin, default: []].append(trade)
            }
        }
        breaks = try store.breaks.all() + store.breaks.resolved()
        exchanges.formUnion(bots.map(\.exchange))
        pipelines = try store.pipelineRuns.runs()
        for run in pipelines { steps[run.run] = try store.pipelineRuns.steps(run: run.run) }
        for summary in try store.candles.list() {
            exchanges.insert(summary.exchange)
            let candles = try store.candles.series(
                exchange: summary.exchange, pair: summary.pair, timeframe: summary.timeframe)
            if let quality = candles.quality { series.append(quality) }
        }
    }
}

extension Gathered {
    static let kinds = [
        Run.kind, Trade.kind, EquityPoint.kind, Measure.kind, Trial.kind, Break.kind,
        Observation.kind, Bot.kind,
        CandleRecord.kind, MarketFacts.kind, FundingRecord.kind, PipelineRun.kind,
        PipelineStep.kind,
    ]

    /// Candles of one series that came as records, in any order.
    private struct Loose: Hashable {
        let exchange: String
        let pair: Pair
        let timeframe: Timeframe
    }

    /// Reads JSON Lines; `-` is standard input.
    init(files: [String], _ intake: inout RecordIntake) throws {
        var candles: [Loose: [Candle]] = [:]
        for file in files {
            try intake.read(file, kinds: Self.kinds) { line, _ in try add(line, &candles) }
        }
        try intake.check()
        series = candles.map { key, candles in
            var series = CandleSeries(
                exchange: key.exchange, pair: key.pair, timeframe: key.timeframe)
            let order = candles.indices.sorted {
                (candles[$0].openMs, $0) < (candles[$1].openMs, $1)
            }
            for row in order { series.append(candles[row]) }
            return series
        }.compactMap(\.quality).sorted {
            ($0.exchange, $0.pair.symbol, $0.timeframe.milliseconds)
                < ($1.exchange, $1.pair.symbol, $1.timeframe.milliseconds)
        }
    }

    private mutating func add(
        _ line: RecordLine, _ candles: inout [Loose: [Candle]]
    ) throws(BadRecord) {
        switch line.kind {
        case Run.kind:
            let run = try line.decode(Run.self)
            // A run is told when it starts and again when it ends.
            runs.removeAll { $0.run == run.run }
            runs.append(run)
        case Trade.kind:
            let trade = try line.decode(Trade.self)
            trades[trade.origin, default: []].append(trade)
        case EquityPoint.kind:
            let point = try line.decode(EquityPoint.self)
            equity[point.run, default: []].append(point)
        case Measure.kind:
            let measure = try line.decode(Measure.self)
            measures[measure.run, default: []].append(measure)
        case Trial.kind:
            let trial = try line.decode(Trial.self)
            trials[trial.run, default: []].append(trial)
        case Break.kind: breaks.append(try line.decode(Break.self))
        case Observation.kind: observations.append(try line.decode(Observation.self))
        case Bot.kind:
            bots.append(try line.decode(Bot.self))
            exchanges.insert(bots[bots.count - 1].exchange)
        case CandleRecord.kind:
            let record = try line.decode(CandleRecord.self)
            exchanges.insert(record.exchange)
            let key = Loose(
                exchange: record.exchange, pair: record.pair, timeframe: record.timeframe)
            candles[key, default: []].append(record.candle)
        case PipelineRun.kind: pipelines.append(try line.decode(PipelineRun.self))
        case PipelineStep.kind:
            let step = try line.decode(PipelineStep.self)
            steps[step.run, default: []].append(step)
        case MarketFacts.kind: exchanges.insert(try line.decode(MarketFacts.self).exchange)
        default: break
        }
    }
}

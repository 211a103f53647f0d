internal import CLI
internal import JSONL
internal import Market
internal import Metrics
internal import Records
internal import Reports
internal import Storage

extension Gathered {
    /// The site's content: what was measured as it is, what nobody measured through Metrics.
    ///
    /// `baseline` names the run that others are compared with.
    func content(asOfMs: Int?, baseline: String? = nil) throws -> SiteContent {
        var content = SiteContent()
        content.definitions = measureDefinitions
        content.bots = bots.sorted { $0.bot < $1.bot }.map(botResult)
        content.bots = content.bots.map { bot in
            SiteContent.BotResult(bot: bot.bot, result: withFigures(bot.result))
        }
        content.profits = profits(content.bots)
        let tested = results
        content.results = (tested + unmeasured(content.bots, beside: tested)).map(withFigures)
        content.comparison = try compared(content.results, baseline)
        content.studies = sortedRuns.filter { !trials[$0.run, default: []].isEmpty }.map { run in
            SiteContent.Study(
                run: run, measures: measures[run.run] ?? [],
                trials: trials[run.run, default: []].sorted { $0.epoch < $1.epoch })
        }
        content.walks = sortedRuns.filter(isWalk).map(result)
        addReconciliation(to: &content)
        content.series = series
        content.pipelines = pipelines.map {
            SiteContent.PipelineHistory(run: $0, steps: steps[$0.run] ?? [])
        }
        content.exchanges = exchangeNames
        content.sources = sources(of: content)
        content.facts = [
            ("AnyTrade", Command.version), ("Store schema", String(Store.schemaVersion)),
        ]
        content.isAsOfGiven = asOfMs != nil
        content.asOfMs = asOfMs ?? newestMs(content)
        if let asOfMs {
            content.facts.append(("Rendered as of", Timestamp(milliseconds: asOfMs).description))
        }
        return content
    }

    /// The latest reconciliation, what it found and what has gone in the week before it.
    private func addReconciliation(to content: inout SiteContent) {
        content.breaks = breaks.filter(\.isStanding)
        content.waived = breaks.filter { $0.waiver != nil && $0.history?.resolvedMs == nil }
        content.reconciliation = runs.filter { $0.tool == "reconcile-bots" }
            .max { ($0.startedMs, $1.run) < ($1.startedMs, $0.run) }
        let weekAgoMs = (content.reconciliation?.startedMs ?? 0) - 7 * 86_400_000
        content.resolved = breaks.filter { $0.history?.resolvedMs.map { $0 >= weekAgoMs } ?? false }
        content.observations = observations.filter { $0.run == content.reconciliation?.run }
            .sorted { ($0.bot, $0.currency, $0.position) < ($1.bot, $1.currency, $1.position) }
    }

    /// Runs by strategy, whatever order they came in.
    private var sortedRuns: [Run] {
        runs.sorted { ($0.strategy, $0.startedMs, $0.run) < ($1.strategy, $1.startedMs, $1.run) }
    }

    /// Back-tests, and other runs that are neither searches nor comparisons.
    private var results: [SiteContent.Result] {
        let others: Set = ["run-hyperopt", "reconcile-bots"]
        return sortedRuns.filter {
            trials[$0.run, default: []].isEmpty && !others.contains($0.tool)
        }.map(result)
    }

    /// A search window by window keeps no epochs of its own.
    private func isWalk(_ run: Run) -> Bool {
        run.tool == "run-hyperopt" && run.config["walk_forward"] != nil
            && trials[run.run, default: []].isEmpty
    }

    private func result(_ run: Run) -> SiteContent.Result {
        let trades = (trades[.run(run.run)] ?? []).inClosingOrder
        let stored = (equity[run.run] ?? []).sorted { $0.atMs < $1.atMs }
        let equity = stored.isEmpty ? realisedCurve(run, trades) : stored
        let known = measures[run.run] ?? []
        return SiteContent.Result(
            run: run,
            measures: known.isEmpty && run.status == .completed
                ? measured(run, trades, equity) : known,
            trades: trades, equity: equity)
    }

    private func botResult(_ bot: Bot) -> SiteContent.BotResult {
        let trades = self.trades.filter { origin, _ in
            guard case .bot(let name, let generation) = origin else { return false }
            return name == bot.bot && (bot.generation == nil || generation == bot.generation)
        }
        let own = inOneCurrency(trades.flatMap(\.value), of: bot)
        let run = run(
            of: "bot:\(bot.bot)", strategy: bot.strategy, config: bot.config, trades: own)
        return SiteContent.BotResult(bot: bot, result: realised(run, own.inClosingOrder))
    }

    /// A bot's trades in its stake currency: those in another have a page of their own, since amounts
    /// of two currencies are never added.
    private func inOneCurrency(_ trades: [Trade], of bot: Bot) -> [Trade] {
        let newest = trades.max { ($0.openMs, $0.tradeID) < ($1.openMs, $1.tradeID) }
        let currency = bot.config["stake_currency"]?.string
        let isUsed = trades.contains { $0.pair.quote == currency }
        return trades.filter { $0.pair.quote == (isUsed ? currency : newest?.pair.quote) }
    }

    /// Closed profits of bots, one sum for each currency: two are never added.
    private func profits(_ bots: [SiteContent.BotResult]) -> [Measure] {
        let all = bots.compactMap { bot in
            bot.result.measures.first { $0.name == "profit_total_abs" && $0.value != nil }
        }
        return Dictionary(grouping: all, by: \.unit).sorted { $0.key < $1.key }.map {
            unit, profits in
            Measure(
                run: "", name: "profit_total_abs", value: profits.compactMap(\.value).reduce(0, +),
                unit: unit)
        }
    }

    private func compared(
        _ results: [SiteContent.Result], _ baseline: String?
    ) throws(Diagnostic) -> Comparison? {
        guard var comparison = Comparison(results, baseline: baseline) else {
            guard let baseline else { return nil }
            let names = Comparison.names(results)
            throw Diagnostic(
                .usage, "no run to compare with is called \(baseline)",
                hint: suggestion(for: baseline, among: names).map { "did you mean \($0)?" }
                    ?? (names.isEmpty
                        ? "there is none yet; run-backtest brings some"
                        : "name a strategy or a run: " + names.joined(separator: ", ")))
        }
        comparison.correlations = comparison.runs.map { run in
            comparison.runs.map { dailyCorrelation(run.equity, $0.equity) }
        }
        return comparison
    }

    /// The end of the newest data: candles, else trades and runs.
    private func newestMs(_ content: SiteContent) -> Int {
        let candles = series.map { $0.lastMs + $0.timeframe.milliseconds }
        return candles.max() ?? content.sources.compactMap(\.untilMs).max() ?? 0
    }

    /// Trades that belong to no run and whose strategy has no run of its own: a page for each bot or
    /// unknown run, and for each currency, since amounts of two currencies are never added.
    private func unmeasured(
        _ bots: [SiteContent.BotResult], beside results: [SiteContent.Result]
    ) -> [SiteContent.Result] {
        let known = Set(runs.map(\.run))
        let tested = Set(results.map(\.run.strategy))
        var groups: [String: [Trade]] = [:]
        for (origin, trades) in trades {
            if case .run(let id) = origin, known.contains(id) { continue }
            for trade in trades where !tested.contains(trade.strategy) {
                groups[
                    name(origin) + "\u{0}" + trade.strategy + "\u{0}" + trade.pair.quote,
                    default: []
                ]
                .append(trade)
            }
        }
        // What a bot did under one strategy and in one currency is on the bot's own page.
        let owners = Dictionary(grouping: groups.keys) { $0.prefix { $0 != "\u{0}" } }
        let covered = bots.filter { owners["bot:" + $0.bot.bot]?.count == 1 }
        return groups.sorted { $0.key < $1.key }.compactMap { key, trades in
            guard !covered.contains(where: { key.hasPrefix("bot:\($0.bot.bot)\u{0}") }) else {
                return nil
            }
            let parts = key.split(separator: "\u{0}", omittingEmptySubsequences: false)
            let (owner, strategy, currency) = (
                String(parts[0]), String(parts[1]), String(parts[2])
            )
            let isAlone = groups.keys.filter { $0.contains("\u{0}\(strategy)\u{0}") }.count == 1
            let label =
                isAlone ? strategy : [strategy, owner, currency].joined(separator: " · ")
            let bot = bots.first { "bot:\($0.bot.bot)" == owner }
            let run = run(
                of: owner, strategy: label.isEmpty ? owner : label,
                config: config(of: bot?.bot, in: currency), trades: trades)
            return realised(run, trades.inClosingOrder)
        }
    }

    /// What a bot started with says nothing of its trades in another currency.
    private func config(of bot: Bot?, in currency: String) -> JSONValue {
        if let bot, bot.config["stake_currency"]?.string == currency { return bot.config }
        let foreign: Set = ["stake_currency", "dry_run_wallet"]
        let others = (bot?.config.members ?? []).filter { !foreign.contains($0.key) }
        return .object([.init("stake_currency", .text(currency))] + others)
    }

    private func realised(_ run: Run, _ trades: [Trade]) -> SiteContent.Result {
        let equity = realisedCurve(run, trades)
        return SiteContent.Result(
            run: run, measures: measured(run, trades, equity), trades: trades, equity: equity)
    }

    /// The account as closed trades left it; empty where nobody knows what it started with.
    private func realisedCurve(_ run: Run, _ trades: [Trade]) -> [EquityPoint] {
        guard let start = run.config["dry_run_wallet"]?.double, !trades.isEmpty else { return [] }
        return realisedEquity(
            run: run.run, trades: trades.filter { !$0.isOpen }, startingBalance: start,
            fromMs: run.fromMs)
    }

    private func name(_ origin: Origin) -> String {
        switch origin {
        case .run(let id): id
        case .bot(let name, let generation):
            generation == 1 ? "bot:\(name)" : "bot:\(name):\(generation)"
        }
    }

    /// A stand-in for the run that a list of trades does not have.
    private func run(of owner: String, strategy: String, config: JSONValue, trades: [Trade]) -> Run
    {
        Run(
            run: owner, tool: "ingest-trades", status: .completed, strategy: strategy,
            strategyHash: "", parameters: .object([]), fromMs: trades.map(\.openMs).min() ?? 0,
            toMs: trades.compactMap(\.closeMs).max() ?? trades.map(\.openMs).max() ?? 0,
            config: config, startedMs: 0, completedMs: nil, error: nil)
    }

    private func measured(_ run: Run, _ trades: [Trade], _ equity: [EquityPoint]) -> [Measure] {
        tearsheet(
            run: run.run, trades: trades, equity: equity,
            startingBalance: run.config["dry_run_wallet"]?.double,
            currency: run.config["stake_currency"]?.string ?? trades.first?.pair.quote ?? "",
            fromMs: run.fromMs, toMs: run.toMs)
    }

    private var exchangeNames: [String] {
        let named = runs.compactMap { run in
            run.config["exchange"]?.string ?? run.config["exchange"]?["name"]?.string
        }
        return exchanges.union(named).sorted()
    }

    /// How far the data of every run and bot reach.
    private func sources(of content: SiteContent) -> [SiteContent.Source] {
        let tested = content.results.map { result in
            SiteContent.Source(
                name: "\(result.run.tool) \(result.run.strategy)", untilMs: result.run.toMs)
        }
        let bots = bots.sorted { $0.bot < $1.bot }.map { bot in
            let instants = trades.flatMap { origin, trades -> [Int] in
                guard case .bot(let name, _) = origin, name == bot.bot else { return [] }
                return trades.flatMap { [$0.openMs, $0.closeMs ?? $0.openMs] }
            }
            return SiteContent.Source(name: "bot \(bot.bot)", untilMs: instants.max())
        }
        return tested + bots
    }
}

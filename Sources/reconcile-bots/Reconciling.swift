internal import CLI
internal import Desk
internal import Doors
internal import JSONL
internal import Market
internal import Reconciliation
internal import Records
internal import Storage
internal import YAML

/// Gathers what every source says of every bot, and prints where they disagree.
final class Reconciling {
    private let request: Request
    private let store: Store?
    private var intake: RecordIntake
    private var trouble: ExitStatus?

    init(_ request: Request, _ intake: RecordIntake) throws {
        self.request = request
        self.intake = intake
        store = try request.storePath.map { try Store(path: $0, access: .readOnly) }
    }

    func run() throws -> ExitStatus {
        for warning in request.desk?.warnings ?? [] where !request.isQuiet {
            let place = "\(warning.source):\(warning.line):\(warning.column)"
            let hint = warning.hint.map { ". hint: \($0)" } ?? ""
            command.say("\(place): warning: \(warning.message)\(hint)")
        }
        // Of one state of the store, whoever ingests meanwhile.
        let sources = try store?.snapshot { try self.sources() } ?? self.sources()
        let found = reconcile(
            sources, isDeskKnown: request.desk != nil, nowMs: request.nowMs,
            tolerances: request.tolerances)
        let waiving = Waiving(request.waivers, over: found, nowMs: request.nowMs)
        if let id = request.explained { return try explain(id, among: waiving.breaks) }
        sayWaivers(waiving)
        let run = reconciliationRun(
            sources, breaks: waiving.breaks, desk: request.desk?.name, nowMs: request.nowMs)
        let observations = observations(
            sources, run: run.run, nowMs: request.nowMs, tolerances: request.tolerances)
        try write(waiving.breaks, run, observations)
        try save(waiving.breaks, run, observations)
        sayCounts(waiving.breaks)
        let isFailed = waiving.breaks.contains {
            $0.isStanding && $0.severity.rank >= request.failOn.rank
        }
        return intake.ending(trouble ?? (isFailed ? .no : .done))
    }

    /// Replaces what the store knows of the compared bots.
    private func save(_ breaks: [Break], _ run: Run, _ observations: [Observation]) throws {
        guard let path = request.storePath else { return }
        let writable = try Store(path: path, access: .readWrite)
        let scope = request.bots.isEmpty ? nil : request.bots
        let changes = try writable.transaction {
            _ = try writable.runs.removeTwins(of: run)
            _ = try writable.runs.save(run)
            _ = try writable.observations.replace(run: run.run, with: observations)
            return try writable.breaks.replace(breaks, bots: scope, atMs: request.nowMs)
        }
        say("breaks: \(changes)")
    }

    /// Prints all that is known of one break, for a person.
    private func explain(_ id: String, among breaks: [Break]) throws -> ExitStatus {
        let kept = try (store?.breaks.all() ?? []) + (store?.breaks.resolved() ?? [])
        let remembered = kept.first { $0.id == id }
        guard var found = breaks.first(where: { $0.id == id }) ?? remembered else {
            let near = suggestion(for: id, among: (breaks + kept).map(\.id))
            throw Diagnostic(
                .usage, "no break has the id \"\(id)\"",
                hint: near.map { "did you mean \"\($0)\"?" }
                    ?? "ids are printed by reconcile-bots and on the page of breaks")
        }
        found.history = remembered?.history
        let text = explanation(of: found, nowMs: request.nowMs)
        try writeOutput(text)
        return intake.ending(trouble ?? .done)
    }

    /// What is known of every bot that anybody names.
    private func sources() throws -> [BotSources] {
        var found: [String: BotSources] = [:]
        for bot in request.desk?.bots ?? [] {
            found[bot.record.bot] = BotSources(bot: bot.record.bot, desired: bot.record)
        }
        var runs: [BotSources.TestedRun] = []
        var streamed: CandleHoles?
        if request.readsRecords {
            let stream = try RecordStream(&intake)
            stream.tell(&found)
            runs = stream.backtests
            streamed = stream.holes
        }
        if let desk = request.desk {
            var files = BotFolders(desk: desk, nowMs: request.nowMs)
            if !request.readsRecords { try files.tellBots(&found) }
            try files.tellStrangers(&found)
            trouble = files.trouble
        }
        for bot in try store?.bots.all() ?? [] where found[bot.bot] == nil {
            found[bot.bot] = BotSources(bot: bot.bot, reported: bot)
        }
        if !request.bots.isEmpty {
            for bot in request.bots.sorted() where found[bot] == nil {
                throw Diagnostic(
                    .usage, "there is no bot \"\(bot)\"",
                    hint: suggestion(for: bot, among: found.keys.sorted())
                        .map { "did you mean \"\($0)\"?" }
                        ?? "there are " + found.keys.sorted().joined(separator: ", "))
            }
            found = found.filter { request.bots.contains($0.key) }
        }
        let holes = try streamed ?? store.map { try CandleHoles($0) }
        var progress = Progress("bots", quiet: request.isQuiet)
        for (index, name) in found.keys.sorted().enumerated() {
            progress.update(index, of: found.count)
            try complete(&found[name], runs, holes)
        }
        return found.values.sorted { $0.bot < $1.bot }
    }

    /// Adds what store and back-tests know of a bot that reports and is wanted.
    private func complete(
        _ sources: inout BotSources?, _ runs: [BotSources.TestedRun], _ holes: CandleHoles?
    ) throws {
        guard var known = sources, let reported = known.reported,
            known.desired != nil || request.desk == nil
        else { return }
        try recall(&known)
        known.holes = holes?.holes(of: reported, known.trades) ?? []
        let strategy = known.desired?.strategy ?? reported.strategy
        known.backtest = runs.last { $0.run.strategy == strategy }
        if known.backtest == nil, let store,
            let run = try store.runs.latest(tool: "run-backtest", strategy: strategy)
        {
            known.backtest = .init(run: run, trades: try store.trades.trades(run: run.run))
        }
        if known.backtest == nil {
            say("\(known.bot): no back-test of \(strategy) to compare with")
        }
        sources = known
    }

    /// Adds what the store keeps of the bot, its earlier lives among it.
    private func recall(_ known: inout BotSources) throws {
        guard let store else { return }
        known.stored = try store.trades.trades(bot: known.bot)
        let resets = try store.bots.resets(bot: known.bot)
        known.resets = resets.map { .init(generation: $0.generation, reason: $0.reason) }
        known.earlier = try resets.flatMap {
            try store.trades.trades(bot: known.bot, generation: $0.generation - 1)
        }
    }

    private func write(
        _ breaks: [Break], _ run: Run, _ observations: [Observation]
    ) throws {
        guard request.format == .json else {
            let printer = RowPrinter(format: request.format)
            return try print(breaks, on: printer)
        }
        var writer = JSONWriter(descriptor: 1)
        try diagnosing(.inputOutput) {
            if request.printsWaterfall { try writer.write(run) }
            for found in breaks { try writer.write(found) }
            if request.printsWaterfall {
                for observation in observations { try writer.write(observation) }
            }
            try writer.flush()
        }
    }

    /// What waives nothing is worth a word: its time is over, or the break is gone.
    private func sayWaivers(_ waiving: Waiving) {
        for rule in waiving.expired {
            let until = Timestamp(milliseconds: rule.waiver.untilMs)
            command.say("the waiver for \(rule.spoken) ended \(until) and does not count")
        }
        for rule in waiving.idle { say("the waiver for \(rule.spoken) waives nothing") }
    }

    private func sayCounts(_ breaks: [Break]) {
        let standing = breaks.filter(\.isStanding)
        let waived =
            breaks.count > standing.count ? ", \(breaks.count - standing.count) waived" : ""
        guard !standing.isEmpty else { return say("no breaks" + waived) }
        let counts = Break.Severity.allCases.reversed().map { severity in
            "\(standing.count { $0.severity == severity }) \(severity.rawValue)"
        }
        let noun = standing.count == 1 ? "break" : "breaks"
        say("\(standing.count) \(noun): " + counts.joined(separator: ", ") + waived)
    }

    private func say(_ text: String) {
        if !request.isQuiet { command.say(text) }
    }
}

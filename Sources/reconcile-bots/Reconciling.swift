internal import CLI
internal import Desk
internal import Doors
internal import JSONL
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
        let sources = try sources()
        let breaks = reconcile(sources, isDeskKnown: request.desk != nil)
        try write(breaks)
        if let path = request.storePath {
            let writable = try Store(path: path, access: .readWrite)
            let scope = request.bots.isEmpty ? nil : request.bots
            let run = reconciliationRun(
                sources, breaks: breaks, desk: request.desk?.name, nowMs: request.nowMs)
            let changes = try writable.transaction {
                _ = try writable.runs.save(run)
                return try writable.breaks.replace(breaks, bots: scope)
            }
            say("breaks: \(changes)")
        }
        sayCounts(breaks)
        return intake.ending(trouble ?? (breaks.isEmpty ? .done : .no))
    }

    /// What is known of every bot that anybody names.
    private func sources() throws -> [BotSources] {
        var found: [String: BotSources] = [:]
        for bot in request.desk?.bots ?? [] {
            found[bot.record.bot] = BotSources(bot: bot.record.bot, desired: bot.record)
        }
        var runs: [BotSources.TestedRun] = []
        if request.readsRecords {
            let stream = try RecordStream(&intake)
            stream.tell(&found)
            runs = stream.backtests
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
        if !request.bots.isEmpty { found = found.filter { request.bots.contains($0.key) } }
        for name in found.keys.sorted() { try complete(&found[name], runs) }
        return found.values.sorted { $0.bot < $1.bot }
    }

    /// Adds what store and back-tests know of a bot that reports and is wanted.
    private func complete(
        _ sources: inout BotSources?, _ runs: [BotSources.TestedRun]
    ) throws {
        guard var known = sources, let reported = known.reported,
            known.desired != nil || request.desk == nil
        else { return }
        known.stored = try store?.trades.trades(bot: known.bot)
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

    private func write(_ breaks: [Break]) throws(Diagnostic) {
        var writer = JSONWriter(descriptor: 1)
        try diagnosing(.inputOutput) {
            for found in breaks { try writer.write(found) }
            try writer.flush()
        }
    }

    private func sayCounts(_ breaks: [Break]) {
        guard !breaks.isEmpty else { return say("no breaks") }
        let counts = Break.Severity.allCases.reversed().map { severity in
            "\(breaks.count { $0.severity == severity }) \(severity.rawValue)"
        }
        let noun = breaks.count == 1 ? "break" : "breaks"
        say("\(breaks.count) \(noun): " + counts.joined(separator: ", "))
    }

    private func say(_ text: String) {
        if !request.isQuiet { command.say(text) }
    }
}

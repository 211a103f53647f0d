internal import CLI
internal import JSONL
internal import Records
internal import Storage

/// Where bots and trades go: the store, or standard output as they come, or, in a dry run, nowhere.
final class TradeSink {
    /// What became of all trades so far.
    private(set) var changes = Changes()
    private let store: Store?
    private let isQuiet: Bool
    private let isDryRun: Bool
    private var writer = JSONWriter(descriptor: 1)
    /// What a dry run met, by kind.
    private var counts: [String: Int] = [:]
    private let stream: TradeStream?
    private var bots: [Bot] = []
    private var trials: [Trial] = []

    init(_ request: Request) throws {
        store = try request.storePath.map { try Store(path: $0, access: .readWrite) }
        stream = store.map { TradeStream($0) }
        isQuiet = request.isQuiet
        isDryRun = request.isDryRun
    }

    /// Takes a bot whose trades are known at once, as it is now or as an older copy has it.
    func add(_ bot: Bot, _ trades: [Trade], isComplete: Bool, isPresent: Bool = true) throws {
        guard let store else {
            try write(bot)
            for trade in trades { try write(trade) }
            return
        }
        let ofBots = isPresent ? try store.bots.upsert([bot]) : Changes()
        let result = try store.trades.ingest(bot: bot.bot, trades: trades, isComplete: isComplete)
        report(result, isNews: ofBots.isReal)
    }

    /// Takes a bot from a stream.
    func add(_ bot: Bot) throws {
        guard store != nil else { return try write(bot) }
        bots.append(bot)
    }

    /// Takes a trade from a stream; its origin is a bot.
    func add(_ trade: Trade) throws {
        guard let stream else { return try write(trade) }
        try storeBots()
        try stream.add(trade)
    }

    private func storeBots() throws {
        guard let store, !bots.isEmpty else { return }
        _ = try store.bots.upsert(bots)
        bots = []
    }

    /// Takes a run with all its trades.
    func add(_ run: Run, _ trades: [Trade]) throws {
        guard let store else {
            try write(run)
            for trade in trades { try write(trade) }
            return
        }
        let changes = try store.transaction {
            try store.runs.save(run) + store.trades.upsert(trades)
        }
        self.changes += changes
        say("\(run.strategy), run \(run.run): \(changes)")
    }

    /// Takes a search, whose epochs follow.
    func add(_ run: Run) throws {
        guard let store else { return try write(run) }
        changes += try store.runs.save(run)
    }

    /// Takes an epoch of the search that was taken last.
    func add(_ trial: Trial) throws {
        guard store != nil else { return try write(trial) }
        trials.append(trial)
        if trials.count >= 500 { try storeTrials() }
    }

    /// Ends a search.
    func finish(_ run: Run) throws {
        guard let store else { return try write(run) }
        try storeTrials()
        // Counted when it came; only its end is new.
        _ = try store.runs.save(run)
        say("\(run.strategy), run \(run.run): \(changes)")
    }

    private func storeTrials() throws {
        guard let store else { return }
        changes += try store.trials.append(trials)
        trials = []
    }

    /// Writes what still waits.
    func finish() throws {
        if isDryRun { return sayCounts() }
        guard let stream else { return try flush() }
        try storeBots()
        for result in try stream.finish() { report(result, isNews: false) }
    }

    private func sayCounts() {
        let found = counts.sorted { $0.key < $1.key }
            .map { "\($1) \($0)\($1 == 1 ? "" : "s")" }
        say("\(found.isEmpty ? "nothing" : found.joined(separator: ", ")) read, nothing written")
    }

    private func write<Record: JSONRecord>(_ record: Record) throws {
        if isDryRun { return counts[Record.kind, default: 0] += 1 }
        try diagnosing(.inputOutput) { try writer.write(record) }
    }

    private func flush() throws {
        try diagnosing(.inputOutput) { try writer.flush() }
    }

    private func report(_ result: BotImport, isNews: Bool) {
        changes += result.changes
        if let reset = result.reset {
            say("\(result.bot): the database was reset (\(reset)): generation \(result.generation)")
        }
        let generation = result.isTold ? " (generation \(result.generation))" : ""
        say("\(result.bot)\(generation): \(result.changes)" + (isNews ? ", bot updated" : ""))
    }

    /// Talks, unless told to be quiet.
    func say(_ text: String) {
        if !isQuiet { command.say(text) }
    }
}

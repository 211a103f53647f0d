internal import CLI
internal import Doors
internal import Freqtrade
internal import JSONL
internal import Records

/// Takes bots and trades one after the other, and says at the end how it went.
final class Ingestion {
    private let request: Request
    private let sink: TradeSink
    private var intake: RecordIntake
    private var status = ExitStatus.done

    init(_ request: Request, _ arguments: Arguments) throws {
        self.request = request
        let isOfLines = if case .bots = request.source { false } else { true }
        intake = RecordIntake(
            arguments, of: command, noun: isOfLines ? "line" : "row",
            printing: request.storePath == nil)
        sink = try withStoreErrors(request.storePath ?? "") { try TradeSink(request) }
    }

    /// Reads the databases of bots, one after the other.
    func read(_ bots: [BotFiles]) throws {
        var progress = Progress("bots", quiet: request.isQuiet, printing: request.storePath == nil)
        for (index, bot) in bots.enumerated() {
            progress.update(index, of: bots.count)
            try read(bot)
        }
    }

    /// Reads one bot's database. One that is not there is reported, and the others are still read.
    private func read(_ files: BotFiles) throws {
        let found: FreqtradeBot
        do {
            found = try FreqtradeBot(
                name: files.name, path: files.database, config: try config(files),
                desired: files.desired, observedMs: request.nowMs)
        } catch FreqtradeError.missing {
            status = .missingInput
            return command.say("bot \(files.name): there is no database at \(files.database)")
        } catch let error as FreqtradeError {
            throw Diagnostic(error, of: files.name)
        }
        let keptBefore = intake.keeps
        for row in found.unreadable {
            intake.refuse(
                Diagnostic(
                    .badData, "trade \(row.tradeID): \(row.reason)", location: files.database))
        }
        guard keptBefore else { return }
        // Where a bad row ends the storing, the rows before it are kept: running again is safe.
        let end = intake.keeps ? Int.max : found.unreadable.first?.tradeID ?? Int.max
        try sink.add(
            found.bot.starting(with: request.wallet), found.trades.filter { $0.tradeID < end },
            isComplete: found.unreadable.isEmpty, isPresent: files.isPresent)
    }

    /// Reads records of kind bot and trade from standard input.
    func readRecords() throws {
        var trade: Trade?
        try intake.read("-", kinds: [Bot.kind, Trade.kind]) { line, keeps in
            if line.kind == Bot.kind {
                let bot = try line.decode(Bot.self)
                if keeps { try sink.add(bot) }
            } else {
                try readBotTrade(line, into: &trade)
                if keeps, let trade { try sink.add(trade) }
            }
        }
    }

    /// Reads a CSV file of one bot's trades.
    func readTable(_ files: BotFiles) throws {
        let config: FreqtradeConfig?
        do {
            config = try self.config(files)
        } catch let error as FreqtradeError {
            throw Diagnostic(error, of: files.name)
        }
        let descriptor = try openInput(files.database)
        defer { closeInput(descriptor) }
        var lines = LineReader(descriptor: descriptor, source: files.database)
        guard let first = try lines.nextRecord() else {
            throw Diagnostic(.badData, "no line names the columns", location: files.database)
        }
        let table = try CSVTrades(
            CSVFields(first, source: lines.source, number: lines.number), bot: files.name,
            strategy: config?.strategy, timeframe: config?.timeframe)
        if let unused = table.unused.first {
            let others = table.unused.count > 1 ? " and \(table.unused.count - 1) more" : ""
            sink.say("\(files.database): column \"\(unused)\"\(others) is not used")
        }
        var trades: [Trade] = []
        var row = 0
        var progress = intake.progress()
        while let line = try lines.nextRecord() {
            row += 1
            progress.update(row, from: descriptor)
            do throws(Diagnostic) {
                let fields = try CSVFields(line, source: lines.source, number: lines.number)
                let trade = try table.trade(fields, row: row)
                if intake.keeps { trades.append(trade) }
            } catch {
                intake.refuse(error)
            }
        }
        try sink.add(
            FreqtradeBot.described(
                files.name, path: files.database, config: config, by: trades,
                observedMs: request.nowMs
            ).starting(with: request.wallet), trades, isComplete: false)
    }

    /// Reads the back-tests of an archive.
    func readBacktest(_ path: String) throws {
        let stem = path.hasSuffix(".zip") ? path.dropLast(4) : path.dropLast(5)
        let notes = String(stem) + ".meta.json"
        let bytes = try readFile(path)
        let note = try fileExists(notes) ? readText(notes) : nil
        let archive: BacktestArchive
        do throws(FreqtradeError) {
            archive = try BacktestArchive(bytes, path: path, notes: note)
        } catch {
            throw Diagnostic(.badData, error.description, hint: error.hint)
        }
        for result in archive.results { try sink.add(result.run, result.trades) }
    }

    /// Reads the epochs of a search, a line at a time.
    func readEpochs(_ path: String) throws {
        let descriptor = try openInput(path)
        defer { closeInput(descriptor) }
        var lines = LineReader(descriptor: descriptor, source: path)
        var file = EpochFile()
        var progress = intake.progress()
        while let line = try lines.next() {
            progress.update(lines.number, from: descriptor)
            let isFirst = file.run == nil
            let trial: Trial
            do throws(JSONError) {
                trial = try file.trial(line)
            } catch {
                intake.refuse(
                    Diagnostic(
                        .badData, error.message, hint: error.hint,
                        location: "\(path):\(lines.number):\(error.offset + 1)"))
                continue
            }
            guard intake.keeps else { continue }
            if isFirst, let run = file.run { try sink.add(run) }
            try sink.add(trial)
        }
        guard let run = file.run else {
            throw Diagnostic(.badData, "it holds no epoch", location: path)
        }
        try sink.finish(run)
    }

    func finish() throws -> ExitStatus {
        try sink.finish()
        try intake.check(kept: request.storePath == nil ? nil : "\(sink.changes)")
        return intake.ending(status)
    }

    private func readBotTrade(
        _ line: RecordLine, into trade: inout Trade?
    ) throws(BadRecord) {
        try line.decode(into: &trade)
        guard case .bot = trade?.origin else {
            throw BadRecord(
                source: line.source, line: line.number, column: 1,
                message: "the trade belongs to a run, expected one of a bot")
        }
    }

    /// The bot's configuration; nil where there is none, and where it cannot be read, which is said.
    private func config(_ files: BotFiles) throws -> FreqtradeConfig? {
        guard let path = files.config else { return nil }
        do {
            return try FreqtradeConfig(path: path) { try readText($0) }
        } catch let error as Diagnostic {
            status = error.status
            command.say("bot \(files.name): \(error.text)")
            return nil
        }
    }
}

extension Diagnostic {
    fileprivate init(_ error: FreqtradeError, of bot: String) {
        self.init(
            ExitStatus(rawValue: error.exitStatus) ?? .bug, "bot \(bot): \(error)",
            hint: error.hint)
    }
}

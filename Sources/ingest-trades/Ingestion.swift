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
        let isOfLines = if case .records = request.source { true } else { false }
        intake = RecordIntake(arguments, of: command, noun: isOfLines ? "line" : "row")
        sink = try withStoreErrors(request.storePath ?? "") { try TradeSink(request) }
    }

    /// Reads one bot's database. One that is not there is reported, and the others are still read.
    func read(_ files: BotFiles) throws {
        let found: FreqtradeBot
        do throws(FreqtradeError) {
            found = try FreqtradeBot(
                name: files.name, path: files.database, config: try config(files),
                desired: files.desired, observedMs: request.nowMs)
        } catch .missing {
            status = .missingInput
            return command.say("bot \(files.name): there is no database at \(files.database)")
        } catch {
            throw Diagnostic(
                ExitStatus(rawValue: error.exitStatus) ?? .bug, "bot \(files.name): \(error)",
                hint: error.hint)
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
            found.bot, found.trades.filter { $0.tradeID < end },
            isComplete: found.unreadable.isEmpty)
    }

    /// Reads records of kind bot and trade from standard input.
    func readRecords() throws {
        try intake.read("-", kinds: [Bot.kind, Trade.kind]) { line, keeps in
            if line.kind == Bot.kind {
                let bot = try line.decode(Bot.self)
                if keeps { try sink.add(bot) }
            } else {
                let trade = try botTrade(line)
                if keeps { try sink.add(trade) }
            }
        }
    }

    func finish() throws -> ExitStatus {
        try sink.finish()
        try intake.check(kept: request.storePath == nil ? nil : "\(sink.changes)")
        return intake.ending(status)
    }

    private func botTrade(_ line: RecordLine) throws(BadRecord) -> Trade {
        let trade = try line.decode(Trade.self)
        guard case .bot = trade.origin else {
            throw BadRecord(
                source: line.source, line: line.number, column: 1,
                message: "the trade belongs to a run, expected one of a bot")
        }
        return trade
    }

    private func config(_ files: BotFiles) throws(FreqtradeError) -> FreqtradeConfig? {
        guard let path = files.config else { return nil }
        let text: String
        do throws(Diagnostic) {
            text = try readText(path)
        } catch {
            status = error.status
            command.say("bot \(files.name): \(error.text)")
            return nil
        }
        return try FreqtradeConfig(parsing: text, path: path)
    }
}

internal import CLI
internal import Freqtrade
internal import JSONL
internal import Records
internal import Storage

/// Takes bots and trades one after the other, and says at the end how it went.
final class Ingestion {
    private let request: Request
    private let sink: TradeSink
    private var complaints = 0
    private var status = ExitStatus.done

    init(_ request: Request) throws {
        self.request = request
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
            status = worse(status, .missingInput)
            return complain(
                "bot \(files.name): there is no database at \(files.database)", always: true)
        } catch {
            throw Diagnostic(error.exitStatus, "bot \(files.name): \(error)", hint: error.hint)
        }
        guard let first = found.unreadable.first, !request.skipsBadRows else {
            for row in found.unreadable { refuse(row, files) }
            return try sink.add(
                found.bot, found.trades, isComplete: found.unreadable.isEmpty)
        }
        // The rows before a bad one are kept: running again is safe.
        let kept = found.trades.filter { $0.tradeID < first.tradeID }
        try sink.add(found.bot, kept, isComplete: false)
        try sink.finish()
        throw Diagnostic(
            .badData,
            "trade \(first.tradeID): \(first.reason). \(kept.count) trades before it kept",
            hint: "--on-error skip passes over such rows", location: files.database)
    }

    /// Reads records of kind bot and trade from standard input.
    func readRecords() throws {
        var lines = RecordReader(
            descriptor: 0, source: "stdin", kinds: [Bot.kind, Trade.kind],
            skipsOtherKinds: request.skipsOtherKinds)
        while true {
            do {
                guard let line = try lines.next() else { break }
                if line.kind == Bot.kind {
                    try sink.add(line.decode(Bot.self))
                } else {
                    try sink.add(botTrade(line))
                }
            } catch let error as BadRecord {
                try refuse(error)
            }
        }
    }

    func finish() throws -> ExitStatus {
        try sink.finish()
        let unsaid = complaints - request.maxErrors
        if unsaid > 0 { command.say("\(unsaid) more errors") }
        return status
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
            status = worse(status, error.status)
            complain("bot \(files.name): \(error.text)", always: true)
            return nil
        }
        return try FreqtradeConfig(parsing: text, path: path)
    }

    private func refuse(_ row: FreqtradeDatabase.UnreadableTrade, _ files: BotFiles) {
        status = .badData
        complain("\(files.database): error: trade \(row.tradeID): \(row.reason)")
    }

    private func refuse(_ error: BadRecord) throws {
        if let number = error.errorNumber {
            throw Diagnostic(.inputOutput, error.message + " (error \(number))")
        }
        let line = Diagnostic(
            .badData, error.message, hint: error.hint, location: error.location)
        guard request.skipsBadRows else {
            try sink.finish()
            throw line
        }
        status = .badData
        complain(line.text)
    }

    private func complain(_ text: String, always: Bool = false) {
        guard !always else { return command.say(text) }
        complaints += 1
        if complaints <= request.maxErrors { command.say(text) }
    }

    /// Bad data weighs more than missing data.
    private func worse(_ left: ExitStatus, _ right: ExitStatus) -> ExitStatus {
        left == .badData ? left : right
    }
}

extension FreqtradeError {
    var exitStatus: ExitStatus {
        switch self {
        case .missing: .missingInput
        case .notFreqtrade: .badData
        case .busy: .tryAgain
        case .unreadable: .inputOutput
        case .notJSON: .badConfiguration
        }
    }

    var hint: String? {
        if case .busy = self { return "try again in a moment" }
        return nil
    }
}

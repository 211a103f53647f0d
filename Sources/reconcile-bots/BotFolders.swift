internal import CLI
internal import Desk
internal import Freqtrade
internal import Reconciliation
internal import Records

/// The bots' own files: those that the desk names, and those that lie beside them.
struct BotFolders {
    let desk: DeskFile
    let nowMs: Int
    /// Set where a file is not there that the desk names; the rest is still compared.
    private(set) var trouble: ExitStatus?

    init(desk: DeskFile, nowMs: Int) {
        self.desk = desk
        self.nowMs = nowMs
    }

    /// Says what the files of the desk's bots tell. A bot without a database does not report.
    mutating func tellBots(_ sources: inout [String: BotSources]) throws(Diagnostic) {
        for desired in desk.bots {
            let path = desk.path(desired.database)
            guard fileExists(path) else { continue }
            let config = try config(desired.configFile.map(desk.path), of: desired.record.bot)
            let bot = try read(desired.record.bot, path, config, desired: desired.record)
            var known = sources[desired.record.bot] ?? BotSources(bot: desired.record.bot)
            known.reported = bot.bot
            known.trades = bot.trades
            known.unreadable = bot.unreadable.map { .init(tradeID: $0.tradeID, reason: $0.reason) }
            sources[desired.record.bot] = known
        }
    }

    /// Says which bots lie in the folder of bots that the desk does not name.
    mutating func tellStrangers(_ sources: inout [String: BotSources]) throws(Diagnostic) {
        guard let folder = desk.botsFolder, fileExists(desk.path(folder)) else { return }
        let names = try listFolder(desk.path(folder))
        for name in names where desk.bot(named: name) == nil {
            guard let stranger = try stranger(name, in: desk.path(folder), written: folder) else {
                continue
            }
            if sources[name] == nil { sources[name] = BotSources(bot: name, reported: stranger) }
        }
    }

    /// A bot that the desk does not name; nil where the folder holds no database of its own.
    private mutating func stranger(
        _ name: String, in folder: String, written: String
    ) throws(Diagnostic) -> Bot? {
        let own = (try? listFolder("\(folder)/\(name)")) ?? []
        let file = own.first { $0.hasPrefix("tradesv3") && $0.hasSuffix(".sqlite") }
        guard let file, !desk.bots.contains(where: { $0.database == "\(written)/\(name)/\(file)" })
        else { return nil }
        let path = "\(folder)/\(name)/config.json"
        let config = fileExists(path) ? try config(path, of: name) : nil
        var bot = try read(name, "\(folder)/\(name)/\(file)", config, desired: nil).bot
        bot.database = "\(written)/\(name)/\(file)"
        return bot
    }

    private func read(
        _ name: String, _ path: String, _ config: FreqtradeConfig?, desired: Bot?
    ) throws(Diagnostic) -> FreqtradeBot {
        do throws(FreqtradeError) {
            return try FreqtradeBot(
                name: name, path: path, config: config, desired: desired, observedMs: nowMs)
        } catch {
            throw Diagnostic(error, of: name)
        }
    }

    private mutating func config(
        _ path: String?, of name: String
    ) throws(Diagnostic) -> FreqtradeConfig? {
        guard let path else { return nil }
        guard fileExists(path) else {
            trouble = .missingInput
            command.say("bot \(name): there is no configuration at \(path), it is not compared")
            return nil
        }
        do {
            return try FreqtradeConfig(path: path) { try readText($0) }
        } catch let error as FreqtradeError {
            throw Diagnostic(error, of: name)
        } catch {
            throw error as? Diagnostic ?? Diagnostic(.bug, "\(error)")
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

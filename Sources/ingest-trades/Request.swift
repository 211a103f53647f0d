internal import CLI
internal import Desk
internal import Freqtrade
internal import Records
internal import YAML

/// What the command line asks for.
struct Request {
    enum Source {
        case records
        case bots([BotFiles])
        /// A CSV file of one bot's trades.
        case table(BotFiles)
        /// freqtrade's back-tests: a zip archive or JSON.
        case backtest(String)
        /// The epochs of freqtrade's hyperopt.
        case epochs(String)
    }

    let source: Source
    /// nil prints records, or in a dry run nothing.
    let storePath: String?
    let isQuiet: Bool
    /// Reads and checks everything, and writes nothing.
    let isDryRun: Bool
    let nowMs: Int
    /// What a bot started with; nil leaves it to its configuration.
    let wallet: Double?

    init(_ arguments: Arguments) throws(Diagnostic) {
        isDryRun = arguments.flag("dry-run")
        storePath = isDryRun ? nil : arguments.namedStorePath
        isQuiet = arguments.flag("quiet")
        nowMs = arguments.nowMs
        wallet = arguments.number("wallet")
        if let wallet, wallet <= 0 {
            throw Diagnostic(.usage, "--wallet must be above zero")
        }
        source = try Self.source(arguments)
    }

    private static func source(_ arguments: Arguments) throws(Diagnostic) -> Source {
        let names = arguments.values("bot")
        guard let operand = arguments.operands.first else {
            guard arguments.flag("all") || !names.isEmpty else {
                throw Diagnostic(
                    .usage, "nothing to read",
                    hint: "--all reads the desk's bots, --bot NAME DATABASE one database")
            }
            return .bots(
                try deskBots(
                    arguments.value("desk") ?? standardDesk, named: names,
                    isStored: arguments.namedStorePath != nil))
        }
        if arguments.flag("all") {
            throw Diagnostic(.usage, "--all reads the desk's bots, not \(operand)")
        }
        if operand == "-" { return .records }
        if let result = try result(operand) {
            guard names.isEmpty else {
                throw Diagnostic(.usage, "\(operand) is no bot's, so --bot cannot name it")
            }
            return result
        }
        guard names.count == 1 else {
            throw Diagnostic(
                .usage, "the bot of \(operand) has no name", hint: "give it one with --bot NAME")
        }
        var desired: Bot?
        if let path = arguments.value("desk") {
            desired = try loadDesk(path).bot(named: names[0])?.record
        }
        let files = BotFiles(
            name: names[0], database: operand, config: arguments.value("config"),
            desired: desired)
        return operand.hasSuffix(".csv") ? .table(files) : .bots([files])
    }

    /// A result of freqtrade's, by the file's name; nil for everything else. Of a folder of them it is
    /// the latest.
    private static func result(_ path: String) throws(Diagnostic) -> Source? {
        if path.hasSuffix(".zip") || path.hasSuffix(".json") { return .backtest(path) }
        if path.hasSuffix(".fthypt") { return .epochs(path) }
        guard folderExists(path) else { return nil }
        let note = path + "/.last_result.json"
        guard fileExists(note) else {
            throw Diagnostic(
                .missingInput, "\(path) has no .last_result.json",
                hint: "name a file in it: a .zip, .json or .fthypt of freqtrade's")
        }
        let text = try readText(note)
        do throws(FreqtradeError) {
            let latest = path + "/" + (try BacktestArchive.latest(parsing: text, path: note))
            return latest.hasSuffix(".fthypt") ? .epochs(latest) : .backtest(latest)
        } catch {
            throw Diagnostic(.badData, error.description, hint: error.hint)
        }
    }

    /// A store takes a bot's copies, oldest first, where the desk names some; records are of now.
    private static func deskBots(
        _ path: String, named names: [String], isStored: Bool
    ) throws(Diagnostic) -> [BotFiles] {
        guard fileExists(path) || path != standardDesk else {
            throw Diagnostic(
                .missingInput, "there is no \(path) here", hint: "name the desk file with --desk")
        }
        let desk = try loadDesk(path)
        let known = desk.bots.map(\.record.bot)
        for name in names where !known.contains(name) {
            let near = suggestion(for: name, among: known)
            throw Diagnostic(
                .usage, "\(path) has no bot \"\(name)\"",
                hint: near.map { "did you mean \"\($0)\"?" }
                    ?? "it has " + known.joined(separator: ", "))
        }
        return desk.bots.filter { names.isEmpty || names.contains($0.record.bot) }.flatMap { bot in
            let files = isStored && !bot.snapshots.isEmpty ? bot.snapshots : [bot.database]
            return files.enumerated().map { index, file in
                BotFiles(
                    name: bot.record.bot, database: desk.path(file),
                    config: bot.configFile.map(desk.path), desired: bot.record,
                    isPresent: index == files.count - 1)
            }
        }
    }

    /// Reads a desk file; what freqtrade does not know in it is said, but no error.
    private static func loadDesk(_ path: String) throws(Diagnostic) -> DeskFile {
        let text = try readText(path)
        do throws(YAMLError) {
            return try DeskFile(parsing: text, source: inputName(path))
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint,
                location: "\(error.source):\(error.line):\(error.column)")
        }
    }
}

/// Where one bot's files lie.
struct BotFiles {
    let name: String
    let database: String
    let config: String?
    let desired: Bot?
    /// False for an older copy: it tells of trades, not of how the bot is now.
    var isPresent = true
}

/// The desk file where none is named.
private let standardDesk = "desk.yaml"

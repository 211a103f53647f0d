internal import Backtesting
internal import CLI
internal import Doors
internal import JSONL
internal import Market
internal import Records
internal import Storage
internal import Strategies

/// Makes benches of the same strategies on the same candles, each of its own time range.
struct BenchMaker {
    let request: Request
    private let file: ConfigurationFile?
    private let parameters: NamedText?
    private let strategies: [StrategyFile]
    private let store: Store?
    private let storePath: String
    private let supply: CandleSupply
    private let clock: RunClock
    private let intake: RecordIntake
    private let isRawKept: Bool
    private let isSourceKept: Bool
    private let warn: (String) -> Void

    /// Reads everything that the command line names, as `Workbench.all` says.
    init(
        _ arguments: Arguments, of command: Command, keepingRaw: Bool = false,
        keepingSource: Bool = false, given: NamedText? = nil
    ) throws {
        clock = RunClock(arguments)
        request = try Request(arguments, needsStrategy: given == nil)
        warn = { (text: String) in
            if !arguments.flag("quiet") { command.say("warning: " + text) }
        }
        file = try request.configPath.map { path throws(Diagnostic) in
            try ConfigurationFile(path: path)
        }
        parameters = try request.parametersPath.map { path throws(Diagnostic) in
            try NamedText(path: path)
        }
        strategies = try Self.strategies(
            request, given, file, parameters, command, arguments)
        let timeframe = try Self.timeframe(strategies.map(\.strategy))
        var intake = RecordIntake(arguments, of: command)
        if let path = request.recordsPath {
            store = arguments.value("store") == nil ? nil : try Self.open(arguments.storePath)
            supply = try CandleSupply(
                path, &intake, request: request, timeframe: timeframe)
        } else {
            let opened = try Self.open(arguments.storePath)
            store = opened
            supply = try CandleSupply(opened, request: request, timeframe: timeframe)
        }
        storePath = arguments.storePath
        self.intake = intake
        isRawKept = keepingRaw
        isSourceKept = keepingSource
    }

    /// One bench for each strategy; `range` takes the place of what was asked for, both ends included, Unix
    /// milliseconds.
    func benches(over range: (fromMs: Int?, throughMs: Int?)? = nil) throws -> [Workbench] {
        // Of one state of the store, whoever brings in candles meanwhile.
        guard let store else { return try read(over: range) }
        return try store.snapshot { try read(over: range) }
    }

    private func read(over range: (fromMs: Int?, throughMs: Int?)?) throws -> [Workbench] {
        var request = request
        if let range { (request.fromMs, request.throughMs) = range }
        var configuration = try TradingConfiguration(
            file, request: request, strategies: strategies.map(\.strategy), supply: supply,
            warn: range == nil ? warn : { _ in })
        let detail = try request.detail ?? file?.detail
        let market = try PreparedMarket(
            supply, configuration: configuration, strategies: strategies.map(\.strategy),
            detail: detail, request: request, warn: warn)
        configuration.fee = configuration.fee ?? market.fee
        let raw =
            isRawKept
            ? try RawMaterial(
                supply, market: market, strategies: strategies.map(\.strategy),
                configuration: file?.json, request: request) : nil
        let asked = configuration.pairWhitelist
        configuration.pairWhitelist = market.pairs.map(\.candles.series.pair)
        return try strategies.map { strategy in
            let source =
                isSourceKept
                ? BenchSource(
                    strategy: strategy, configuration: file, parameters: parameters?.text,
                    pairs: asked, detail: detail, supply: supply, request: request) : nil
            return try Workbench(
                strategy, market: market, configuration: configuration, overrides: file,
                store: store, storePath: storePath, raw: raw, source: source, clock: clock,
                intake: intake)
        }
    }

    /// Reads the strategies, and says which of their keys the configuration sets.
    private static func strategies(
        _ request: Request, _ given: NamedText?, _ configuration: ConfigurationFile?,
        _ parameters: NamedText?, _ command: Command, _ arguments: Arguments
    ) throws(Diagnostic) -> [StrategyFile] {
        var files: [StrategyFile] = []
        var texts = given.map { [$0] } ?? []
        for path in request.strategyPaths { texts.append(try NamedText(path: path)) }
        for text in texts {
            let file = try StrategyFile(
                text, configuration: configuration, parameters: parameters,
                setting: given == nil ? arguments.values("parameter") : [])
            files.append(file)
            if let configuration, !file.overridden.isEmpty, !arguments.flag("quiet") {
                command.say(
                    "\(inputName(configuration.path)) sets \(file.overridden.joined(separator: ", ")) "
                        + "in place of \(file.strategy.name)")
            }
        }
        return files
    }

    private static func timeframe(_ strategies: [Strategy]) throws(Diagnostic) -> Timeframe {
        let first = strategies[0]
        if let other = strategies.first(where: { $0.rules.timeframe != first.rules.timeframe }) {
            throw Diagnostic(
                .badConfiguration,
                "\(first.name) trades on \(first.rules.timeframe), "
                    + "\(other.name) on \(other.rules.timeframe)",
                hint: "run them one by one, or set \"timeframe\" in the configuration")
        }
        return first.rules.timeframe
    }

    private static func open(_ path: String) throws -> Store {
        try withStoreErrors(path) {
            guard fileExists(path) else {
                throw Diagnostic(
                    .missingInput, "there is no store at \(path)",
                    hint: "fetch-candles --store \(path) makes one; \"-\" reads candles from stdin")
            }
            return try Store(path: path, access: .readWrite)
        }
    }
}

public import Backtesting
public import CLI
internal import Crypto
internal import Doors
public import JSONL
internal import Market
public import Records
public import Storage
public import Strategies

/// What `run-backtest` and `run-hyperopt` do alike, from the command line to a strategy on its market.
///
/// Reads the strategy, the configuration and the candles (a store's, or records on standard input),
/// prepares them as freqtrade would, and says what the run is made of: the digest of all that is its
/// identity, so that asking again finds it.
public struct Workbench {
    public let testbed: Testbed
    /// The parameters' values: defaults, unless the command line sets them.
    public let values: ParameterValues
    public let strategyHash: String
    /// What the run's record says of its configuration.
    public let config: JSONValue
    /// Where results go; nil to print them only.
    public let store: Store?
    public let storePath: String
    public let clock: RunClock
    private let strategySource: String
    private let intake: RecordIntake

    /// The options that both tools take.
    public static let options: [Option] =
        [
            .store,
            Option(
                "strategy", short: "s", value: "FILE", help: "the strategy file (*.strategy.yaml)"),
            .config, .pair, .exchange, .from, .to,
            Option(
                "timerange", value: "A-B",
                help: "freqtrade's 20180110-20180130, the candle at the end included"),
            Option("fee", value: "RATIO", type: .number, help: "fee of every order: 0.001"),
            Option(
                "parameter", short: "p", value: "NAME=VALUE", repeats: true,
                help: "set a parameter of the strategy; may be repeated"),
            .asOf, .quiet,
        ] + RecordIntake.options

    /// Exit statuses that both tools explain.
    public static let answers: [ExitStatus: String] = [
        .badData: "a record is wrong: its line and column are named",
        .missingInput: "a file, candles or market facts are not there",
        .tryAgain: "another tool holds the store",
        .badConfiguration: "the strategy or the configuration is wrong, or asks for "
            + "something that a back-test cannot follow",
    ]

    public init(_ arguments: Arguments, of command: Command) throws {
        clock = RunClock(arguments)
        let request = try Request(arguments)
        let file = try StrategyFile(path: request.strategyPath)
        strategySource = file.source
        strategyHash = Digest.sha256(file.strategy.canonicalText)
        storePath = arguments.storePath
        values = try file.values(setting: arguments.values("parameter"))
        let notice = { (text: String) in
            if !arguments.flag("quiet") { command.say("warning: " + text) }
        }
        var intake = RecordIntake(arguments, of: command)
        let supply: CandleSupply
        if arguments.operands == ["-"] {
            store = arguments.value("store") == nil ? nil : try Self.open(storePath)
            supply = try CandleSupply(
                &intake, request: request, timeframe: file.strategy.rules.timeframe)
        } else {
            let store = try Self.open(storePath)
            self.store = store
            supply = try CandleSupply(
                store, request: request, timeframe: file.strategy.rules.timeframe)
        }
        self.intake = intake
        var configuration = try ConfigurationFile.configuration(
            request, strategy: file.strategy, supply: supply, warn: notice)
        let market = try PreparedMarket(
            supply, pairs: configuration.pairWhitelist, strategy: file.strategy,
            request: request, warn: notice)
        configuration.pairWhitelist = market.pairs.map(\.candles.series.pair)
        do throws(TestbedError) {
            testbed = try Testbed(
                strategy: file.strategy, configuration: configuration, pairs: market.pairs,
                others: { market.others[.init(pair: $0, timeframe: $1)] })
        } catch {
            throw Diagnostic(.badConfiguration, error.message, hint: error.hint)
        }
        config = market.describe(configuration, fee: testbed.fee, exchange: supply.exchange)
    }

    /// A run of `tool` that was started now; `extra` is what else decides its result.
    public func run(
        tool: String, parameters: JSONValue, extra: [JSONValue.Member] = []
    ) -> Run {
        let config = JSONValue.object((self.config.members ?? []) + extra)
        let made = [tool, strategyHash, parameters.text, config.text].joined(separator: "\n")
        return Run(
            run: String(Digest.sha256(made).prefix(16)), tool: tool, status: .running,
            strategy: testbed.strategy.name, strategyHash: strategyHash, parameters: parameters,
            fromMs: testbed.span.lowerBound, toMs: testbed.span.upperBound, config: config,
            startedMs: clock.startedMs, completedMs: nil, error: nil)
    }

    /// The tool's exit status: `status`, unless bad lines of its input were skipped.
    public func ending(_ status: ExitStatus) -> ExitStatus { intake.ending(status) }

    /// Keeps the strategy's text beside what it led to.
    public func saveStrategy(in store: Store) throws -> Changes {
        try store.strategies.save(
            StrategyVersion(
                strategy: testbed.strategy.name, hash: strategyHash, source: strategySource))
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

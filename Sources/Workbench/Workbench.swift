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
    /// The strategy file's text and the name that messages give it.
    public let strategySource: String
    public let strategyName: String
    /// The text of the parameter file that says all the values that are not the strategy's own; nil where there is
    /// none, and where the command line sets a parameter besides.
    public let parameterFile: String?
    /// nil unless it was asked for.
    public let raw: RawMaterial?
    /// nil unless it was asked for.
    public let source: BenchSource?
    private let intake: RecordIntake

    /// The options that both tools take; `repeats` where they take several strategies.
    public static func options(strategiesRepeat repeats: Bool = false) -> [Option] {
        [
            .store,
            Option(
                "strategy", short: "s", value: "FILE", repeats: repeats,
                help: "the strategy file (*.strategy.yaml)"
                    + (repeats ? "; may be repeated" : "")),
        ] + market + [
            ParameterFile.option,
            Option(
                "parameter", short: "p", value: "NAME=VALUE", repeats: true,
                help: "set a parameter of the strategy; may be repeated"),
        ] + Format.options + [.asOf, .quiet] + RecordIntake.options
    }

    /// The options that say what a strategy trades on.
    public static let market: [Option] = [
        Option(
            "candles", value: "FILE",
            help: "candles and market facts as records, in place of the store's"),
        .config, .pair, .exchange, .from, .to,
        Option(
            "timerange", value: "A-B",
            help: "freqtrade's 20180110-20180130, the candle at the end included"),
        Option(
            "timeframe-detail", value: "FRAME",
            help: "trade inside of the strategy's candles, on shorter ones: 1m",
            offers: Option.frames),
        Option("fee", value: "RATIO", type: .number, help: "fee of every order: 0.001"),
    ]

    /// Exit statuses that both tools explain.
    public static let answers: [ExitStatus: String] = [
        .badData: "a record is wrong: its line and column are named",
        .missingInput: "a file, candles or market facts are not there",
        .tryAgain: "another tool holds the store",
        .badConfiguration: "the strategy or the configuration is wrong, or asks for "
            + "something that a back-test cannot follow",
    ]

    /// The bench of the one strategy that the command line names; its source is kept if it is wanted, which
    /// costs memory.
    public init(
        _ arguments: Arguments, of command: Command, keepingSource: Bool = false
    ) throws {
        self = try BenchMaker(arguments, of: command, keepingSource: keepingSource).benches()[0]
    }

    /// One bench for each strategy that the command line names, at least one: they see the same candles, whose
    /// start-up rows are those of the strategy that needs most.
    /// `raw` is kept if it is wanted, which costs memory. A strategy that is in no file is `given`.
    public static func all(
        _ arguments: Arguments, of command: Command, keepingRaw: Bool = false,
        given: NamedText? = nil
    ) throws -> [Workbench] {
        try BenchMaker(arguments, of: command, keepingRaw: keepingRaw, given: given).benches()
    }

    init(
        _ file: StrategyFile, market: PreparedMarket,
        configuration: TradingConfiguration, overrides: ConfigurationFile?, store: Store?,
        storePath: String, raw: RawMaterial?, source: BenchSource?, clock: RunClock,
        intake: RecordIntake
    ) throws(Diagnostic) {
        strategySource = file.source
        strategyName = file.name
        strategyHash = Digest.sha256(file.strategy.canonicalText)
        values = file.values
        parameterFile = file.parameterFile
        self.store = store
        self.storePath = storePath
        self.raw = raw
        self.source = source
        self.clock = clock
        self.intake = intake
        do throws(TestbedError) {
            testbed = try Testbed(
                strategy: file.strategy, configuration: configuration, pairs: market.pairs,
                funding: { market.funding[$0] ?? [] }, details: { market.details[$0] },
                others: { market.others[.init(pair: $0, timeframe: $1)] })
        } catch {
            throw Diagnostic(.badConfiguration, error.message, hint: error.hint)
        }
        config = market.describe(
            configuration, fee: testbed.fee, strategy: file.strategy,
            overrides: file.overridden.compactMap { key in
                overrides?.json[key].map { .init(key, $0) }
            })
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
}

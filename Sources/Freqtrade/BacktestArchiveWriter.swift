internal import Archive
public import JSONL
internal import Market
public import Records

/// A back-test of ours with all that freqtrade's archive says of one.
public struct ExportedBacktest {
    /// The strategy's class in Python, by which freqtrade calls it, and its file.
    public var className: String
    public var source: String
    /// In closing order.
    public var trades: [Trade]
    /// As freqtrade writes them.
    public var locks: [JSONValue]
    /// In the order of the whitelist.
    public var pairs: [String]
    public var currency: String
    public var timeframe: String
    /// Settings under freqtrade's names, the strategy's and the configuration's.
    public var settings: [JSONValue.Member]
    /// First and last candle, and begin and end of the run, Unix milliseconds.
    public var startMs: Int
    public var endMs: Int
    public var runStartMs: Int
    public var runEndMs: Int
    public var finalBalance: Double
    public var rejectedSignals: Int
    /// Mean change of the pairs, a ratio.
    public var marketChange: Double
    public var runID: String
    /// nil where nobody looked into the wallet.
    public var wallet: WalletStatistics?
    /// The measures of some of the trades.
    public var measures: ([Trade]) -> [Measure]

    public init(
        className: String, source: String, trades: [Trade],
        locks: [JSONValue], pairs: [String], currency: String, timeframe: String,
        settings: [JSONValue.Member], startMs: Int, endMs: Int, runStartMs: Int, runEndMs: Int,
        finalBalance: Double, rejectedSignals: Int, marketChange: Double, runID: String,
        wallet: WalletStatistics? = nil, measures: @escaping ([Trade]) -> [Measure]
    ) {
        self.className = className
        self.source = source
        self.trades = trades
        self.locks = locks
        self.pairs = pairs
        self.currency = currency
        self.timeframe = timeframe
        self.settings = settings
        self.startMs = startMs
        self.endMs = endMs
        self.runStartMs = runStartMs
        self.runEndMs = runEndMs
        self.finalBalance = finalBalance
        self.rejectedSignals = rejectedSignals
        self.marketChange = marketChange
        self.runID = runID
        self.wallet = wallet
        self.measures = measures
    }
}

/// Writes what freqtrade's back-testing leaves behind, so that its own commands read it.
public enum BacktestArchiveWriter {
    /// The archive and the two files beside it, each with its name.
    ///
    /// - Throws: `FreqtradeError` where the archive grows too large for zip.
    public static func files(
        _ backtests: [ExportedBacktest], configuration: JSONValue, madeMs: Int
    ) throws(FreqtradeError) -> [(name: String, bytes: [UInt8])] {
        let made = madeMs.spokenInstant.replacing(" ", with: "_").replacing(":", with: "-")
        let base = "backtest-result-" + made
        let statistics = backtests.map { BacktestStatistics(backtest: $0) }
        let result: JSONValue = [
            "strategy": .object(
                zip(backtests, statistics).map { .init($0.className, $1.json) }),
            "strategy_comparison": .list(statistics.map(\.comparison)),
        ]
        var zip = ZipWriter()
        do throws(ArchiveError) {
            try zip.add(base + ".json", Array(result.text.utf8))
            try zip.add(base + "_config.json", Array(configuration.text.utf8))
            for backtest in backtests {
                try zip.add("\(base)_\(backtest.className).py", Array(backtest.source.utf8))
            }
        } catch {
            throw .unusable(path: base + ".zip", reason: error.reason, hint: error.hint)
        }
        let notes = JSONValue.object(backtests.map { .init($0.className, $0.notes) })
        let last: JSONValue = ["latest_backtest": .text(base + ".zip")]
        return [
            (base + ".zip", zip.finish()), (base + ".meta.json", Array(notes.text.utf8)),
            (".last_result.json", Array(last.text.utf8)),
        ]
    }
}

extension ExportedBacktest {
    /// The strategy's entry in `.meta.json`.
    fileprivate var notes: JSONValue {
        [
            "run_id": .text(runID), "backtest_start_time": .integer(runStartMs / 1_000),
            "timeframe": .text(timeframe), "timeframe_detail": .null,
            "backtest_start_ts": .integer(startMs / 1_000),
            "backtest_end_ts": .integer(endMs / 1_000),
        ]
    }
}

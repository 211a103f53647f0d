internal import Backtesting
public import CLI
internal import Glibc
internal import JSONL
internal import Market
internal import Records
internal import Strategies
public import Translation
public import Workbench
internal import YAML

/// A folder with all that freqtrade needs to make the same back-test, and what it says of it.
struct VerificationFolder {
    let path: String
    private let isKept: Bool

    /// A folder at `kept` that stays, or a temporary one.
    ///
    /// - Throws: `Diagnostic` where it cannot be made.
    init(keeping kept: String?) throws(Diagnostic) {
        isKept = kept != nil
        if let kept {
            try makeFolder(kept)
            guard let whole = realpath(kept, nil) else {
                throw Diagnostic(.cannotCreate, "cannot create folder \(kept)")
            }
            defer { free(whole) }
            path = String(cString: whole)
            return
        }
        path = try makeTemporaryFolder("verify")
    }

    /// Removes a temporary folder.
    func close() { if !isKept { removeFolder(path) } }

    /// Writes the strategies (or names `original`, one in Python, in their place), the
    /// configuration, the markets and the candles.
    ///
    /// - Throws: `Diagnostic` for what cannot be written or translated.
    func fill(_ benches: [Workbench], original: OriginalStrategy?) throws {
        let bench = benches[0]
        guard let raw = bench.raw else { preconditionFailure("no raw candles were kept") }
        for name in ["strategies", "data"] { try makeFolder("\(path)/\(name)") }
        let configuration = configuration(bench, raw.configuration)
        try writeFile(configuration.text + "\n", to: "\(path)/config.json")
        var series: [JSONValue] = []
        for (index, candles) in raw.candles.enumerated() {
            let name = "data/\(index).columns"
            try writeFile(Self.bytes(candles), to: "\(path)/\(name)")
            series.append([
                "file": .text(name), "pair": .text(candles.pair.symbol),
                "timeframe": .text(candles.timeframe.description),
            ])
        }
        for (index, funding) in raw.funding.enumerated() where !funding.rates.isEmpty {
            let name = "data/\(index).funding"
            try writeFile(Self.bytes(funding.rates), to: "\(path)/\(name)")
            series.append([
                "file": .text(name), "pair": .text(funding.pair.symbol), "timeframe": "1h",
            ])
        }
        let files =
            try original.map { [try link($0.path)] } ?? benches.map { try write($0) }
        guard Set(files).count == files.count else {
            throw Diagnostic(
                .badConfiguration, "two strategies have the same name in Python",
                hint: "verify them one by one")
        }
        let names = original?.className.map {
            [JSONValue.Member("strategy_names", .list([.text($0)]))]
        }
        let plan: JSONValue = [
            "strategy_files": .list(files.map { .text($0) }),
            "timeframe": .text(bench.testbed.strategy.rules.timeframe.description),
            "timerange": .text(Self.timerange(raw.fromMs, raw.throughMs)),
            "timeframe_detail": raw.detail.map { .text($0.description) } ?? .null,
            "trading_mode": .text(bench.testbed.configuration.tradingMode.rawValue),
            "fee": raw.fee.map { .number($0) } ?? .null, "candles": .list(series),
            "markets": .list(try bench.testbed.facts.map { try JSONValue(parsing: $0.line) }),
            // They take freqtrade as long as a short back-test does, and nobody reads them in a folder that goes.
            "shows_tables": .boolean(isKept),
            "timeframes": .list(
                Set(raw.candles.map(\.timeframe)).sorted().map { .text($0.description) }),
        ]
        let whole = JSONValue.object((plan.members ?? []) + (names ?? []))
        try writeFile(whole.text + "\n", to: "\(path)/plan.json")
        try writeFile(FreqtradeDriver.source + "\n", to: "\(path)/run.py")
    }

    /// What freqtrade's back-tests came to, in the order of the strategies.
    func outcome() throws(Diagnostic) -> (freqtrade: String, results: [JSONValue]) {
        let text = try readText("\(path)/outcome.json")
        guard let json = try? JSONValue(parsing: text), let results = json["strategies"]?.array
        else { throw Diagnostic(.badData, "freqtrade's result cannot be read") }
        return (json["freqtrade"]?.string ?? "", results)
    }

    /// Writes the strategy in Python and gives its path in the folder.
    private func write(_ bench: Workbench) throws(Diagnostic) -> String {
        guard let parameters = bench.parameterFile, let json = try? JSONValue(parsing: parameters)
        else {
            let python = try pythonStrategy(bench, values: bench.values)
            let name = "strategies/\(python.className).py"
            try writeFile(python.source, to: "\(path)/\(name)")
            return name
        }
        // freqtrade reads the parameter file itself.
        let python = try pythonStrategy(bench, values: bench.testbed.strategy.defaults)
        let name = "strategies/\(python.className)"
        let members = (json.members ?? []).filter { $0.key != "strategy_name" }
        let named = JSONValue.object([.init("strategy_name", .text(python.className))] + members)
        try writeFile(python.source, to: "\(path)/\(name).py")
        try writeFile(named.text + "\n", to: "\(path)/\(name).json")
        return name + ".py"
    }

    /// Links a strategy in Python, and the parameter file beside it, into the folder and gives its path there.
    /// freqtrade takes the first file of a folder that has the class, hence it sees this one alone; what the
    /// strategy imports from beside it is found where the link leads.
    private func link(_ file: String) throws(Diagnostic) -> String {
        guard let whole = realpath(file, nil) else {
            throw Diagnostic(.missingInput, "cannot open \(file)")
        }
        defer { free(whole) }
        let source = String(cString: whole)
        let parameters = source.dropLast(".py".count) + ".json"
        let name = "strategies/original"
        for (target, link) in [(source, "\(name).py"), (String(parameters), "\(name).json")] {
            unlink("\(path)/\(link)")
            guard access(target, F_OK) != 0 || symlink(target, "\(path)/\(link)") == 0 else {
                throw Diagnostic(.cannotCreate, "cannot create link \(path)/\(link)")
            }
        }
        return "\(name).py"
    }

    /// What the user wrote of keys that a back-test follows, so that freqtrade reads it for itself;
    /// the rest as this run has it.
    private func configuration(_ bench: Workbench, _ written: JSONValue?) -> JSONValue {
        let configuration = bench.testbed.configuration(bench.values)
        var members = (configuration.json.members ?? []).filter { $0.key != "fee" }.map { member in
            guard member.key == "exchange" else { return member }
            let exchange: [JSONValue.Member] = [
                .init("name", "binance"), .init("key", ""), .init("secret", ""),
                .init("enable_ws", false), .init("pair_blacklist", []),
            ]
            return JSONValue.Member(
                "exchange", .object(exchange + (member.value.members ?? [])))
        }
        // Only bots look at order books; a strategy of market orders is refused without "other".
        let prices: JSONValue = [
            "price_side": "other", "use_order_book": true, "order_book_top": 1,
        ]
        if configuration.tradingMode == .spot {
            members.append(.init("margin_mode", ""))
        }
        members += [
            .init("dry_run", true), .init("fiat_display_currency", ""),
            .init("entry_pricing", prices), .init("exit_pricing", prices),
            .init("pairlists", [["method": "StaticPairList"]]),
            .init("dataformat_ohlcv", "feather"),
        ]
        let own = (written?.members ?? []).filter { Self.followed.contains($0.key) }
        let keys = Set(own.map(\.key))
        return .object(members.filter { !keys.contains($0.key) } + own)
    }

    /// Keys of a configuration that decide trades and hold nothing secret.
    private static let followed = Set(
        Strategy.overridableKeys + [
            "max_open_trades", "stake_currency", "stake_amount", "tradable_balance_ratio",
            "dry_run_wallet", "fee", "unfilledtimeout", "amend_last_stake_amount",
            "last_stake_amount_min_ratio", "available_capital", "order_types",
            "use_custom_stoploss", "position_adjustment_enable", "enable_protections",
            "custom_price_max_distance_ratio",
            "ignore_buying_expired_candle_after", "max_entry_position_adjustment",
        ])

    /// freqtrade's time range in seconds, both ends included; empty for all candles.
    private static func timerange(_ fromMs: Int?, _ throughMs: Int?) -> String {
        guard fromMs != nil || throughMs != nil else { return "" }
        let from = fromMs.map { "\(($0 + 999) / 1_000)" } ?? ""
        return from + "-" + (throughMs.map { "\($0 / 1_000)" } ?? "")
    }

    /// Column after column, eight bytes a number, as `run.py` reads them.
    private static func bytes(_ candles: CandleSeries) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(candles.count * 48)
        candles.openMs.withUnsafeBytes { bytes += $0 }
        for column in [candles.open, candles.high, candles.low, candles.close, candles.volume] {
            column.withUnsafeBytes { bytes += $0 }
        }
        return bytes
    }

    /// Instants, rates (no number where none is known), mark prices, column after column.
    private static func bytes(_ rates: [FundingRate]) -> [UInt8] {
        var bytes: [UInt8] = []
        rates.map(\.atMs).withUnsafeBytes { bytes += $0 }
        for column in [rates.map { $0.rate ?? .nan }, rates.map(\.markPrice)] {
            column.withUnsafeBytes { bytes += $0 }
        }
        return bytes
    }
}

/// The bench's strategy as freqtrade's Python, with the values that it is run with as defaults; what
/// the configuration sets in its place stays the configuration's.
public func pythonStrategy(_ bench: Workbench) throws(Diagnostic) -> PythonStrategy {
    try pythonStrategy(bench, values: bench.values)
}

private func pythonStrategy(
    _ bench: Workbench, values: ParameterValues
) throws(Diagnostic) -> PythonStrategy {
    do throws(YAMLError) {
        let document = try YAMLNode(parsing: bench.strategySource, source: bench.strategyName)
        return try PythonStrategy(
            try Strategy(document, on: bench.testbed.strategy.rules.timeframe),
            values: values, document: document)
    } catch {
        throw Diagnostic(
            .badConfiguration, error.message, hint: error.hint,
            location: "\(error.source):\(error.line):\(error.column)")
    }
}

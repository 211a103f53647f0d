internal import CLI
internal import JSONL
internal import Market
internal import Records
internal import Strategies

/// What another machine needs to make the same bench: files in one folder, and the words of a command
/// line that name them. They hold no secret of the configuration.
public struct BenchSource {
    /// The options in whose place the words stand.
    public static let replaced: Set = [
        "store", "candles", "strategy", "config", "parameters", "from", "to", "timerange",
    ]

    private let strategy: String
    private let configuration: JSONValue?
    private let parameters: String?
    private let supply: CandleSupply
    private let pairs: [Pair]
    private let keys: [CandleSupply.Key]
    private let request: Request

    init(
        strategy: StrategyFile, configuration: ConfigurationFile?, parameters: String?,
        pairs: [Pair], detail: Timeframe?, supply: CandleSupply, request: Request
    ) {
        self.strategy = strategy.source
        // What other files added is in it.
        self.configuration = (configuration?.json).map {
            .object(
                (SecretKeys.removed(from: $0).members ?? []).filter {
                    $0.key != "add_config_files"
                })
        }
        self.parameters = parameters
        self.supply = supply
        self.pairs = pairs
        self.request = request
        var keys: [CandleSupply.Key] = []
        for pair in pairs {
            keys.append(.init(pair: pair, timeframe: strategy.strategy.rules.timeframe))
            if let detail { keys.append(.init(pair: pair, timeframe: detail)) }
        }
        for key in PreparedMarket.otherKeys(strategy.strategy, pairs: pairs)
        where !keys.contains(key) {
            keys.append(key)
        }
        self.keys = keys
    }

    /// The options that name the files and the time range, relative to their folder.
    public var words: [String] {
        var words = ["--strategy=strategy.yaml", "--candles=candles.jsonl"]
        if configuration != nil { words.append("--config=config.json") }
        if parameters != nil { words.append("--parameters=parameters.json") }
        if request.fromMs != nil || request.throughMs != nil {
            func text(_ instant: Int?) -> String { instant.map(String.init) ?? "" }
            words.append("--timerange=\(text(request.fromMs))-\(text(request.throughMs))")
        }
        return words
    }

    /// Writes the files, each whole or not at all; one that is there already stays.
    public func write(into folder: String) throws {
        let texts = [
            ("strategy.yaml", strategy), ("config.json", configuration.map { $0.text + "\n" }),
            ("parameters.json", parameters),
        ]
        for (name, text) in texts {
            guard let text, !fileExists("\(folder)/\(name)") else { continue }
            try writeFile(text, to: "\(folder)/\(name)")
        }
        guard !fileExists(folder + "/candles.jsonl") else { return }
        try PendingFile(for: folder + "/candles.jsonl", isSynchronised: true) { descriptor in
            var writer = JSONWriter(descriptor: descriptor)
            try writeFacts(to: &writer)
            for key in keys { try write(key, to: &writer) }
            try writer.flush()
        }.commit()
    }

    private func writeFacts(to writer: inout JSONWriter) throws {
        for pair in pairs {
            if let facts = try supply.facts(pair) { try writer.write(facts) }
            for rate in try supply.funding(pair) {
                try writer.write(
                    FundingRecord(exchange: supply.exchange, pair: pair, funding: rate))
            }
        }
    }

    private func write(_ key: CandleSupply.Key, to writer: inout JSONWriter) throws {
        guard let series = try supply.candles(key)?.series else { return }
        for row in 0..<series.count {
            let candle = try Candle(
                openMs: series.openMs[row], open: series.open[row], high: series.high[row],
                low: series.low[row], close: series.close[row], volume: series.volume[row])
            try writer.write(
                CandleRecord(
                    exchange: supply.exchange, pair: key.pair, timeframe: key.timeframe,
                    candle: candle))
        }
    }
}

internal import CLI

/// What one freqtrade process back-tests: strategies on the same candles under the same configuration.
struct Bundle: Hashable {
    let mode: Mode
    var series: [Series]
    var configuration: Draft
    /// For every order; nil where the configuration or the first pair's market says it.
    var fee: String?
    /// Instants in seconds, either side may lack; nil for all candles.
    var timerange: String?
    var strategies: [Draft]
    /// By the strategy's name, a parameter file for each; empty for none.
    var parameterFiles: [String: String] = [:]

    /// Bundle number `batch` of a seed.
    init(seed: UInt64, batch: UInt64, strategies count: Int) {
        var chance = Chance(seed: seed, batch, 0)
        let mode = Mode(seed: seed, batch: batch)
        self.mode = mode
        var market = MarketMaker(seed: seed, batch: batch, mode: mode)
        series = market.series()
        let pairs = series.map(\.pair)
        var configurations = ConfigurationMaker(seed: seed, batch: batch, mode: mode)
        configuration = configurations.draft(pairs: series.filter(\.isTraded).map(\.pair))
        let fee = chance.pick(["0.001", "0.001", "0", "0.00075", "0.005"])
        self.fee = chance.happens(0.6) ? fee : nil
        if chance.happens(0.3) { configuration.parts.append(.init(head: "\"fee\": \(fee)")) }
        timerange = chance.happens(0.5) ? Self.timerange(of: series, &chance) : nil
        strategies = (0..<count).map { number in
            var maker = StrategyMaker(
                seed: seed, batch: batch, number: UInt64(number), mode: mode,
                pairs: pairs)
            return maker.draft(name: "Case\(seed)x\(batch)x\(number)")
        }
        guard mode.hasParameterFiles else { return }
        // Each is back-tested by itself, which takes longer.
        strategies = Array(strategies.prefix(6))
        for (number, strategy) in strategies.enumerated() {
            var maker = ParameterMaker(
                seed: seed, batch: batch, number: UInt64(number), mode: mode)
            parameterFiles[Self.name(strategy)] = maker.text(for: strategy)
        }
    }

    /// Off the candles' starts as often as on them; sometimes whole days, or more than there is.
    private static func timerange(of series: [Series], _ chance: inout Chance) -> String? {
        guard let first = series[0].candles.first, let last = series[0].candles.last else {
            return nil
        }
        let span = (last.openMs - first.openMs) / 1_000
        let start = first.openMs / 1_000
        let step = chance.pick([1, 60, 3_600, 86_400])
        let lead = chance.happens(0.1) ? -span : chance.whole(0...(span / 3))
        let tail = chance.happens(0.1) ? span * 2 : chance.whole((span * 2 / 3)...span)
        let from = (start + lead) / step * step
        let through = max(start + span * 2 / 3, (start + tail) / step * step)
        return chance.pick(["\(from)-", "-\(through)", "\(from)-\(through)"])
    }

    /// The name of a strategy's file and class.
    static func name(_ strategy: Draft) -> String {
        strategy.parts[0].head.split(separator: " ").last.map(String.init) ?? ""
    }

    /// The same with some of its strategies.
    func keeping(_ indices: [Int]) -> Bundle {
        var bundle = self
        bundle.strategies = indices.map { strategies[$0] }
        return bundle
    }

    /// The same with these strategies, each under a name of its own.
    func with(strategies: [Draft]) -> Bundle {
        var bundle = self
        bundle.parameterFiles = [:]
        bundle.strategies = strategies.enumerated().map { number, strategy in
            var renamed = strategy
            let (old, name) = (Self.name(strategy), "Case\(number)")
            renamed.parts[0].head = "strategy: " + name
            bundle.parameterFiles[name] = parameterFiles[old]?.replacing(old, with: name)
            return renamed
        }
        return bundle
    }

    /// The same with these pairs.
    func with(series: [Series]) -> Bundle {
        var bundle = self
        bundle.series = series
        let list = series.filter(\.isTraded).map { "\"\($0.pair)\"" }.joined(separator: ", ")
        for index in configuration.parts.indices
        where configuration.parts[index].head.hasPrefix("\"exchange\"") {
            bundle.configuration.parts[index].head =
                "\"exchange\": {\"name\": \"binance\", \"pair_whitelist\": [\(list)]}"
        }
        return bundle
    }

    /// Writes everything into a folder.
    func write(to folder: String) throws(Diagnostic) {
        try makeFolder(folder)
        try writeFile(series.map(\.lines).joined(), to: folder + "/candles.jsonl")
        try writeFile(configuration.json, to: folder + "/config.json")
        for strategy in strategies {
            try writeFile(
                strategy.yaml, to: "\(folder)/\(Self.name(strategy)).strategy.yaml")
        }
        for (name, text) in parameterFiles { try writeFile(text, to: "\(folder)/\(name).json") }
        // A parameter file is for one strategy.
        let runs = parameterFiles.isEmpty ? [self] : strategies.indices.map { keeping([$0]) }
        let lines = runs.map {
            $0.command(verifying: true).joined(separator: " ") + " <candles.jsonl\n"
        }
        try writeFile(lines.joined(), to: folder + "/command")
    }

    /// What back-tests it, in its folder.
    func command(verifying: Bool) -> [String] {
        var words = ["run-backtest", "-q", "-c", "config.json"]
        if let fee { words += ["--fee", fee] }
        for strategy in strategies { words += ["-s", Self.name(strategy) + ".strategy.yaml"] }
        if let strategy = strategies.first, parameterFiles[Self.name(strategy)] != nil {
            words += ["--parameters", Self.name(strategy) + ".json"]
        }
        if let timerange { words += ["--timerange", timerange] }
        if let detail = mode.detail { words += ["--timeframe-detail", detail.name] }
        if verifying { words += ["--verify", "freqtrade"] }
        return words + ["-"]
    }
}

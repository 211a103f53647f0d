internal import CLI
internal import Storage

/// A market to trade on: ten pairs' 5-minute candles of so many times twenty days, in a store.
struct Ground {
    let store: String
    let configuration: String
    /// nil where the reference candles are not at hand and the candles are invented.
    let reference: ReferenceCandles?
    let copies: Int

    init(copies: Int, _ workshop: Workshop) throws {
        self.copies = copies
        let fetch = workshop.tool("fetch-candles")
        if let shared = workshop.shared {
            let candles = ReferenceCandles(oracle: shared + "/oracle")
            reference = candles
            configuration = candles.configuration("S01EmaCross")
            let markets = try candles.marketsFile(workshop)
            store = try workshop.made("reference-\(copies)-\(Store.layout).sqlite") { path in
                for pair in try candles.pairs() {
                    let file = try candles.file(pair, copies: copies, workshop)
                    try workshop.run([
                        [
                            fetch, "--source", "csv", file, "--exchange", "binance", "--pair", pair,
                            "--timeframe", "5m", "--markets", markets, "--store", path, "--quiet",
                        ]
                    ])
                }
            }
        } else {
            reference = nil
            configuration = workshop.package + "/data/bots-clean/ema-cross/config.json"
            store = try workshop.made("invented-\(copies)-\(Store.layout).sqlite") { path in
                try workshop.run([
                    [
                        fetch, "--source", "synthetic", "--timeframe", "5m", "--as-of",
                        "2026-10-30", "--from", "-\(copies * 20)d", "--store", path, "--quiet",
                    ]
                ])
            }
        }
    }

    var detail: String {
        "\(copies * 57_600) \(reference == nil ? "invented" : "reference") pair-candles"
    }
}

extension ReferenceCandles {
    /// A CSV file of a pair.
    func file(_ pair: String, copies: Int, _ workshop: Workshop) throws -> String {
        let name = pair.replacing("/", with: "_")
        return try workshop.made("\(name)-\(copies).csv") { path in
            try workshop.run(
                [
                    [
                        workshop.tool("bench"), "--inside", "make-candles", oracle, pair,
                        "\(copies)",
                    ]
                ], output: path)
        }
    }

    func marketsFile(_ workshop: Workshop) throws -> String {
        try workshop.made("reference-markets.jsonl") { path in
            try workshop.run(
                [[workshop.tool("bench"), "--inside", "make-markets", oracle]], output: path)
        }
    }
}

extension Work {
    /// Copies of the reference's twenty days that make about a year.
    private static let yearCopies = 18

    static let backtest = Work(
        name: "back-test",
        summary: "a year of ten pairs' 5-minute candles, and twenty days with protections"
    ) { workshop, tell in
        try backtest(
            "back-test", "S01EmaCross", copies: yearCopies, times: 21, goal: 500,
            residentGoal: 120_000_000, workshop, tell)
        try backtest(
            "back-test/protections", "S10Protections", copies: 1, times: 21, goal: 2_000,
            residentGoal: nil, workshop, tell)
    }

    /// A reference strategy from the store to trades that are stored and printed.
    private static func backtest(
        _ name: String, _ strategy: String, copies: Int, times: Int, goal: Double,
        residentGoal: Int?, _ workshop: Workshop, _ tell: (Finding) throws -> Void
    ) throws {
        let ground = try Ground(copies: copies, workshop)
        let store = workshop.scratch + "/back-test.sqlite"
        let words = [
            workshop.tool("run-backtest"), "--strategy", workshop.referenceStrategy(strategy),
            "--config", ground.configuration, "--store", store, "--quiet",
        ]
        let (sample, peer) = try workshop.measure(
            beside: {
                Peer("freqtrade", workshop) {
                    try FreqtradeRig(ground, strategy, workshop).backtest()
                }
            },
            {
                try workshop.measure(words, times: times) { () throws(Diagnostic) in
                    try workshop.copy(ground.store, to: store)
                }
            })
        try tell(
            Finding(
                name: name, unit: "s", value: sample.cpuSeconds, sample: sample,
                goal: .timesBetter(goal), residentGoal: residentGoal, peer: peer,
                detail: ground.detail))
        try workshop.remove(store)
    }

    static let wide = Work(
        name: "wide", summary: "a year of 500 pairs' 5-minute candles, in how much memory"
    ) { workshop, tell in
        let store = workshop.scratch + "/wide.sqlite"
        let pairs = (0..<500).map { "P\($0)/USDT" }
        workshop.say("makes candles of \(pairs.count) pairs")
        try workshop.run([
            [
                workshop.tool("fetch-candles"), "--source", "synthetic", "--timeframe", "5m",
                "--from", "2025-10-30", "--to", "2026-10-30", "--as-of", "2026-10-30", "--store",
                store, "--quiet",
            ] + pairs.flatMap { ["--pair", $0] }
        ])
        let sample = try workshop.measure(
            [
                workshop.tool("run-backtest"), "--strategy",
                workshop.referenceStrategy("S01EmaCross"), "--store", store, "--quiet",
            ], times: 1)
        try tell(
            Finding(
                name: "wide", unit: "s", value: sample.cpuSeconds, sample: sample,
                residentGoal: 4_000_000_000,
                peer: Peer(absent: "nobody else is asked"),
                detail: "\(pairs.count * 365 * 288) invented pair-candles"))
        try workshop.remove(store)
    }

    static let hyperopt = Work(
        name: "hyperopt", summary: "one epoch of a search over twenty days of ten pairs"
    ) { workshop, tell in
        let ground = try Ground(copies: 1, workshop)
        let store = workshop.scratch + "/hyperopt.sqlite"
        let epochs = 1_000
        let words = [
            workshop.tool("run-hyperopt"), "--strategy",
            workshop.referenceStrategy("S02RsiMeanRev"), "--config", ground.configuration,
            "--store", store, "--epochs", "\(epochs)", "--loss", "Sharpe", "--spaces",
            "buy,sell", "--quiet",
        ]
        let (sample, peer) = try workshop.measure(
            beside: {
                Peer("freqtrade", workshop) {
                    try FreqtradeRig(ground, "S02RsiMeanRev", workshop).epoch() * 1e3
                }
            },
            {
                try workshop.measure(words, times: 3) { () throws(Diagnostic) in
                    try workshop.copy(ground.store, to: store)
                }
            })
        try tell(
            Finding(
                name: "hyperopt", unit: "ms", value: sample.cpuSeconds * 1e3 / Double(epochs),
                sample: sample, goal: .timesBetter(1_500), peer: peer,
                detail: "\(epochs) epochs, whole process; \(ground.detail)"))
        try workshop.remove(store)
    }

    static let sweep = Work(
        name: "sweep", summary: "every one of 1,024 choices of parameters on a million candles"
    ) { workshop, tell in
        let store = workshop.scratch + "/sweep.sqlite"
        let (sets, candles) = (1_024, 1_000_000)
        let source = try workshop.candleStore
        let sample = try workshop.measure(
            [
                workshop.tool("run-hyperopt"), "--strategy",
                workshop.package + "/docs/peers/rsi-sweep.strategy.yaml", "--config",
                workshop.package + "/docs/peers/rsi.config.json", "--store", store, "--epochs",
                "\(sets)", "--sampler", "random", "--loss", "Sharpe", "--spaces", "buy,sell",
                "--jobs", "1", "--quiet",
            ], times: 2
        ) { () throws(Diagnostic) in try workshop.copy(source, to: store) }
        try tell(
            Finding(
                name: "sweep", unit: "M candles x sets/s",
                value: Double(sets * candles) / 1e6 / sample.cpuSeconds, sample: sample,
                goal: .atLeast(500), residentGoal: 250_000_000,
                peer: Peer("vectorbt", workshop) { try workshop.vectorbtSweep() },
                detail: "\(sets) sets, \(candles) candles, one core, whole process"))
        try workshop.remove(store)
    }
}

extension Workshop {
    /// Million candles × sets a processor second of vectorbt, which is asked a few of the sets that the search
    /// tries; its import and what its first run compiles are not counted.
    fileprivate func vectorbtSweep() throws -> Double {
        let python = cache + "/../anytrade-peers/vectorbt/bin/python"
        guard fileExists(python) else {
            throw Diagnostic(.missingInput, "there is no vectorbt in anytrade-peers of the cache")
        }
        let source = try candleStore
        let candles = try made("candles-1m.csv") { path in
            try run([[tool("query-store"), "candles", "--store", source, "--csv"]], output: path)
        }
        let told = scratch + "/vectorbt.txt"
        try run(
            [[python, package + "/docs/peers/vectorbt_sweep.py", candles, "32"]], output: told)
        guard let rate = Double(try readText(told).split(separator: "\n").last ?? "") else {
            throw Diagnostic(.unavailable, "vectorbt's time is not known")
        }
        return rate
    }
}

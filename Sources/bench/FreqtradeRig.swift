internal import CLI
internal import Market

/// The real freqtrade, unmodified and offline, against an exchange that the rig beside the reference
/// data plays. Only freqtrade's own process is measured.
struct FreqtradeRig {
    private let workshop: Workshop
    private let rig: String
    private let data: String
    private let strategy: String
    private let source: String
    private let configuration: String
    private let range: String

    /// Prepares a back-test or a search of a reference strategy.
    ///
    /// - Throws: `Diagnostic` where there is no rig.
    init(_ ground: Ground, _ strategy: String, _ workshop: Workshop) throws {
        guard let candles = ground.reference, let shared = workshop.shared,
            fileExists(shared + "/rig/run_ft.py")
        else {
            throw Diagnostic(.missingInput, "freqtrade's rig or reference candles are not at hand")
        }
        let rig = shared + "/rig"
        (self.workshop, self.strategy, self.rig) = (workshop, strategy, rig)
        source = "\(candles.oracle)/freqtrade/\(strategy)/strategy.py"
        configuration = candles.configuration(strategy)
        let endMs = ReferenceCandles.firstMs + ground.copies * ReferenceCandles.spanMs
        range = [ReferenceCandles.firstMs, endMs]
            .map { Timestamp(milliseconds: $0).day.replacing("-", with: "") }
            .joined(separator: "-")
        data = try workshop.made("freqtrade-\(ground.copies)") { path in
            for pair in try candles.pairs() {
                let file = try candles.file(pair, copies: ground.copies, workshop)
                try workshop.run([
                    [
                        "bash", rig + "/python.sh", rig + "/import_candles.py", path, pair, "5m",
                        file,
                    ]
                ])
            }
        }
    }

    /// Processor seconds of one back-test.
    func backtest() throws -> Double {
        try seconds([
            "backtesting", "--cache", "none", "--export", "trades", "--backtest-directory", "raw",
            "--enable-protections",
        ])
    }

    /// Processor seconds of one epoch, without what a search costs however long it is.
    func epoch() throws -> Double {
        let few = try search(epochs: 10)
        return (try search(epochs: 30) - few) / 20
    }

    private func search(epochs: Int) throws -> Double {
        try seconds([
            "hyperopt", "--hyperopt-loss", "SharpeHyperOptLoss", "-e", "\(epochs)", "-j", "1",
            "--spaces", "buy", "sell", "--random-state", "42",
        ])
    }

    private func seconds(_ words: [String]) throws -> Double {
        let told = workshop.scratch + "/freqtrade.txt"
        let common = ["-s", strategy, "--datadir", data, "--timerange", range]
        try workshop.run(
            [
                ["bash", "-c", Self.script, "freqtrade", rig, source, configuration]
                    + [words[0], "-c", "config.json", "--userdir", "user_data"]
                    + words.dropFirst() + common
            ], output: told)
        let numbers = try readText(told).split(whereSeparator: \.isWhitespace).compactMap {
            Double($0)
        }
        guard numbers.count == 2 else {
            throw Diagnostic(.unavailable, "freqtrade's time is not known")
        }
        return numbers[0] + numbers[1]
    }

    /// Plays the exchange, runs freqtrade in a folder of its own, and prints its user and system time.
    private static let script = """
        set -euo pipefail
        rig=$1 strategy=$2 config=$3; shift 3
        . "$rig/env.sh"; need_venv
        work=$(mktemp -d)
        trap 'kill "$(cat "$work/exchange.pid")" 2>/dev/null; rm -rf "$work"' EXIT
        cd "$work"
        mkdir -p raw user_data/{strategies,hyperopt_results,backtest_results,data}
        cp "$strategy" user_data/strategies/
        port=$(free_port)
        start_exchange "$port" exchange.log exchange.pid --markets "$rig/markets.json" >&2
        "$PY" "$rig/mkconf.py" --from "$config" --port "$port" >config.json
        TIMEFORMAT='%U %S'
        { time "$PY" "$rig/run_ft.py" "$@" >console.txt 2>log.txt || { tail -3 log.txt; exit 1; }; } 2>&1
        """
}

internal import CLI

extension Workshop {
    /// Fills a store with what a busy desk has: twenty strategies' back-tests on ten invented pairs,
    /// 100,000 trades in all, and a search of 10,000 epochs.
    func fillDesk(_ path: String) throws {
        let days = ["--from", "2026-02-01", "--to", "2026-10-30"]
        try run([
            [tool("fetch-candles"), "--source", "synthetic", "--timeframe", "5m", "--quiet"] + days
                + ["--store", path]
        ])
        let folder = try emptyFolder("strategies")
        let names = (1...20).map { "\(folder)/desk-\($0).strategy.yaml" }
        for (number, name) in names.enumerated() {
            try writeFile(Self.strategy(number), to: name)
        }
        let market = [
            "--config", package + "/data/bots-clean/ema-cross/config.json", "--store", path,
            "--quiet",
        ]
        try run([[tool("run-backtest")] + names.flatMap { ["--strategy", $0] } + market])
        try run([
            [
                tool("run-hyperopt"), "--strategy", referenceStrategy("S02RsiMeanRev"), "--epochs",
                "10000", "--sampler", "random", "--spaces", "buy,sell", "--from", "2026-10-01",
            ] + market
        ])
    }

    /// One of twenty ways to follow a trend, each quick to leave.
    private static func strategy(_ number: Int) -> String {
        """
        strategy: Desk\(number + 1)
        timeframe: 5m
        startup_candle_count: 100
        indicators:
          fast: ema(close, \(5 + number))
          slow: ema(close, \(15 + 2 * number))
        enter_long:
          - {when: "crossed_above(fast, slow) and volume > 0", tag: cross}
        exit_long:
          - {when: "crossed_below(fast, slow)", tag: back}
        minimal_roi: {0: 0.0\(1 + number % 4)}
        stoploss: -0.0\(2 + number % 5)

        """
    }
}

/// The pages below a folder.
func htmlFiles(_ folder: String) throws(Diagnostic) -> [String] {
    var pages: [String] = []
    for name in try listFolder(folder) {
        let path = "\(folder)/\(name)"
        if folderExists(path) { pages += try htmlFiles(path) }
        if name.hasSuffix(".html") { pages.append(path) }
    }
    return pages
}

internal import CLI
internal import JSONL
internal import Market
internal import Records
internal import Shell
internal import Storage

/// Work that no tool does alone. `bench` starts itself for it, so that a whole process is measured,
/// and so that what is measured never inherits the memory that making an input takes.
enum Inside: String, CaseIterable {
    /// `candles STORE`: reads the one series of a store into columns.
    case readCandles = "read-candles"
    /// `trades FILE`: reads every trade.
    case readTrades = "read-trades"
    /// `trades plain|orders`: writes the invented trades.
    case makeTrades = "make-trades"
    /// `candles FOLDER PAIR COPIES`: writes reference candles as CSV.
    case makeCandles = "make-candles"
    /// `markets FOLDER`: writes what the reference's exchange says of its pairs.
    case makeMarkets = "make-markets"
    /// `SAMPLER SEED EPOCHS AXIS...`: prints points and reads their losses.
    case ask
    /// The same words: finds the bottom of a bowl.
    case bowl

    func work(_ words: [String]) throws -> ExitStatus {
        switch (self, words.count) {
        case (.readCandles, 1): try readCandles(words[0])
        case (.readTrades, 1): try readTrades(words[0])
        case (.makeTrades, 1): try TradeLines(withOrders: words[0] == "orders").write()
        case (.makeCandles, 3):
            try ReferenceCandles(oracle: words[0]).write(words[1], copies: Int(words[2]) ?? 1)
        case (.makeMarkets, 1): try ReferenceCandles(oracle: words[0]).writeMarkets()
        case (.ask, 4...): try Asking(words).answerReader()
        case (.bowl, 4...): try Asking(words).answerBowl()
        default: throw Diagnostic(.usage, "--inside \(rawValue) takes other operands")
        }
        return .done
    }

    private func readCandles(_ path: String) throws {
        let store = try Store(path: path, access: .readOnly)
        let all = try store.candles.list()
        // As the tools that trade on them do.
        expectMemory(bytes: all.reduce(0) { $0 + $1.count } * CandleSeries.bytesPerCandle)
        for found in all {
            let series = try store.candles.series(
                exchange: found.exchange, pair: found.pair, timeframe: found.timeframe)
            try writeOutput("\(series.count) candles\n")
        }
    }

    private func readTrades(_ path: String) throws {
        let descriptor = try openInput(path)
        defer { closeInput(descriptor) }
        var lines = RecordReader(descriptor: descriptor, source: path, kinds: [Trade.kind])
        var trade: Trade?
        var (count, profit) = (0, 0.0)
        while let line = try lines.next() {
            try line.decode(into: &trade)
            count += 1
            profit += trade?.profitAbs ?? 0
        }
        try writeOutput("\(count) trades, \(profit)\n")
    }
}

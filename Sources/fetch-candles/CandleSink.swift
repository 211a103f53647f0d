internal import CLI
internal import Freqtrade
internal import JSONL
internal import Market
internal import Records
internal import Storage

/// Gathers candles, hands them to the store in large pieces and says what became of them.
///
/// Where records are to be printed, the store is one in memory: what is printed is what a store
/// would hold.
final class CandleSink {
    private struct Key: Hashable {
        let exchange: String
        let pair: Pair
        let timeframe: Timeframe
    }

    private struct FundingKey: Hashable, Comparable {
        let pair: Pair
        let exchange: String

        static func < (left: Self, right: Self) -> Bool {
            (left.pair, left.exchange) < (right.pair, right.exchange)
        }
    }

    /// Candles that are held back before they are stored.
    private static let mostWaiting = 60_000

    private let request: Request
    private let store: Store
    private var waiting: [Key: CandleSeries] = [:]
    private var current: (key: Key, series: CandleSeries)?
    private var waitingCount = 0
    private var markets: [MarketFacts] = []
    private var tiers: [Pair: [LeverageTier]] = [:]
    private var funding: [FundingRecord] = []
    private var fundingSpans: [FundingKey: (fromMs: Int, toMs: Int)] = [:]
    private var spans: [Key: (fromMs: Int, toMs: Int)] = [:]
    private var conflicts: [Key: [Candle]] = [:]
    private var candleChanges = Changes()
    private var marketChanges = Changes()
    private var fundingChanges = Changes()

    init(_ request: Request) throws {
        self.request = request
        store = try Store(path: request.storePath ?? ":memory:", access: .readWrite)
    }

    /// Tiers of markets that come without any.
    func addTiers(_ file: LeverageTiersFile) throws {
        tiers.merge(file.tiers) { _, new in new }
    }

    func add(_ record: FundingRecord) throws {
        funding.append(record)
        let key = FundingKey(pair: record.pair, exchange: record.exchange)
        let atMs = record.funding.atMs
        let span = fundingSpans[key] ?? (atMs, atMs)
        fundingSpans[key] = (min(span.fromMs, atMs), max(span.toMs, atMs))
    }

    func add(_ facts: MarketFacts) throws {
        let tiers = facts.leverageTiers.isEmpty ? tiers[facts.pair] : nil
        markets.append(
            try tiers.map { tiers throws(MarketError) in try facts.with(tiers) } ?? facts)
        if markets.count >= 1_000 { try flushMarkets() }
    }

    func add(_ record: CandleRecord) throws {
        let key = Key(exchange: record.exchange, pair: record.pair, timeframe: record.timeframe)
        if current?.key != key { select(key) }
        current?.series.append(record.candle)
        waitingCount += 1
        if waitingCount >= Self.mostWaiting { try flush() }
    }

    func addWhole(_ series: CandleSeries) throws {
        let key = Key(exchange: series.exchange, pair: series.pair, timeframe: series.timeframe)
        try append(series, key)
    }

    /// Stores what still waits, and says in a few words what became of all.
    func storeWaiting() throws -> String {
        try flush()
        try flushMarkets()
        fundingChanges += try store.funding.upsert(funding)
        funding = []
        return counts
    }

    private var counts: String {
        "candles \(candleChanges), markets \(marketChanges)"
            + (fundingSpans.isEmpty ? "" : ", funding \(fundingChanges)")
    }

    /// Prints the records where no store keeps them, and reports.
    func tell() throws {
        if request.storePath == nil { try printRecords() }
        if !request.isQuiet { try report() }
    }
}

// MARK: Storing

extension CandleSink {
    private func select(_ key: Key) {
        if let current { waiting[current.key] = current.series }
        let series = waiting.removeValue(forKey: key)
        current = (
            key,
            series
                ?? CandleSeries(exchange: key.exchange, pair: key.pair, timeframe: key.timeframe)
        )
    }

    private func flush() throws {
        if let current { waiting[current.key] = current.series }
        current = nil
        waitingCount = 0
        let gathered = waiting.sorted { Self.ascending($0.key, $1.key) }
        waiting = [:]
        for (key, series) in gathered { try append(series, key) }
    }

    private func append(_ series: CandleSeries, _ key: Key) throws {
        guard let first = series.openMs.min(), let last = series.openMs.max() else { return }
        let result = try store.candles.append(series)
        candleChanges += result.changes
        if !result.conflicts.isEmpty { conflicts[key, default: []] += result.conflicts }
        let span = spans[key] ?? (first, last + 1)
        spans[key] = (min(span.fromMs, first), max(span.toMs, last + 1))
    }

    private func flushMarkets() throws {
        marketChanges += try store.markets.upsert(markets)
        markets = []
    }

    private static func ascending(_ left: Key, _ right: Key) -> Bool {
        (left.pair, left.exchange, left.timeframe) < (right.pair, right.exchange, right.timeframe)
    }

    private func series(_ key: Key) throws -> CandleSeries {
        let span = spans[key] ?? (0, 0)
        return try store.candles.series(
            exchange: key.exchange, pair: key.pair, timeframe: key.timeframe, fromMs: span.fromMs,
            toMs: span.toMs)
    }
}

// MARK: Saying

extension CandleSink {
    private func printRecords() throws {
        var writer = JSONWriter(descriptor: 1)
        do {
            for facts in try store.markets.all() { try writer.write(facts) }
            for (key, span) in fundingSpans.sorted(by: { $0.key < $1.key }) {
                for rate in try store.funding.rates(exchange: key.exchange, pair: key.pair)
                where rate.atMs >= span.fromMs && rate.atMs <= span.toMs {
                    try writer.write(
                        FundingRecord(exchange: key.exchange, pair: key.pair, funding: rate))
                }
            }
            for key in spans.keys.sorted(by: Self.ascending) {
                let series = try series(key)
                for row in 0..<series.count {
                    let candle = try Candle(
                        openMs: series.openMs[row], open: series.open[row],
                        high: series.high[row], low: series.low[row], close: series.close[row],
                        volume: series.volume[row])
                    try writer.write(
                        CandleRecord(
                            exchange: key.exchange, pair: key.pair, timeframe: key.timeframe,
                            candle: candle))
                }
            }
            try writer.flush()
        } catch let error as WriteError {
            throw Diagnostic(.inputOutput, "cannot write stdout: \(error.reason)")
        }
    }

    private func report() throws {
        for key in spans.keys.sorted(by: Self.ascending) {
            let name = "\(key.exchange) \(key.pair) \(key.timeframe)"
            let gaps = try series(key).gaps
            if let first = gaps.first, let longest = gaps.map(\.count).max() {
                command.say(
                    "\(name): \(counted(gaps.reduce(0) { $0 + $1.count }, "candle")) missing in "
                        + "\(counted(gaps.count, "gap")), longest \(longest), "
                        + "first at \(Timestamp(milliseconds: first.fromMs))")
            }
            if let conflicts = conflicts[key], let first = conflicts.first {
                let contradict = conflicts.count == 1 ? "contradicts" : "contradict"
                command.say(
                    "\(name): \(counted(conflicts.count, "candle")) \(contradict) another of the "
                        + "same instant, first at \(Timestamp(milliseconds: first.openMs)): "
                        + "both are kept")
            }
        }
        if let path = request.storePath {
            command.say("\(path): \(counts)")
        } else if candleChanges.unchanged > 0 {
            command.say("\(counted(candleChanges.unchanged, "repeated candle")) dropped")
        }
    }

    private func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}

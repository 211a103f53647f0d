public import Market
public import Strategies

/// All that a back-test needs to know of one pair.
public struct PairInput: Sendable {
    public let candles: PreparedCandles
    /// Row i speaks of candle i of `candles.series`, start-up rows included.
    public let signals: PairSignals
    public let facts: MarketFacts

    public init(candles: PreparedCandles, signals: PairSignals, facts: MarketFacts) {
        precondition(
            signals.enterLong.count == candles.series.count, "signals of other candles")
        self.candles = candles
        self.signals = signals
        self.facts = facts
    }

    public var pair: Pair { candles.series.pair }
}

/// A pair during the simulation: columns close at hand, its rows found by time.
struct Track {
    let pair: Pair
    let facts: MarketFacts
    let ticks: PriceTicks
    let amountStep: Amount
    let length: Int
    let openMs: Int
    let open: [Double]
    let high: [Double]
    let low: [Double]
    let close: [Double]
    let signals: PairSignals
    /// The first row that acts: the one before only lends it its signals.
    let firstRow: Int
    /// Rows at whose open a long entry is wanted, ascending.
    let entries: [Int]

    init(_ input: PairInput) {
        let series = input.candles.series
        pair = series.pair
        facts = input.facts
        ticks = input.candles.ticks
        amountStep = Amount(input.facts.amountStep)
        length = series.timeframe.milliseconds
        openMs = series.openMs[0]
        open = series.open
        high = series.high
        low = series.low
        close = series.close
        signals = input.signals
        firstRow = input.candles.startupRows + 1
        let (enter, exit) = (input.signals.enterLong, input.signals.exitLong)
        entries = stride(from: firstRow, to: series.count, by: 1).filter {
            enter[$0 - 1] && !exit[$0 - 1]
        }
    }

    var count: Int { open.count }

    func time(_ row: Int) -> Int { openMs + row * length }

    func row(atMs time: Int) -> Int { (time - openMs) / length }

    /// The tag that the candle before `row` gave to an entry.
    func enterTag(_ row: Int) -> String? { tag(signals.enterTag[row - 1]) }

    func exitTag(_ row: Int) -> String? { tag(signals.exitTag[row - 1]) }

    private func tag(_ index: Int16) -> String? { index < 0 ? nil : signals.tags[Int(index)] }
}

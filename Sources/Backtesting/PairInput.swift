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

/// A pair during the simulation: columns close at hand, its rows found by time. A class, for a copy of
/// so many columns would cost more than to ask them.
final class Track: Sendable {
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
    let extremes: BlockExtremes
    let signals: PairSignals
    /// The first row that acts: the one before only lends it its signals.
    let firstRow: Int
    /// Rows whose signals want a long entry on the next one, and an exit.
    private let entering: Bitmap
    private let leaving: Bitmap

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
        extremes = input.candles.extremes
        signals = input.signals
        firstRow = input.candles.startupRows + 1
        entering = signals.enterLong.without(signals.exitLong)
        leaving = signals.exitLong.without(signals.enterLong)
    }

    var count: Int { open.count }

    func time(_ row: Int) -> Int { openMs + row * length }

    func row(atMs time: Int) -> Int { (time - openMs) / length }

    /// The first row that opens at `time` or later.
    func row(fromMs time: Int) -> Int { max(0, (time - openMs + length - 1) / length) }

    /// The first row from `row` on at whose open a long entry is wanted, nil for none.
    func entry(from row: Int) -> Int? {
        guard let signal = entering.first(from: max(row, firstRow) - 1), signal + 1 < count else {
            return nil
        }
        return signal + 1
    }

    /// How often a long entry is wanted at the open of one of some rows.
    func entryCount(in rows: Range<Int>) -> Int {
        let rows = rows.clamped(to: firstRow..<max(firstRow, count))
        return entering.count(in: (rows.lowerBound - 1)..<(rows.upperBound - 1))
    }

    /// The first row from `row` on at whose open a signal wants to leave; `count` for none.
    func exit(from row: Int) -> Int {
        leaving.first(from: row - 1).map { $0 + 1 } ?? count
    }

    /// Whether a signal wants to leave at the row's open.
    func isExit(_ row: Int) -> Bool { leaving[row - 1] }

    /// The tag that the candle before `row` gave to an entry.
    func enterTag(_ row: Int) -> String? { signals.enterTag(row - 1) }

    func exitTag(_ row: Int) -> String? { signals.exitTag(row - 1) }
}

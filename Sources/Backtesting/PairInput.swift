public import Market
internal import Records
public import Strategies

/// All that a back-test needs to know of one pair.
public struct PairInput: Sendable {
    public let candles: PreparedCandles
    /// Row i speaks of candle i of `candles.series`, start-up rows included.
    public let signals: PairSignals
    public let facts: MarketFacts
    /// Ascending; empty for spot.
    public let funding: [FundingRate]
    /// What is traded on where there are shorter candles, nil for `candles`.
    public let detail: DetailCandles?

    public init(
        candles: PreparedCandles, signals: PairSignals, facts: MarketFacts,
        funding: [FundingRate] = [], detail: DetailCandles? = nil
    ) {
        precondition(signals.count == candles.series.count, "signals of other candles")
        self.candles = candles
        self.signals = signals
        self.facts = facts
        self.funding = funding
        self.detail = detail
    }

    public var pair: Pair { candles.series.pair }
}

/// A pair during the simulation: columns close at hand, its rows found by time. A class, for a copy of
/// so many columns would cost more than to ask them.
final class Track: Sendable {
    /// A candle at whose open everything ends.
    struct Closing {
        let atMs: Int
        let open: Double
        let high: Double
        let low: Double
    }

    let pair: Pair
    let facts: MarketFacts
    let ticks: PriceTicks
    let amountStep: Step
    let length: Int
    let openMs: Int
    let count: Int
    let open: PriceColumn
    let high: PriceColumn
    let low: PriceColumn
    let close: PriceColumn
    let extremes: BlockExtremes
    let signals: PairSignals
    /// nil for spot.
    let funding: FundingSchedule?
    /// Minutes from row to row, and how many rows are one candle of the strategy.
    let minutes: Int
    let perCandle: Int
    /// Which rows are visited; nil for all.
    private let turns: DetailCandles.Turns?
    /// The strategy's last candle.
    let closing: Closing
    /// The first row that acts: the one before only lends it its signals.
    let firstRow: Int
    /// Rows whose signals want an entry on the next one, of either side; nothing speaks against it.
    private let entering: Bitmap
    /// Those of them that sell short; of no rows where nobody may.
    private let shorting: Bitmap
    /// Rows whose signals want to leave on the next one.
    private let leavingLong: Bitmap
    private let leavingShort: Bitmap

    /// Inside of a candle, entries follow its signal for `expiry` seconds; nil for as long as it lasts.
    init(
        _ input: PairInput, canShort: Bool = false, inDetail: Bool = false, expiry: Double? = nil
    ) {
        let detail = inDetail ? input.detail : nil
        let candles = detail?.prepared ?? input.candles
        let (series, whole) = (candles.series, input.candles.series)
        let last = whole.count - 1
        closing = Closing(
            atMs: whole.openMs[last], open: whole.open[last], high: whole.high[last],
            low: whole.low[last])
        (minutes, perCandle) = (series.timeframe.minutes, detail?.perCandle ?? 1)
        turns = detail?.turns
        pair = series.pair
        facts = input.facts
        ticks = input.candles.ticks
        amountStep = Step(input.facts.amountStep)
        length = series.timeframe.milliseconds
        openMs = series.openMs[0]
        count = series.count
        (open, high) = (candles.prices.open, candles.prices.high)
        (low, close) = (candles.prices.low, candles.prices.close)
        extremes = candles.extremes
        signals =
            detail.map { input.signals.parted(by: $0.perCandle, count: series.count) }
            ?? input.signals
        funding = input.funding.isEmpty ? nil : FundingSchedule(input.funding, series)
        firstRow = candles.startupRows + 1
        let long = signals.long
        leavingLong = long.exit.without(long.enter)
        let (parts, seconds) = (perCandle, minutes * 60)
        let fresh = expiry.map {
            Bitmap.fresh(
                parts: parts, most: Int(min($0, 1e9)) / seconds, count: long.enter.count)
        }
        func timely(_ entries: Bitmap) -> Bitmap { fresh.map { entries & $0 } ?? entries }
        let longs = timely(long.enter.without(long.exit))
        guard canShort, let short = signals.short else {
            (entering, shorting, leavingShort) = (longs, Bitmap(count: 0), Bitmap(count: 0))
            return
        }
        shorting = timely(short.enter.without(short.exit).without(long.enter))
        leavingShort = short.exit.without(short.enter)
        entering = longs.without(short.enter) | shorting
    }

    func time(_ row: Int) -> Int { openMs + row * length }

    func row(atMs time: Int) -> Int { (time - openMs) / length }

    /// The row whose turn it is at an instant, nil for none: it opens then, unless that is told of in `Turns`.
    func visitedRow(atMs time: Int) -> Int? {
        let row = row(atMs: time)
        guard row >= firstRow, row < count, self.time(row) == time else { return nil }
        guard let turns else { return row }
        return turns.row(at: row)
    }

    /// Whether the row is one that trades are made on.
    func isTraded(_ row: Int) -> Bool {
        row >= firstRow && row < count && (turns?.rows[row] ?? true)
    }

    /// The row of the strategy's own candles that had closed last at the row's open.
    func signalRow(_ row: Int) -> Int { row / perCandle - 1 }

    /// When the strategy's next candle opens, after the one that holds `time`.
    func nextCandleMs(after time: Int) -> Int {
        let whole = length * perCandle
        return openMs + ((time - openMs) / whole + 1) * whole
    }

    /// The first row that opens at `time` or later.
    func row(fromMs time: Int) -> Int { max(0, (time - openMs + length - 1) / length) }

    /// The first row from `row` on at whose open an entry is wanted, nil for none.
    func entry(from row: Int) -> Int? {
        guard let signal = entering.first(from: max(row, firstRow) - 1), signal + 1 < count else {
            return nil
        }
        return signal + 1
    }

    /// When an entry is wanted first at `time` or later, Unix milliseconds; `Int.max` for never.
    func entryMs(from time: Int) -> Int {
        guard let row = entry(from: time > openMs ? row(fromMs: time) : 0) else { return .max }
        return self.time(row)
    }

    /// How often an entry of a side is wanted at the open of one of some rows.
    func entryCount(in rows: Range<Int>, _ side: Side) -> Int {
        let rows = rows.clamped(to: firstRow..<max(firstRow, count))
        let signals = (rows.lowerBound - 1)..<(rows.upperBound - 1)
        let shorts = shorting.count(in: signals)
        return side == .short ? shorts : entering.count(in: signals) - shorts
    }

    /// The side of the entry that is wanted at the row's open.
    func side(_ row: Int) -> Side {
        shorting.count > 0 && shorting[row - 1] ? .short : .long
    }

    /// The first row from `row` on at whose open a signal wants to leave; `count` for none.
    func exit(from row: Int, _ side: Side) -> Int {
        let signal =
            side == .long
            ? leavingLong.first(from: row - 1) : leavingShort.first(from: row - 1)
        return signal.map { $0 + 1 } ?? count
    }

    /// Whether a signal wants to leave at the row's open.
    func isExit(_ row: Int, _ side: Side) -> Bool {
        side == .long ? leavingLong[row - 1] : leavingShort[row - 1]
    }

    /// Whether a signal speaks for an entry at the row's open, whatever speaks against it.
    func isEntering(_ row: Int, _ side: Side) -> Bool {
        side == .long ? signals.long.enter[row - 1] : signals.short?.enter[row - 1] ?? false
    }

    /// The tag that the candle before `row` gave to an entry.
    func enterTag(_ row: Int) -> String? { signals.enterTag(row - 1) }

    func exitTag(_ row: Int) -> String? { signals.exitTag(row - 1) }
}

extension Backtest {
    func track(_ pair: PairInput) -> Track {
        Track(
            pair, canShort: isFutures && rules.canShort, inDetail: true,
            expiry: configuration.entryExpirySeconds)
    }
}

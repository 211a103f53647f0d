internal import Market
public import Records

/// A trade of a back-test, from its entry order to its exit.
///
/// Three kinds of arithmetic meet here and are not interchangeable: plain doubles, exact decimals
/// rounded once at the end, and ratios rounded to 8 decimals before anything is decided by them.
///
/// A short is a long seen in a mirror: it sells first, its stop lies above the price, fees make what it sells
/// worth less and what it buys back dearer.
public struct SimulatedTrade: Sendable {
    /// Index into the back-test's pairs.
    public let pair: Int
    public let side: Side
    public let leverage: Double
    /// Rows of the pair's prepared series.
    public let entryRow: Int
    public internal(set) var exitRow: Int
    public let openMs: Int
    /// When the entry order was filled: at `openMs`, unless its price had to be waited for.
    public internal(set) var fillMs: Int
    /// nil while the entry order waits.
    public internal(set) var fillRow: Int?
    public internal(set) var closeMs: Int
    public internal(set) var openRate: Double
    /// The entry order's price; `openRate` is this on the tick.
    public let entryPrice: Double
    public internal(set) var closeRate = 0.0
    public internal(set) var amount: Double
    public internal(set) var stakeAmount: Double
    public let enterTag: String?
    public internal(set) var exitReason = ""
    /// The exit order's tag: the reason for which it was placed, where another one found it waiting.
    var exitTag: String?
    var ending = TradeEnding()
    public internal(set) var minRate: Double
    public internal(set) var maxRate: Double
    public internal(set) var stopRate: Double
    public internal(set) var initialStopRate: Double
    /// Stake currency, rounded to 8 decimals.
    public internal(set) var profitAbs = 0.0
    /// Of the value at entry, fee included.
    public internal(set) var profitRatio = 0.0
    public var fee: Double { exactFee.ratio }
    /// What funding brought (+) or cost (−) so far, stake currency.
    public internal(set) var fundingFees = 0.0
    /// Where the exchange takes the position; nil for never.
    public internal(set) var liquidationRate: Double?
    /// In the order in which they were filled; none where one entry and one exit are the whole story.
    var orders: [FilledOrder] = []
    /// Its custom data, empty before any hook changed it.
    var kept: [Double] = []

    let tick: Step
    /// Value of the entry at `openRate` with its fee: what decisions compare with.
    private(set) var openValue: Double
    /// The same at the entry order's own price: what results compare with.
    let paidValue: Double
    /// The value of the entry at the average price paid, with its fee.
    private let boughtValue: Double
    private let exactFee: Fee
    /// What a rate of 1 is worth when it is left, short of exact: for what is decided exactly where it is near.
    private var valueOfRate: Double
    /// The leverage with the sign of the side, and that by the value at the entry.
    private let reach: Double
    private var gain: Double
    /// Distance of the stop as a ratio, zero or more.
    var stopRatio: Double
    /// The stop has been moved since the entry.
    var isTrailing = false

    /// How an entry comes about, besides its price and its amount.
    struct Terms {
        let side: Side
        let leverage: Double
        /// The market's price tick when the trade is opened.
        let tick: Step
        let fee: Fee
        let stoploss: Double
        /// nil for spot.
        var liquidation: Liquidation?
    }

    init(pair: Int, track: Track, row: Int, price: Double, amount: Double, terms: Terms) {
        self.pair = pair
        (side, leverage, exactFee) = (terms.side, terms.leverage, terms.fee)
        (entryRow, exitRow) = (row, row)
        openMs = track.time(row)
        (fillMs, closeMs) = (openMs, openMs)
        let isShort = terms.side == .short
        tick = terms.tick
        let opening = Opening(price: price, amount: amount, fee: exactFee, isShort: isShort)
        (self.amount, entryPrice) = (amount, price)
        let averageRate = opening.averageRate
        openRate = Precision.nearest(averageRate, tick: tick)
        stakeAmount = opening.cost / leverage
        paidValue = opening.value(at: price)
        openValue = openRate == price ? paidValue : opening.value(at: openRate)
        boughtValue = averageRate == price ? paidValue : opening.value(at: averageRate)
        valueOfRate = exactFee.nearlyClosed(amount, isShort: isShort)
        reach = isShort ? -leverage : leverage
        gain = reach / openValue
        enterTag = track.enterTag(row)
        (minRate, maxRate) = (openRate, openRate)
        stopRatio = abs(terms.stoploss)
        stopRate = Self.stop(
            from: openRate, ratio: stopRatio, leverage: leverage, isShort: isShort, tick: tick)
        initialStopRate = stopRate
        liquidationRate = terms.liquidation?.rate(
            side: side, stake: stakeAmount, amount: amount, openRate: openRate, tick: tick)
    }

    /// Holds another position from now on.
    mutating func hold(_ position: Position) {
        amount = position.amount
        stakeAmount = position.stakeAmount
        openRate = position.openRate
        openValue = exactFee.openValue(amount, openRate, isShort: isShort)
        valueOfRate = exactFee.nearlyClosed(amount, isShort: isShort)
        gain = reach / openValue
    }

    /// The entry order is filled.
    mutating func fill(row: Int, at time: Int) {
        fillRow = row
        fillMs = time
    }

    /// The entry order is given up.
    mutating func withdraw(at time: Int) { closeMs = time }

    /// What the trade holds of the wallet: an order that waits was not yet summed exactly.
    func tiedStake(atMs now: Int) -> Double {
        fillRow != nil && fillMs <= now ? stakeAmount : amount * entryPrice / leverage
    }

    var isShort: Bool { side == .short }

    /// Whether a price is at the stop or behind it.
    func isStopReached(at rate: Double) -> Bool { isShort ? stopRate <= rate : stopRate >= rate }

    /// Whether the candle began behind a price that ends the trade.
    func isBeyond(_ rate: Double, low: Double, high: Double) -> Bool {
        isShort ? rate < low : rate > high
    }

    /// The stop, or where the exchange takes the position if that comes first.
    var nearestStop: Double {
        @inline(__always) get { liquidationRate.map { farther(stopRate, $0) } ?? stopRate }
    }

    /// Of two prices the one that a rising profit meets first, or last.
    @inline(__always)
    func nearer(_ one: Double, _ other: Double) -> Double {
        isShort ? max(one, other) : min(one, other)
    }

    @inline(__always)
    func farther(_ one: Double, _ other: Double) -> Double {
        isShort ? min(one, other) : max(one, other)
    }

    /// A price that no profit meets.
    var farthest: Double { isShort ? -.infinity : .infinity }

    /// A price short of which a stop trailing by `ratio` stays where it is.
    @inline(__always)
    func rateBeforeTrailing(_ ratio: Double) -> Double {
        let distance = ratio / leverage
        return isShort
            ? (stopRate + 2 * tick.size) / (1 + distance) * (1 + 1e-12)
            : (stopRate - 2 * tick.size) / (1 - distance) * (1 - 1e-12)
    }

    /// Counts the funding from the fill on; nil for spot.
    @inline(__always)
    func meter(on track: Track) -> FundingMeter? {
        guard let funding = track.funding else { return nil }
        return FundingMeter(funding, fillMs: fillMs, amount: amount, isPaid: !isShort)
    }

    /// What funding adds to the value at the close: a short buys back for so much less.
    var fundingInValue: Double { isShort ? -fundingFees : fundingFees }

    /// The value of leaving at `rate` with its fee: what a long gets, or what a short pays.
    @inline(__always)
    func closeValue(_ rate: Double) -> Double {
        exactFee.closeValue(amount, rate, isShort: isShort) + fundingInValue
    }

    /// An account with the profit of leaving at `rate`, stake currency, not rounded.
    func profit(at rate: Double, addedTo account: Double) -> Double {
        isShort ? account + openValue - closeValue(rate) : account + closeValue(rate) - openValue
    }

    /// The ratio that decisions use: rounded to 8 decimals.
    func profitRatio(at rate: Double) -> Double {
        guard openValue != 0 else { return 0 }
        let quotient = closeValue(rate) / openValue
        return Precision.rounded(
            (isShort ? 1 - quotient : quotient - 1) * leverage, decimals: 8)
    }

    /// Whether the profit ratio at `rate` is above `threshold`; exact arithmetic only where it is near.
    @inline(__always)
    func profit(at rate: Double, isAbove threshold: Double) -> Bool {
        let distance = (rate * valueOfRate + fundingInValue) * gain - reach - threshold
        if distance.magnitude > 1e-7, distance < 1e6 { return distance > 0 }
        return profitRatio(at: rate) > threshold
    }

    func profit(at rate: Double, isBelow threshold: Double) -> Bool {
        let distance = (rate * valueOfRate + fundingInValue) * gain - reach - threshold
        if distance.magnitude > 1e-7, distance < 1e6 { return distance < 0 }
        return profitRatio(at: rate) < threshold
    }

    /// Inlined, as others that are asked on many candles, for a trade is large and would be copied to be asked.
    ///
    /// A rate just short of the first whose profit ratio may exceed `ratio`: below it for a long.
    @inline(__always)
    func rateShortOfProfit(_ ratio: Double) -> Double {
        ((1 + (ratio - 1e-7) / reach) * openValue - fundingInValue) / valueOfRate
    }

    /// The rate whose profit ratio is `ratio`, both fees and funding included.
    func rate(forProfit ratio: Double) -> Double {
        let part = ratio / leverage
        let atOne = closeValue(1)
        return ((1 + (isShort ? -part : part)) * openValue - fundingInValue)
            / (atOne - fundingInValue)
    }

    /// Sets the stop `ratio` away from `price`, nearer or farther than it was.
    mutating func setStop(from price: Double, ratio: Double) {
        putStop(at: stop(from: price, ratio: ratio), ratio)
    }

    /// freqtrade takes a stop of 0, that of a ratio of -1, for none: the next one is the initial stop then.
    private mutating func putStop(at rate: Double, _ ratio: Double) {
        if stopRate == 0 { initialStopRate = rate }
        (stopRate, stopRatio) = (rate, ratio.magnitude)
    }

    /// Moves the stop to `ratio` from `price`; it moves in the trade's favour only.
    mutating func trail(from price: Double, ratio: Double) {
        let distance = ratio.magnitude / leverage
        if isShort {
            guard price * (1 + distance) - 2 * tick.size <= stopRate else { return }
        } else {
            guard price * (1 - distance) + 2 * tick.size >= stopRate else { return }
        }
        let stop = stop(from: price, ratio: ratio)
        guard isShort ? stop < stopRate : stop > stopRate else { return }
        isTrailing = true
        putStop(at: stop, ratio)
    }

    private func stop(from price: Double, ratio: Double) -> Double {
        Self.stop(from: price, ratio: ratio, leverage: leverage, isShort: isShort, tick: tick)
    }

    /// Rounded towards the price.
    private static func stop(
        from price: Double, ratio: Double, leverage: Double, isShort: Bool, tick: Step
    ) -> Double {
        let distance = ratio.magnitude / leverage
        return isShort
            ? Precision.down(price * (1 + distance), tick: tick)
            : Precision.up(price * (1 - distance), tick: tick)
    }

    mutating func close(row: Int, at time: Int, rate: Double, reason: String) {
        exitRow = row
        closeMs = time
        closeRate = rate
        exitReason = reason
        let gained = closeValue(rate) - boughtValue
        profitAbs = Precision.rounded(isShort ? -gained : gained, decimals: 8)
        profitRatio = profitAbs / paidValue * leverage
    }
}

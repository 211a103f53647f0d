internal import Market

/// A long trade of a back-test, from its entry order to its exit.
///
/// Three kinds of arithmetic meet here and are not interchangeable: plain doubles, exact decimals
/// rounded once at the end, and ratios rounded to 8 decimals before anything is decided by them.
public struct SimulatedTrade: Sendable {
    /// Index into the back-test's pairs.
    public let pair: Int
    /// Rows of the pair's prepared series.
    public let entryRow: Int
    public internal(set) var exitRow: Int
    public let openMs: Int
    /// When the entry order was filled: at `openMs`, unless its price had to be waited for.
    public internal(set) var fillMs: Int
    /// nil while the entry order waits.
    public internal(set) var fillRow: Int?
    public internal(set) var closeMs: Int
    public let openRate: Double
    /// The entry order's price; `openRate` is this on the tick.
    public let entryPrice: Double
    public internal(set) var closeRate = 0.0
    public let amount: Double
    public let stakeAmount: Double
    public let enterTag: String?
    public internal(set) var exitReason = ""
    public internal(set) var minRate: Double
    public internal(set) var maxRate: Double
    public internal(set) var stopRate: Double
    public internal(set) var initialStopRate: Double
    /// Stake currency, rounded to 8 decimals.
    public internal(set) var profitAbs = 0.0
    /// Of the value at entry, fee included.
    public internal(set) var profitRatio = 0.0
    public var fee: Double { exactFee.ratio }

    let tickSize: Double
    /// Value of the entry at `openRate` with its fee: what decisions compare with.
    let openValue: Double
    /// The same at the entry order's own price: what results compare with.
    let paidValue: Double
    /// The value of the entry at the average price paid, with its fee.
    private let boughtValue: Double
    private let exactAmount: Amount
    private let exactFee: Fee
    private let valueOfRate: Double
    /// Distance of the stop as a ratio, zero or more.
    var stopRatio: Double
    /// The stop has been moved since the entry.
    var isTrailing = false

    var tick: Amount { Amount(tickSize) }

    /// `tickSize` is the market's price tick when it is opened.
    init(
        pair: Int, track: Track, row: Int, price: Double, amount: Double, tickSize: Double,
        fee: Fee, stoploss: Double
    ) {
        self.pair = pair
        self.entryRow = row
        self.exitRow = row
        self.openMs = track.time(row)
        self.fillMs = openMs
        self.closeMs = openMs
        exactFee = fee
        self.tickSize = tickSize
        let tick = Amount(tickSize)
        let (exactPrice, exactAmount) = (Amount(price), Amount(amount))
        entryPrice = price
        let cost = exactPrice * exactAmount
        self.exactAmount = exactAmount
        self.amount = amount
        func paid(at rate: Double) -> Double {
            ((rate == price ? cost : exactAmount * Amount(rate)) * fee.paidOfValue).double
        }
        // The average price is the price itself, but for decimals behind the 18th.
        let averageRate =
            exactPrice.decimals <= 18 ? price : cost.divided(by: exactAmount).double
        openRate = Precision.nearest(averageRate, tick: tick)
        stakeAmount = cost.double
        paidValue = paid(at: price)
        openValue = openRate == price ? paidValue : paid(at: openRate)
        boughtValue = averageRate == price ? paidValue : paid(at: averageRate)
        valueOfRate = (exactAmount * fee.keptOfValue).double
        enterTag = track.enterTag(row)
        minRate = openRate
        maxRate = openRate
        stopRatio = abs(stoploss)
        stopRate = Precision.up(openRate * (1 - stopRatio), tick: tick)
        initialStopRate = stopRate
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
        fillRow != nil && fillMs <= now ? stakeAmount : amount * entryPrice
    }

    /// What leaving at `rate` brings in, fee deducted.
    func closeValue(_ rate: Double) -> Double {
        (exactAmount * Amount(rate) * exactFee.keptOfValue).double
    }

    /// The ratio that decisions use: rounded to 8 decimals.
    func profitRatio(at rate: Double) -> Double {
        guard openValue != 0 else { return 0 }
        return Precision.rounded(closeValue(rate) / openValue - 1, decimals: 8)
    }

    /// Whether the profit ratio at `rate` is above `threshold`; exact arithmetic only where it is near.
    func profit(at rate: Double, isAbove threshold: Double) -> Bool {
        let distance = rate * valueOfRate / openValue - 1 - threshold
        if distance.magnitude > 1e-7, distance < 1e6 { return distance > 0 }
        return profitRatio(at: rate) > threshold
    }

    func profit(at rate: Double, isBelow threshold: Double) -> Bool {
        let distance = rate * valueOfRate / openValue - 1 - threshold
        if distance.magnitude > 1e-7, distance < 1e6 { return distance < 0 }
        return profitRatio(at: rate) < threshold
    }

    /// A rate just below the first whose profit ratio may exceed `ratio`.
    func rateBelowProfit(_ ratio: Double) -> Double {
        (1 + ratio - 1e-7) * openValue / valueOfRate
    }

    /// The rate whose profit ratio is `ratio`, both fees included.
    func rate(forProfit ratio: Double) -> Double { (1 + ratio) * openValue / valueOfRate }

    /// Sets the stop to `ratio` below `price`, higher or lower than it was.
    mutating func setStop(from price: Double, ratio: Double) {
        stopRate = Precision.up(price * (1 - ratio.magnitude), tick: tick)
        stopRatio = ratio.magnitude
    }

    /// Raises the stop to `ratio` below `price`; a stop never falls.
    mutating func trail(from price: Double, ratio: Double) {
        let raw = price * (1 - ratio.magnitude)
        guard raw + 2 * tickSize >= stopRate else { return }
        let stop = Precision.up(raw, tick: tick)
        guard stop > stopRate else { return }
        isTrailing = true
        stopRate = stop
        stopRatio = ratio.magnitude
    }

    mutating func close(row: Int, at time: Int, rate: Double, reason: String) {
        exitRow = row
        closeMs = time
        closeRate = rate
        exitReason = reason
        profitAbs = Precision.rounded(closeValue(rate) - boughtValue, decimals: 8)
        profitRatio = profitAbs / paidValue
    }
}

/// The fee of every order, and exactly what an order leaves and takes of its value. A class, for every
/// trade holds it.
final class Fee: Sendable {
    let ratio: Double
    let keptOfValue: Amount
    let paidOfValue: Amount

    init(_ ratio: Double) {
        self.ratio = ratio
        keptOfValue = (Amount(1) - Amount(ratio)).reduced
        paidOfValue = (Amount(1) + Amount(ratio)).reduced
    }
}

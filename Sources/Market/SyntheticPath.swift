// For the square root of a debug build, which is exact everywhere; no other function of it is used.
internal import Glibc

/// One minute of an invented pair; prices relative to the listing's price.
struct SyntheticMinute {
    let open: Double
    let high: Double
    let low: Double
    let close: Double
    /// Traded value, quote currency.
    let value: Double
}

/// The minutes of one pair, one after the other.
struct SyntheticPath {
    private let listing: SyntheticListing
    private var market: SyntheticWalk
    private var own: SyntheticWalk
    private var wicks: SplitMix64
    private var close: Double
    private var day: Int
    private var minuteOfDay: Int

    /// A path that stands before the minute that opens at `fromMs`, which must not lie before the exchange's first day.
    init(seed: UInt64, pair: Pair, fromMs: Int) {
        listing = SyntheticListing(pair)
        let first = Timestamp(milliseconds: SyntheticMarket.firstMs).dayNumber
        let (day, minute) = (fromMs / 86_400_000, fromMs % 86_400_000 / 60_000)
        market = SyntheticWalk(seed: seed, name: "market", firstDay: first)
        own = SyntheticWalk(seed: seed, name: pair.symbol, firstDay: first)
        market.moveTo(day: day)
        own.moveTo(day: day)
        self.day = day
        minuteOfDay = 0
        close = 0
        wicks = SplitMix64(seed: 0)
        startDay()
        for _ in 0..<minute { _ = self.minute() }
    }

    mutating func minute() -> SyntheticMinute {
        if minuteOfDay == SyntheticWalk.minutes {
            day += 1
            market.moveTo(day: day)
            own.moveTo(day: day)
            startDay()
        }
        let open = close
        minuteOfDay += 1
        close = price(minuteOfDay)
        let deviation =
            listing.beta * market.deviation[minuteOfDay - 1]
            + listing.own * own.deviation[minuteOfDay - 1]
        let (up, down) = (wicks.unit(), wicks.unit())
        let high = max(open, close) * (1 + deviation * up * up)
        let low = min(open, close) * (1 - deviation * down * down)
        let range = (high - low) / close / 0.001
        let value = 40_000 * (0.2 + wicks.unit()) * (0.15 + range * range.squareRoot())
        return SyntheticMinute(open: open, high: high, low: low, close: close, value: value)
    }

    private mutating func startDay() {
        wicks = SplitMix64(seed: own.daySeed, words: 3)
        minuteOfDay = 0
        close = price(0)
    }

    private func price(_ minute: Int) -> Double {
        exponential(listing.beta * market.level[minute] + listing.own * own.level[minute])
    }
}

/// A day-by-day walk with regimes, and within the current day minute by minute.
///
/// Levels are logarithms. The walk is pulled back towards 0, so that prices stay near the listing's.
struct SyntheticWalk {
    static let minutes = 1_440

    /// Level at each minute's start and at the day's end: 1,441 values.
    private(set) var level: [Double] = []
    /// Deviation of each minute's move: 1,440 values.
    private(set) var deviation: [Double] = []
    private(set) var daySeed: UInt64 = 0

    private let seed: UInt64
    private let name: UInt64
    private var day: Int
    private var regime = Regime.range
    private var start = 0.0
    private var end = 0.0

    private enum Regime { case range, rise, fall, turmoil }

    init(seed: UInt64, name: String, firstDay: Int) {
        self.seed = seed
        self.name = name.utf8.reduce(0xCBF2_9CE4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        day = firstDay - 1
    }

    /// Moves on to a later day and draws its minutes.
    mutating func moveTo(day target: Int) {
        while day < target { nextDay() }
        drawMinutes()
    }

    private mutating func nextDay() {
        day += 1
        var chance = SplitMix64(seed: seed, words: name, UInt64(bitPattern: Int64(day)))
        daySeed = chance.next()
        if chance.unit() < 0.22 {
            let draw = chance.unit()
            regime = draw < 0.4 ? .range : draw < 0.62 ? .rise : draw < 0.84 ? .fall : .turmoil
        }
        start = end
        let (drift, noise) = daily
        end = start * 0.99 + drift + noise * chance.bell()
    }

    /// Drift and deviation of a day's move.
    private var daily: (drift: Double, noise: Double) {
        switch regime {
        case .range: (0, 0.008)
        case .rise: (0.013, 0.012)
        case .fall: (-0.013, 0.013)
        case .turmoil: (-0.002, 0.035)
        }
    }

    /// Deviation of the wandering within a day.
    private var hourly: Double {
        switch regime {
        case .range: 0.020
        case .rise, .fall: 0.014
        case .turmoil: 0.036
        }
    }

    /// A walk from the day's start to its end whose variance clusters: GARCH(1, 1) times the hour's habit.
    private mutating func drawMinutes() {
        var chance = SplitMix64(seed: daySeed, words: 1)
        let scale = hourly / Double(Self.minutes).squareRoot()
        var (variance, sum) = (0.5 + chance.unit(), 0.0)
        level = [0]
        level.reserveCapacity(Self.minutes + 1)
        deviation.removeAll(keepingCapacity: true)
        for minute in 0..<Self.minutes {
            let spread = scale * variance.squareRoot() * Self.habit(minute)
            let move = chance.bell()
            variance = 0.01 + variance * (0.91 + 0.08 * move * move)
            sum += spread * move
            deviation.append(spread)
            level.append(sum)
        }
        let tilt = (end - start - sum) / Double(Self.minutes)
        for minute in 0...Self.minutes { level[minute] += start + tilt * Double(minute) }
    }

    /// Quiet at night, busy from 13:00 to 17:00 UTC: a factor around 1.
    private static func habit(_ minute: Int) -> Double {
        let hours = Double(minute) / 60
        let distance = min(abs(hours - 15), 24 - abs(hours - 15))
        return 1.4 - 0.8 * distance / 12
    }
}

/// e to the power of x for small x, by the same sums and products on every machine.
func exponential(_ x: Double) -> Double {
    let part = x / 256
    var (term, sum) = (1.0, 1.0)
    for step in 1...7 {
        term *= part / Double(step)
        sum += term
    }
    for _ in 0..<8 { sum *= sum }
    return sum
}

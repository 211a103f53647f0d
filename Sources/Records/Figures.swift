/// Series and tables that are computed from a run's records when a page is drawn, and are not stored.

/// A number at an instant.
public struct DatedNumber: Hashable, Sendable {
    /// Unix milliseconds UTC.
    public var atMs: Int
    /// nil where it is not defined.
    public var value: Double?

    public init(atMs: Int, value: Double?) {
        self.atMs = atMs
        self.value = value
    }
}

/// How many numbers lie in `lower..<upper`.
public struct HistogramBin: Hashable, Sendable {
    public var lower: Double
    public var upper: Double
    public var count: Int

    public init(lower: Double, upper: Double, count: Int) {
        self.lower = lower
        self.upper = upper
        self.count = count
    }
}

/// What came of the closed trades that were opened in one hour of one day of the week, UTC.
public struct WeekdayHour: Hashable, Sendable {
    /// 0 is Monday, 6 is Sunday.
    public var weekday: Int
    /// 0…23.
    public var hour: Int
    public var tradeCount: Int
    public var wins: Int
    /// Sum, stake currency.
    public var profitAbs: Double
    /// Mean of `profit_ratio`; nil without trades.
    public var profitMean: Double?

    public init(
        weekday: Int, hour: Int, tradeCount: Int, wins: Int, profitAbs: Double, profitMean: Double?
    ) {
        self.weekday = weekday
        self.hour = hour
        self.tradeCount = tradeCount
        self.wins = wins
        self.profitAbs = profitAbs
        self.profitMean = profitMean
    }
}

/// What came of the closed trades that were held for `fromMinutes..<toMinutes`.
public struct HoldingTime: Hashable, Sendable {
    public var fromMinutes: Int
    /// nil for no upper end.
    public var toMinutes: Int?
    public var wins: Int
    public var draws: Int
    public var losses: Int
    /// Sum, stake currency.
    public var profitAbs: Double

    public init(
        fromMinutes: Int, toMinutes: Int?, wins: Int, draws: Int, losses: Int, profitAbs: Double
    ) {
        self.fromMinutes = fromMinutes
        self.toMinutes = toMinutes
        self.wins = wins
        self.draws = draws
        self.losses = losses
        self.profitAbs = profitAbs
    }
}

/// How far the price went against a trade and for it while it was open.
public struct Excursion: Hashable, Sendable {
    public var tradeID: Int
    /// Maximum adverse excursion: from the open rate to the worst rate, as a ratio of the open rate
    /// times leverage, before fees; 0 or more.
    public var adverseRatio: Double
    /// Maximum favourable excursion, the same to the best rate.
    public var favourableRatio: Double
    /// What the trade returned, fees included.
    public var profitRatio: Double

    public init(
        tradeID: Int, adverseRatio: Double, favourableRatio: Double, profitRatio: Double
    ) {
        self.tradeID = tradeID
        self.adverseRatio = adverseRatio
        self.favourableRatio = favourableRatio
        self.profitRatio = profitRatio
    }
}

public import Records

extension SiteContent {
    /// Series and tables of one result that somebody computed for its page; empty where the result has
    /// nothing to compute them from.
    public struct Figures: Sendable {
        /// The running sum of closed profits, stake currency, for a result without an equity curve.
        public var profitCurve: [DatedNumber] = []
        /// Days that the rolling measures look back.
        public var rollingDays = 30
        public var rollingSharpe: [DatedNumber] = []
        public var rollingVolatility: [DatedNumber] = []
        /// Of daily returns, as ratios.
        public var returns: [HistogramBin] = []
        public var weekdayHours: [WeekdayHour] = []
        public var holdingTimes: [HoldingTime] = []
        public var excursions: [Excursion] = []
        /// Of trades, in multiples of what their first stop put at risk.
        public var rMultiples: [HistogramBin] = []

        public init() {}
    }
}

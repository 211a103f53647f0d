public import Market

/// The numbers of a strategy that decide when a trade ends: freqtrade's keys, checked at load.
public struct TradingRules: Hashable, Sendable {
    /// One step of the ROI table: from `minutes` after the entry on, `ratio` is enough.
    public struct ROIStep: Hashable, Sendable {
        public var minutes: Int
        public var ratio: Double

        public init(minutes: Int, ratio: Double) {
            self.minutes = minutes
            self.ratio = ratio
        }
    }

    public var timeframe: Timeframe
    /// Rows at the start of the data that indicators need and that are never traded.
    public var startupCandleCount: Int
    /// Ascending by minutes; empty for no ROI exit.
    public var minimalROI: [ROIStep]
    /// Negative ratio, such as −0.05.
    public var stoploss: Double
    public var trailingStop: Bool
    public var trailingStopPositive: Double?
    public var trailingStopPositiveOffset: Double
    public var trailingOnlyOffsetIsReached: Bool
    public var useExitSignal: Bool
    public var exitProfitOnly: Bool
    public var exitProfitOffset: Double
    public var ignoreROIIfEntrySignal: Bool
    /// Short entries count; only futures markets take them.
    public var canShort: Bool
    /// How many entries may follow a trade's first one; nil for any number.
    public var maxEntryAdjustments: Int?

    public init(
        timeframe: Timeframe, startupCandleCount: Int = 0, minimalROI: [ROIStep] = [],
        stoploss: Double, trailingStop: Bool = false, trailingStopPositive: Double? = nil,
        trailingStopPositiveOffset: Double = 0, trailingOnlyOffsetIsReached: Bool = false,
        useExitSignal: Bool = true, exitProfitOnly: Bool = false, exitProfitOffset: Double = 0,
        ignoreROIIfEntrySignal: Bool = false, canShort: Bool = false,
        maxEntryAdjustments: Int? = nil
    ) {
        self.timeframe = timeframe
        self.startupCandleCount = startupCandleCount
        self.minimalROI = minimalROI
        self.stoploss = stoploss
        self.trailingStop = trailingStop
        self.trailingStopPositive = trailingStopPositive
        self.trailingStopPositiveOffset = trailingStopPositiveOffset
        self.trailingOnlyOffsetIsReached = trailingOnlyOffsetIsReached
        self.useExitSignal = useExitSignal
        self.exitProfitOnly = exitProfitOnly
        self.exitProfitOffset = exitProfitOffset
        self.ignoreROIIfEntrySignal = ignoreROIIfEntrySignal
        self.canShort = canShort
        self.maxEntryAdjustments = maxEntryAdjustments
    }
}

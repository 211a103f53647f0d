internal import Metrics
internal import Records
internal import Reports

extension Gathered {
    /// Days that rolling measures look back.
    private static let rollingDays = 30
    /// About as many bars as a picture has room for.
    private static let bins = 40

    /// The result with the series and tables that its pages draw, computed by Metrics. O(trades +
    /// equity × days).
    func withFigures(_ result: SiteContent.Result) -> SiteContent.Result {
        var figures = SiteContent.Figures()
        figures.rollingDays = Self.rollingDays
        figures.rollingSharpe = rollingSharpe(result.equity, days: Self.rollingDays)
        figures.rollingVolatility = rollingVolatility(result.equity, days: Self.rollingDays)
        if result.equity.count > 1 {
            figures.returns = dailyReturnHistogram(result.equity, bins: Self.bins)
        }
        if result.equity.count < 2 {
            // From nothing: where the account began is not known.
            figures.profitCurve = realisedEquity(
                run: result.run.run, trades: result.trades, startingBalance: 0,
                fromMs: result.run.fromMs
            ).map { DatedNumber(atMs: $0.atMs, value: $0.equity) }
        }
        figures.weekdayHours = weekdayHourTable(result.trades)
        figures.holdingTimes = holdingTimes(result.trades)
        figures.excursions = excursions(result.trades)
        figures.rMultiples = returnHistogram(result.trades.compactMap(rMultiple), bins: Self.bins)
        var result = result
        result.figures = figures
        return result
    }
}

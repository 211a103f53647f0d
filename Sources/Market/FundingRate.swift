/// What holders of a perpetual future paid each other at one instant.
public struct FundingRate: Hashable, Sendable {
    /// Unix milliseconds UTC.
    public let atMs: Int
    /// Of the position's value; longs pay it to shorts, and get it where it is below zero. nil where only the
    /// price is known.
    public let rate: Double?
    /// The price at which positions were valued, quote currency.
    public let markPrice: Double

    /// - Throws: `MarketError.invalidMarket` for a rate that is no number or a price that is none.
    public init(atMs: Int, rate: Double?, markPrice: Double) throws(MarketError) {
        if let rate, !rate.isFinite {
            throw .invalidMarket(reason: "\"rate\" is \(rate), expected a number")
        }
        guard markPrice > 0, markPrice.isFinite else {
            throw .invalidMarket(
                reason: "\"mark_price\" is \(markPrice), expected a price above zero")
        }
        self.atMs = atMs
        self.rate = rate
        self.markPrice = markPrice
    }

    /// The price at another instant, and a rate that somebody supposes.
    fileprivate func supposing(_ rate: Double, atMs: Int) -> FundingRate {
        FundingRate(atMs: atMs, supposedRate: rate, markPrice: markPrice)
    }

    private init(atMs: Int, supposedRate: Double, markPrice: Double) {
        (self.atMs, rate, self.markPrice) = (atMs, supposedRate, markPrice)
    }
}

extension [FundingRate] {
    /// Of instants in ascending order: those whose rate is known, and before the first of them every hour from
    /// the first price on, at the supposed rate and the latest price. Where no rate is known, every hour up to
    /// the last price. So freqtrade takes its `futures_funding_rate`; with none, nothing is supposed.
    public func supposing(_ rate: Double?) -> [FundingRate] {
        let known = filter { $0.rate != nil }
        guard let rate, let first, let last else { return known }
        let unknown = prefix { $0.rate == nil }
        var (supposed, row): ([FundingRate], Int) = ([], 0)
        for atMs in stride(from: first.atMs, to: known.first?.atMs ?? last.atMs + 1, by: 3_600_000)
        {
            while row + 1 < unknown.count, unknown[row + 1].atMs <= atMs { row += 1 }
            supposed.append(unknown[row].supposing(rate, atMs: atMs))
        }
        return supposed + known
    }
}

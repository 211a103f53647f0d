/// What holders of a perpetual future paid each other at one instant.
public struct FundingRate: Hashable, Sendable {
    /// Unix milliseconds UTC.
    public let atMs: Int
    /// Of the position's value; longs pay it to shorts, and get it where it is below zero.
    public let rate: Double
    /// The price at which positions were valued, quote currency.
    public let markPrice: Double

    /// - Throws: `MarketError.invalidMarket` for a rate that is no number or a price that is none.
    public init(atMs: Int, rate: Double, markPrice: Double) throws(MarketError) {
        guard rate.isFinite else {
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
}

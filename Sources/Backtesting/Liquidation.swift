internal import Market
internal import Records

/// At which price an exchange takes a position whose margin is used up, by Binance's formula for isolated margin.
///
/// As in freqtrade the tier is chosen by the stake, not by the position's value, and the price is moved towards
/// the entry by a part of their distance.
struct Liquidation {
    let facts: MarketFacts
    /// A ratio of the distance.
    let buffer: Double

    /// nil where there is none.
    func rate(
        side: Side, stake: Double, amount: Double, openRate: Double, tick: Amount
    ) -> Double? {
        guard let tier = facts.tier(notional: stake) else { return nil }
        let signed = side == .short ? -amount : amount
        let raw =
            ((stake + tier.maintenanceAmount) - signed * openRate)
            / (amount * tier.maintenanceRatio - signed)
        let moved = (openRate - raw).magnitude * buffer
        let rate = Precision.nearest(max(side == .short ? raw - moved : raw + moved, 0), tick: tick)
        return rate > 0 ? rate : nil
    }
}

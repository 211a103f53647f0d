internal import Market
internal import Records

/// At which price an exchange takes a position whose margin is used up, by Binance's formula.
///
/// As in freqtrade the tier is chosen by the stake, not by the position's value, and the price is moved towards
/// the entry by a part of their distance. A class, for the facts of a market are large.
final class Liquidation {
    private let facts: MarketFacts
    /// A ratio of the distance.
    private let buffer: Double

    init(facts: MarketFacts, buffer: Double) {
        self.facts = facts
        self.buffer = buffer
    }

    /// nil where there is none. `margin` is what stands behind the position: of an isolated one its stake.
    func rate(
        side: Side, stake: Double, amount: Double, openRate: Double, tick: Step,
        margin: Double? = nil
    ) -> Double? {
        guard let tier = facts.tier(notional: stake) else { return nil }
        let signed = side == .short ? -amount : amount
        let raw =
            (((margin ?? stake) + tier.maintenanceAmount) - signed * openRate)
            / (amount * tier.maintenanceRatio - signed)
        let moved = (openRate - raw).magnitude * buffer
        let rate = Precision.nearest(max(side == .short ? raw - moved : raw + moved, 0), tick: tick)
        return rate > 0 ? rate : nil
    }

    /// What the exchange wants to remain behind a position at `rate`.
    func maintenance(stake: Double, amount: Double, rate: Double) -> Double {
        guard let tier = facts.tier(notional: stake) else { return 0 }
        return amount * rate * tier.maintenanceRatio - tier.maintenanceAmount
    }
}

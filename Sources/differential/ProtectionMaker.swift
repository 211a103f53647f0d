/// Protections, in all of freqtrade's ways to say how long they last and how far they look back.
struct ProtectionMaker {
    private var chance: Chance
    private let names: NameBook
    private let mode: Mode

    init(chance: Chance, names: NameBook, mode: Mode) {
        self.chance = chance
        self.names = names
        self.mode = mode
    }

    /// One to three, a line each.
    mutating func protections() -> [String] {
        (0..<chance.whole(1...3)).map { _ in "- {\(protection())}" }
    }

    private mutating func protection() -> String {
        switch chance.whole(0...3) {
        case 0: "method: CooldownPeriod, \(stop())"
        case 1: "method: StoplossGuard, \(losses(profit: 0.3))"
        case 2: "method: LowProfitPairs, \(losses(profit: 1))"
        default:
            "method: MaxDrawdown, \(period()), \(limit()), "
                + "max_allowed_drawdown: \(names.decimal(0...0.1, 2, "protection"))\(calculation())"
        }
    }

    /// What counts as a loss, where that is said, and which losses belong together.
    private mutating func losses(profit part: Double) -> String {
        var text = "\(period()), \(limit())"
        if chance.happens(part) {
            text += ", required_profit: \(names.decimal(-0.01...0.02, 3, "protection"))"
        }
        if chance.happens(0.3) { text += ", only_per_pair: \(chance.happens(0.8))" }
        if chance.happens(mode.isFutures ? 0.4 : 0.1) { text += ", only_per_side: true" }
        return text
    }

    private mutating func period() -> String { "\(lookback()), \(stop())" }

    private mutating func stop() -> String {
        chance.pick([
            "stop_duration_candles: \(chance.whole(1...40))",
            "stop_duration_candles: \(names.whole(1...40, "protection"))",
            "stop_duration: \(chance.whole(1...600))",
            "unlock_at: \"\(twoDigits(0...23)):\(twoDigits(0...59))\"",
        ])
    }

    private mutating func twoDigits(_ range: ClosedRange<Int>) -> String {
        let number = chance.whole(range)
        return number < 10 ? "0\(number)" : "\(number)"
    }

    private mutating func lookback() -> String {
        chance.pick([
            "lookback_period_candles: \(names.whole(2...150, "protection"))",
            "lookback_period: \(chance.whole(1...100) * mode.frame.minutes)",
            "lookback_period: \(chance.whole(10...3_000))",
        ])
    }

    private mutating func limit() -> String { "trade_limit: \(names.whole(1...5, "protection"))" }

    private mutating func calculation() -> String {
        chance.pick(["", ", calculation_mode: equity", ", calculation_mode: ratios"])
    }
}

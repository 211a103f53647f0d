/// Protections, in all of freqtrade's ways to say how long they last and how far they look back.
struct ProtectionMaker {
    private var chance: Chance
    private let mode: Mode
    /// Whether no two trades close together.
    private let isSingle: Bool

    init(chance: Chance, mode: Mode, isSingle: Bool) {
        self.chance = chance
        self.mode = mode
        self.isSingle = isSingle
    }

    /// One to three, a line each.
    mutating func protections() -> [String] {
        (0..<chance.whole(1...3)).map { _ in "- {\(protection())}" }
    }

    private mutating func protection() -> String {
        // Where trades close together, freqtrade's drawdown depends on how numpy's unstable sort
        // orders them, which differs between processors.
        switch chance.whole(0...(isSingle ? 3 : 2)) {
        case 0: "method: CooldownPeriod, \(stop())"
        case 1: "method: StoplossGuard, \(losses(profit: 0.3))"
        case 2: "method: LowProfitPairs, \(losses(profit: 1))"
        default:
            "method: MaxDrawdown, \(period()), \(limit()), "
                + "max_allowed_drawdown: \(chance.decimal(0...0.1, 2))\(calculation())"
        }
    }

    /// What counts as a loss, where that is said, and which losses belong together.
    private mutating func losses(profit part: Double) -> String {
        var text = "\(period()), \(limit())"
        if chance.happens(part) { text += ", required_profit: \(chance.decimal(-0.01...0.02, 3))" }
        if chance.happens(0.3) { text += ", only_per_pair: \(chance.happens(0.8))" }
        if chance.happens(mode.isFutures ? 0.4 : 0.1) { text += ", only_per_side: true" }
        return text
    }

    private mutating func period() -> String { "\(lookback()), \(stop())" }

    private mutating func stop() -> String {
        chance.pick([
            "stop_duration_candles: \(chance.whole(1...40))",
            "stop_duration_candles: \(chance.whole(1...40))",
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
            "lookback_period_candles: \(chance.whole(2...150))",
            "lookback_period: \(chance.whole(1...100) * mode.frame.minutes)",
            "lookback_period: \(chance.whole(10...3_000))",
        ])
    }

    private mutating func limit() -> String { "trade_limit: \(chance.whole(1...5))" }

    private mutating func calculation() -> String {
        chance.pick(["", ", calculation_mode: equity", ", calculation_mode: ratios"])
    }
}

/// A key of a strategy with its value, which a configuration may set in its place.
struct Setting {
    let key: String
    /// As both YAML and JSON write it.
    let value: String

    /// As a line of a strategy file.
    var line: Draft.Part { .init(head: "\(key): \(value)") }

    /// As a member of a configuration.
    var member: Draft.Part { .init(head: "\"\(key)\": \(value)") }
}

/// Values of what freqtrade reads of a strategy or of a configuration alike.
struct SettingMaker {
    private var chance: Chance
    private let minutes: Int

    /// A candle of the strategy lasts so many minutes.
    init(chance: Chance, minutes: Int) {
        self.chance = chance
        self.minutes = minutes
    }

    /// Now and then all that is staked: a stop of 0, which freqtrade takes for none.
    mutating func stoploss() -> Setting {
        let ratio = chance.decimal(0.003...0.3, 3)
        return Setting(key: "stoploss", value: chance.happens(0.05) ? "-1" : "-\(ratio)")
    }

    mutating func startup() -> Setting {
        Setting(
            key: "startup_candle_count",
            value: "\(chance.whole(chance.happens(0.05) ? 61...150 : 1...60))")
    }

    mutating func mostAdjustments() -> Setting {
        Setting(key: "max_entry_position_adjustment", value: "\(chance.whole(-1...4))")
    }

    /// Minutes and ratios: steps on candles and off them, sometimes below zero, sometimes leaving at once.
    mutating func returns() -> [(minute: Int, ratio: String)] {
        var steps: [Int: String] = [:]
        if chance.happens(0.9) { steps[0] = chance.decimal(0.002...0.1, 4) }
        for _ in 0..<chance.whole(0...4) {
            let time = chance.happens(0.7) ? chance.whole(1...40) * minutes : chance.whole(1...200)
            steps[time] =
                chance.happens(0.1) ? "-1" : chance.pick([chance.decimal(-0.02...0.03, 4), "0"])
        }
        if steps.isEmpty { steps[0] = "0.02" }
        return steps.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A trailing stop, with its offset in half of all cases or in every one.
    mutating func trailing(isWhole: Bool = false) -> [Setting] {
        var settings = [Setting(key: "trailing_stop", value: "true")]
        guard isWhole || chance.happens(0.7) else { return settings }
        let positive = chance.whole(2...40)
        settings.append(
            .init(key: "trailing_stop_positive", value: "\(Double(positive) / 1_000)"))
        guard isWhole || chance.happens(0.7) else { return settings }
        let offset = positive + chance.whole(1...40)
        settings.append(
            .init(key: "trailing_stop_positive_offset", value: "\(Double(offset) / 1_000)"))
        let isOnly = chance.happens(0.5)
        if isWhole || isOnly {
            settings.append(.init(key: "trailing_only_offset_is_reached", value: "\(isOnly)"))
        }
        return settings
    }

    mutating func offset() -> Setting {
        Setting(key: "exit_profit_offset", value: chance.decimal(-0.01...0.02, 3))
    }
}

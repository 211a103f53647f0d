// The vocabulary of candlestick patterns. Source: TA-Lib, "Pattern Recognition", its standard
// settings and running sums included, so that a pattern is found on the same candles.

/// What "long", "short" and "near" mean: a factor of the average of earlier candles.
enum CandleSetting: Int, CaseIterable {
    case longBody, shortBody, dojiBody, longShadow, veryLongShadow, shortShadow, veryShortShadow
    case near, far, equal

    enum Measure { case body, range, shadows }

    var measure: Measure {
        switch self {
        case .longBody, .shortBody, .longShadow, .veryLongShadow: .body
        case .dojiBody, .veryShortShadow, .near, .far, .equal: .range
        case .shortShadow: .shadows
        }
    }

    /// How many candles before it a candle is compared with; 0 compares it with its own body.
    var period: Int {
        switch self {
        case .longShadow, .veryLongShadow: 0
        case .near, .far, .equal: 5
        default: 10
        }
    }

    var factor: Double {
        switch self {
        case .longBody, .shortBody, .longShadow, .shortShadow: 1
        case .veryLongShadow: 2
        case .dojiBody, .veryShortShadow: 0.1
        case .near: 0.2
        case .far: 0.6
        case .equal: 0.05
        }
    }
}

/// The candles as a pattern sees them from one row: 0 is the candle of the row, 1 the one before it.
final class Candlesticks {
    private let opens: [Double]
    private let highs: [Double]
    private let lows: [Double]
    private let closes: [Double]
    /// Where the running sums of averages begin.
    private let first: Int
    private var limits = [[Double]?](repeating: nil, count: CandleSetting.allCases.count * 5)
    /// The row that is looked from.
    var row: Int

    init(_ inputs: [[Double]], first: Int) {
        (opens, highs, lows, closes) = (inputs[0], inputs[1], inputs[2], inputs[3])
        self.first = first
        row = first
    }

    func opening(_ back: Int) -> Double { opens[row - back] }
    func high(_ back: Int) -> Double { highs[row - back] }
    func low(_ back: Int) -> Double { lows[row - back] }
    func closing(_ back: Int) -> Double { closes[row - back] }

    func isWhite(_ back: Int) -> Bool { closing(back) >= opening(back) }
    func isBlack(_ back: Int) -> Bool { closing(back) < opening(back) }
    /// 1 for a white candle, −1 for a black one.
    func color(_ back: Int) -> Double { isWhite(back) ? 1 : -1 }
    func isSameColor(_ one: Int, _ other: Int) -> Bool { isWhite(one) == isWhite(other) }

    func top(_ back: Int) -> Double { isWhite(back) ? closing(back) : opening(back) }
    func bottom(_ back: Int) -> Double { isWhite(back) ? opening(back) : closing(back) }
    func body(_ back: Int) -> Double { (closing(back) - opening(back)).magnitude }
    func upper(_ back: Int) -> Double { high(back) - top(back) }
    func lower(_ back: Int) -> Double { bottom(back) - low(back) }

    func isLong(_ back: Int) -> Bool { body(back) > limit(.longBody, back) }
    func isShort(_ back: Int) -> Bool { body(back) < limit(.shortBody, back) }
    /// Short, or just as long as the average.
    func isNotLong(_ back: Int) -> Bool { body(back) <= limit(.shortBody, back) }
    func isNotShort(_ back: Int) -> Bool { body(back) > limit(.shortBody, back) }
    func isDoji(_ back: Int) -> Bool { body(back) <= limit(.dojiBody, back) }
    func hasNoUpper(_ back: Int) -> Bool { upper(back) < limit(.veryShortShadow, back) }
    func hasNoLower(_ back: Int) -> Bool { lower(back) < limit(.veryShortShadow, back) }
    func hasUpper(_ back: Int) -> Bool { upper(back) > limit(.veryShortShadow, back) }
    func hasLower(_ back: Int) -> Bool { lower(back) > limit(.veryShortShadow, back) }
    func hasLongUpper(_ back: Int) -> Bool { upper(back) > limit(.longShadow, back) }
    func hasLongLower(_ back: Int) -> Bool { lower(back) > limit(.longShadow, back) }

    /// Whether the body of one candle lies wholly above that of another.
    func bodyGapsUp(_ back: Int, over other: Int) -> Bool { bottom(back) > top(other) }
    func bodyGapsDown(_ back: Int, under other: Int) -> Bool { top(back) < bottom(other) }
    /// Whether the whole candle lies above another.
    func gapsUp(_ back: Int, over other: Int) -> Bool { low(back) > high(other) }
    func gapsDown(_ back: Int, under other: Int) -> Bool { high(back) < low(other) }
    /// Whether the body lies away from another's in the direction of that one's colour.
    func bodyGapsOn(_ back: Int, from other: Int) -> Bool {
        isWhite(other) ? bodyGapsUp(back, over: other) : bodyGapsDown(back, under: other)
    }

    /// Whether a price is as good as another, by the setting at a candle.
    func isEqual(_ price: Double, _ other: Double, by setting: CandleSetting, _ back: Int) -> Bool {
        let limit = limit(setting, back)
        return price <= other + limit && price >= other - limit
    }

    /// Average of the setting's measure over the candles before, times its factor.
    func limit(_ setting: CandleSetting, _ back: Int) -> Double {
        guard setting.period > 0 else { return setting.factor * body(back) }
        let slot = setting.rawValue * 5 + back
        if let column = limits[slot] { return column[row] }
        let column = column(of: setting, back)
        limits[slot] = column
        return column[row]
    }

    /// By the row that looks: sums begin at the first such row and run on.
    private func column(of setting: CandleSetting, _ back: Int) -> [Double] {
        let period = setting.period
        let parts = setting.measure == .shadows ? 2.0 : 1
        var result = missing(closes.count)
        var sum = 0.0
        for row in (first - back - period)..<(first - back) { sum += measured(setting, row) }
        for row in first..<max(first, closes.count) {
            let candle = row - back
            result[row] = setting.factor * (sum / Double(period)) / parts
            sum += measured(setting, candle) - measured(setting, candle - period)
        }
        return result
    }

    private func measured(_ setting: CandleSetting, _ row: Int) -> Double {
        let back = self.row - row
        return switch setting.measure {
        case .body: body(back)
        case .range: high(back) - low(back)
        case .shadows: upper(back) + lower(back)
        }
    }
}

extension Catalogue {
    static let patterns: [Indicator] =
        patternsOfOne + patternsOfTwo + patternsOfThree + patternsOfMore

    /// A pattern: 100 or −100 (or so) where it is found, else 0.
    static func pattern(
        _ name: String, _ summary: String, warmUp: Int,
        _ find: @escaping @Sendable (Candlesticks) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.open, .high, .low, .close], flags: ["value"],
            warmUp: { _ in warmUp }, compute: { inputs, _ in [found(inputs, warmUp, find)] })
    }

    /// A pattern that must reach a share of an earlier body.
    static func pattern(
        _ name: String, _ summary: String, warmUp: Int, penetration: Double,
        _ find: @escaping @Sendable (Candlesticks, Double) -> Double
    ) -> Indicator {
        Indicator(
            name, summary, inputs: [.open, .high, .low, .close],
            parameters: [.number("penetration", penetration, 0...1_000)], flags: ["value"],
            warmUp: { _ in warmUp },
            compute: { inputs, settings in
                [found(inputs, warmUp) { find($0, settings[0]) }]
            })
    }

    private static func found(
        _ inputs: [[Double]], _ first: Int, _ find: (Candlesticks) -> Double
    ) -> [Double] {
        var result = missing(inputs[0].count)
        let candles = Candlesticks(inputs, first: first)
        for row in first..<max(first, result.count) {
            candles.row = row
            result[row] = find(candles)
        }
        return result
    }
}

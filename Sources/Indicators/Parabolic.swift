// Wilder's parabolic stop and reverse. Source: TA-Lib, "Overlap Studies".

extension Catalogue {
    static let parabolics: [Indicator] = [
        Indicator(
            "sar", "parabolic stop and reverse", inputs: [.high, .low],
            parameters: [.number("acceleration", 0.02, 0...1), .number("maximum", 0.2, 0...10)],
            warmUp: { _ in 1 },
            compute: { inputs, settings in
                let side = Parabola.Side(
                    initial: settings[0], step: settings[0], maximum: settings[1])
                var parabola = Parabola(inputs[0], inputs[1], long: side, short: side)
                return [parabola.stops().map(\.magnitude)]
            }),
        Indicator(
            "sarext",
            "parabolic stop and reverse with its own settings for each side; "
                + "negative where short",
            inputs: [.high, .low],
            parameters: [
                .number("start", 0, -1e9...1e9), .number("offset", 0, 0...10),
                .number("initial_long", 0.02, 0...1), .number("acceleration_long", 0.02, 0...1),
                .number("maximum_long", 0.2, 0...10), .number("initial_short", 0.02, 0...1),
                .number("acceleration_short", 0.02, 0...1),
                .number("maximum_short", 0.2, 0...10),
            ],
            warmUp: { _ in 1 },
            compute: { inputs, settings in
                var parabola = Parabola(
                    inputs[0], inputs[1],
                    long: .init(initial: settings[2], step: settings[3], maximum: settings[4]),
                    short: .init(initial: settings[5], step: settings[6], maximum: settings[7]),
                    start: settings[0], offset: settings[1])
                return [parabola.stops()]
            }),
    ]
}

/// A stop that follows the price faster and faster, and turns where it is met.
private struct Parabola {
    /// How the stop speeds up on one side.
    struct Side {
        let initial: Double
        let step: Double
        let maximum: Double

        init(initial: Double, step: Double, maximum: Double) {
            self.initial = min(initial, maximum)
            self.step = min(step, maximum)
            self.maximum = maximum
        }
    }

    private let high: [Double]
    private let low: [Double]
    private let long: Side
    private let short: Side
    private let offset: Double
    private var isLong: Bool
    private var extreme: Double
    private var stop: Double
    private var factor: Double

    /// A positive `start` begins long there, a negative one short; 0 follows the larger of the first
    /// two moves.
    init(
        _ high: [Double], _ low: [Double], long: Side, short: Side, start: Double = 0,
        offset: Double = 0
    ) {
        (self.high, self.low, self.long, self.short) = (high, low, long, short)
        self.offset = offset
        let down = low[0] - low[1]
        isLong = start == 0 ? !(down > 0 && high[1] - high[0] < down) : start > 0
        extreme = isLong ? high[1] : low[1]
        stop = start == 0 ? (isLong ? low[0] : high[0]) : start.magnitude
        factor = isLong ? long.initial : short.initial
    }

    /// The stop of each row, negative where the side is short.
    mutating func stops() -> [Double] {
        var result = missing(high.count)
        for row in 1..<high.count {
            let before = max(1, row - 1)
            let lows = min(low[before], low[row])
            let highs = max(high[before], high[row])
            if isLong ? low[row] <= stop : high[row] >= stop {
                turn(row, lows, highs)
                result[row] = isLong ? stop : -stop
            } else {
                result[row] = isLong ? stop : -stop
                advance(row)
            }
            stop.addProduct(factor, extreme - stop)
            stop = isLong ? min(stop, lows) : max(stop, highs)
        }
        return result
    }

    private mutating func turn(_ row: Int, _ lows: Double, _ highs: Double) {
        isLong.toggle()
        stop = isLong ? min(extreme, lows) : max(extreme, highs)
        if offset != 0 { stop += isLong ? -stop * offset : stop * offset }
        factor = isLong ? long.initial : short.initial
        extreme = isLong ? high[row] : low[row]
    }

    private mutating func advance(_ row: Int) {
        guard isLong ? high[row] > extreme : low[row] < extreme else { return }
        extreme = isLong ? high[row] : low[row]
        let side = isLong ? long : short
        factor = min(factor + side.step, side.maximum)
    }
}

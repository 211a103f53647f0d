// Rows that take the kind of a moving average as a setting. Source: TA-Lib, "Overlap Studies" and
// "Momentum Indicators".

/// The kinds of moving averages by the words that users choose.
enum AverageKind: String, CaseIterable {
    case sma, ema, wma, dema, tema, trima, kama, mama, t3, hma, zlema, rma

    init(_ setting: Double) {
        self = Self.allCases.first { $0.number == Int(setting) } ?? .sma
    }

    /// TA-Lib's `MA_Type`.
    var number: Int {
        switch self {
        case .zlema: 12
        case .rma: 13
        default: Self.allCases.firstIndex(of: self) ?? 0
        }
    }

    /// Rows without a value; a period of 1 leaves the values as they are.
    func warmUp(_ period: Int) -> Int {
        guard period > 1 else { return 0 }
        return switch self {
        case .sma, .ema, .wma, .trima, .rma: period - 1
        case .dema: 2 * (period - 1)
        case .tema: 3 * (period - 1)
        case .kama: period
        case .mama: 32
        case .t3: 6 * (period - 1)
        case .hma: period - 1 + Int(Double(period).squareRoot()) - 1
        case .zlema: period - 1 + (period - 1) / 2
        }
    }

    /// The average of a column without missing values.
    func average(_ values: [Double], _ period: Int) -> [Double] {
        guard period > 1 else { return values }
        guard values.count > warmUp(period) else { return missing(values.count) }
        return switch self {
        case .sma: simpleAverage(values, period)
        case .ema: exponentialAverage(values, period)
        case .wma: weightedAverage(values, period)
        case .dema: doubleAverage(values, period)
        case .tema: tripleAverage(values, period)
        case .trima: triangularAverage(values, period)
        case .kama: adaptiveAverage(values, period)
        case .mama: cycleAverages(values, fastest: 0.5, slowest: 0.05)[0]
        case .t3: tillsonAverage(values, period, 0.7)
        case .hma: hullAverage(values, period)
        case .zlema: lagFreeAverage(values, period)
        case .rma: wilderAverage(values, period)
        }
    }

    /// The average whose first value stands in row `first`: nothing that is older than it needs counts.
    func average(_ values: [Double], _ period: Int, from first: Int) -> [Double] {
        let unread = first - warmUp(period)
        guard unread < values.count else { return missing(values.count) }
        return missing(unread) + average(Array(values[unread...]), period)
    }
}

extension Indicator.Parameter {
    /// A kind of moving average.
    static func kind(_ standard: AverageKind, _ name: String = "kind") -> Self {
        .choice(
            name, Double(standard.number),
            of: AverageKind.allCases.map {
                Indicator.Choice(name: $0.rawValue, number: Double($0.number))
            })
    }
}

extension Catalogue {
    static let kinds: [Indicator] = [
        Indicator(
            "ma", "moving average of a kind", inputs: [.series],
            parameters: [.period(30, least: 1), .kind(.sma)],
            warmUp: { AverageKind($0[1]).warmUp(Int($0[0])) },
            compute: { [AverageKind($1[1]).average($0[0], Int($1[0]))] }),
        Indicator(
            "mavp", "moving average with a period for each candle, within bounds",
            inputs: [.series, Indicator.Input(name: "periods", column: nil)],
            parameters: [
                .period(2, "least_period"), .period(30, "greatest_period"), .kind(.sma),
            ],
            warmUp: { AverageKind($0[2]).warmUp(Int(max($0[0], $0[1]))) },
            compute: { [changingAverage($0[0], $0[1], $1)] }),
        Indicator(
            "macdext", "moving average convergence and divergence of any kinds of averages",
            inputs: [.series],
            parameters: [
                .period(12, "fast_period"), .period(26, "slow_period"),
                .period(9, "signal_period", least: 1), .kind(.sma, "fast_kind"),
                .kind(.sma, "slow_kind"), .kind(.sma, "signal_kind"),
            ],
            outputs: ["macd", "signal", "histogram"],
            warmUp: {
                max(
                    AverageKind($0[3]).warmUp(Int($0[0])), AverageKind($0[4]).warmUp(Int($0[1])))
                    + AverageKind($0[5]).warmUp(Int($0[2]))
            },
            compute: { convergence($0[0], $1) }),
    ]
}

/// A period outside the bounds is the nearest within.
private func changingAverage(
    _ values: [Double], _ periods: [Double], _ settings: [Double]
) -> [Double] {
    let kind = AverageKind(settings[2])
    let (least, greatest) = (settings[0], max(settings[0], settings[1]))
    let first = kind.warmUp(Int(greatest))
    var averages: [Int: [Double]] = [:]
    var result = missing(values.count)
    for row in first..<max(first, values.count) {
        // Compared as numbers, so that a missing period is the least.
        let period = Int(min(greatest, periods[row] > least ? periods[row] : least))
        let average = averages[period] ?? kind.average(values, period, from: first)
        averages[period] = average
        result[row] = average[row]
    }
    return result
}

/// Both averages begin where the later one can.
private func convergence(_ values: [Double], _ settings: [Double]) -> [[Double]] {
    let fast = (period: Int(settings[0]), kind: AverageKind(settings[3]))
    let slow = (period: Int(settings[1]), kind: AverageKind(settings[4]))
    let (short, long) = fast.period <= slow.period ? (fast, slow) : (slow, fast)
    let first = max(short.kind.warmUp(short.period), long.kind.warmUp(long.period))
    let macd = combined(
        short.kind.average(values, short.period, from: first),
        long.kind.average(values, long.period, from: first)
    ) { $0 - $1 }
    let smoothing = (period: Int(settings[2]), kind: AverageKind(settings[5]))
    let signal = chained(macd) { smoothing.kind.average($0, smoothing.period) }
    let shown = hiding(macd, first: first + smoothing.kind.warmUp(smoothing.period))
    return [shown, signal, combined(shown, signal) { $0 - $1 }]
}

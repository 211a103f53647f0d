internal import Glibc

/// Ehlers' measure of the dominant cycle: prices are smoothed, their trend is taken off, and the phase
/// between what is left and its quarter-turned copy gives the period. One step for each price. Where a
/// product and a sum round once is as in TA-Lib's builds for processors with fused operations.
struct HilbertCycle {
    /// What is known at the close of a row.
    struct Moment {
        var price = 0.0
        /// Weighted average of the last four prices.
        var smoothPrice = 0.0
        var inPhase = 0.0
        var quadrature = 0.0
        /// Of the dominant cycle, in rows.
        var smoothPeriod = 0.0
        /// The first rows only fill the average.
        var hasCycle = false

        /// Prices of rows before the first cycle count as 0.
        var storedPrice: Double { hasCycle ? smoothPrice : 0 }
    }

    /// One moment for each value; the first three values and `skipped` more only fill the average.
    static func moments(_ values: [Double], skipping skipped: Int) -> [Moment] {
        let smooth = smoothed(values)
        var cycle = HilbertCycle()
        return values.indices.map { row in
            guard row >= 3 + skipped else {
                return Moment(price: values[row], smoothPrice: smooth[row])
            }
            var moment = cycle.step(smooth[row], isEven: row.isMultiple(of: 2))
            moment.price = values[row]
            return moment
        }
    }

    private static func smoothed(_ values: [Double]) -> [Double] {
        var (plain, weighted, leaving) = (0.0, 0.0, 0.0)
        return values.indices.map { row in
            if row < 3 {
                plain += values[row]
                weighted += values[row] * Double(row + 1)
                return .nan
            }
            plain += values[row]
            plain -= leaving
            weighted += values[row] * 4
            leaving = values[row - 3]
            let average = weighted * 0.1
            weighted -= plain
            return average
        }
    }

    private var detrending = Transform()
    private var quadrature = Transform()
    private var turnedInPhase = Transform()
    private var turnedQuadrature = Transform()
    private var slot = 0
    private var period = 0.0
    private var smoothPeriod = 0.0
    /// In phase with rows of the same and of the other parity, two and three rows late.
    private var even = (two: 0.0, three: 0.0)
    private var odd = (two: 0.0, three: 0.0)
    private var before = (inPhase: 0.0, quadrature: 0.0)
    private var real = 0.0
    private var imaginary = 0.0

    private mutating func step(_ price: Double, isEven: Bool) -> Moment {
        let gain = 0.54.addingProduct(0.075, period)
        let inPhase = isEven ? even.three : odd.three
        let trendless = detrending.turn(price, gain, slot, isEven)
        let quarter = quadrature.turn(trendless, gain, slot, isEven)
        let turned = (
            inPhase: turnedInPhase.turn(inPhase, gain, slot, isEven),
            quadrature: turnedQuadrature.turn(quarter, gain, slot, isEven)
        )
        if isEven {
            slot = (slot + 1) % 3
            odd = (trendless, odd.two)
        } else {
            even = (trendless, even.two)
        }
        measure(
            inPhase: (0.8 * before.inPhase).addingProduct(0.2, inPhase - turned.quadrature),
            quadrature: (0.8 * before.quadrature).addingProduct(0.2, quarter + turned.inPhase))
        return Moment(
            smoothPrice: price, inPhase: inPhase, quadrature: quarter,
            smoothPeriod: smoothPeriod, hasCycle: true)
    }

    private mutating func measure(inPhase: Double, quadrature: Double) {
        let along = (quadrature * before.quadrature).addingProduct(inPhase, before.inPhase)
        let across = inPhase * before.quadrature - quadrature * before.inPhase
        real = (0.2 * along).addingProduct(0.8, real)
        imaginary = (0.2 * across).addingProduct(0.8, imaginary)
        before = (inPhase, quadrature)
        let last = period
        if imaginary != 0, real != 0 {
            period = 360 / (atan(imaginary / real) * (45 / atan(1.0)))
        }
        period = max(min(period, 1.5 * last), 0.67 * last)
        period = min(max(period, 6), 50)
        period = (0.8 * last).addingProduct(0.2, period)
        smoothPeriod = (0.33 * period).addingProduct(0.67, smoothPeriod)
    }
}

/// A Hilbert transform of every second row.
private struct Transform {
    private struct Half {
        var stored = [0.0, 0.0, 0.0]
        var before = 0.0
        var input = 0.0
    }

    private var even = Half()
    private var odd = Half()

    mutating func turn(_ input: Double, _ gain: Double, _ slot: Int, _ isEven: Bool) -> Double {
        isEven ? Self.turn(&even, input, gain, slot) : Self.turn(&odd, input, gain, slot)
    }

    private static func turn(
        _ half: inout Half, _ input: Double, _ gain: Double, _ slot: Int
    ) -> Double {
        let scaled = 0.0962 * input
        var result = -half.stored[slot]
        half.stored[slot] = scaled
        result += scaled
        result -= half.before
        half.before = 0.5769 * half.input
        result += half.before
        half.input = input
        return result * gain
    }
}

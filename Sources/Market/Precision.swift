internal import Glibc

/// Rounding of doubles by way of their exact decimals, as exchanges and freqtrade round.
///
/// Exact decimals are asked only where a plain product does not decide. Its error is bounded: the
/// decimal that a double p stands for lies within 2^-53 p of it, the product with a power of ten
/// rounds off at most 2^-53 of itself, so what is farther than 2^-51 of the product (`doubt`) from
/// the point where rounding turns is on its side of it.
public enum Precision {
    /// A value in units of a step that is a power of ten.
    private struct Scaled {
        let power: Double
        /// Whole steps, and the part of a step above them.
        let whole: Double
        let part: Double
        let doubt: Double

        /// nil for other steps, and for values below 0 or of more than 2^50 steps.
        @inline(__always)
        init?(_ value: Double, step: Step) {
            let power = step.power
            guard power > 0 else { return nil }
            let scaled = value * power
            guard scaled >= 0, scaled < 0x1p50 else { return nil }
            self.power = power
            whole = Double(Int64(scaled))
            part = scaled - whole
            doubt = scaled * 0x1p-51
        }

        var isBetweenSteps: Bool { part > doubt && 1 - part > doubt }

        /// Both are exact doubles, so that the quotient is the double nearest to the decimal.
        func value(steps: Double) -> Double { (whole + steps) / power }
    }

    /// The multiple of `tick` nearest to the price, halves up.
    public static func nearest(_ price: Double, tick: Step) -> Double {
        if let scaled = Scaled(price, step: tick), abs(scaled.part - 0.5) > scaled.doubt {
            return scaled.value(steps: scaled.part < 0.5 ? 0 : 1)
        }
        let (exact, tick) = (Amount(price), tick.exact)
        let remainder = exact.remainder(dividingBy: tick)
        if remainder.isZero { return exact.double }
        let below = exact - remainder
        return (remainder + remainder < tick ? below : below + tick).double
    }

    /// The least multiple of `tick` at or above the price; a price on the tick stays as it is.
    public static func up(_ price: Double, tick: Step) -> Double {
        if let scaled = Scaled(price, step: tick), scaled.isBetweenSteps {
            return rounded(scaled.value(steps: 1), decimals: 14)
        }
        let (exact, tick) = (Amount(price), tick.exact)
        let remainder = exact.remainder(dividingBy: tick)
        if remainder.isZero { return price }
        return rounded((exact - remainder + tick).double, decimals: 14)
    }

    /// The greatest multiple of `tick` at or below the price; a price on the tick stays as it is.
    public static func down(_ price: Double, tick: Step) -> Double {
        if let scaled = Scaled(price, step: tick), scaled.isBetweenSteps {
            return rounded(scaled.value(steps: 0), decimals: 14)
        }
        let (exact, tick) = (Amount(price), tick.exact)
        let remainder = exact.remainder(dividingBy: tick)
        if remainder.isZero { return price }
        return rounded((exact - remainder).double, decimals: 14)
    }

    /// The greatest multiple of `step` that is not above the amount.
    public static func truncated(_ amount: Double, step: Step) -> Double {
        if let scaled = Scaled(amount, step: step), scaled.isBetweenSteps {
            return scaled.value(steps: 0)
        }
        let exact = Amount(amount)
        let remainder = exact.remainder(dividingBy: step.exact)
        return remainder.isZero ? amount : (exact - remainder).double
    }

    /// The double nearest to `value` rounded to `decimals` (0…22) decimals, ties to even: Python's `round`.
    public static func rounded(_ value: Double, decimals: Int) -> Double {
        let power = powersOfTen[decimals]
        let scaled = value * power
        // From here on the last bit of the value is worth more than the last decimal.
        guard scaled.magnitude < 0x1p53 else { return value }
        // The product is scaled + error exactly, so the side of the tie is certain.
        let error = fma(value, power, -scaled)
        let below = scaled.rounded(.down)
        let isOdd = Int64(below) & 1 == 1
        if scaled == below, error == -0.5 { return (isOdd ? below - 1 : below) / power }
        let overTie = (scaled - below - 0.5) + error
        return (overTie > 0 || (overTie == 0 && isOdd) ? below + 1 : below) / power
    }

    private static let powersOfTen: [Double] = (0...22).map { pow(10, Double($0)) }
}

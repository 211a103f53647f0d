internal import Glibc

/// Rounding of doubles by way of their exact decimals, as exchanges and freqtrade round.
public enum Precision {
    /// The multiple of `tick` nearest to the price, halves up.
    public static func nearest(_ price: Double, tick: Amount) -> Double {
        let exact = Amount(price)
        let remainder = exact.remainder(dividingBy: tick)
        if remainder.isZero { return exact.double }
        let below = exact - remainder
        return (remainder + remainder < tick ? below : below + tick).double
    }

    /// The least multiple of `tick` at or above the price; a price on the tick stays as it is.
    public static func up(_ price: Double, tick: Amount) -> Double {
        let exact = Amount(price)
        let remainder = exact.remainder(dividingBy: tick)
        if remainder.isZero { return price }
        return rounded((exact - remainder + tick).double, decimals: 14)
    }

    /// The greatest multiple of `step` that is not above the amount.
    public static func truncated(_ amount: Double, step: Amount) -> Double {
        let exact = Amount(amount)
        let remainder = exact.remainder(dividingBy: step)
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
        let isOdd = below.remainder(dividingBy: 2) != 0
        if scaled == below, error == -0.5 { return (isOdd ? below - 1 : below) / power }
        let overTie = (scaled - below - 0.5) + error
        return (overTie > 0 || (overTie == 0 && isOdd) ? below + 1 : below) / power
    }

    private static let powersOfTen: [Double] = (0...22).map { pow(10, Double($0)) }
}

internal import Glibc

/// How many decimals prices have when they are printed with 14 significant digits.
///
/// freqtrade reads a pair's price tick off its candles this way: per calendar month, ten to the
/// power of minus the largest number of decimals in any open, high, low or close.
public enum PriceDecimals {
    /// The largest number of decimals in the rows of a series; 0 for no rows. O(rows).
    public static func largest(in series: CandleSeries, rows: Range<Int>) -> Int {
        var largest = 0
        for column in [series.open, series.high, series.low, series.close] {
            largest = self.largest(in: column, rows: rows, atLeast: largest)
        }
        return largest
    }

    /// The larger of `floor` and the largest number of decimals of some prices. O(rows).
    ///
    /// Most prices of a market have no more decimals than those before them, and 32 at a time are
    /// passed by a test that is never wrong about them (`mayExceed`).
    public static func largest(
        in prices: [Double], rows: Range<Int>, atLeast floor: Int
    ) -> Int {
        var largest = floor
        prices.withUnsafeBufferPointer { prices in
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 32) {
                let some = prices.extracting(start..<min(start + 32, rows.upperBound))
                guard mayExceed(some, power: powers[largest]) else { continue }
                for price in some { largest = self.largest(of: price, atLeast: largest) }
            }
        }
        return largest
    }

    /// Whether one of some prices may have more decimals than `power` is a power of ten of; may be true
    /// where none has, never false where one has. A loop that becomes vector code.
    ///
    /// Let s be price × 10^d and r the whole number nearest to it. The price as printed, with 14
    /// significant digits, is off by at most half a unit of its last digit, which is at least
    /// 0.5 × 10^-14 of the price. So r ÷ 10^d is what is printed where |s − r| < 0.5 × 10^-14 × s;
    /// 0.4 leaves room for the rounding of s, 2^-53 of it. From s = 10^13 on, the price has all its
    /// digits within d decimals. Adding and subtracting 2^52 rounds what lies below 2^51.
    @inline(__always)
    private static func mayExceed(_ prices: UnsafeBufferPointer<Double>, power: Double) -> Bool {
        var doubts = 0
        for row in 0..<prices.count {
            let scaled = prices[row] * power
            let distance = (scaled - ((scaled + 0x1p52) - 0x1p52)).magnitude
            // Without a branch: it would be taken price by price.
            doubts |= (distance > scaled * 0.4e-14 ? 1 : 0) & (scaled < 1.000_000_1e13 ? 1 : 0)
        }
        return doubts != 0
    }

    /// The number of decimals of a price above zero.
    public static func count(_ price: Double) -> Int { largest(of: price, atLeast: 0) }

    /// The larger of `floor` and the number of decimals of a price above zero.
    public static func largest(of price: Double, atLeast floor: Int) -> Int {
        // Digits kept behind the point: 14 significant ones, whatever the size of the price.
        var kept = 14
        if price >= 1 {
            kept = 13
            while kept > 0, price >= powers[14 - kept] { kept -= 1 }
        } else {
            while kept < 22, price * powers[kept - 13] < 1 { kept += 1 }
        }
        guard kept > floor else { return floor }
        let digits = nearestInteger(price, times: powers[kept])
        let surplus = kept - floor
        if surplus <= 14, digits % wholePowers[surplus] == 0 { return floor }
        var (decimals, rest) = (kept, digits)
        while rest % 10 == 0 { (decimals, rest) = (decimals - 1, rest / 10) }
        return max(decimals, floor)
    }

    /// `price × power` rounded to a whole number, ties to even, as if the product were exact.
    private static func nearestInteger(_ price: Double, times power: Double) -> Int {
        let scaled = price * power
        let error = fma(price, power, -scaled)
        let below = scaled.rounded(.down)
        let overTie = (scaled - below - 0.5) + error
        let whole = Int(below)
        return overTie > 0 || (overTie == 0 && !whole.isMultiple(of: 2)) ? whole + 1 : whole
    }

    private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }
    private static let wholePowers: [Int] = powers.prefix(15).map { Int($0) }
}

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
            for row in rows { largest = self.largest(of: column[row], atLeast: largest) }
        }
        return largest
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

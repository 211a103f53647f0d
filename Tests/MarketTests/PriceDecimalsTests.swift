import Market
import TestSupport
import Testing

struct PriceDecimalsTests {
    /// Values from numpy.format_float_positional(precision=14, unique=False, fractional=False, trim="-").
    @Test(
        "counts decimals as numpy prints 14 significant digits",
        arguments: [
            (5.071e-05, 8), (5.0712345678901234e-05, 18), (1.2345678901234567e-08, 21), (0.1, 1),
            (0.05, 2), (12.5, 1), (100, 0), (1_234_567.125, 3), (99999.99999999999, 0),
            (0.09946999000000001, 8), (3e-12, 12), (9.99999999999999e-3, 2),
            (0.30000000000000004, 1), (4.35, 2), (1e-07, 7), (8.123e-07, 10),
        ])
    func counts(price: Double, decimals: Int) {
        #expect(PriceDecimals.count(price) == decimals)
        for floor in 0...22 {
            #expect(PriceDecimals.largest(of: price, atLeast: floor) == max(decimals, floor))
        }
    }

    @Test("many prices have the most decimals of any of them", arguments: fiftySeeds)
    func many(seed: UInt64) {
        var chance = Chance(seed: seed)
        let prices = (0..<200).map { row -> Double in
            let decimals = Int.random(in: 0...(row % 50 == 49 ? 16 : 8), using: &chance)
            let power = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
            let size = Double(Int.random(in: 1...9_999_999, using: &chance))
            return row % 70 == 69 ? size * 1e9 + 0.1 : size / power
        }
        for floor in [0, 3, 8, 12] {
            for rows in [0..<200, 0..<0, 7..<39, 31..<64, 190..<200] {
                let most = prices[rows].map { PriceDecimals.count($0) }.max() ?? 0
                #expect(
                    PriceDecimals.largest(in: prices, rows: rows, atLeast: floor)
                        == max(most, floor))
            }
        }
    }
}

import TestSupport
import Testing

@testable import Market

/// The quick paths of rounding decide only what they are certain of: they are held to the exact ones
/// where the two could part, a few last bits around every point at which rounding turns.
struct PrecisionBoundTests {
    static let steps = [1e-10, 1e-8, 1e-7, 1e-5, 0.001, 0.01, 0.1, 1, 0.05, 0.25]

    /// Values on, just beside and half-way between multiples of a step, and anywhere.
    private func values(_ step: Double, _ chance: inout Chance) -> [Double] {
        (0..<40).flatMap { _ -> [Double] in
            let digits = Int.random(in: 0...14, using: &chance)
            var count = 1.0
            for _ in 0..<digits { count *= 10 }
            count = (count * chance.unit()).rounded()
            let half = Bool.random(using: &chance) ? 0.5 : 0
            var value = (count + half) * step
            if step < 1, Bool.random(using: &chance) { value = (count + half) / (1 / step) }
            return [
                value, value.nextUp, value.nextUp.nextUp, max(value.nextDown, 0),
                max(value.nextDown.nextDown, 0), value * (1 + 1e-15), value * (1 - 1e-15),
                value * chance.unit(),
            ]
        }
    }

    @Test("agree with exact decimals on both sides of every turn", arguments: steps)
    func rounding(step: Double) {
        let exactStep = Amount(step)
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            for value in values(step, &chance) {
                let exact = Amount(value)
                let remainder = exact.remainder(dividingBy: exactStep)
                let below = exact - remainder
                let near = remainder + remainder < exactStep ? below : below + exactStep
                #expect(Precision.nearest(value, tick: Step(step)) == near.double)
                #expect(
                    Precision.truncated(value, step: Step(step))
                        == (remainder.isZero ? value : below.double))
                #expect(
                    Precision.up(value, tick: Step(step))
                        == (remainder.isZero
                            ? value
                            : Precision.rounded((below + exactStep).double, decimals: 14)))
            }
        }
    }

    @Test("powers of ten are known as such")
    func inversePowers() {
        #expect(Amount(1e-8).inversePower == 1e8)
        #expect(Amount(0.001).inversePower == 1e3)
        #expect(Amount(1).inversePower == 1)
        #expect(Amount(1e-10).inversePower == 1e10)
        for other in [0.05, 0.25, 10, 0, -0.1, 1e-30] { #expect(Amount(other).inversePower == nil) }
    }

    @Test("a quick quotient is the nearest double, or is not given", arguments: fiftySeeds)
    func quotients(seed: UInt64) {
        var chance = Chance(seed: seed)
        var known = 0
        for _ in 0..<200 {
            let exponent = Int.random(in: 0...22, using: &chance)
            var digits = UInt128(chance.next()) << UInt128(Int.random(in: 0...41, using: &chance))
            if Bool.random(using: &chance) {
                // Beside the middle between two doubles.
                let power = Magnitude.powersOfTen[min(exponent, 15)]
                let odd = UInt128((chance.next() >> 10) | 1 << 53 | 1)
                digits = odd * power + UInt128(Int.random(in: 0...2, using: &chance)) - 1
            }
            guard digits >> 53 != 0, digits >> 106 == 0 else { continue }
            let quick = Magnitude.certainQuotient(digits, Magnitude.exactPowers[exponent])
            known += quick == nil ? 0 : 1
            #expect(quick == nil || quick == Double("\(digits)e-\(exponent)"))
        }
        #expect(known > 50)
    }

    @Test("eight prices at once show the decimals that each of them shows", arguments: fiftySeeds)
    func decimals(seed: UInt64) {
        var chance = Chance(seed: seed)
        for _ in 0..<100 {
            let places = Int.random(in: 0...14, using: &chance)
            let power = Magnitude.exactPowers[places]
            let count = Double(Int.random(in: 1...1_000_000_000, using: &chance))
            // In units of the fourteenth significant digit of the smallest and the largest price alike.
            let price = count / power
            let prices: [Double] = (0..<17).map { index in
                let units = Double((index - 8) * (1 + index % 3))
                return price * (1 + units * 0.7e-15)
            }
            for floor in 0...22 {
                let expected = prices.reduce(floor) { PriceDecimals.largest(of: $1, atLeast: $0) }
                let found = PriceDecimals.largest(in: prices, rows: 0..<17, atLeast: floor)
                #expect(found == expected)
            }
        }
    }
}

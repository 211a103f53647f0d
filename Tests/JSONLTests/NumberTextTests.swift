import JSONL
import TestSupport
import Testing

struct NumberTextTests {
    private func text(_ number: Double) -> String {
        var writer = JSONWriter()
        writer.value(number)
        return writer.text
    }

    @Test("numbers are written as Swift describes them, decimals of every length among them")
    func likeDescriptions() {
        var numbers = [
            0, -0.0, 1, -1, 0.1, 1e-4, 0.00099999999, 9.9999999e-5, 1e-8, 0.12345678,
            0.123456789, 9_999_999.99999999, 1e7, 12_345_678.5, 985, 0.00005071, 1e15, 1e16,
            .leastNonzeroMagnitude,
        ]
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            for _ in 0..<200 {
                let digits = Double(
                    Int.random(in: -999_999_999_999_999...999_999_999_999_999, using: &chance))
                let power = (0..<Int.random(in: 0...14, using: &chance)).reduce(1.0) { product, _ in
                    product * 10
                }
                let decimal =
                    (digits / Double(Int.random(in: 1...1_000_000, using: &chance))).rounded()
                    / power
                numbers += [decimal, decimal.nextUp, decimal.nextDown]
                numbers.append(Double(bitPattern: chance.next()))
            }
        }
        numbers += numbers.map { $0.rounded() }
        for number in numbers where number.isFinite {
            #expect(text(number) == number.description)
            #expect(shortest(number) == number.description)
        }
    }
}

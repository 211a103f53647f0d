import Foundation
import TestSupport
import Testing

@testable import Market

/// `Golden/amounts.txt` holds what Python's decimal and round make of seeded adversarial doubles.
struct AmountTests {
    static let lines: [[String]] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Golden/amounts.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }()

    @Test(
        "agrees with Python's decimal on adversarial doubles",
        arguments: [
            ("exact", 260), ("+", 260), ("-", 260), ("*", 200), ("value", 200), ("/", 200),
            ("%", 150), ("read", 780), ("tick", 260), ("tick_up", 260), ("step", 260),
            ("round8", 260), ("round14", 260),
        ])
    func agreesWithPython(operation: String, atLeast: Int) throws {
        let rows = Self.lines.filter { $0[0] == operation }.map { Array($0.dropFirst()) }
        #expect(rows.count >= atLeast)
        for row in rows {
            let result = try #require(row.last)
            if operation == "exact" {
                let value = try #require(Double(row[0]))
                #expect(Amount(value).description == result, "\(row)")
                #expect(Amount(value).double == value, "\(row)")
            } else if operation == "read" {
                #expect(Amount(row[0])?.double == Double(result), "\(row)")
            } else {
                let numbers = try row.map { try #require(Double($0)) }
                let mine = Self.evaluate(operation, numbers)
                #expect(mine == numbers.last, "\(row): \(mine)")
            }
        }
    }

    private static func evaluate(_ operation: String, _ numbers: [Double]) -> Double {
        let (first, second) = (Amount(numbers[0]), Amount(numbers[1]))
        return switch operation {
        case "+": (first + second).double
        case "-": (first - second).double
        case "*": (first * second).double
        case "/": first.divided(by: second).double
        case "%": first.remainder(dividingBy: second).double
        case "value": (first * second * (Amount(1) - Amount(numbers[2]))).double
        case "tick": Precision.nearest(numbers[0], tick: Step(numbers[1]))
        case "tick_up": Precision.up(numbers[0], tick: Step(numbers[1]))
        case "step": Precision.truncated(numbers[0], step: Step(numbers[1]))
        case "round8": Precision.rounded(numbers[0], decimals: 8)
        default: Precision.rounded(numbers[0], decimals: 14)
        }
    }

    @Test(
        "a product of three doubles' decimals is the exact one, rounded once",
        arguments: fiftySeeds)
    func products(seed: UInt64) throws {
        var chance = Chance(seed: seed)
        func draw() -> Double {
            let digits = Int.random(in: 0...17, using: &chance)
            let value = chance.unit() * pow(10, Double(Int.random(in: -9...9, using: &chance)))
            return Precision.rounded(value, decimals: digits)
        }
        for _ in 0..<200 {
            let (amount, price) = (draw(), draw())
            let part = Amount(Precision.rounded(chance.unit() * 2, decimals: 5)).reduced
            let short = try #require(ShortDecimal(part))
            let exact = (Amount(amount) * Amount(price) * part).double
            #expect(Amount.product(amount, price, short) == exact)
        }
    }

    @Test("reads what people write, and nothing else")
    func readsText() {
        #expect(Amount("-12.50")?.description == "-12.5")
        #expect(Amount("5.071e-05")?.description == "0.00005071")
        #expect(Amount("+3")?.double == 3)
        #expect(Amount("0.1").map { $0 + $0 + $0 } == Amount("0.3"))
        for text in ["", "-", ".", "1.2.3", "0x10", "1e", "NaN", "1,5", " 1"] {
            #expect(Amount(text) == nil, "\(text)")
        }
    }

    @Test("orders by value, whatever the number of zeros")
    func orders() {
        let ascending = ["-10", "-9.99", "-0.1", "0", "0.0999", "0.1000001", "2", "1e30"]
        let amounts = ascending.compactMap(Amount.init)
        #expect(amounts.count == ascending.count)
        #expect(amounts == amounts.shuffled().sorted())
        #expect(Amount("1.0") == Amount("1"))
        #expect(Amount("-0")?.isNegative == false)
    }
}

import TestSupport
import Testing

@testable import Strategies

/// Bitmaps against plain arrays of flags, at lengths on both sides of a word.
struct BitmapTests {
    static let counts = [0, 1, 7, 63, 64, 65, 127, 128, 200, 1_000]

    private func flags(_ count: Int, _ chance: inout Chance) -> [Bool] {
        let rarity = Int.random(in: 1...200, using: &chance)
        return (0..<count).map { _ in chance.oneIn(rarity) }
    }

    private func flags(of bitmap: Bitmap) -> [Bool] { (0..<bitmap.count).map { bitmap[$0] } }

    @Test("combine, turn and shift as their flags do", arguments: counts)
    func algebra(count: Int) {
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            let (one, other) = (flags(count, &chance), flags(count, &chance))
            let (left, right) = (Bitmap(one), Bitmap(other))
            #expect(flags(of: left) == one)
            #expect(flags(of: left & right) == zip(one, other).map { $0 && $1 })
            #expect(flags(of: left | right) == zip(one, other).map { $0 || $1 })
            #expect(~left == Bitmap(one.map { !$0 }))
            let shift = Int.random(in: 0...(count + 70), using: &chance)
            let moved = Array(repeating: false, count: shift) + one
            #expect(left.shifted(by: shift) == Bitmap(Array(moved.prefix(count))))
        }
    }

    @Test("find the next row that holds", arguments: counts)
    func finds(count: Int) {
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            let flags = flags(count, &chance)
            let bitmap = Bitmap(flags)
            for row in -1...count {
                let expected = flags.indices.first { $0 >= row && flags[$0] }
                #expect(bitmap.first(from: row) == expected)
            }
        }
    }

    @Test("count the rows of a part that hold", arguments: counts)
    func counting(count: Int) {
        for seed in fiftySeeds {
            var chance = Chance(seed: seed)
            let flags = flags(count, &chance)
            let start = Int.random(in: -70...(count + 70), using: &chance)
            let rows = start..<Int.random(in: start...(start + 300), using: &chance)
            let expected = rows.clamped(to: 0..<count).count { flags[$0] }
            #expect(Bitmap(flags).count(in: rows) == expected)
        }
    }

    @Test("columns compare as their numbers do, row by row", arguments: counts)
    func comparisons(count: Int) {
        let numbers = [-1, -0.0, 0, 1, .nan, .infinity]
        let operators: [(BinaryOperator, (Double, Double) -> Bool)] = [
            (.less, { $0 < $1 }), (.lessOrEqual, { $0 <= $1 }), (.greater, { $0 > $1 }),
            (.greaterOrEqual, { $0 >= $1 }), (.equal, { $0 == $1 }), (.notEqual, { $0 != $1 }),
        ]
        var chance = Chance(seed: UInt64(count))
        let one = (0..<count).map { _ in numbers[Int.random(in: 0..<6, using: &chance)] }
        let other = (0..<count).map { _ in numbers[Int.random(in: 0..<6, using: &chance)] }
        for (binary, holds) in operators {
            func found(_ left: Value, _ right: Value) -> [Bool] {
                guard case .booleans(let rows) = Kernel.comparison(binary, left, right) else {
                    return []
                }
                return flags(of: rows)
            }
            #expect(found(.numbers(one), .numbers(other)) == zip(one, other).map(holds))
            for number in numbers {
                #expect(found(.numbers(one), .number(number)) == one.map { holds($0, number) })
                #expect(found(.number(number), .numbers(one)) == one.map { holds(number, $0) })
            }
        }
    }
}

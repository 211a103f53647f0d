import JSONL
import TestSupport
import Testing

/// Records that are read in place, beside the same ones read value by value.
struct RecordTableTests {
    private struct Sample {
        var first = 0.0
        var second: Double?
        var name = ""
        var third = 0.0
        var fourth: Double?
    }

    private enum Key: String, CaseIterable {
        case first, second, name, third
        case fourth = "a_fourth_number_with_a_name_of_more_than_thirty_two_bytes"
    }

    private static let inPlace = RecordTable<Sample, Key>(
        optional: [.second, .fourth],
        numbers: [
            .first: \.first, .second: \.second, .third: \.third, .fourth: \.fourth,
        ])
    private static let oneByOne = FieldTable<Key>(optional: [.second, .fourth])

    /// What came of reading a text, each Double to its last bit, or the error.
    private func outcome(_ text: String, isInPlace: Bool) -> String {
        do throws(JSONError) {
            let sample = try JSONReader.read(text) { (reader) throws(JSONError) in
                var sample = Sample()
                var object = try reader.beginObject()
                while let key = isInPlace
                    ? try reader.nextKey(Self.inPlace, in: &object, into: &sample)
                    : try reader.nextKey(Self.oneByOne, in: &object)
                {
                    switch key {
                    case .first: sample.first = try reader.double()
                    case .second: sample.second = try reader.optionalDouble()
                    case .name: sample.name = try reader.string()
                    case .third: sample.third = try reader.double()
                    case .fourth: sample.fourth = try reader.optionalDouble()
                    }
                }
                return sample
            }
            return "\(sample)"
        } catch {
            return "\(error)"
        }
    }

    private static let numbers = [
        "1.5", "-0.0", "0", "0.001", "-7.25", "123456789.25", "12345678", "1234567.12345678",
        "9007199254740993", "1.123456789012", "1e3", "0.1e-2", "null", "nul", "01", "-", "1.", ".5",
        "2 ", " 2", "true", "\"2\"", "99999999999999999999", "1e999", "[]", "1x",
    ]

    @Test("are the same, and so are their errors", arguments: fiftySeeds)
    func same(seed: UInt64) {
        var chance = Chance(seed: seed)
        for _ in 0..<100 {
            var keys = Key.allCases
            if Int.random(in: 0..<3, using: &chance) == 0 { keys.shuffle(using: &chance) }
            if Int.random(in: 0..<6, using: &chance) == 0 { keys.removeLast() }
            if Int.random(in: 0..<6, using: &chance) == 0 { keys.append(keys[1]) }
            let usual = Int.random(in: 1...Self.numbers.count, using: &chance)
            let pairs = keys.map { key in
                let value =
                    key == .name
                    ? "\"n\""
                    : Self.numbers[
                        Int.random(in: 0..<usual, using: &chance)]
                return "\"\(key.rawValue)\":\(value)"
            }
            let comma = Int.random(in: 0..<8, using: &chance) == 0 ? " , " : ","
            let text = "{" + pairs.joined(separator: comma) + ",\"more\":\"than enough to read\"}"
            #expect(outcome(text, isInPlace: true) == outcome(text, isInPlace: false), "\(text)")
        }
    }

    @Test("a null where a number must be is refused, and one where it may be is nothing")
    func nulls() {
        let rest = "\"name\":\"a name that fills the line\",\"third\":3.0,\"more\":\"of it\"}"
        #expect(outcome("{\"first\":1.5,\"second\":null," + rest, isInPlace: true).contains("nil"))
        #expect(
            outcome("{\"first\":null,\"second\":2.5," + rest, isInPlace: true)
                == "\"first\" is null, expected a number at byte 10")
    }
}

import JSONL
import Testing

/// How the keys of an object are told apart.
struct FieldTableTests {
    /// Keys of all lengths, some with the same first eight bytes.
    private enum Key: String, CaseIterable {
        case a, pair, of
        case initial_stop_loss_abs, initial_stop_loss_ab, initial_stop_loss_abt
        case open_ms, open_rate, open_rates
        case a_key_of_more_than_thirty_two_bytes_in_all
    }

    @Test(
        "keys are told apart whichever are there, in any order and layout",
        arguments: [
            "a pair of initial_stop_loss_abs open_ms open_rate", "open_rates", "of a",
            "initial_stop_loss_abt initial_stop_loss_ab initial_stop_loss_abs", "pair a",
            "a_key_of_more_than_thirty_two_bytes_in_all open_ms", "open_rate open_rates open_ms",
        ])
    func keys(names: String) throws {
        let table = FieldTable<Key>(optional: Key.allCases)
        let names = names.split(separator: " ").map(String.init)
        for (comma, colon) in [(",", ":"), (" , ", " : ")] {
            let pairs = names.enumerated().map { "\"\($1)\"\(colon)\($0)" }
            let text = "{\(pairs.joined(separator: comma))}"
            let found = try JSONReader.read(text) { (reader) throws(JSONError) in
                var found: [String] = []
                var object = try reader.beginObject()
                while let key = try reader.nextKey(table, in: &object) {
                    found.append(key.rawValue)
                    _ = try reader.int()
                }
                return found
            }
            #expect(found == names)
        }
    }

    @Test(
        "a key given twice is refused wherever it comes",
        arguments: [
            "a a", "of a pair of", "pair of a pair", "a pair of a", "open_rate a open_rate",
        ])
    func repeatedKeys(names: String) {
        let table = FieldTable<Key>(optional: Key.allCases)
        let pairs = names.split(separator: " ").map { "\"\($0)\":12345678" }
        #expect(throws: JSONError.self) {
            try JSONReader.read("{\(pairs.joined(separator: ","))}") {
                (reader) throws(JSONError) in
                var object = try reader.beginObject()
                while try reader.nextKey(table, in: &object) != nil { _ = try reader.int() }
            }
        }
    }
}

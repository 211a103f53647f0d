import JSONL
import Testing

struct NonFiniteTests {
    private func reading<Value>(
        _ text: String, readsNonFinite: Bool,
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws -> Value {
        try Array(text.utf8).withUnsafeBufferPointer { bytes in
            var reader = JSONReader(bytes, readsNonFinite: readsNonFinite)
            let value = try body(&reader)
            try reader.finish()
            return value
        }
    }

    private func sum(_ reader: inout JSONReader) throws(JSONError) -> [Double] {
        var list = try reader.beginList()
        var numbers: [Double] = []
        while try reader.nextElement(in: &list) { numbers.append(try reader.double()) }
        return numbers
    }

    @Test("Python's words for numbers that are not finite are read where they are asked for")
    func read() throws {
        let text = "[NaN, Infinity,-Infinity ,1.5]"
        let numbers = try reading(text, readsNonFinite: true, sum)
        #expect(numbers[0].isNaN)
        #expect(numbers[1...] == [.infinity, -.infinity, 1.5])
        #expect(
            try reading(text, readsNonFinite: true) { (reader) throws(JSONError) in
                try reader.value()
            } == [nil, nil, nil, 1.5])
        try reading(text, readsNonFinite: true) { (reader) throws(JSONError) in
            try reader.skip()
        }
    }

    @Test(
        "nobody else reads them, and no other spelling is ever read",
        arguments: [
            ("[NaN]", false), ("[Infinity]", false), ("[-Infinity]", false), ("[nan]", true),
            ("[NaNs]", true), ("[-NaN]", true), ("[+Infinity]", true), ("[Infinit]", true),
            ("[- Infinity]", true),
        ])
    func refuse(text: String, readsNonFinite: Bool) {
        #expect(throws: JSONError.self) {
            try reading(text, readsNonFinite: readsNonFinite, sum)
        }
        #expect(throws: JSONError.self) {
            try reading(text, readsNonFinite: readsNonFinite) { (reader) throws(JSONError) in
                try reader.skip()
            }
        }
    }

    @Test("a number's own text is given as it stands")
    func texts() throws {
        let texts = try reading("[1.50, -0, 1E-08]", readsNonFinite: false) {
            (reader) throws(JSONError) in
            var list = try reader.beginList()
            var texts: [String] = []
            while try reader.nextElement(in: &list) { texts.append(try reader.numberText()) }
            return texts
        }
        #expect(texts == ["1.50", "-0", "1E-08"])
    }
}

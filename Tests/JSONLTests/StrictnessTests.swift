import JSONL
import Testing

/// What is not JSON, wherever it stands.
struct StrictnessTests {
    static let broken = [
        "", " ", "nul", "nulls", "True", "tru", "+1", "-", "01", "-01", "1.", ".5", "1.e3", "1e",
        "1e+", "0x10", "NaN", "Infinity", "-Infinity", "1 2", "[1,]", "[,1]", "[1 2]", "[1", "]",
        "{\"a\":1,}", "{,\"a\":1}", "{\"a\" 1}", "{\"a\":}", "{a:1}", "{'a':1}", "{\"a\":1", "}",
        "{\"a\":1 \"b\":2}", "{\"a\":1}}", "[]]", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
        "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"",
        "\"a\u{1}\"", "\"a\tb\"", "\"a\nb\"", "\u{A0}1", "1\u{B}", "\u{C}1", "// x\n1",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "1\u{0}", "\u{FEFF}1",
    ]

    @Test("a text that is not JSON is refused", arguments: broken)
    func refused(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[\(text)" + ",]") }
    }

    @Test(
        "a value that is passed over is read as strictly",
        arguments: broken.filter { !$0.contains("\"a\":1,\"") && $0 != "" && $0 != " " })
    func skipped(text: String) {
        #expect(throws: JSONError.self) {
            try JSONReader.read(text) { (reader) throws(JSONError) in try reader.skip() }
        }
    }

    static let deep = ["[", "{\"a\":"]

    @Test("levels are counted, so that no text exhausts the stack", arguments: deep)
    func depth(open: String) throws {
        let close = open == "[" ? "]" : "}"
        func nested(_ levels: Int) -> String {
            String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
        }
        _ = try JSONValue(parsing: nested(512))
        for levels in [513, 100_000] {
            for text in [nested(levels), String(repeating: open, count: levels)] {
                #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
                #expect(throws: JSONError.self) {
                    try JSONReader.read(text) { (reader) throws(JSONError) in try reader.skip() }
                }
            }
        }
    }

    static let invalidUTF8: [[UInt8]] = [
        [0x80], [0xC3], [0xC0, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFF],
    ]

    @Test(
        "bytes that are not UTF-8 are refused in values, keys and what is passed over",
        arguments: invalidUTF8)
    func utf8(bytes: [UInt8]) {
        let quoted = [0x22] + Array("12345678".utf8) + bytes + [0x22]
        let object = Array("{".utf8) + quoted + Array(":1}".utf8)
        for text in [quoted, object] {
            text.withUnsafeBufferPointer { text in
                var (reader, skipper) = (JSONReader(text), JSONReader(text))
                #expect(throws: JSONError.self) { try reader.value() }
                #expect(throws: JSONError.self) { try skipper.skip() }
            }
        }
    }

    @Test("the writer has no NaN and no infinity: they become null")
    func notFinite() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.field("a", Double.nan)
        writer.field("b", Double.infinity)
        writer.field("c", -Double.infinity)
        writer.endObject()
        #expect(writer.text == #"{"a":null,"b":null,"c":null}"#)
    }
}

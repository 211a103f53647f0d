import JSONL
import TestSupport
import Testing

struct JSONValueTests {
    @Test(
        "a value prints as it was written, without white space",
        arguments: [
            "null", "true", "false", "0", "-0.0", "1", "-17", "9223372036854775807", "1.5", "1e+20",
            "5e-324", "\"\"", "\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001é😀\"", "[]", "{}",
            "[1,[2,[]],{}]",
            "{\"b\":1,\"a\":{\"c\":[null,true]}}",
        ])
    func canonical(text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
        #expect(try JSONValue(parsing: " \t" + text + "\r\n").text == text)
    }
}

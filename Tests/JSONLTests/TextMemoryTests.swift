import JSONL
import Testing

/// Texts that come again in a file are made once; nobody must notice.
struct TextMemoryTests {
    @Test("a text comes out as it is written, whatever came before it", arguments: 0...40)
    func everyLength(count: Int) throws {
        // Texts that differ in one letter, wherever that is, and one that is not plain ASCII.
        let plain = String(repeating: "a", count: count)
        let others = (0..<count).map { place in
            String(plain.prefix(place)) + "b" + String(plain.dropFirst(place + 1))
        }
        let texts = [plain, "x" + plain, plain + "x", plain + "é", "\"" + plain] + others
        let samples = (texts + texts.reversed()).enumerated().map { index, text in
            RecordReaderTests.Sample(id: index, side: .long, note: text)
        }
        let lines = samples.map(\.line).joined(separator: "\n")
        var reader = RecordReader(text: lines, source: "memory")
        for sample in samples {
            let line = try #require(try reader.next())
            #expect(try line.decode(RecordReaderTests.Sample.self) == sample)
        }
    }
}

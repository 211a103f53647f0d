import Foundation
import JSONL
import TestSupport
import Testing

/// Lines, their places and what is said of bad ones.
struct RecordReaderTests {
    enum Side: String, CaseIterable, Codable { case long, short }

    struct Sample: JSONRecord, Equatable, Codable {
        static let kind = "sample"
        var id: Int
        var side: Side
        var note: String?

        enum Field: String, CaseIterable { case id, side, note }
        static let table = FieldTable<Field>(optional: [.note])

        init(id: Int, side: Side, note: String? = nil) {
            (self.id, self.side, self.note) = (id, side, note)
        }

        init(from reader: inout JSONReader) throws(JSONError) {
            var (id, side): (Int, Side) = (0, .long)
            var note: String?
            var object = try reader.beginObject()
            while let key = try reader.nextKey(Self.table, in: &object) {
                switch key {
                case .id: id = try reader.int()
                case .side: side = try reader.word(Side.self)
                case .note: note = try reader.optionalString()
                }
            }
            self.init(id: id, side: side, note: note)
        }

        func write(to writer: inout JSONWriter) {
            writer.beginObject()
            writer.field("kind", Self.kind)
            writer.field("id", id)
            writer.field("side", side.rawValue)
            writer.field("note", note)
            writer.endObject()
        }
    }

    /// Every line's record or error, as a tool would see them.
    private func outcomes(_ reader: consuming RecordReader) -> [String] {
        var outcomes: [String] = []
        while true {
            do {
                guard let line = try reader.next() else { return outcomes }
                outcomes.append(try "\(line.number) \(line.decode(Sample.self).id)")
            } catch {
                outcomes.append("\(error)")
            }
        }
    }

    private func outcomes(_ text: String) -> [String] {
        outcomes(RecordReader(text: text, source: "x.jsonl"))
    }

    private let good = #"{"kind":"sample","id":7,"side":"long"}"#

    static let mistakes: [(line: String, error: String)] = [
        (
            #"{"kind":"sample","id":7,"side":"buyy"}"#,
            #"x.jsonl:1:32: error: "side" is "buyy", expected "long" or "short""#
        ),
        (#"{"kind":"sample","side":"long"}"#, #"x.jsonl:1:1: error: "id" is missing"#),
        (
            #"{"kind":"sample","id":7,"id":8,"side":"long"}"#,
            #"x.jsonl:1:25: error: "id" is given twice"#
        ),
        (
            #"{"kind":"sample","kind":"sample","id":7,"side":"long"}"#,
            #"x.jsonl:1:18: error: "kind" is given twice"#
        ),
        (
            #"{"kind":"sample","id":null,"side":"long"}"#,
            #"x.jsonl:1:23: error: "id" is null, expected a whole number"#
        ),
        (
            #"{"kind":"sample","id":[1],"side":"long"}"#,
            #"x.jsonl:1:23: error: "id" is a list, expected a whole number"#
        ),
        (
            #"{"kind":"sample","id":7,"side":"long"},"#,
            "x.jsonl:1:39: error: ',' follows the end of the value"
        ),
        (
            #"{"kind":"sample","id":7,"side":"long","extra":{"a":[1,}]}"#,
            #"x.jsonl:1:55: error: expected a value, found '}'"#
        ),
        (
            #"{"kind":"sample","id":7,"side":"long","note":"é" "x":1}"#,
            #"x.jsonl:1:51: error: expected ',' or '}', found "x""#
        ),
        (
            #"{"kind":"other","id":7,"side":"long"}"#,
            #"x.jsonl:1:9: error: "kind" is "other", expected "sample""#
        ),
        (
            #"{"kind":7}"#, #"x.jsonl:1:9: error: "kind" is 7, expected a text"#
        ),
        (
            #"{"id":7,"side":"long"}"#,
            "x.jsonl:1:1: error: \"kind\" is missing. "
                + #"hint: a record's first key says what it is, such as {"kind":"trade",…}"#
        ),
        ("[1]", "x.jsonl:1:1: error: expected an object, found a list"),
        ("garbage", "x.jsonl:1:1: error: expected an object, found garbage"),
        (
            "{\"kind\":\"sam\u{1B}[31m\"}",
            #"x.jsonl:1:13: error: control character '\u{1b}' in a text. hint: write it as an escape such as \n or \u0001"#
        ),
    ]

    @Test("a bad line is named by line, column, key, value and expectation", arguments: mistakes)
    func mistake(line: String, error: String) {
        #expect(outcomes(line) == [error])
    }

    @Test("a mistake in a document of many lines has its own line and column")
    func document() {
        let text = "{\n  \"é\": 1,\n  \"b\": 01\n}\n"
        do {
            _ = try JSONValue(parsing: text)
            Issue.record("accepted")
        } catch {
            #expect(
                BadRecord(error, in: text, source: "x.json").description
                    == #"x.json:3:8: error: "b" is 01, expected a number without leading zeros"#)
        }
    }

    @Test("a bad line does not hide those after it")
    func goesOn() {
        #expect(outcomes([good, "{", good, "", "x", good].joined(separator: "\n")).count == 5)
        #expect(outcomes(good + "\n{\n" + good).last == "3 7")
    }

    @Test("empty lines, CR LF, a byte-order mark and a missing last line feed are accepted")
    func lineEnds() {
        #expect(
            outcomes("\u{FEFF}" + good + "\r\n\r\n \n" + good + "\r\n" + good) == [
                "1 7", "4 7", "5 7",
            ])
        #expect(outcomes("") == [])
        #expect(outcomes("\n\n") == [])
        #expect(outcomes(good + "\n\u{FEFF}" + good).count == 2)
        #expect(outcomes(good + "\n\u{FEFF}" + good).last?.hasPrefix("x.jsonl:2:1: error:") == true)
    }

    @Test("the kind may stand anywhere in the object, and keys nobody knows are passed over")
    func kindAnywhere() throws {
        #expect(outcomes(#"{"id":7,"x":{"kind":"y"},"side":"long","kind":"sample"}"#) == ["1 7"])
    }

    @Test("other kinds are refused by name, or passed over when asked to")
    func otherKinds() throws {
        let text = #"{"kind":"other","a":1}"# + "\n" + good + "\n" + #"{"kind":"third","a":01}"#
        #expect(
            outcomes(RecordReader(text: text, source: "stdin", kinds: ["sample", "run"])) == [
                #"stdin:1:9: error: "kind" is "other", expected "sample" or "run". hint: --skip-other-kinds passes over them"#,
                "2 7",
                #"stdin:3:9: error: "kind" is "third", expected "sample" or "run". hint: --skip-other-kinds passes over them"#,
            ])
        var reader = RecordReader(
            text: text, source: "stdin", kinds: ["sample"], skipsOtherKinds: true)
        #expect(try reader.next()?.number == 2)
        #expect(reader.skippedCount == 1)
        #expect(throws: BadRecord.self) { try reader.next() }
    }

    @Test(
        "lines of any length are read from a pipe in pieces, and stay valid",
        arguments: [1, 3, 4_096, 1 << 20])
    func descriptor(pieceSize: Int) throws {
        var random = Chance(seed: UInt64(pieceSize))
        let samples = (0..<200).map { index in
            let length = random.oneIn(50) ? 300_000 : Int.random(in: 0...2_000, using: &random)
            return Sample(
                id: index, side: random.oneIn(2) ? .long : .short,
                note: String(repeating: "é", count: pieceSize == 1 ? length / 100 : length))
        }
        let bytes = Array(samples.map(\.line).joined(separator: "\n").utf8)
        let pipe = Pipe()
        let end = pipe.fileHandleForWriting
        Thread.detachNewThread {
            for start in stride(from: 0, to: bytes.count, by: pieceSize) {
                end.write(Data(bytes[start..<min(start + pieceSize, bytes.count)]))
            }
            try? end.close()
        }
        var reader = RecordReader(
            descriptor: pipe.fileHandleForReading.fileDescriptor, source: "pipe")
        var lines: [RecordLine] = []
        while let line = try reader.next() { lines.append(line) }
        #expect(try lines.map { try $0.decode(Sample.self) } == samples)
        #expect(lines.map(\.number) == Array(1...200))
        #expect(lines.map(\.text) == samples.map(\.line))
    }

    @Test("an input that cannot be read is no bad line: it carries the system's error")
    func unreadable() throws {
        try withTemporaryFolder { folder in
            let descriptor = open(folder.path, O_RDONLY)
            defer { close(descriptor) }
            var reader = RecordReader(descriptor: descriptor, source: "folder")
            do throws(BadRecord) {
                _ = try reader.next()
                Issue.record("read a folder")
            } catch {
                #expect(error.errorNumber == EISDIR)
            }
            let after = try reader.next()
            #expect(after == nil)
        }
    }

    @Test("the writer gathers lines and gives all of them to the descriptor")
    func writer() throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "out.jsonl")
            let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
            var writer = JSONWriter(descriptor: descriptor)
            let samples = (0..<5_000).map { Sample(id: $0, side: .short, note: "\u{1}\"\\ é") }
            for sample in samples { try writer.write(sample) }
            try writer.flush()
            close(descriptor)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text == samples.map { $0.line + "\n" }.joined())
        }
    }

    @Test("a closed pipe is told apart from a full disk")
    func closedPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        try pipe.fileHandleForReading.close()
        var writer = JSONWriter(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        writer.value("x")
        do {
            try writer.flush()
            Issue.record("wrote into a closed pipe")
        } catch {
            #expect(error.isClosedPipe)
        }
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        var lost = JSONWriter(descriptor: full)
        lost.value("x")
        do {
            try lost.flush()
            Issue.record("wrote onto a full disk")
        } catch {
            #expect(!error.isClosedPipe && error.errorNumber == ENOSPC)
        }
    }
}

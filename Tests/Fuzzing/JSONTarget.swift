internal import Glibc
internal import JSONL

/// JSON that is read says the same when it is written and read again; what is not read is refused
/// at a place inside the text, by the tree, by passing over it and by the Codable door alike.
func checkJSON(_ bytes: [UInt8]) throws {
    try checkTree(text(bytes))
    try checkRaw(bytes)
    try checkLines(text(bytes))
    try checkNumbers(text(bytes))
}

/// A number is the one that the C library reads, to the last bit, whatever follows it: near the end of
/// a text there is nothing to read ahead.
private func checkNumbers(_ text: String) throws {
    for word in text.utf8.split(whereSeparator: { !"+-.0123456789Ee".utf8.contains($0) }) {
        let word = String(decoding: word, as: UTF8.self)
        for room in ["", String(repeating: " ", count: 32)] {
            let list = "[\(word)]\(room)"
            let number = try? JSONReader.read(list) { (reader) throws(JSONError) in
                try onlyElement(&reader) { (reader) throws(JSONError) in try reader.double() }
            }
            if let number {
                try promise(
                    number.bitPattern == strtod(word, nil).bitPattern,
                    "\(word) is read as \(number)")
            }
            let whole = try? JSONReader.read(list) { (reader) throws(JSONError) in
                try onlyElement(&reader) { (reader) throws(JSONError) in try reader.int() }
            }
            try promise(whole == nil || whole == Int(word), "\(word) is read as \(whole ?? 0)")
        }
    }
}

private func onlyElement<Value>(
    _ reader: inout JSONReader, _ read: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
    var list = try reader.beginList()
    guard try reader.nextElement(in: &list) else { throw reader.invalid("no element") }
    let value = try read(&reader)
    guard try !reader.nextElement(in: &list) else { throw reader.invalid("another element") }
    return value
}

private func checkTree(_ text: String) throws {
    let value: JSONValue
    do {
        value = try JSONValue(parsing: text)
    } catch {
        try checkPlace(error, text)
        return
    }
    let written = value.text
    let again = try JSONValue(parsing: written)
    try promise(again == value, "\(written) reads as something else than it was written from")
    try promise(again.text == written, "\(written) is written as \(again.text)")
    try promise(!written.utf8.contains(0x0A), "JSON of one value has a line feed")
}

private func checkPlace(_ error: JSONError, _ text: String) throws {
    try promise(
        (0...text.utf8.count).contains(error.offset),
        "offset \(error.offset) of \(text.utf8.count): \(error.message)")
    let bad = BadRecord(error, in: text, source: "fuzz")
    try promise(bad.line >= 1 && bad.column >= 1, "\(bad)")
    try promise(!bad.message.isEmpty, "an error without words")
}

/// Bytes that may be no UTF-8, with the numbers that are none.
private func checkRaw(_ bytes: [UInt8]) throws {
    for readsNonFinite in [false, true] {
        let isTree = try accepts(bytes, readsNonFinite) { reader in _ = try reader.value() }
        let isPassed = try accepts(bytes, readsNonFinite) { reader in try reader.skip() }
        try promise(!isTree || isPassed, "a value that is read cannot be passed over")
    }
}

private func accepts(
    _ bytes: [UInt8], _ readsNonFinite: Bool, _ read: (inout JSONReader) throws -> Void
) throws -> Bool {
    try bytes.withUnsafeBufferPointer { bytes in
        var reader = JSONReader(bytes, readsNonFinite: readsNonFinite)
        do {
            try read(&reader)
            try reader.finish()
            return true
        } catch let error as JSONError {
            let isInside = (0...bytes.count).contains(error.offset)
            try promise(isInside, "offset \(error.offset) of \(bytes.count): \(error.message)")
            return false
        }
    }
}

private func checkLines(_ text: String) throws {
    var reader = RecordReader(text: text, source: "fuzz")
    while true {
        do {
            guard let line = try reader.next() else { return }
            _ = try line.value()
        } catch {
            try promise(error.line == reader.lineNumber, "\(error) on line \(reader.lineNumber)")
            try promise(error.column >= 1, "\(error)")
        }
    }
}

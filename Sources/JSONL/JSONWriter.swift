internal import Glibc

/// Writes JSON in one pass: to a file descriptor in large chunks, or into memory.
///
/// The caller names what it writes in order; the writer sets commas and quotes. Numbers are printed
/// as short as reads back to the same Double; NaN and infinities have no JSON and become `null`.
public struct JSONWriter: ~Copyable {
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private var needsComma = false
    /// nil keeps everything in memory.
    private let descriptor: Int32?

    /// Writes into memory: see `bytes` and `text`.
    public init() {
        descriptor = nil
        capacity = 1_024
        buffer = .allocate(capacity: capacity)
    }

    /// Writes to an open file, which stays open. Call `flush` at the end.
    public init(descriptor: Int32) {
        self.descriptor = descriptor
        capacity = 1 << 16
        buffer = .allocate(capacity: capacity)
    }

    deinit { buffer.deallocate() }

    /// What was written and not yet flushed.
    public var bytes: [UInt8] { Array(UnsafeBufferPointer(start: buffer, count: count)) }

    /// What was written and not yet flushed, as text.
    public var text: String {
        String(decoding: UnsafeBufferPointer(start: buffer, count: count), as: UTF8.self)
    }

    /// Takes what was written and not yet flushed behind `output`, and begins anew.
    public mutating func move(to output: inout [UInt8]) {
        output += UnsafeBufferPointer(start: buffer, count: count)
        (count, needsComma) = (0, false)
    }

    /// What was written and not yet flushed, as text; begins anew.
    public mutating func takeText() -> String {
        defer { (count, needsComma) = (0, false) }
        return text
    }

    /// Opens an object; keys and values alternate until its end.
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }
    public mutating func endObject() { end(UInt8(ascii: "}")) }
    /// Opens a list.
    public mutating func beginList() { begin(UInt8(ascii: "[")) }
    public mutating func endList() { end(UInt8(ascii: "]")) }

    /// Names the value that is written next.
    public mutating func key(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        makeRoom(length + 4)
        // From here on a place that no call changes: the writer's own would be written after each byte.
        var end = buffer + count
        DecimalDigits.put(UInt8(ascii: ","), at: &end, if: needsComma)
        end[0] = UInt8(ascii: "\"")
        memcpy(end + 1, name.utf8Start, length)
        end[length + 1] = UInt8(ascii: "\"")
        end[length + 2] = UInt8(ascii: ":")
        count = end + length + 3 - buffer
        needsComma = false
    }

    /// Names the value that is written next, by a name that is known only now.
    public mutating func key(named name: String) {
        value(name)
        endKey()
    }

    /// Names the value that is written next, by a name that is a JSON text already.
    public mutating func key(json name: String) {
        value(json: name)
        endKey()
    }

    private mutating func endKey() {
        makeRoom(1)
        put(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Ends a line and writes what has gathered once there is much of it.
    public mutating func endLine() throws(WriteError) {
        makeRoom(1)
        put(UInt8(ascii: "\n"))
        needsComma = false
        if descriptor != nil, count > 1 << 15 { try flush() }
    }

    /// Writes whole lines that another writer has made, as `endLine` does.
    public mutating func lines(_ bytes: [UInt8]) throws(WriteError) {
        makeRoom(bytes.count)
        bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { memcpy(buffer + count, start, bytes.count) }
        }
        count += bytes.count
        needsComma = false
        if descriptor != nil, count > 1 << 15 { try flush() }
    }

    /// Writes everything to the descriptor; in memory it does nothing.
    public mutating func flush() throws(WriteError) {
        guard let descriptor else { return }
        var written = 0
        while written < count {
            let step = Glibc.write(descriptor, buffer + written, count - written)
            if step < 0 {
                let error = WriteError(errorNumber: errno)
                guard canRetry(error.errorNumber, descriptor, Int16(POLLOUT)) else {
                    count = 0
                    throw error
                }
                continue
            }
            written += step
        }
        count = 0
    }

    public mutating func null() { literal("null") }

    public mutating func value(_ value: Bool) { literal(value ? "true" : "false") }

    public mutating func value(_ value: Int) {
        beginValue(room: 21)
        var end = buffer + count
        DecimalDigits.put(UInt8(ascii: "-"), at: &end, if: value < 0)
        DecimalDigits.put(value.magnitude, at: &end)
        count = end - buffer
    }

    /// A number as short as reads back to the same; `null` for what is no number.
    public mutating func value(_ value: Double) {
        guard value.isFinite else { return null() }
        beginValue(room: DecimalDigits.room)
        if let short = DecimalDigits(value) {
            count += short.write(to: buffer + count)
            return
        }
        if let taken = DecimalDigits.writeTiny(value, to: buffer + count) {
            count += taken
            return
        }
        var digits = NumberText(start: buffer + count)
        value.write(to: &digits)
        count += digits.count
    }

    public mutating func value(_ value: String) {
        // Lent where its bytes lie together, as they nearly always do: else it would be copied first.
        let isDone: Void? = value.utf8.withContiguousStorageIfAvailable { appendText($0) }
        if isDone != nil { return }
        var value = value
        value.withUTF8 { appendText($0) }
    }

    private mutating func appendText(_ text: UnsafeBufferPointer<UInt8>) {
        // A byte is escaped by six at most.
        beginValue(room: text.count * 6 + 2)
        put(UInt8(ascii: "\""))
        appendEscaped(text)
        put(UInt8(ascii: "\""))
    }

    /// A value that is JSON already, on one line: passed on as it is, unchecked.
    public mutating func value(json text: String) {
        var text = text
        text.withUTF8 { bytes in
            beginValue(room: bytes.count)
            append(bytes)
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        beginValue(room: 1)
        put(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        makeRoom(1)
        put(bracket)
        needsComma = true
    }

    private mutating func literal(_ text: StaticString) {
        beginValue(room: 5)
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func beginValue(room: Int) {
        makeRoom(room + 21)
        if needsComma { put(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Appends text between its quotes, for which there is room: escapes what JSON demands and nothing else.
    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var escapes: UInt8 = 0
        for byte in text {
            // Without a branch: hardly any text has something to escape.
            escapes |= (byte < 0x20 ? 1 : 0) | (byte == 0x22 ? 1 : 0) | (byte == 0x5C ? 1 : 0)
        }
        if escapes == 0 { return append(text) }
        var start = 0
        for index in 0..<text.count {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            append(UnsafeBufferPointer(rebasing: text[start..<index]))
            start = index + 1
            put(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: put(UInt8(ascii: "b"))
            case 0x09: put(UInt8(ascii: "t"))
            case 0x0A: put(UInt8(ascii: "n"))
            case 0x0C: put(UInt8(ascii: "f"))
            case 0x0D: put(UInt8(ascii: "r"))
            case 0x20...: put(byte)
            default:
                for digit in "u00".utf8 { put(digit) }
                put(0x30 + byte >> 4)
                put(byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15)
            }
        }
        append(UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// Appends bytes for which there is room.
    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        memcpy(buffer + count, start, bytes.count)
        count += bytes.count
    }

    private mutating func put(_ byte: UInt8) {
        buffer[count] = byte
        count += 1
    }

    private mutating func makeRoom(_ room: Int) {
        guard count + room > capacity else { return }
        capacity = max(capacity * 2, count + room)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: buffer, count: count)
        buffer.deallocate()
        buffer = larger
    }
}

/// Where a number writes its `description`, which needs no string of its own for that.
private struct NumberText: TextOutputStream {
    let start: UnsafeMutablePointer<UInt8>
    var count = 0

    mutating func write(_ string: String) {
        for byte in string.utf8 {
            start[count] = byte
            count += 1
        }
    }

    /// What the standard library calls for numbers; where it does not, `write` does the same.
    mutating func _writeASCII(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let first = bytes.baseAddress else { return }
        (start + count).update(from: first, count: bytes.count)
        count += bytes.count
    }
}

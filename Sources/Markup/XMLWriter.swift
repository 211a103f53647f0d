// The room's front door: the one place where text becomes markup. Everything that a page shows goes
// through `escaped`, be it from a template or from a chart.

/// `text` with the five characters that mean something in markup written as references, and with
/// what XML cannot carry (control characters but tab, line feed and return), and what turns the
/// direction of writing of all that follows, shown as `�`.
public func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: mayNeedReference) else { return text }
    var buffer = MarkupBuffer(capacity: text.utf8.count * 2)
    appendEscaped(text, to: &buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
}

/// The same behind UTF-8 that is there.
public func appendEscaped(_ text: String, to output: inout MarkupBuffer) {
    text.utf8.span.withUnsafeBufferPointer { bytes in
        var (start, place) = (0, 0)
        while place < bytes.count {
            guard mayNeedReference(bytes[place]),
                let (reference, length) = reference(for: bytes, at: place)
            else {
                place += 1
                continue
            }
            output.append(UnsafeBufferPointer(rebasing: bytes[start..<place]))
            output.append(
                UnsafeBufferPointer(
                    start: reference.utf8Start, count: reference.utf8CodeUnitCount))
            place += length
            start = place
        }
        output.append(UnsafeBufferPointer(rebasing: bytes[start...]))
    }
}

/// Whether `reference` has to look at a byte: most bytes of most texts stand for themselves.
private func mayNeedReference(_ byte: UInt8) -> Bool {
    // Of the first 64: control characters and " & ' < >.
    let special: UInt64 = 0x5000_00C4_FFFF_FFFF
    if byte < 0x40 { return special >> UInt64(byte) & 1 == 1 }
    return byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == 0xEF
}

/// What is written for the scalar that begins at a place, and how many bytes it has; nil where it
/// stands for itself.
private func reference(
    for bytes: UnsafeBufferPointer<UInt8>, at place: Int
) -> (StaticString, length: Int)? {
    switch bytes[place] {
    case UInt8(ascii: "&"): ("&amp;", 1)
    case UInt8(ascii: "<"): ("&lt;", 1)
    case UInt8(ascii: ">"): ("&gt;", 1)
    case UInt8(ascii: "\""): ("&quot;", 1)
    case UInt8(ascii: "'"): ("&#39;", 1)
    case 0x09, 0x0A, 0x0D: nil
    case 0..<0x20, 0x7F: ("\u{FFFD}", 1)
    // U+0080 to U+009F.
    case 0xC2 where bytes[place + 1] < 0xA0: ("\u{FFFD}", 2)
    // U+202A to U+202E, U+2066 to U+2069.
    case 0xE2 where bytes[place + 1] == 0x80 && (0xAA...0xAE).contains(bytes[place + 2]),
        0xE2 where bytes[place + 1] == 0x81 && (0xA6...0xA9).contains(bytes[place + 2]):
        ("\u{FFFD}", 3)
    // U+FFFE, U+FFFF.
    case 0xEF where bytes[place + 1] == 0xBF && bytes[place + 2] >= 0xBE: ("\u{FFFD}", 3)
    default: nil
    }
}

/// Writes elements that always close, with attributes and text that are always escaped.
public struct XMLWriter: Sendable {
    /// The markup written so far.
    public private(set) var markup = ""
    private var open: [String] = []

    public init() {}

    /// Starts an element; `end()` closes it.
    public mutating func start(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        tag(name, attributes)
        markup += ">"
        open.append(name.description)
    }

    public mutating func text(_ text: String) { markup += escaped(text) }

    /// Closes the element that was started last.
    public mutating func end() {
        guard let name = open.popLast() else { preconditionFailure("no element is open") }
        markup += "</" + name + ">"
    }

    /// An element with no content, or with nothing but text.
    public mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        text: String? = nil
    ) {
        guard let text else {
            tag(name, attributes)
            markup += "/>"
            return
        }
        start(name, attributes)
        self.text(text)
        end()
    }

    private mutating func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>
    ) {
        markup += "<"
        markup += name.description
        for (attribute, value) in attributes {
            markup += " "
            markup += attribute.description
            markup += "=\""
            markup += escaped(value)
            markup += "\""
        }
    }
}

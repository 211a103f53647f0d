/// A value of a line of CSV.
public enum CSVCell: Hashable, Sendable {
    /// What came from outside or may: a name, a tag, a message.
    case words(String)
    /// What we wrote: a number, a word of ours.
    case literal(String)
}

/// A line of CSV (RFC 4180, ended by a line feed) that does nothing in a spreadsheet.
///
/// Words that a spreadsheet would run as a formula get an apostrophe before them, which it takes for
/// "this is text"; so do words that begin with one, so that the first can always be taken away again,
/// as `wordsOfCSV` does. Source: OWASP, "CSV Injection".
public func commaSeparated(_ cells: [CSVCell]) -> String {
    var bytes: [UInt8] = []
    appendCommaSeparated(cells, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// The same behind UTF-8 that is there.
public func appendCommaSeparated(_ cells: [CSVCell], to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        switch cell {
        case .words(let words):
            appendQuoted(startsFormula(words.unicodeScalars[...]) ? "'" + words : words, to: &bytes)
        case .literal(let text): appendQuoted(text, to: &bytes)
        }
    }
    bytes.append(UInt8(ascii: "\n"))
}

/// The words that `commaSeparated` wrote, without the apostrophe that it put before them.
public func wordsOfCSV(_ text: String) -> String {
    let rest = text.unicodeScalars.dropFirst()
    return text.unicodeScalars.first == "'" && startsFormula(rest) ? String(rest) : text
}

private func startsFormula(_ words: Substring.UnicodeScalarView) -> Bool {
    guard let first = words.first else { return false }
    // The last four are the wide forms, which some spreadsheets take for the others.
    return switch first {
    case "=", "+", "-", "@", "'", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}",
        "\u{FF20}":
        true
    default: false
    }
}

/// In quotes where a comma, a quote or a line's end stands inside.
private func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    var text = text
    let isPlain = text.withUTF8 { text in
        for byte in text where byte == quote || byte == 0x2C || byte == 0x0A || byte == 0x0D {
            return false
        }
        bytes.append(contentsOf: text)
        return true
    }
    if isPlain { return }
    bytes.append(quote)
    for byte in text.utf8 {
        if byte == quote { bytes.append(quote) }
        bytes.append(byte)
    }
    bytes.append(quote)
}

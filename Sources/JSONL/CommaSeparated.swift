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
    cells.map { cell in
        switch cell {
        case .words(let words):
            quoted(startsFormula(words.unicodeScalars[...]) ? "'" + words : words)
        case .literal(let text): quoted(text)
        }
    }.joined(separator: ",") + "\n"
}

/// The words that `commaSeparated` wrote, without the apostrophe that it put before them.
public func wordsOfCSV(_ text: String) -> String {
    let rest = text.unicodeScalars.dropFirst()
    return text.unicodeScalars.first == "'" && startsFormula(rest) ? String(rest) : text
}

private func startsFormula(_ words: Substring.UnicodeScalarView) -> Bool {
    guard let first = words.first else { return false }
    // The last four are the wide forms, which some spreadsheets take for the others.
    return "=+-@'\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
}

/// In quotes where a comma, a quote or a line's end stands inside.
private func quoted(_ text: String) -> String {
    let special = text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard special else { return text }
    let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
}

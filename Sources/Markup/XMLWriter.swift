// The room's front door: the one place where text becomes markup. Everything that a page shows goes
// through `escaped`, be it from a template or from a chart.

/// `text` with the five characters that mean something in markup written as references, and with
/// what XML cannot carry (control characters but tab, line feed and return), and what turns the
/// direction of writing of all that follows, shown as `�`.
public func escaped(_ text: String) -> String {
    guard !isPlain(text) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}",
            "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result
}

/// Whether nothing in the text needs another look; most texts are so.
private func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
        switch byte {
        // The two scalars that XML cannot carry begin with 0xEF.
        case 0..<0x20, 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F, 0xEF: false
        default: true
        }
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
        open.append("\(name)")
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
        markup += "<\(name)"
        for (attribute, value) in attributes {
            markup += " \(attribute)=\"" + escaped(value) + "\""
        }
    }
}

/// Scalars as a strategy file writes them.
enum YAMLText {
    /// A word or a few; quoted where YAML would read something else.
    static func word(_ text: String) -> String {
        let isPlain =
            text.unicodeScalars.allSatisfy {
                ($0 >= "a" && $0 <= "z") || ($0 >= "A" && $0 <= "Z") || ($0 >= "0" && $0 <= "9")
                    || "_- .".unicodeScalars.contains($0)
            } && text.first?.isLetter == true && text.last != " "
        return isPlain && !reserved.contains(text.lowercased()) ? text : quoted(text)
    }

    private static let reserved: Set<String> = ["true", "false", "null", "yes", "no", "on", "off"]

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\" + String(scalar)
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: quoted += " "
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// An expression behind a key: plain, quoted, or below it in lines of its own.
    static func expression(_ lines: [String], indent: String) -> String {
        let whole = lines.joined(separator: " ")
        if whole.count + indent.count > 90, lines.count > 1 {
            return "|" + lines.map { "\n\(indent)\($0)" }.joined()
        }
        let isPlain =
            (whole.first.map {
                $0.isLetter || $0.isNumber || $0 == "("
                    || $0 == "-" && whole.dropFirst().first != " "
            } ?? false)
            && !whole.contains(": ") && !whole.contains(" #") && !reserved.contains(whole)
        if isPlain { return whole }
        return whole.contains("'") ? quoted(whole) : "'\(whole)'"
    }
}

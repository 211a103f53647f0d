/// A measure's name with the group it speaks of: `profit_total_abs{pair="BTC/USDT"}`.
///
/// The spelling is that of Prometheus' labels: `\`, `"` and line feeds inside a value are escaped.
public struct MeasureName: Hashable, Sendable, CustomStringConvertible {
    /// The name without its label: the key of the measure's definition.
    public let base: String
    /// What the group is of, such as `pair`, `exit_reason`, `month`; nil for the whole run.
    public let label: String?
    /// Which of them, such as `BTC/USDT`; nil for the whole run.
    public let group: String?

    public init(_ base: String) {
        self.base = base
        label = nil
        group = nil
    }

    public init(_ base: String, _ label: String, _ group: String) {
        self.base = base
        self.label = label
        self.group = group
    }

    /// Reads any name; one that is not labelled in full is a base of its own.
    public init(parsing text: String) {
        let bytes = text.utf8
        guard bytes.last == UInt8(ascii: "}"), let brace = bytes.firstIndex(of: UInt8(ascii: "{")),
            let equals = bytes[brace...].firstIndex(of: UInt8(ascii: "="))
        else {
            self.init(text)
            return
        }
        let quoted = bytes[bytes.index(after: equals)...].dropLast()
        guard quoted.count > 1, quoted.first == UInt8(ascii: "\""),
            quoted.last == UInt8(ascii: "\""),
            let group = Self.unescaped(Substring(quoted.dropFirst().dropLast()))
        else {
            self.init(text)
            return
        }
        self.init(String(text[..<brace]), String(text[bytes.index(after: brace)..<equals]), group)
    }

    public var description: String {
        guard let label, let group else { return base }
        var escaped = ""
        for character in group {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return base + "{" + label + "=\"" + escaped + "\"}"
    }

    /// nil for a quote that is not escaped or an escape that is none.
    private static func unescaped(_ text: Substring) -> String? {
        let isSpecial = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        guard text.utf8.contains(where: isSpecial) else { return String(text) }
        var (result, rest) = ("", text)
        while let character = rest.popFirst() {
            switch character {
            case "\"": return nil
            case "\\":
                guard let escape = rest.popFirst(), let plain = escapes[escape] else { return nil }
                result.append(plain)
            default: result.append(character)
            }
        }
        return result
    }

    private static let escapes: [Character: Character] = ["\\": "\\", "\"": "\"", "n": "\n"]
}

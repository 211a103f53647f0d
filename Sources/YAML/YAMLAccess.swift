extension YAMLNode {
    /// The text of a scalar, plain or quoted.
    ///
    /// - Throws: `YAMLError` for lists, mappings and nothing.
    public func string() throws(YAMLError) -> String {
        guard case .scalar(let text, _) = content, !isNull else {
            throw error("expected a text, this is \(summary)")
        }
        return text
    }

    /// A plain whole number, such as `-3`.
    ///
    /// - Throws: `YAMLError` for anything else, quoted numbers among it.
    public func integer() throws(YAMLError) -> Int {
        guard case .scalar(let text, .plain) = content, Self.isNumber(text), let number = Int(text)
        else { throw error("expected a whole number, this is \(summary)") }
        return number
    }

    /// A plain decimal number, such as `-0.05` or `1e-3`; never NaN or infinite.
    ///
    /// - Throws: `YAMLError` for anything else, quoted numbers among it.
    public func number() throws(YAMLError) -> Double {
        guard case .scalar(let text, .plain) = content, Self.isNumber(text),
            let number = Double(text), number.isFinite
        else { throw error("expected a number, this is \(summary)") }
        return number
    }

    /// Plain `true` or `false`.
    ///
    /// - Throws: `YAMLError` for anything else; `yes`, `on` and `True` are texts.
    public func boolean() throws(YAMLError) -> Bool {
        guard case .scalar(let text, .plain) = content else {
            throw error("expected true or false, this is \(summary)")
        }
        switch text {
        case "true": return true
        case "false": return false
        default:
            let meant = ["yes": "true", "on": "true", "no": "false", "off": "false"]
            let lowered = text.lowercased()
            let hint = meant[lowered] ?? (["true", "false"].contains(lowered) ? lowered : nil)
            throw error(
                "expected true or false, this is \(summary)", hint: hint.map { "write \($0)" })
        }
    }

    /// The elements of a list.
    ///
    /// - Throws: `YAMLError` for scalars and mappings.
    public func list() throws(YAMLError) -> [YAMLNode] {
        guard case .list(let elements) = content else {
            throw error("expected a list, this is \(summary)")
        }
        return elements
    }

    /// The elements of a list of texts.
    ///
    /// - Throws: `YAMLError` for anything else.
    public func strings() throws(YAMLError) -> [String] {
        var texts: [String] = []
        for element in try list() { texts.append(try element.string()) }
        return texts
    }

    /// The entries of a mapping, in the file's order.
    ///
    /// - Throws: `YAMLError` for scalars and lists.
    public func entries() throws(YAMLError) -> [YAMLEntry] {
        guard case .map(let entries) = content else {
            throw error("expected a mapping, this is \(summary)")
        }
        return entries
    }

    /// The entries of a mapping, once every key is one of `keys`.
    ///
    /// - Throws: `YAMLError` for scalars, lists and, with a suggestion, for the first unknown key.
    public func entries(knowing keys: [String]) throws(YAMLError) -> [YAMLEntry] {
        let entries = try entries()
        for entry in entries where !keys.contains(entry.key) {
            let near = Spelling.nearest(to: entry.key, among: keys)
            throw entry.keyNode.error(
                "unknown key \"\(entry.key)\"",
                hint: near.map { "did you mean \"\($0)\"?" }
                    ?? "known keys: " + keys.joined(separator: ", "))
        }
        return entries
    }

    /// The value under `key`; nil where the mapping has none, and for scalars and lists.
    public subscript(key: String) -> YAMLNode? {
        guard case .map(let entries) = content else { return nil }
        for place in entries.indices where entries[place].key == key {
            return entries[place].value
        }
        return nil
    }

    /// The value under `key`.
    ///
    /// - Throws: `YAMLError` at the mapping where it is missing.
    public func required(_ key: String) throws(YAMLError) -> YAMLNode {
        _ = try entries()
        guard let value = self[key] else { throw error("\"\(key)\" is missing") }
        return value
    }

    /// JSON's number grammar, so that `012`, `0x1F`, `1_000`, `.5` and `.inf` are texts.
    static func isNumber(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func digits() -> Int {
            let found = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            rest = rest.dropFirst(found)
            return found
        }
        func take(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take("-")
        let leadingZero = rest.first == 0x30
        let whole = digits()
        guard whole > 0, !(leadingZero && whole > 1) else { return false }
        if take("."), digits() == 0 { return false }
        if take("eE") {
            _ = take("+-")
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }
}

/// The nearest of some known words, for "did you mean".
public enum Spelling {
    /// The word with the fewest edits (insert, delete, replace, swap) away from `word`; nil if even
    /// that takes more than a third of the word's letters (at least one, at most three edits).
    public static func nearest(to word: String, among words: [String]) -> String? {
        let limit = min(3, max(1, word.count / 3))
        let near = words.map { (word: $0, edits: edits(Array(word), Array($0))) }
            .min { $0.edits < $1.edits }
        guard let near, near.edits <= limit else { return nil }
        return near.word
    }

    /// Optimal string alignment distance, case ignored. O(n·m).
    private static func edits(_ left: [Character], _ right: [Character]) -> Int {
        let (left, right) = (left.map { $0.lowercased() }, right.map { $0.lowercased() })
        var rows = [Array(0...right.count)]
        for (i, letter) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var best = min(
                    rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (letter == other ? 0 : 1))
                if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}

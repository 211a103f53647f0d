/// A path with `*` (anything in a name), `?` (one character of a name) and `**` (any folders).
struct PathPattern: Sendable {
    private let parts: [[Character]]

    init(_ text: String) {
        parts = text.split(separator: "/", omittingEmptySubsequences: false).map(Array.init)
    }

    /// Whether the text stands for more than the one path that it spells.
    static func isPattern(_ text: String) -> Bool {
        text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
    }

    /// The folder above the first part that is a pattern; empty for the folder we are in.
    static func folder(of text: String) -> String {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.prefix { !isPattern(String($0)) }.joined(separator: "/")
    }

    /// Whether the pattern stands for this path.
    func matches(_ path: String) -> Bool { match(Self.split(path), isWhole: true) }

    /// Whether the pattern stands for this path, something in it, or a folder that it lies in.
    func touches(_ path: String) -> Bool {
        let names = Self.split(path)
        return match(names, isWhole: false)
            || names.indices.contains { match(Array(names[...$0]), isWhole: true) }
    }

    private static func split(_ path: String) -> [[Character]] {
        path.split(separator: "/", omittingEmptySubsequences: false).map(Array.init)
    }

    /// Matches part by part; where not whole, a path that is the beginning of a match will do.
    private func match(_ names: [[Character]], isWhole: Bool) -> Bool {
        func match(_ part: Int, _ name: Int) -> Bool {
            if name == names.count {
                return !isWhole || parts[part...].allSatisfy { $0 == ["*", "*"] }
            }
            guard part < parts.count else { return false }
            if parts[part] == ["*", "*"] {
                return match(part + 1, name) || match(part, name + 1)
            }
            return Self.match(parts[part][...], names[name][...]) && match(part + 1, name + 1)
        }
        return match(0, 0)
    }

    /// Whether one name matches one part. A star never stands for a leading dot.
    private static func match(
        _ part: ArraySlice<Character>, _ name: ArraySlice<Character>
    ) -> Bool {
        guard let first = part.first else { return name.isEmpty }
        switch first {
        case "*":
            return match(part.dropFirst(), name)
                || !name.isEmpty && match(part, name.dropFirst())
        case "?": return !name.isEmpty && match(part.dropFirst(), name.dropFirst())
        default: return name.first == first && match(part.dropFirst(), name.dropFirst())
        }
    }
}

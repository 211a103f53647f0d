/// Replaces secrets in a stream of bytes by `•••`, also where a secret comes in several pieces.
///
/// What may be the beginning of a secret is held back until more is known, so that nothing of a
/// secret ever passes. Where two secrets begin at the same byte the longer one counts.
public struct Masker: Sendable {
    /// Longest first.
    private let needles: [[UInt8]]
    private let starts: Set<UInt8>
    private var held: [UInt8] = []

    static let mask = Array("•••".utf8)

    /// - Parameter secrets: the values; a value of several lines is also looked for line by line,
    ///   and every one as JSON and addresses write it.
    public init(hiding secrets: [String]) {
        var forms: Set<[UInt8]> = []
        for secret in secrets {
            let lines = secret.split(whereSeparator: \.isNewline).map(String.init)
            for text in [secret] + lines where text.utf8.count >= 4 {
                forms.insert(Array(text.utf8))
                forms.insert(Array(Self.inJSON(text).utf8))
                forms.insert(Array(Self.inAddress(text).utf8))
            }
        }
        needles = forms.sorted {
            $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count > $1.count
        }
        starts = Set(needles.compactMap(\.first))
    }

    /// Whether there is nothing to hide.
    public var isEmpty: Bool { needles.isEmpty }

    /// What may pass of the bytes so far.
    public mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        held += bytes
        return pass(isLast: false)
    }

    /// What was held back, once nothing more will come.
    public mutating func finish() -> [UInt8] { pass(isLast: true) }

    /// A whole text with its secrets replaced.
    public func masked(_ text: String) -> String {
        guard !isEmpty else { return text }
        var copy = self
        copy.held = Array(text.utf8)
        return String(decoding: copy.finish(), as: UTF8.self)
    }

    private mutating func pass(isLast: Bool) -> [UInt8] {
        var passed: [UInt8] = []
        var position = 0
        while position < held.count {
            guard starts.contains(held[position]) else {
                passed.append(held[position])
                position += 1
                continue
            }
            let rest = held[position...]
            // Longest first: a longer one that may still come counts before a shorter one that is there.
            let found = needles.first { rest.starts(with: $0) || !isLast && $0.starts(with: rest) }
            guard let found else {
                passed.append(held[position])
                position += 1
                continue
            }
            if found.count > rest.count { break }
            passed += Self.mask
            position += found.count
        }
        held.removeFirst(position)
        return passed
    }

    private static func inJSON(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.append(character)
            }
        }
    }

    /// Percent-encoded, as in the query of an address.
    private static func inAddress(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            let letter = Character(Unicode.Scalar(byte))
            if byte < 128, letter.isLetter || letter.isNumber || "-._~".contains(letter) {
                result.append(letter)
            } else {
                result += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}

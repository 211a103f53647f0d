internal import JSONL
internal import SQLite

/// A place in the order of a listing, as a text that means nothing to anyone else: base64url of two
/// checksums and the row's values in the order.
///
/// The first checksum names listing and order, the second the values: a cursor of another question
/// and one that was tampered with are told apart, and neither is taken for a place.
struct CursorCoder {
    private let listing: String
    private let terms: [Listing.Term]
    private let shape: [UInt8]

    init(listing: Listing, terms: [Listing.Term]) {
        self.listing = listing.name
        self.terms = terms
        let words = [listing.name] + terms.map { $0.expression + ($0.isDescending ? " DESC" : "") }
        shape = Self.checksum(Array(words.joined(separator: "\n").utf8))
    }

    func text(_ place: [Value]) -> String {
        var writer = JSONWriter()
        writer.beginList()
        for value in place {
            switch value {
            case .null: writer.null()
            case .integer(let number): writer.value(number)
            case .real(let number): writer.value(number)
            case .text(let text): writer.value(text)
            case .blob: preconditionFailure("no order has bytes")
            }
        }
        writer.endList()
        return Base64URL.text(shape + Self.checksum(writer.bytes) + writer.bytes)
    }

    /// - Throws: `QueryError.noCursor` and `.foreignCursor`.
    func place(_ text: String) throws(QueryError) -> [Value] {
        guard let bytes = Base64URL.bytes(text), bytes.count > 8,
            Array(bytes[4..<8]) == Self.checksum(Array(bytes[8...]))
        else { throw .noCursor(text) }
        guard Array(bytes[..<4]) == shape else { throw .foreignCursor(table: listing) }
        guard let json = String(validating: bytes[8...], as: UTF8.self),
            case .list(let elements)? = try? JSONValue(parsing: json),
            elements.count == terms.count
        else { throw .noCursor(text) }
        var place: [Value] = []
        for element in elements {
            switch element {
            case .null: place.append(.null)
            case .integer(let number): place.append(.integer(number))
            case .number(let number): place.append(.real(number))
            case .text(let text): place.append(.text(text))
            default: throw .noCursor(text)
            }
        }
        return place
    }

    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        let hash = bytes.withUnsafeBytes { XXH64.hash($0) }
        return (0..<4).map { UInt8(truncatingIfNeeded: hash >> (8 * $0)) }
    }
}

/// Bytes as letters that need no quoting in a shell, a URL or JSON (RFC 4648, section 5), unpadded.
private enum Base64URL {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var (text, bits, count) = ([UInt8](), UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(letters[Int(bits >> UInt32(count)) & 63])
            }
        }
        if count > 0 { text.append(letters[Int(bits << UInt32(6 - count)) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// nil for another letter, an impossible length, or bits behind the end that are not zero.
    static func bytes(_ text: String) -> [UInt8]? {
        var (bytes, bits, count) = ([UInt8](), UInt32(0), 0)
        for letter in text.utf8 {
            guard let value = letters.firstIndex(of: letter) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard count < 6, bits & (1 << UInt32(count) - 1) == 0 else { return nil }
        return bytes
    }
}

internal import Glibc

/// The keys of an object, one case of `Field` each, for `JSONReader.nextKey`.
///
/// Make one table per record type and keep it in a static constant: its storage is never freed.
public struct FieldTable<Field: RawRepresentable & CaseIterable & Sendable>: Sendable
where Field.RawValue == String {
    @usableFromInline let names: FieldNames
    @usableFromInline let fields: [Field]

    /// All cases are required but those in `optional`; at most 64.
    public init(optional: [Field] = []) {
        fields = Array(Field.allCases)
        names = FieldNames(fields.map(\.rawValue), optional: optional.map(\.rawValue))
    }
}

/// Field names as UTF-8, each as it is written in an object: `"name":`.
@usableFromInline
struct FieldNames: @unchecked Sendable {
    let names: [String]
    let required: UInt64
    let count: Int
    /// Whether `kind` is a field like others.
    let hasKind: Bool
    private let bytes: UnsafeMutablePointer<UInt8>
    private let patterns: UnsafeMutablePointer<FieldPattern>

    init(_ names: [String], optional: [String]) {
        precondition(names.count <= 64, "a table holds at most 64 fields")
        self.names = names
        count = names.count
        hasKind = names.contains("kind")
        required = names.indices.reduce(into: 0) { mask, index in
            if !optional.contains(names[index]) { mask |= 1 << UInt64(index) }
        }
        let written = names.map { Array("\"\($0)\":".utf8) }
        bytes = .allocate(capacity: written.reduce(1) { $0 + $1.count })
        patterns = .allocate(capacity: max(1, names.count))
        var start = bytes
        for (index, name) in written.enumerated() {
            start.initialize(from: name, count: name.count)
            (patterns + index).initialize(to: FieldPattern(start: start, length: name.count))
            start += name.count
        }
    }

    /// The first field from `index` on whose `"name":` the text starts with, and its length; nil for
    /// another key, another way to write it, or a text of less than eight bytes.
    @inline(__always)
    func prefix(
        from first: Int, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> (index: Int, length: Int)? {
        let room = end - start
        guard room >= 8 else { return nil }
        let word = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        for index in first..<count {
            let pattern = patterns[index]
            if word & pattern.mask == pattern.head, pattern.length <= room,
                pattern.tailMatches(start)
            {
                return (index, pattern.length)
            }
        }
        return nil
    }

    /// The field of that name, looked for from `hint` on.
    func index(of key: UnsafeBufferPointer<UInt8>, from hint: Int) -> Int? {
        guard let start = key.baseAddress else { return nil }
        var index = hint < count ? hint : 0
        for _ in 0..<count {
            let pattern = patterns[index]
            if pattern.length == key.count + 3, memcmp(start, pattern.start + 1, key.count) == 0 {
                return index
            }
            index = index + 1 < count ? index + 1 : 0
        }
        return nil
    }
}

/// One `"name":`, ready to be compared a word at a time.
private struct FieldPattern {
    let start: UnsafePointer<UInt8>
    let length: Int
    /// The first eight bytes, or fewer with the others masked out.
    let head: UInt64
    let mask: UInt64

    init(start: UnsafePointer<UInt8>, length: Int) {
        self.start = start
        self.length = length
        var head: UInt64 = 0
        var mask: UInt64 = 0
        memcpy(&head, start, min(length, 8))
        memset(&mask, 0xFF, min(length, 8))
        (self.head, self.mask) = (head, mask)
    }

    /// Whether the bytes behind the first eight are the same too, in words that may overlap.
    @inline(__always)
    func tailMatches(_ text: UnsafePointer<UInt8>) -> Bool {
        var offset = 8
        while offset < length {
            offset = min(offset, length - 8)
            guard
                UnsafeRawPointer(text + offset).loadUnaligned(as: UInt64.self)
                    == UnsafeRawPointer(start + offset).loadUnaligned(as: UInt64.self)
            else { return false }
            offset += 8
        }
        return true
    }
}

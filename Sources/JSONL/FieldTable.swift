internal import Glibc

/// The keys of an object, one case of `Field` each, for `JSONReader.nextKey`, or the words that a value
/// may be, for `JSONReader.word`.
///
/// Make one table per type and keep it in a static constant: its storage is never freed.
public struct FieldTable<Field: RawRepresentable & CaseIterable & Sendable>: @unchecked Sendable
where Field.RawValue == String {
    @usableFromInline let names: FieldNames
    @usableFromInline let fields: UnsafePointer<Field>

    /// All cases are required but those in `optional`; at most 64.
    public init(optional: [Field] = []) { self.init(optional: optional, places: [:]) }

    init(optional: [Field], places: [String: NumberPlace]) {
        let cases = Array(Field.allCases)
        let room = UnsafeMutablePointer<Field>.allocate(capacity: max(1, cases.count))
        room.initialize(from: cases, count: cases.count)
        fields = UnsafePointer(room)
        names = FieldNames(
            cases.map(\.rawValue), optional: optional.map(\.rawValue), places: places)
    }
}

/// Field names as UTF-8, each as it is written behind another field: `,"name":`. One pointer, so that
/// a reader is handed them at no cost.
@usableFromInline
struct FieldNames: @unchecked Sendable {
    private struct Storage {
        let names: [String]
        let required: UInt64
        let hasKind: Bool
        let patterns: UnsafePointer<FieldPattern>
    }

    private let storage: UnsafePointer<Storage>

    var names: [String] { storage.pointee.names }
    /// A bit for each field that must be given.
    var required: UInt64 { storage.pointee.required }
    /// Whether `kind` is a field like others.
    var hasKind: Bool { storage.pointee.hasKind }
    /// One for each name, and one behind them that nothing matches.
    var patterns: UnsafePointer<FieldPattern> { storage.pointee.patterns }

    init(_ names: [String], optional: [String], places: [String: NumberPlace]) {
        precondition(names.count <= 64, "a table holds at most 64 fields")
        let room = UnsafeMutablePointer<Storage>.allocate(capacity: 1)
        room.initialize(
            to: Storage(
                names: names,
                required: names.indices.reduce(into: 0) { mask, index in
                    if !optional.contains(names[index]) { mask |= 1 << UInt64(index) }
                }, hasKind: names.contains("kind"),
                patterns: FieldPattern.list(names, places)))
        storage = UnsafePointer(room)
    }

    /// The field of that name, looked for from `hint` on.
    func index(of key: UnsafeBufferPointer<UInt8>, from hint: Int) -> Int? {
        guard let start = key.baseAddress else { return nil }
        let count = storage.pointee.names.count
        var index = hint < count ? hint : 0
        for _ in 0..<count {
            if patterns[index].isName(start, key.count) { return index }
            index = index + 1 < count ? index + 1 : 0
        }
        return nil
    }
}

/// One `,"name":`, ready to be compared a word at a time.
@usableFromInline
struct FieldPattern {
    /// The first eight bytes, or fewer with the others masked out.
    @usableFromInline let head: UInt64
    @usableFromInline let mask: UInt64
    /// The last eight bytes of a longer one; of another the head once more.
    @usableFromInline let tail: UInt64
    @usableFromInline let tailMask: UInt64
    @usableFromInline let tailStart: Int
    /// Of one of more than sixteen bytes the eight behind the head and the eight before the tail.
    @usableFromInline let inner: (UInt64, UInt64)
    /// How many bytes must be there to compare it.
    @usableFromInline let room: Int
    @usableFromInline let length: Int
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let index: Int
    /// Where its value goes that is a number.
    @usableFromInline let place: NumberPlace

    /// What matches no text.
    nonisolated(unsafe) static let none: UnsafePointer<FieldPattern> = list([])

    /// One pattern behind the other, and one that matches no text.
    static func list(
        _ names: [String], _ places: [String: NumberPlace] = [:]
    ) -> UnsafePointer<FieldPattern> {
        let written = names.map { Array(",\"\($0)\":".utf8) }
        var start = UnsafeMutablePointer<UInt8>.allocate(
            capacity: written.reduce(1) { $0 + $1.count })
        let patterns = UnsafeMutablePointer<FieldPattern>.allocate(capacity: names.count + 1)
        for (index, name) in written.enumerated() {
            start.initialize(from: name, count: name.count)
            (patterns + index).initialize(
                to: FieldPattern(
                    start: start, length: name.count, index: index,
                    place: places[names[index]] ?? .nowhere))
            start += name.count
        }
        (patterns + names.count).initialize(to: FieldPattern(nothingAt: start))
        return UnsafePointer(patterns)
    }

    private init(nothingAt start: UnsafePointer<UInt8>) {
        (head, mask, tail, tailMask, tailStart) = (0, 0, 0, 0, 0)
        (inner, room, length, index, place) = ((0, 0), .max, .max, -1, .nowhere)
        self.start = start
    }

    private init(
        start: UnsafePointer<UInt8>, length: Int, index: Int, place: NumberPlace
    ) {
        self.place = place
        self.start = start
        self.length = length
        self.index = index
        room = max(length, 8)
        tailStart = room - 8
        var head: UInt64 = 0
        var mask: UInt64 = 0
        memcpy(&head, start, min(length, 8))
        memset(&mask, 0xFF, min(length, 8))
        var tail = head
        if length > 8 { memcpy(&tail, start + tailStart, 8) }
        var inner: (UInt64, UInt64) = (0, 0)
        if length > 16 {
            memcpy(&inner.0, start + 8, 8)
            memcpy(&inner.1, start + length - 16, 8)
        }
        (self.head, self.mask, self.tail, self.inner) = (head, mask, tail, inner)
        tailMask = length > 8 ? .max : mask
    }

    /// Whether a text of so many bytes starts with a pattern; false of one of less than eight.
    ///
    /// Told where the pattern lies, because a value of its own would be copied.
    @inlinable @inline(__always)
    static func matches(
        _ pattern: UnsafePointer<FieldPattern>, _ text: UnsafePointer<UInt8>, _ room: Int
    ) -> Bool {
        func word(_ place: Int) -> UInt64 {
            UnsafeRawPointer(text + place).loadUnaligned(as: UInt64.self)
        }
        return pattern.pointee.room <= room
            && word(0) & pattern.pointee.mask == pattern.pointee.head
            && word(pattern.pointee.tailStart) & pattern.pointee.tailMask == pattern.pointee.tail
            && (pattern.pointee.length <= 16
                || word(8) == pattern.pointee.inner.0
                    && word(pattern.pointee.tailStart &- 8) == pattern.pointee.inner.1
                    && (pattern.pointee.length <= 32 || middleMatches(pattern, text)))
    }

    /// The same for the first key of an object: what stands before its quote is no comma.
    func matchesFirst(_ text: UnsafePointer<UInt8>, _ room: Int) -> Bool {
        guard length <= room, room >= 8 else { return false }
        let word = UnsafeRawPointer(text).loadUnaligned(as: UInt64.self)
        guard (word & mask ^ head) & ~UInt64(0xFF).littleEndian == 0 else { return false }
        return length <= 8 || memcmp(text + 8, start + 8, length - 8) == 0
    }

    @usableFromInline
    static func middleMatches(
        _ pattern: UnsafePointer<FieldPattern>, _ text: UnsafePointer<UInt8>
    ) -> Bool {
        memcmp(text + 8, pattern.pointee.start + 8, pattern.pointee.length &- 16) == 0
    }

    func isName(_ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        length == count + 4 && memcmp(name, start + 2, count) == 0
    }
}

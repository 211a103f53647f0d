/// The keys of a record that is read in place: its numbers go straight into it, key after key, and all
/// else to whoever reads it. One table per type, as with `FieldTable`.
public struct RecordTable<Record, Field: RawRepresentable & CaseIterable & Sendable>: Sendable
where Field.RawValue == String {
    @usableFromInline let keys: FieldTable<Field>

    /// `numbers` are stored properties of type `Double`, or `Double?`, which may be null.
    public init(optional: [Field] = [], numbers: KeyValuePairs<Field, PartialKeyPath<Record>>) {
        var places: [String: NumberPlace] = [:]
        for (field, path) in numbers { places[field.rawValue] = NumberPlace(path) }
        keys = FieldTable(optional: optional, places: places)
    }
}

/// Where in a record a number is kept.
@usableFromInline
struct NumberPlace: Sendable {
    /// In bytes from the record's start; below zero for what the caller reads.
    @usableFromInline let offset: Int
    let mayBeNull: Bool

    static let nowhere = NumberPlace()

    private init() { (offset, mayBeNull) = (-1, false) }

    init<Record>(_ path: PartialKeyPath<Record>) {
        mayBeNull = path is KeyPath<Record, Double?>
        precondition(mayBeNull || path is KeyPath<Record, Double>, "a number is no Double")
        guard let offset = MemoryLayout<Record>.offset(of: path) else {
            preconditionFailure("a number is not stored")
        }
        self.offset = offset
    }

    @inline(__always)
    func store(_ value: Double, in record: UnsafeMutableRawPointer) {
        if mayBeNull {
            (record + offset).assumingMemoryBound(to: Double?.self).pointee = value
        } else {
            (record + offset).assumingMemoryBound(to: Double.self).pointee = value
        }
    }

    @inline(__always)
    func storeNull(in record: UnsafeMutableRawPointer) {
        (record + offset).assumingMemoryBound(to: Double?.self).pointee = nil
    }
}

extension JSONReader {
    /// The next key whose value the caller reads, ready for it; numbers on the way go into `record`.
    /// nil after the object's last key.
    ///
    /// - Throws: as `nextKey(_:in:)`.
    @inlinable
    public mutating func nextKey<Record, Field>(
        _ table: RecordTable<Record, Field>, in object: inout ObjectCursor,
        into record: inout Record
    ) throws(JSONError) -> Field? {
        if object.expected.pointee.place.offset >= 0 {
            withUnsafeMutablePointer(to: &record) {
                takeNumbers(in: &object, into: UnsafeMutableRawPointer($0))
            }
        }
        return try nextKey(table.keys, in: &object)
    }

    /// Reads the numbers that come next into their places, as long as each has the likeliest key and is
    /// written plainly: the others are for `nextKey`, and so are all errors.
    @usableFromInline
    mutating func takeNumbers(
        in object: inout ObjectCursor, into record: UnsafeMutableRawPointer
    ) {
        var (next, pattern, seen) = (position, object.expected, object.seen)
        while pattern.pointee.place.offset >= 0,
            FieldPattern.matches(pattern, next, end - next)
        {
            let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: pattern.pointee.index)
            let start = next + pattern.pointee.length
            guard seen & bit == 0 else { break }
            if let number = PlainNumber.double(start, end) {
                pattern.pointee.place.store(number.value, in: record)
                next = number.end
            } else if pattern.pointee.place.mayBeNull, Self.begins(start, end, with: Self.nullWord)
            {
                pattern.pointee.place.storeNull(in: record)
                next = start + 4
            } else {
                break
            }
            seen |= bit
            pattern += 1
        }
        (position, object.expected, object.seen) = (next, pattern, seen)
    }
}

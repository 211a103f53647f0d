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

/// Field names as one run of UTF-8 bytes, so that matching a key is one `memcmp`.
@usableFromInline
struct FieldNames: @unchecked Sendable {
    let names: [String]
    let required: UInt64
    let count: Int
    private let bytes: UnsafeMutablePointer<UInt8>
    private let offsets: UnsafeMutablePointer<Int>

    init(_ names: [String], optional: [String]) {
        precondition(names.count <= 64, "a table holds at most 64 fields")
        self.names = names
        count = names.count
        required = names.indices.reduce(into: 0) { mask, index in
            if !optional.contains(names[index]) { mask |= 1 << UInt64(index) }
        }
        let all = names.flatMap(\.utf8)
        bytes = .allocate(capacity: max(1, all.count))
        bytes.initialize(from: all, count: all.count)
        offsets = .allocate(capacity: names.count + 1)
        var offset = 0
        for (index, name) in names.enumerated() {
            (offsets + index).initialize(to: offset)
            offset += name.utf8.count
        }
        (offsets + names.count).initialize(to: offset)
    }

    func length(_ index: Int) -> Int { offsets[index + 1] - offsets[index] }

    /// Whether the name of a field is exactly these bytes.
    func matches(_ index: Int, _ key: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        self.length(index) == length && memcmp(key, bytes + offsets[index], length) == 0
    }

    func index(of key: UnsafePointer<UInt8>, _ length: Int) -> Int? {
        for index in 0..<count where matches(index, key, length) { return index }
        return nil
    }
}

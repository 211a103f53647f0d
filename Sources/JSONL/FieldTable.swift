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

/// Field names as one run of UTF-8 bytes, each as it is written in an object: `"name":`.
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
        let all = names.flatMap { "\"\($0)\":".utf8 }
        bytes = .allocate(capacity: max(1, all.count))
        bytes.initialize(from: all, count: all.count)
        offsets = .allocate(capacity: names.count + 1)
        var offset = 0
        for (index, name) in names.enumerated() {
            (offsets + index).initialize(to: offset)
            offset += name.utf8.count + 3
        }
        (offsets + names.count).initialize(to: offset)
    }

    /// Bytes of `"name":` if the text between the pointers starts with them, else 0.
    func prefix(_ index: Int, _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Int {
        let length = offsets[index + 1] - offsets[index]
        return end - start >= length && memcmp(start, bytes + offsets[index], length) == 0
            ? length : 0
    }

    /// The field of that name, looked for from `hint` on.
    func index(of key: UnsafeBufferPointer<UInt8>, from hint: Int) -> Int? {
        guard let start = key.baseAddress else { return nil }
        var index = hint < count ? hint : 0
        for _ in 0..<count {
            if offsets[index + 1] - offsets[index] == key.count + 3,
                memcmp(start, bytes + offsets[index] + 1, key.count) == 0
            {
                return index
            }
            index = index + 1 < count ? index + 1 : 0
        }
        return nil
    }
}

/// A table of a flatbuffer: fields that may be absent, found through a list of offsets.
struct FlatTable {
    private let data: LittleEndian
    private let position: Int
    private let offsets: Int
    private let offsetsCount: Int

    /// The table that the buffer is about.
    ///
    /// - Throws: `ArchiveError` where it does not lie wholly inside, as do all other calls.
    init(root data: LittleEndian) throws(ArchiveError) {
        try self.init(data, at: try data.small(UInt32.self, at: 0))
    }

    private init(_ data: LittleEndian, at position: Int) throws(ArchiveError) {
        self.data = data
        self.position = position
        offsets = position - (try data.small(Int32.self, at: position))
        offsetsCount = try data.small(UInt16.self, at: offsets)
    }

    /// Where a field's value lies; nil for one that is absent. Fields are counted from 0.
    private func place(_ field: Int) throws(ArchiveError) -> Int? {
        let slot = 4 + 2 * field
        guard slot + 2 <= offsetsCount else { return nil }
        let offset = try data.small(UInt16.self, at: offsets + slot)
        return offset == 0 ? nil : position + offset
    }

    /// Where the thing that a field refers to starts.
    private func target(_ field: Int) throws(ArchiveError) -> Int? {
        guard let place = try place(field) else { return nil }
        return place + (try data.small(UInt32.self, at: place))
    }

    func number<Number: FixedWidthInteger>(
        _ field: Int, default standard: Number
    ) throws(ArchiveError) -> Number {
        guard let place = try place(field) else { return standard }
        return try data.number(Number.self, at: place)
    }

    func table(_ field: Int) throws(ArchiveError) -> FlatTable? {
        guard let target = try target(field) else { return nil }
        return try FlatTable(data, at: target)
    }

    func text(_ field: Int) throws(ArchiveError) -> String? {
        guard let elements = try elements(field, size: 1) else { return nil }
        return String(decoding: data.bytes[elements.range], as: UTF8.self)
    }

    func tables(_ field: Int) throws(ArchiveError) -> [FlatTable] {
        var tables: [FlatTable] = []
        for place in try places(field, size: 4) {
            tables.append(try FlatTable(data, at: place + data.small(UInt32.self, at: place)))
        }
        return tables
    }

    /// A list of structures of 64-bit numbers; empty where it is absent.
    func structures(_ field: Int, words: Int) throws(ArchiveError) -> [[Int64]] {
        var structures: [[Int64]] = []
        for place in try places(field, size: 8 * words) {
            var numbers: [Int64] = []
            for word in 0..<words {
                numbers.append(try data.number(Int64.self, at: place + 8 * word))
            }
            structures.append(numbers)
        }
        return structures
    }

    private func places(_ field: Int, size: Int) throws(ArchiveError) -> [Int] {
        guard let elements = try elements(field, size: size) else { return [] }
        return Array(
            stride(from: elements.range.lowerBound, to: elements.range.upperBound, by: size))
    }

    private func elements(
        _ field: Int, size: Int
    ) throws(ArchiveError) -> (range: Range<Int>, count: Int)? {
        guard let target = try target(field) else { return nil }
        let count = try data.small(UInt32.self, at: target)
        return (try data.range(from: target + 4, count: count * size), count)
    }
}

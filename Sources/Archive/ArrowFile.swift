/// A table in Arrow's file format, which pandas calls feather (version 2).
///
/// Columns of 64-bit whole numbers, floating-point numbers and instants are read; other flat columns
/// may be there but give no values. Buffers may be packed by LZ4 or not at all. The format keeps no
/// checksum of a column: what was damaged without losing its form is read as it is.
public struct ArrowFile: Sendable {
    /// A column.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let type: ValueType
    }

    public enum ValueType: Hashable, Sendable {
        case int64, uint64, float32, float64
        /// Whole units since 1970; in UTC where a zone is named, else of an unsaid zone.
        case timestamp(unit: TimeUnit, zone: String?)
        /// A type without values here, by its name.
        case other(String)
    }

    public enum TimeUnit: Int16, Hashable, Sendable {
        case seconds = 0
        case milliseconds, microseconds, nanoseconds
    }

    public let fields: [Field]
    let layout: [ArrowColumn]
    let limit: Int
    let data: LittleEndian
    private let blocks: [[Int64]]

    /// How many pieces the rows come in.
    public var batchCount: Int { blocks.count }

    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - limit: The most bytes that a column may have in one piece.
    /// - Throws: `ArchiveError` where the bytes are no such file, or one of another kind.
    public init(_ bytes: [UInt8], limit: Int = standardUnpackedLimit) throws(ArchiveError) {
        data = LittleEndian(bytes)
        self.limit = limit
        let mark = Array("ARROW1".utf8)
        if bytes.starts(with: Array("FEA1".utf8)) {
            throw ArchiveError(
                "it is feather version 1", hint: "write it again with pandas 1.0 or newer")
        }
        guard bytes.starts(with: mark), bytes.count >= 2 * mark.count + 6,
            bytes.suffix(mark.count).elementsEqual(mark)
        else { throw ArchiveError("it is no Arrow file, or cut off") }
        let end = bytes.count - mark.count - 4
        let length = try data.small(Int32.self, at: end)
        let footer = try FlatTable(
            root: LittleEndian(Array(bytes[try data.range(from: end - length, count: length)])))
        try Self.checkVersion(footer)
        guard let schema = try footer.table(1) else { throw .truncated }
        guard try schema.number(0, default: Int16(0)) == 0 else {
            throw ArchiveError("its numbers start with the highest byte, which is not supported")
        }
        var layout: [ArrowColumn] = []
        for field in try schema.tables(1) {
            layout.append(try ArrowColumn(field, after: layout.last))
        }
        self.layout = layout
        fields = layout.map(\.field)
        blocks = try footer.structures(3, words: 3)
    }

    /// Whether bytes start as an Arrow or feather file does.
    public static func isArrow(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: Array("ARROW1".utf8)) || bytes.starts(with: Array("FEA1".utf8))
    }

    /// The column of that name; nil where there is none.
    public func column(named name: String) -> Int? { fields.firstIndex { $0.name == name } }

    /// A piece of the rows, counted from 0.
    ///
    /// - Throws: `ArchiveError` where it is damaged or packed in another way.
    public func batch(_ index: Int) throws(ArchiveError) -> ArrowBatch {
        let block = blocks[index]
        // The length shares its word with padding.
        let metadataCount = Int(Int32(truncatingIfNeeded: block[1]))
        guard let offset = Int(exactly: block[0]), let count = Int(exactly: block[2]) else {
            throw .truncated
        }
        let range = try data.range(from: offset, count: metadataCount)
        let isMarked = try data.number(UInt32.self, at: range.lowerBound) == 0xFFFF_FFFF
        let start = range.lowerBound + (isMarked ? 8 : 4)
        guard start <= range.upperBound else { throw .truncated }
        let message = try FlatTable(
            root: LittleEndian(Array(data.bytes[start..<range.upperBound])))
        try Self.checkVersion(message)
        guard try message.number(1, default: UInt8(0)) == 3, let batch = try message.table(2) else {
            throw ArchiveError("it holds something else where rows should be")
        }
        return try ArrowBatch(
            batch, of: self, body: try data.range(from: range.upperBound, count: count))
    }

    private static func checkVersion(_ table: FlatTable) throws(ArchiveError) {
        guard try (3...4).contains(table.number(0, default: Int16(0))) else {
            throw ArchiveError("it is of another version of the Arrow format, expected 4 or 5")
        }
    }
}

/// A column's type and where its buffers stand in each piece.
struct ArrowColumn: Sendable {
    let field: ArrowFile.Field
    let firstBuffer: Int
    private let bufferCount: Int

    init(_ table: FlatTable, after previous: ArrowColumn?) throws(ArchiveError) {
        let name = try table.text(0) ?? ""
        firstBuffer = previous.map { $0.firstBuffer + $0.bufferCount } ?? 0
        if try table.table(4) != nil {
            throw ArchiveError("its column \"\(name)\" is a dictionary, which is not supported")
        }
        let number = try table.number(2, default: UInt8(0))
        guard let known = Self.types[number], try table.tables(5).isEmpty else {
            let type = Self.nested[number].map { " of type \($0)" } ?? ""
            throw ArchiveError("its column \"\(name)\"\(type) is not flat, which is not supported")
        }
        bufferCount = known.buffers
        let type = try table.table(3).map { (type) throws(ArchiveError) in
            try Self.valueType(number, type)
        }
        field = .init(name: name, type: (type ?? nil) ?? .other(known.name))
    }

    /// Flat types by their number: name, and buffers a column has (validity, offsets, values).
    private static let types: [UInt8: (name: String, buffers: Int)] = [
        1: ("null", 0), 2: ("integer", 2), 3: ("float", 2), 4: ("binary", 3), 5: ("text", 3),
        6: ("boolean", 2), 7: ("decimal", 2), 8: ("date", 2), 9: ("time", 2), 10: ("timestamp", 2),
        11: ("interval", 2), 15: ("binary", 2), 18: ("duration", 2), 19: ("binary", 3),
        20: ("text", 3),
    ]

    private static let nested: [UInt8: String] = [
        12: "list", 13: "structure", 14: "union", 16: "list", 17: "map", 21: "list", 22: "runs",
        23: "views", 24: "views", 25: "list", 26: "list",
    ]

    /// nil for a type whose values are not read.
    private static func valueType(
        _ number: UInt8, _ type: FlatTable
    ) throws(ArchiveError) -> ArrowFile.ValueType? {
        switch number {
        case 2:
            guard try type.number(0, default: Int32(0)) == 64 else { return nil }
            return try type.number(1, default: UInt8(0)) == 0 ? .uint64 : .int64
        case 3:
            switch try type.number(0, default: Int16(0)) {
            case 1: return .float32
            case 2: return .float64
            default: return nil
            }
        case 10:
            guard let unit = ArrowFile.TimeUnit(rawValue: try type.number(0, default: 0)) else {
                throw .truncated
            }
            return .timestamp(unit: unit, zone: try type.text(1))
        default: return nil
        }
    }
}

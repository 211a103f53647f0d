/// Some rows of an Arrow file, column by column.
public struct ArrowBatch: Sendable {
    private enum Packing { case none, lz4 }

    public let rowCount: Int
    private let file: ArrowFile
    private let body: Range<Int>
    private let packing: Packing
    /// Rows and missing values of each column.
    private let nodes: [[Int64]]
    /// Offset in the body and length of each buffer.
    private let buffers: [[Int64]]

    init(_ table: FlatTable, of file: ArrowFile, body: Range<Int>) throws(ArchiveError) {
        self.file = file
        self.body = body
        guard let count = Int(exactly: try table.number(0, default: Int64(0))), count >= 0 else {
            throw .truncated
        }
        rowCount = count
        nodes = try table.structures(1, words: 2)
        buffers = try table.structures(2, words: 2)
        guard nodes.count == file.fields.count else { throw .truncated }
        guard let compression = try table.table(3) else {
            packing = .none
            return
        }
        guard try compression.number(0, default: Int8(0)) == 0 else {
            throw ArchiveError(
                "it is packed by zstd, which is not supported",
                hint: "write it with compression lz4, as freqtrade does")
        }
        packing = .lz4
    }

    /// A column of whole numbers or instants; nil where a value is missing.
    ///
    /// - Throws: `ArchiveError` where the column is of another type or damaged.
    public func integers(_ column: Int) throws(ArchiveError) -> [Int?] {
        switch file.fields[column].type {
        case .int64, .timestamp:
            return try values(column, Int64.self) { (raw) throws(ArchiveError) in Int(raw) }
        case .uint64:
            let name = file.fields[column].name
            return try values(column, UInt64.self) { (raw) throws(ArchiveError) in
                guard let number = Int(exactly: raw) else {
                    throw ArchiveError("its column \"\(name)\" holds \(raw), which is too large")
                }
                return number
            }
        default: throw wrong(column, "64-bit whole numbers or instants")
        }
    }

    /// A column of numbers; nil where a value is missing.
    ///
    /// - Throws: `ArchiveError` where the column is of another type or damaged.
    public func reals(_ column: Int) throws(ArchiveError) -> [Double?] {
        switch file.fields[column].type {
        case .float64:
            return try values(column, UInt64.self) { (raw) throws(ArchiveError) in
                Double(bitPattern: raw)
            }
        case .float32:
            return try values(column, UInt32.self) { (raw) throws(ArchiveError) in
                Double(Float(bitPattern: raw))
            }
        case .int64:
            return try values(column, Int64.self) { (raw) throws(ArchiveError) in Double(raw) }
        case .uint64:
            return try values(column, UInt64.self) { (raw) throws(ArchiveError) in Double(raw) }
        default: throw wrong(column, "numbers")
        }
    }

    private func wrong(_ column: Int, _ expected: String) -> ArchiveError {
        let field = file.fields[column]
        let type =
            switch field.type {
            case .timestamp: "instants"
            case .other(let name): "the type \(name)"
            case .float32, .float64: "fractions"
            case .int64, .uint64: "whole numbers"
            }
        return ArchiveError("its column \"\(field.name)\" has \(type), expected \(expected)")
    }

    private func values<Raw: FixedWidthInteger, Result>(
        _ column: Int, _ type: Raw.Type, _ convert: (Raw) throws(ArchiveError) -> Result
    ) throws(ArchiveError) -> [Result?] {
        let first = file.layout[column].firstBuffer
        let node = nodes[column]
        guard node[0] == rowCount, (0...node[0]).contains(node[1]) else { throw .truncated }
        let valid = node[1] == 0 ? nil : try buffer(first, atLeast: (rowCount - 1) / 8 + 1)
        let size = MemoryLayout<Raw>.size
        let (needed, overflows) = rowCount.multipliedReportingOverflow(by: size)
        guard !overflows else { throw .truncated }
        let raw = LittleEndian(try buffer(first + 1, atLeast: needed))
        var values: [Result?] = []
        values.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            if let valid, valid[row / 8] >> UInt8(row % 8) & 1 == 0 {
                values.append(nil)
            } else {
                values.append(try convert(try raw.number(Raw.self, at: row * size)))
            }
        }
        return values
    }

    /// A buffer's bytes, unpacked.
    private func buffer(_ index: Int, atLeast needed: Int) throws(ArchiveError) -> [UInt8] {
        guard buffers.indices.contains(index), let offset = Int(exactly: buffers[index][0]),
            let count = Int(exactly: buffers[index][1]), offset >= 0, count >= 0,
            offset <= body.count, count <= body.count - offset
        else { throw .truncated }
        let start = body.lowerBound + offset
        let bytes: [UInt8]
        if packing == .none || count == 0 {
            bytes = Array(file.data.bytes[start..<start + count])
        } else {
            bytes = try unpacked(start..<start + count)
        }
        guard bytes.count >= needed else { throw .truncated }
        return bytes
    }

    /// A packed buffer starts with its true length; -1 says that it was not worth packing.
    private func unpacked(_ range: Range<Int>) throws(ArchiveError) -> [UInt8] {
        let length = try file.data.number(Int64.self, at: range.lowerBound)
        guard range.count >= 8, let count = Int(exactly: length) else { throw .truncated }
        let packed = file.data.bytes[range.dropFirst(8)]
        if count == -1 { return Array(packed) }
        guard count >= 0 else { throw .truncated }
        guard count <= file.limit else { throw .tooLarge("a column", limit: file.limit) }
        return try unpackedLZ4(packed, count: count)
    }
}

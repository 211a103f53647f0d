/// Bytes with whole numbers in them, the lowest byte first. Every look is checked.
struct LittleEndian: Sendable {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    /// The number that starts at a place.
    ///
    /// - Throws: `ArchiveError.truncated` where it does not lie wholly inside.
    func number<Number: FixedWidthInteger>(
        _ type: Number.Type, at offset: Int
    ) throws(ArchiveError) -> Number {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { throw .truncated }
        return bytes.withUnsafeBytes { raw in
            Number(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }

    /// A small number as an Int: at most 32 bits, so that sums of some cannot overflow.
    func small<Number: FixedWidthInteger>(
        _ type: Number.Type, at offset: Int
    ) throws(ArchiveError) -> Int {
        Int(try number(type, at: offset))
    }

    /// The range of a part.
    ///
    /// - Throws: `ArchiveError.truncated` where it does not lie wholly inside.
    func range(from offset: Int, count length: Int) throws(ArchiveError) -> Range<Int> {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else {
            throw .truncated
        }
        return offset..<offset + length
    }
}

/// Makes a zip archive in memory. Every file gets the same date, the first that the format knows, so
/// that the same files give the same archive.
public struct ZipWriter {
    public enum Method: UInt16, Sendable {
        case stored = 0
        case deflated = 8
    }

    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var names: Set<String> = []

    public init() {}

    /// Adds a file.
    ///
    /// - Parameters:
    ///   - name: Relative, with slashes between folders; not there yet.
    ///   - content: The file's bytes.
    ///   - method: How they are packed.
    /// - Throws: `ArchiveError` where the archive would exceed what zip without zip64 can hold.
    public mutating func add(
        _ name: String, _ content: [UInt8], method: Method = .deflated
    ) throws(ArchiveError) {
        precondition(names.insert(name).inserted, "\(name) is in the archive already")
        let packed = method == .stored ? content : Archive.deflated(content, .raw)
        let offset = bytes.count
        let limit = 0xFFFF_FFFE
        guard names.count < 0xFFFF, name.utf8.count <= 0xFFFF, content.count <= limit,
            packed.count <= limit, offset + packed.count + directory.count <= limit - (1 << 20)
        else { throw ArchiveError("\"\(name)\" makes the archive too large for zip") }
        // UTF-8 names; 1980-01-01 00:00.
        var facts = numbers([20, 0x0800, method.rawValue, 0, 0x0021])
        facts += numbers([
            cyclicChecksum(content), UInt32(packed.count), UInt32(content.count),
        ])
        facts += numbers([UInt16(name.utf8.count), 0])
        bytes += numbers([UInt32(0x0403_4B50)]) + facts + Array(name.utf8) + packed
        // Made on Unix: a file that its owner writes and everybody reads.
        directory += numbers([UInt32(0x0201_4B50)]) + numbers([UInt16(0x0314)]) + facts
        directory += numbers([UInt16(0), 0, 0]) + numbers([0o100644 << 16, UInt32(offset)])
        directory += Array(name.utf8)
    }

    /// The archive.
    public consuming func finish() -> [UInt8] {
        let count = UInt16(names.count)
        let end =
            numbers([UInt32(0x0605_4B50), 0]) + numbers([count, count])
            + numbers([UInt32(directory.count), UInt32(bytes.count)]) + numbers([UInt16(0)])
        return bytes + directory + end
    }
}

/// Numbers in sequence, the lowest byte of each first.
private func numbers<Number: FixedWidthInteger>(_ values: [Number]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}

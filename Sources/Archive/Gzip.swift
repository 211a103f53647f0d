/// Whole gzip files in memory.
public enum Gzip {
    /// Whether bytes start as every gzip file does.
    public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// What was packed, of all members one after the other.
    ///
    /// - Throws: `ArchiveError` for what is no gzip file, is cut off or fails its checksum, and where
    ///   the result would exceed `limit` bytes.
    public static func unpacked(
        _ bytes: [UInt8], limit: Int = standardUnpackedLimit
    ) throws(ArchiveError) -> [UInt8] {
        var result: [UInt8] = []
        var reader = GzipReader()
        try bytes.withUnsafeBufferPointer { (bytes) throws(ArchiveError) in
            try reader.read(UnsafeRawBufferPointer(bytes)) { (part) throws(ArchiveError) in
                guard part.count <= limit - result.count else {
                    throw .tooLarge("it", limit: limit)
                }
                result.append(contentsOf: part)
            }
        }
        try reader.finish()
        return result
    }

    /// The bytes as a gzip file without name and time, so that the same bytes give the same file.
    public static func packed(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, .gzip) }
}

/// Unpacks a gzip file as it comes, in constant memory. Checksums are checked at each member's end.
public struct GzipReader: ~Copyable {
    private enum Place { case start, member, behindMember, padding }

    private let inflater = Inflater(.gzip)
    private var place = Place.start

    public init() {}

    /// Takes the next bytes of the file and hands over what they unpack to.
    ///
    /// - Throws: `ArchiveError` for what is no gzip file, and what `take` throws.
    public mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        _ take: (UnsafeRawBufferPointer) throws(ArchiveError) -> Void
    ) throws(ArchiveError) {
        var rest = bytes[...]
        while let first = rest.first {
            switch place {
            case .start: place = .member
            case .behindMember where first != 0:
                inflater.reset()
                place = .member
            case .behindMember, .padding:
                // Tapes and block devices fill up with zeros.
                guard rest.allSatisfy({ $0 == 0 }) else {
                    throw ArchiveError("something else follows the gzip data")
                }
                place = .padding
                return
            case .member: break
            }
            let (used, isAtEnd) = try inflater.inflate(UnsafeRawBufferPointer(rebasing: rest), take)
            rest = rest.dropFirst(used)
            if isAtEnd { place = .behindMember }
        }
    }

    /// - Throws: `ArchiveError` where the file is not complete.
    public func finish() throws(ArchiveError) {
        if place == .start || place == .member { throw .truncated }
    }
}

/// The files in a zip archive, stored or deflated.
///
/// The list is read and checked at once, a file's bytes when they are asked for. Names that leave
/// the archive (`../x`, `/x`), names that come twice and files that overlap are refused, as are
/// encrypted archives and those that need zip64 (4 GiB, or 65,535 files).
public struct ZipReader: Sendable {
    /// A file in the archive.
    public struct Entry: Hashable, Sendable {
        public let name: String
        /// Size of the file itself, in bytes.
        public let count: Int
        let packedCount: Int
        let method: Int
        let checksum: UInt32
        /// Where the file's own header starts.
        let offset: Int
    }

    /// In the order of the archive's directory, without folders.
    public let entries: [Entry]
    private let data: LittleEndian

    /// - Throws: `ArchiveError` where the bytes are no such archive.
    public init(_ bytes: [UInt8]) throws(ArchiveError) {
        data = LittleEndian(bytes)
        let directory = try ZipDirectory(data)
        entries = directory.entries.filter { !$0.name.hasSuffix("/") }
        try checkNames()
        try checkPlaces(end: directory.offset)
    }

    /// Whether bytes start as a zip archive with something in it does.
    public static func isZip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

    public func entry(named name: String) -> Entry? { entries.first { $0.name == name } }

    /// A file's bytes, whose checksum is right.
    ///
    /// - Throws: `ArchiveError` where they are damaged or exceed `limit`.
    public func bytes(
        of entry: Entry, limit: Int = standardUnpackedLimit
    ) throws(ArchiveError) -> [UInt8] {
        guard entry.count <= limit else { throw .tooLarge("\"\(entry.name)\"", limit: limit) }
        let range = try packedRange(entry)
        let result = entry.method == 0 ? Array(data.bytes[range]) : try inflated(entry, range)
        guard result.count == entry.count, cyclicChecksum(result) == entry.checksum else {
            throw ArchiveError("\"\(entry.name)\" is damaged: its checksum is wrong")
        }
        return result
    }

    private func inflated(_ entry: Entry, _ range: Range<Int>) throws(ArchiveError) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(min(entry.count, 1 << 24))
        let end = try data.bytes.withUnsafeBufferPointer { (bytes) throws(ArchiveError) in
            let packed = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[range]))
            return try Inflater(.raw).inflate(packed) {
                (part) throws(ArchiveError) in
                guard part.count <= entry.count - result.count else {
                    throw ArchiveError("\"\(entry.name)\" is larger than the archive says")
                }
                result.append(contentsOf: part)
            }
        }
        guard end.isAtEnd, end.used == range.count else {
            throw ArchiveError("\"\(entry.name)\" is damaged")
        }
        return result
    }

    /// Where the packed bytes lie: behind the file's own header, which says the same as the list.
    private func packedRange(_ entry: Entry) throws(ArchiveError) -> Range<Int> {
        let header = entry.offset
        let nameCount = try data.small(UInt16.self, at: header + 26)
        let extraCount = try data.small(UInt16.self, at: header + 28)
        let name = try data.range(from: header + 30, count: nameCount)
        guard try data.number(UInt32.self, at: header) == 0x0403_4B50,
            try data.small(UInt16.self, at: header + 8) == entry.method,
            data.bytes[name].elementsEqual(entry.name.utf8)
        else { throw ArchiveError("\"\(entry.name)\" is not where the archive says") }
        return try data.range(
            from: header + 30 + nameCount + extraCount, count: entry.packedCount)
    }

    private func checkNames() throws(ArchiveError) {
        var seen: Set<String> = []
        for entry in entries {
            let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
            let leaves = parts.contains { $0 == ".." || $0 == "." || $0.isEmpty }
            if leaves || entry.name.utf8.contains(where: { $0 < 0x20 || $0 == 0x5C || $0 == 0x3A })
            {
                throw ArchiveError("it holds the unsafe name \"\(Self.printable(entry.name))\"")
            }
            guard seen.insert(entry.name).inserted else {
                throw ArchiveError("it holds \"\(entry.name)\" twice")
            }
        }
    }

    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 ? "?" : $0 }))
    }

    /// Files that share bytes are how small archives swell to terabytes.
    private func checkPlaces(end: Int) throws(ArchiveError) {
        var free = 0
        for entry in entries.sorted(by: { $0.offset < $1.offset }) {
            guard entry.offset >= free else {
                throw ArchiveError("\"\(entry.name)\" overlaps another file")
            }
            free = try packedRange(entry).upperBound
        }
        guard free <= end else { throw .truncated }
    }
}

/// The list at the end of an archive.
struct ZipDirectory {
    private(set) var entries: [ZipReader.Entry] = []
    /// Where the list starts.
    let offset: Int

    init(_ data: LittleEndian) throws(ArchiveError) {
        let end = try Self.endRecord(data)
        let count = try data.small(UInt16.self, at: end + 10)
        let size = try data.small(UInt32.self, at: end + 12)
        offset = try data.small(UInt32.self, at: end + 16)
        guard count != 0xFFFF, size != 0xFFFF_FFFF, offset != 0xFFFF_FFFF else {
            throw Self.zip64
        }
        guard try data.number(UInt32.self, at: end + 4) == 0,
            try data.small(UInt16.self, at: end + 8) == count
        else { throw ArchiveError("it is one part of several") }
        guard offset + size == end else { throw .truncated }
        var place = offset
        for _ in 0..<count { entries.append(try Self.entry(data, &place)) }
        guard place == end else { throw .truncated }
    }

    private static let zip64 = ArchiveError(
        "it needs zip64, which is not supported", hint: "pack it again, smaller than 4 GiB")

    /// Where the last record starts: behind it comes nothing but a comment.
    private static func endRecord(_ data: LittleEndian) throws(ArchiveError) -> Int {
        var place = data.count - 22
        let lowest = max(0, place - 0xFFFF)
        while place >= lowest {
            if try data.number(UInt32.self, at: place) == 0x0605_4B50,
                try data.small(UInt16.self, at: place + 20) == data.count - place - 22
            {
                return place
            }
            place -= 1
        }
        throw ArchiveError("it is no zip archive, or cut off")
    }

    private static func entry(
        _ data: LittleEndian, _ place: inout Int
    ) throws(ArchiveError) -> ZipReader.Entry {
        guard try data.number(UInt32.self, at: place) == 0x0201_4B50 else { throw .truncated }
        let flags = try data.small(UInt16.self, at: place + 8)
        let method = try data.small(UInt16.self, at: place + 10)
        let packed = try data.small(UInt32.self, at: place + 20)
        let count = try data.small(UInt32.self, at: place + 24)
        let nameCount = try data.small(UInt16.self, at: place + 28)
        let extras =
            try data.small(UInt16.self, at: place + 30)
            + data.small(UInt16.self, at: place + 32)
        let offset = try data.small(UInt32.self, at: place + 42)
        let bytes = data.bytes[try data.range(from: place + 46, count: nameCount)]
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw ArchiveError("it holds a name that is not UTF-8")
        }
        guard packed != 0xFFFF_FFFF, count != 0xFFFF_FFFF, offset != 0xFFFF_FFFF else {
            throw zip64
        }
        if flags & 1 != 0 { throw ArchiveError("\"\(name)\" is encrypted") }
        guard method == 0 || method == 8 else {
            throw ArchiveError(
                "\"\(name)\" is packed by method \(method), expected deflate or none")
        }
        let entry = ZipReader.Entry(
            name: name, count: count, packedCount: packed, method: method,
            checksum: try data.number(UInt32.self, at: place + 16), offset: offset)
        place = try data.range(from: place + 46 + nameCount, count: extras).upperBound
        return entry
    }
}

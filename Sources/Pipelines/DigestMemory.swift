internal import CLI

/// Digests of files in a file of their own, so that a night need not read again what has not changed.
///
/// A file is taken for unchanged where its place on the disk, its size and both its times are the same,
/// as git does. One that changed just before it was read could change again within the same tick of
/// the clock, so it is not remembered. The memory may be removed at any time.
struct DigestMemory {
    /// How long a file must have rested, more than the coarsest tick of a file system's clock.
    private static let restNanoseconds = 3_000_000_000

    let path: String
    /// Unix milliseconds before any file was read.
    let nowMs: Int

    /// What is remembered; nothing where there is no memory or it makes no sense.
    func read() -> [FileDigests.Version: String] {
        guard let bytes = try? readFile(path) else { return [:] }
        var digests: [FileDigests.Version: String] = [:]
        var lines = DigestLines(rest: bytes[...])
        while !lines.rest.isEmpty {
            guard let (version, digest) = lines.next() else { return [:] }
            digests[version] = digest
        }
        return digests
    }

    /// Writes down the digests that may be believed another time, unless they are what was read.
    func write(
        _ digests: [FileDigests.Version: String], insteadOf old: [FileDigests.Version: String]
    ) {
        let latest = nowMs * 1_000_000 - Self.restNanoseconds
        let rested = digests.filter { version, _ in
            version.modified >= 0 && max(version.modified, version.changed) < latest
        }
        guard rested != old else { return }
        let lines = rested.map { version, digest in
            "\(version.device) \(version.inode) \(version.size) \(version.modified) "
                + "\(version.changed) \(digest)\n"
        }
        try? writeFile(lines.sorted().joined(), to: path)
    }
}

/// The lines of a memory: five whole numbers and a digest.
private struct DigestLines {
    var rest: ArraySlice<UInt8>

    /// The next line; nil where it makes no sense.
    mutating func next() -> (FileDigests.Version, String)? {
        guard let device: UInt64 = number(), let inode: UInt64 = number(),
            let size: Int64 = number(), let modified: Int = number(), let changed: Int = number(),
            let end = rest.firstIndex(of: UInt8(ascii: "\n")), end - rest.startIndex == 64
        else { return nil }
        let digest = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        let version = FileDigests.Version(
            device: device, inode: inode, size: size, modified: modified, changed: changed)
        return (version, digest)
    }

    /// The digits up to the next space; nil where there is anything else, or too many of them.
    private mutating func number<Value: FixedWidthInteger>() -> Value? {
        guard let end = rest.firstIndex(of: UInt8(ascii: " ")), end > rest.startIndex else {
            return nil
        }
        var value: Value = 0
        for byte in rest[..<end] {
            guard (0x30...0x39).contains(byte) else { return nil }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = tens.addingReportingOverflow(Value(byte - 0x30))
            guard !isTooLarge, !isLarger else { return nil }
            value = sum
        }
        rest = rest[(end + 1)...]
        return value
    }
}

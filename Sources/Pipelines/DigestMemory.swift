internal import CLI

/// Digests of large files in a file of their own, so that a night need not read again what has not
/// changed: programs above all. Small files are read anew every time.
///
/// A file is taken for unchanged where its place on the disk, its size and both its times are the same,
/// as git does. One that changed just before it was read could change again within the same tick of
/// the clock, so it is not remembered. The memory may be removed at any time.
struct DigestMemory {
    /// Bytes from which reading a file takes longer than remembering it.
    private static let leastBytes = 1 << 16
    /// How long a file must have rested, more than the coarsest tick of a file system's clock.
    private static let restNanoseconds = 3_000_000_000

    let path: String
    /// Unix milliseconds before any file was read.
    let nowMs: Int

    /// What is remembered; nothing where there is no memory or it makes no sense.
    func read() -> [FileDigests.Version: String] {
        guard let text = try? readText(path) else { return [:] }
        var digests: [FileDigests.Version: String] = [:]
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            let words = line.split(separator: UInt8(ascii: " ")).map { Substring($0) }
            guard words.count == 6, words[5].utf8.count == 64, let device = UInt64(words[0]),
                let inode = UInt64(words[1]), let size = Int64(words[2]),
                let modified = Int(words[3]), let changed = Int(words[4])
            else { return [:] }
            let version = FileDigests.Version(
                device: device, inode: inode, size: size, modified: modified, changed: changed)
            digests[version] = String(words[5])
        }
        return digests
    }

    func write(_ digests: [FileDigests.Version: String]) {
        let latest = nowMs * 1_000_000 - Self.restNanoseconds
        let lines = digests.filter { version, _ in
            version.size >= Self.leastBytes && max(version.modified, version.changed) < latest
        }.map { version, digest in
            "\(version.device) \(version.inode) \(version.size) \(version.modified) "
                + "\(version.changed) \(digest)\n"
        }
        let text = lines.sorted().joined()
        guard (try? readText(path)) != text else { return }
        try? writeFile(text, to: path)
    }
}

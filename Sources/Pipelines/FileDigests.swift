internal import Crypto
internal import Glibc

/// Digests of files and folders. A file that did not change since it was last read is not read again,
/// nor in another run where its digest is remembered.
public final class FileDigests {
    /// What of a file changes with its content; times in Unix nanoseconds.
    struct Version: Hashable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let modified: Int
        let changed: Int
    }

    /// Of all files that were asked for.
    private var known: [Version: String] = [:]
    private let memory: DigestMemory?
    private let remembered: [Version: String]
    private let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

    /// Remembers nothing.
    public init() { (memory, remembered) = (nil, [:]) }

    /// Remembers digests in the file at `path`, from run to run.
    ///
    /// - Parameters:
    ///   - path: the memory's file; one that is not there is made by `remember`.
    ///   - nowMs: Unix milliseconds by the clock, before any file is read.
    public init(remembering path: String, nowMs: Int) {
        let memory = DigestMemory(path: path, nowMs: nowMs)
        remembered = memory.read()
        self.memory = memory
    }

    deinit { chunk.deallocate() }

    /// Writes down what was learnt, for the next run. A memory that cannot be written is done without.
    public func remember() { memory?.write(known, insteadOf: remembered) }

    /// The digest of a file's bytes, of a folder's names and files at any depth, or of all that match
    /// a pattern; nil when nothing is there or it cannot be read. Reading a SQLite database in a folder does not change its digest.
    public func digest(_ path: String) -> String? {
        var information = stat()
        guard stat(path, &information) == 0 else {
            return PathPattern.isPattern(path) ? matches(of: path) : nil
        }
        if information.st_mode & S_IFMT == S_IFDIR { return folder(path) }
        let version = Version(
            device: UInt64(information.st_dev), inode: UInt64(information.st_ino),
            size: Int64(information.st_size), modified: nanoseconds(information.st_mtim),
            changed: nanoseconds(information.st_ctim))
        if let digest = known[version] { return digest }
        let digest = remembered[version] ?? file(path)
        known[version] = digest
        return digest
    }

    private func matches(of text: String) -> String? {
        let pattern = PathPattern(text)
        var found: [String] = []
        func look(in folder: String) {
            for name in names(in: folder.isEmpty ? "." : folder) ?? [] where !name.hasPrefix(".") {
                let path = folder.isEmpty || folder == "/" ? folder + name : folder + "/" + name
                if pattern.matches(path) {
                    found.append(path)
                } else if isFolder(path), pattern.touches(path) {
                    look(in: path)
                }
            }
        }
        look(in: text.hasPrefix("/*") ? "/" : PathPattern.folder(of: text))
        guard !found.isEmpty else { return nil }
        var whole = Digest()
        for path in found.sorted() { whole.update("\(path)\t\(digest(path) ?? "unreadable")\n") }
        return whole.finish()
    }

    private func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    private func names(in path: String) -> [String]? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private func folder(_ path: String) -> String? {
        guard let names = names(in: path) else { return nil }
        var whole = Digest()
        for name in names.sorted() where !isPassing(path + "/" + name) {
            whole.update("\(name)\t\(digest(path + "/" + name) ?? "unreadable")\n")
        }
        return whole.finish()
    }

    /// Whether a file is one that SQLite leaves behind when a database is only read: the index of a
    /// write-ahead log, or an empty log.
    private func isPassing(_ path: String) -> Bool {
        var information = stat()
        return path.hasSuffix("-shm")
            || path.hasSuffix("-wal") && stat(path, &information) == 0 && information.st_size == 0
    }

    private func file(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var digest = Digest()
        while true {
            let count = read(descriptor, chunk.baseAddress, chunk.count)
            if count == 0 { return digest.finish() }
            if count > 0 {
                digest.update(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            } else if errno != EINTR {
                return nil
            }
        }
    }

    private func nanoseconds(_ time: timespec) -> Int {
        time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

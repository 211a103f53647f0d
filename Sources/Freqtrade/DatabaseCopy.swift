internal import Glibc

/// A private copy of a database and its write-ahead log, for folders that cannot be written.
///
/// SQLite needs an index file beside a log even for reading. Where it may not make one, file and
/// log are copied to where it may, and copied again if a writer changed either meanwhile.
final class DatabaseCopy {
    /// Path of the copy.
    let path: String
    private let folder: String

    /// nil where no copy can be made, or where the files do not stand still for one.
    init?(of original: String) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/anytrade-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/copy.sqlite"
        for _ in 0..<10 {
            let before = Self.state(of: original)
            guard Self.copy(original, to: path),
                Self.copy(original + "-wal", to: path + "-wal")
            else { break }
            if Self.state(of: original) == before { return }
        }
        remove()
        return nil
    }

    deinit { remove() }

    private func remove() {
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
        rmdir(folder)
    }

    /// Sizes and times of change of both files.
    private static func state(of path: String) -> [Int] {
        [path, path + "-wal"].flatMap { name in
            var status = stat()
            guard stat(name, &status) == 0 else { return [-1] }
            return [
                Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec,
                status.st_mtim.tv_nsec,
            ]
        }
    }

    private static func copy(_ source: String, to target: String) -> Bool {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { return errno == ENOENT && source.hasSuffix("-wal") }
        defer { close(input) }
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard output >= 0 else { return false }
        defer { close(output) }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(input, &chunk, chunk.count)
            guard count > 0 else { return count == 0 }
            var written = 0
            while written < count {
                let part = chunk.withUnsafeBytes { bytes in
                    write(output, bytes.baseAddress?.advanced(by: written), count - written)
                }
                guard part > 0 else { return false }
                written += part
            }
        }
    }
}

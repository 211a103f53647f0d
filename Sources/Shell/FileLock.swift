internal import Glibc

/// A kernel lock on a file or a folder: it ends with the process that holds it, so the dead block nobody.
public struct FileLock: ~Copyable {
    /// The locked file's descriptor. Children that inherit it keep the lock.
    public let descriptor: Int32

    /// Takes the lock; nil when another process holds it and is not waited for.
    ///
    /// - Parameters:
    ///   - path: the file to lock; it is made where there is none.
    ///   - waiting: whether to sleep until the lock is free, however long that takes.
    /// - Throws: `ShellError` where the file cannot be opened or locked.
    public init?(path: String, waiting: Bool = false) throws(ShellError) {
        try self.init(opening: path, O_RDWR | O_CREAT, waiting: waiting)
    }

    /// Takes the lock of a folder that is there; nil when another process holds it and is not waited for.
    ///
    /// - Throws: `ShellError` where the folder cannot be opened or locked.
    public init?(folder: String, waiting: Bool = false) throws(ShellError) {
        try self.init(opening: folder, O_RDONLY | O_DIRECTORY, waiting: waiting)
    }

    private init?(opening path: String, _ mode: Int32, waiting: Bool) throws(ShellError) {
        descriptor = open(path, mode | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ShellError(deed: "open", subject: path, code: errno) }
        while flock(descriptor, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
            guard errno == EINTR else {
                let code = errno
                close(descriptor)
                guard code == EWOULDBLOCK else {
                    throw ShellError(deed: "lock", subject: path, code: code)
                }
                return nil
            }
        }
    }

    /// Leaves a note for those who find the lock taken. What an earlier holder left goes away.
    public borrowing func note(_ text: String) {
        // A note is a courtesy: the lock holds without it.
        let bytes = Array(text.utf8)
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// The note of whoever locked the file last; empty where there is none.
    public static func note(in path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    deinit { close(descriptor) }
}

internal import Glibc

/// A kernel lock on a file: it ends with the process that holds it, so the dead block nobody.
public struct FileLock: ~Copyable {
    /// The locked file's descriptor. Children that inherit it keep the lock.
    public let descriptor: Int32

    /// Takes the lock at once; nil when another process holds it.
    public init?(path: String) throws(ShellError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw ShellError(deed: "open", subject: path, code: errno) }
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
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

    deinit { close(descriptor) }
}

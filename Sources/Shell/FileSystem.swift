internal import CPosix
internal import Glibc

/// Waits until all that was written to the file system of a folder is on the disk: for many files at
/// once it is quicker than waiting for each.
///
/// - Throws: `ShellError` where the folder cannot be opened, or the disk failed.
public func synchroniseFileSystem(of folder: String) throws(ShellError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ShellError(deed: "open", subject: folder, code: errno) }
    defer { close(descriptor) }
    guard cposix_synchronise(descriptor) == 0 else {
        throw ShellError(deed: "write", subject: folder, code: errno)
    }
}

internal import CLI
internal import Doors
internal import Glibc
internal import Storage

/// Writes a copy of the store, whole or not at all; one that is there is replaced.
func writeBackup(_ arguments: Arguments, _ store: Store) throws {
    guard arguments.operands.count == 2 else {
        throw Diagnostic(
            .usage, "backup needs the name of the copy", hint: "query-store backup copy.sqlite")
    }
    let path = arguments.operands[1]
    let part = path + ".part"
    unlink(part)
    do {
        try withStoreErrors(path) { try store.copy(to: part) }
        try synchronise(part, rename: path)
    } catch {
        unlink(part)
        throw error
    }
}

/// Brings a file to the disk before it takes its name.
private func synchronise(_ part: String, rename path: String) throws(Diagnostic) {
    let descriptor = open(part, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    guard descriptor >= 0, fsync(descriptor) == 0, rename(part, path) == 0 else {
        throw Diagnostic(
            .cannotCreate, "cannot create \(path): \(String(cString: strerror(errno)))")
    }
}

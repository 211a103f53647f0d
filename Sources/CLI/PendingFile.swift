internal import Glibc

/// A file that was written to a temporary beside its place and takes it once `commit` is called, so
/// that many can do so together.
public struct PendingFile: Sendable {
    public let path: String
    private let temporary: String

    /// Writes the temporary.
    ///
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - path: its place.
    ///   - isSynchronised: whether the temporary is on the disk then; else whoever commits sees to it.
    /// - Throws: `Diagnostic` where it cannot be written; then nothing is left of it.
    public init(_ bytes: [UInt8], for path: String, isSynchronised: Bool) throws(Diagnostic) {
        try self.init(for: path, isSynchronised: isSynchronised) { descriptor in
            try writeAll(bytes[...], to: descriptor, named: path)
        }
    }

    /// Has `write` write the temporary through its descriptor, for files that are too large for memory.
    public init(
        for path: String, isSynchronised: Bool, _ write: (Int32) throws -> Void
    ) throws(Diagnostic) {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        self.path = path
        temporary = folder + "." + path.dropFirst(folder.count) + ".\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .system(.cannotCreate, "create", path) }
        do throws(Diagnostic) {
            defer { close(descriptor) }
            try diagnosing(.inputOutput) { try write(descriptor) }
            guard !isSynchronised || fsync(descriptor) == 0 else {
                throw .system(.inputOutput, "write", path)
            }
        } catch {
            discard()
            throw error
        }
    }

    /// Puts the file in its place.
    public func commit() throws(Diagnostic) {
        guard rename(temporary, path) == 0 else {
            let failure = Diagnostic.system(.cannotCreate, "create", path)
            discard()
            throw failure
        }
    }

    /// Removes what was written.
    public func discard() { unlink(temporary) }
}

/// Removes from a folder what processes left there that died while they wrote a file. Whoever calls
/// sees to it that nobody writes there now.
public func removeLeftovers(in folder: String) throws(Diagnostic) {
    for name in try listFolder(folder) where name.hasPrefix(".") && name.hasSuffix(".tmp") {
        guard name.split(separator: ".").dropLast().last.flatMap({ pid_t($0) }) != nil else {
            continue
        }
        unlink(folder + "/" + name)
    }
}

internal import Glibc

/// Reads a whole file; `-` is standard input.
public func readFile(_ path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = try openInput(path)
    defer { closeInput(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count == 0 { return bytes }
        if count > 0 {
            bytes += chunk[..<count]
        } else if errno != EINTR {
            throw .system(.inputOutput, "read", inputName(path))
        }
    }
}

/// Reads a whole file as UTF-8; `-` is standard input.
public func readText(_ path: String) throws(Diagnostic) -> String {
    guard let text = String(validating: try readFile(path), as: UTF8.self) else {
        throw Diagnostic(.badData, "\(inputName(path)) is not UTF-8")
    }
    return text
}

/// Opens a file for reading and gives its descriptor; `-` is standard input, descriptor 0.
public func openInput(_ path: String) throws(Diagnostic) -> Int32 {
    if path == "-" { return 0 }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    let code = errno
    guard descriptor >= 0 else {
        throw .system(
            .missingInput, "open", path, code: code, hint: code == ENOENT ? hint(for: path) : nil)
    }
    return descriptor
}

/// What may have been meant by a path that leads nowhere; nil where nothing is near.
private func hint(for path: String) -> String? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    guard folder.isEmpty || folderExists(folder) else { return "there is no folder \(folder)" }
    let names = try? listFolder(folder.isEmpty ? "." : folder)
    let near = suggestion(for: String(path.dropFirst(folder.count)), among: names ?? [])
    return near.map { "did you mean \(folder)\($0)?" }
}

/// Closes what `openInput` opened; standard input stays open.
public func closeInput(_ descriptor: Int32) {
    if descriptor > 2 { close(descriptor) }
}

/// What messages call an input: `stdin` for `-`, else the path.
public func inputName(_ path: String) -> String { path == "-" ? "stdin" : path }

/// Whether something exists at the path.
public func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// Whether a folder is at the path.
public func folderExists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Writes a file whole or not at all: to a temporary beside it, to the disk, then renamed over it.
/// A path of `-` is standard output.
public func writeFile(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    if path == "-" { return try writeAll(bytes[...], to: 1, named: "stdout") }
    try PendingFile(bytes, for: path, isSynchronised: true).commit()
}

/// Writes a text file whole or not at all.
public func writeFile(_ text: String, to path: String) throws(Diagnostic) {
    try writeFile(Array(text.utf8), to: path)
}

/// Makes a folder and those above it; one that is there already is fine.
public func makeFolder(_ path: String) throws(Diagnostic) {
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
        prefix += part
        guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else {
            throw .system(.cannotCreate, "create folder", prefix)
        }
        prefix += "/"
    }
}

/// Makes a folder of this process's own, in `$TMPDIR` or /tmp, that says what it is for.
public func makeTemporaryFolder(_ purpose: String) throws(Diagnostic) -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/anytrade-\(purpose)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
        throw .system(.cannotCreate, "create a folder in", parent)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Gives a file or folder another name in the same file system, in place of what bears it.
public func moveFile(_ path: String, to place: String) throws(Diagnostic) {
    guard rename(path, place) == 0 else { throw .system(.cannotCreate, "create", place) }
}

/// Removes a folder and all that is in it, or a file, as far as that is possible.
public func removeFolder(_ path: String) {
    guard unlink(path) != 0 else { return }
    for name in (try? listFolder(path)) ?? [] { removeFolder("\(path)/\(name)") }
    rmdir(path)
}

/// The path of something that is there, from the root and through no link.
public func wholePath(_ path: String) throws(Diagnostic) -> String {
    guard let whole = realpath(path, nil) else { throw .system(.missingInput, "find", path) }
    defer { free(whole) }
    return String(cString: whole)
}

/// The names in a folder, sorted; without `.` and `..`.
public func listFolder(_ path: String) throws(Diagnostic) -> [String] {
    guard let folder = opendir(path) else { throw .system(.missingInput, "open", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

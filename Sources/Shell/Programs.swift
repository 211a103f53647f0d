internal import Glibc

/// The path of a program: as it stands when it has a slash, else the first executable file of that
/// name in `folders`; nil when there is none.
public func programPath(_ name: String, in folders: [String]) -> String? {
    if name.contains("/") { return isProgram(name) ? name : nil }
    return folders.map { ($0.isEmpty ? "." : $0) + "/" + name }.first(where: isProgram)
}

/// The folder of the running program's own file; nil where the system does not tell.
public func ownFolder() -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.lastIndex(of: "/").map { String(path[..<$0]) }
}

private func isProgram(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
        && access(path, X_OK) == 0
}

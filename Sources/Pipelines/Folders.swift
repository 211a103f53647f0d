internal import Glibc
internal import Shell

/// Makes the folders in which a file is to lie.
func makeFolder(above path: String) throws(ShellError) {
    guard let end = path.lastIndex(of: "/") else { return }
    var information = stat()
    if stat(String(path[..<end]), &information) == 0 { return }
    var prefix = path.hasPrefix("/") ? "/" : ""
    for part in path[..<end].split(separator: "/") {
        prefix += part
        guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else {
            throw ShellError(deed: "create folder", subject: prefix, code: errno)
        }
        prefix += "/"
    }
}

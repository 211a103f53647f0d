internal import CLI
internal import Glibc

/// The Python in which freqtrade is installed.
struct FreqtradeProgram {
    /// Path of the interpreter.
    let python: String

    static let option = Option(
        "freqtrade", value: "PATH",
        help: "freqtrade's program, its Python or its virtual environment (default: "
            + "$ANYTRADE_FREQTRADE, else on PATH)")

    /// - Throws: `Diagnostic` with 69 where there is none.
    init(_ arguments: Arguments) throws(Diagnostic) {
        if let path = arguments.value("freqtrade")
            ?? arguments.environmentValue("ANYTRADE_FREQTRADE")
        {
            guard let found = Self.python(at: path) else {
                throw Diagnostic(
                    .unavailable, "there is no freqtrade at \(path)",
                    hint: "name its program, .venv/bin/freqtrade")
            }
            python = found
            return
        }
        let folders = (arguments.environmentValue("PATH") ?? "").split(separator: ":")
        var places = folders.map { "\($0)/freqtrade" }
        let home = arguments.environmentValue("HOME") ?? ""
        let cache = arguments.environmentValue("XDG_CACHE_HOME") ?? home + "/.cache"
        places.append(cache + "/freqtrade-rig")
        guard let found = places.lazy.compactMap(Self.python).first else {
            throw Diagnostic(
                .unavailable, "freqtrade is not installed here",
                hint: "pip install freqtrade, and name it with --freqtrade .venv/bin/freqtrade")
        }
        python = found
    }

    /// The interpreter of a program, of a folder with an environment, or the path itself.
    private static func python(at path: String) -> String? {
        for folder in ["", "/.venv"] {
            let python = path + folder + "/bin/python"
            if access(python, X_OK) == 0 { return python }
        }
        guard access(path, X_OK) == 0, let program = realpath(path, nil) else { return nil }
        defer { free(program) }
        let name = path.split(separator: "/").last ?? ""
        if name.hasPrefix("python") { return path }
        // A program of an environment may be named by a link from elsewhere.
        let folder = String(cString: program).split(
            separator: "/", omittingEmptySubsequences: false)
        let python = folder.dropLast().joined(separator: "/") + "/python"
        return access(python, X_OK) == 0 ? python : nil
    }
}

internal import CLI
internal import Glibc
internal import Importing
internal import JSONL
internal import Shell

/// Has Python read files of Python, in a process of its own that only parses.
struct PythonReader {
    private let python: String
    private let environment: [String: String]

    /// - Throws: `Diagnostic` with 69 where there is no Python.
    init(_ arguments: Arguments) throws(Diagnostic) {
        let name = arguments.value("python") ?? "python3"
        let path = arguments.environmentValue("PATH") ?? ""
        let folders = path.split(separator: ":", omittingEmptySubsequences: false)
        guard let program = programPath(name, in: folders.map(String.init)) else {
            throw Diagnostic(
                .unavailable, "there is no \(name), which reads the strategy",
                hint: "name a Python 3 with --python PATH")
        }
        python = program
        environment = ["PATH": path, "LC_ALL": "C.UTF-8"]
    }

    /// The syntax tree of a file; `-` is standard input.
    ///
    /// - Throws: `Diagnostic` where the file cannot be opened or is no Python, with Python's own place.
    func tree(_ path: String) throws -> Syntax {
        guard !folderExists(path) else {
            throw Diagnostic(.inputOutput, "cannot read \(path): Is a directory")
        }
        let descriptor = try openInput(path)
        defer { closeInput(descriptor) }
        let answer = try diagnosing(.unavailable) { try read(descriptor) }
        guard answer.end == .exited(0) else {
            let lines = answer.talk.split(separator: "\n").map(String.init)
            throw Diagnostic(
                .inputOutput,
                "cannot read \(inputName(path)): \(lines.last ?? answer.end.description)")
        }
        do throws(SyntaxFailure) {
            guard let json = try? JSONValue(parsing: answer.text) else {
                throw SyntaxFailure(line: 1, column: 1, message: "Python's answer cannot be read")
            }
            return try Syntax(json)
        } catch {
            throw Self.diagnostic(error, inputName(path))
        }
    }

    /// The syntax tree of Python of ours; nil where Python cannot be had.
    func parsed(_ source: String) -> Syntax? {
        guard let answer = try? read(nil, [source]), let json = try? JSONValue(parsing: answer.text)
        else { return nil }
        return try? Syntax(json)
    }

    static func diagnostic(_ failure: SyntaxFailure, _ file: String) -> Diagnostic {
        Diagnostic(
            .badData, failure.message, location: "\(file):\(failure.line):\(failure.column)")
    }

    private func read(
        _ descriptor: Int32?, _ words: [String] = []
    ) throws(ShellError) -> Answer {
        // Isolated: neither the folder, nor the environment, nor packages of the site are looked at.
        var process = Subprocess(
            stages: [
                .init(
                    path: python,
                    arguments: [python, "-I", "-S", "-c", PythonScript.source] + words)
            ], environment: environment)
        if let descriptor { process.input = .descriptor(descriptor) }
        process.diesWithUs = true
        return try process.answer()
    }
}

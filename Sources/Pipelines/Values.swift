internal import CLI
internal import YAML

// How the values of a pipeline file are read, each with its complaint.
extension YAMLNode {
    /// `30s`, `5m`, `2h`, `7d`.
    func duration() throws(YAMLError) -> Duration {
        guard let duration = CLI.duration(try string()), duration <= .seconds(31_536_000) else {
            throw error("expected a duration as 30s, 5m, 2h or 7d, this is \(summary)")
        }
        return duration
    }

    /// `512MiB` in bytes.
    func size() throws(YAMLError) -> Int {
        let units = ["KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40]
        let text = try string()
        guard let unit = units[String(text.suffix(3))], text.first != "+",
            let number = Int(text.dropLast(3)), number > 0, number <= 1 << 20
        else { throw error("expected a size as 512MiB or 2GiB, this is \(summary)") }
        return number * unit
    }

    func integer(in range: ClosedRange<Int>, of what: String) throws(YAMLError) -> Int {
        let number = try integer()
        guard range.contains(number) else {
            throw error(
                "expected \(range.lowerBound) to \(range.upperBound) \(what), this is \(number)")
        }
        return number
    }

    func statuses() throws(YAMLError) -> Set<Int> {
        var statuses: Set<Int> = []
        for element in try list() {
            let status = try element.integer()
            guard (0...255).contains(status) else {
                throw element.error("an exit status is 0 to 255, this is \(status)")
            }
            statuses.insert(status)
        }
        return statuses
    }

    func word<Word: RawRepresentable & CaseIterable>() throws(YAMLError) -> Word
    where Word.RawValue == String {
        let text = try string()
        if let word = Word(rawValue: text) { return word }
        let words = Word.allCases.map(\.rawValue)
        throw error(
            "expected one of \(words.joined(separator: ", ")), this is \(summary)",
            hint: Spelling.nearest(to: text, among: words).map { "did you mean \"\($0)\"?" })
    }

    func identifier() throws(YAMLError) -> String {
        let id = try string()
        let isPlain = id.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
                || $0.properties.isAlphabetic
        }
        guard isPlain, !id.isEmpty else {
            throw error("an id is letters, digits, - and _, this is \(summary)")
        }
        return id
    }

    /// A pipeline's name, which names a folder.
    func plainName() throws(YAMLError) -> String {
        let name = try string()
        let letters = name.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        guard letters, let first = name.unicodeScalars.first, ("a"..."z").contains(first) else {
            throw error("a name is small letters, digits and dashes, this is \(summary)")
        }
        return name
    }

    /// Token counts by the name of their resource.
    func counts() throws(YAMLError) -> [String: Int] {
        var counts: [String: Int] = [:]
        for entry in try entries() {
            counts[entry.key] = try entry.value.integer(in: 1...1_000, of: "tokens")
        }
        return counts
    }

    func variableNames() throws(YAMLError) -> [String] {
        var names: [String] = []
        for element in try list() { names.append(try element.variableName(element.string())) }
        return names
    }

    /// Checks the name of an environment variable that stands at this node.
    func variableName(_ name: String) throws(YAMLError) -> String {
        let isPlain = name.utf8.allSatisfy {
            ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5f
        }
        guard isPlain, let first = name.first, !first.isNumber else {
            throw error("a variable is letters, digits and _, this is \"\(name)\"")
        }
        return name
    }
}

extension Variables {
    /// A command: the program and its arguments.
    func command(_ node: YAMLNode) throws(YAMLError) -> [String] {
        if case .scalar = node.content {
            throw node.error(
                "a command is a list of words, this is \(node.summary)",
                hint: "write [tool, --option, value]; there is no shell")
        }
        let words = try texts(node)
        guard let name = words.first, !name.isEmpty else {
            throw node.error("a command names a program")
        }
        return words
    }

    func path(_ node: YAMLNode) throws(YAMLError) -> String {
        let artifact = Artifact(try text(node))
        guard case .file(let path) = artifact, !path.isEmpty, !artifact.isPattern else {
            throw node.error("expected a file, this is \(node.summary)")
        }
        return path
    }

    func environment(_ node: YAMLNode) throws(YAMLError) -> [String: String] {
        var environment: [String: String] = [:]
        for entry in try node.entries() {
            let name = try entry.keyNode.variableName(entry.key)
            environment[name] = try text(entry.value)
        }
        return environment
    }

    /// `[NAME, {OTHER: file}]`.
    func secrets(_ node: YAMLNode) throws(YAMLError) -> [Secret] {
        var secrets: [Secret] = []
        for element in try node.list() {
            guard case .map(let entries) = element.content else {
                secrets.append(Secret(name: try element.variableName(element.string())))
                continue
            }
            guard let entry = entries.first, entries.count == 1 else {
                throw element.error("a secret has one name and one file, this has \(entries.count)")
            }
            let name = try entry.keyNode.variableName(entry.key)
            secrets.append(Secret(name: name, file: try path(entry.value)))
        }
        return secrets
    }

    /// The file of a lock: `desk` is one for all pipelines started here, a path is that file.
    func lock(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try text(node)
        if text.contains("/") { return text }
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
        guard isPlain, let first = text.first, first != "." else {
            throw node.error("a lock is a name or a path, this is \(node.summary)")
        }
        return ".anytrade/locks/\(text)"
    }
}

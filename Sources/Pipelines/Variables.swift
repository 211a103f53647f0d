internal import YAML

/// The values that `$(name)` stands for. Nothing else is computed in a pipeline file.
struct Variables {
    var values: [String: String]

    /// The text of a scalar with every `$(name)` replaced.
    ///
    /// - Throws: `YAMLError` at the place of a name that has no value.
    func text(_ node: YAMLNode) throws(YAMLError) -> String {
        let text = try node.string()
        guard text.utf8.contains(UInt8(ascii: "$")), text.contains("$(") else { return text }
        var (result, rest, offset) = ("", text[...], 0)
        while let start = rest.firstRange(of: "$(") {
            result += rest[..<start.lowerBound]
            offset += rest[..<start.lowerBound].unicodeScalars.count
            guard let end = rest[start.upperBound...].firstIndex(of: ")") else {
                throw error(node, offset, "\"$(\" without its \")\"")
            }
            let name = String(rest[start.upperBound..<end])
            guard let value = values[name] else {
                let near = Spelling.nearest(to: name, among: values.keys.sorted())
                throw error(
                    node, offset, "there is no variable \"\(name)\"",
                    hint: near.map { "did you mean $(\($0))?" })
            }
            result += value
            offset += name.unicodeScalars.count + 3
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    func texts(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var result: [String] = []
        for element in try node.list() { result.append(try text(element)) }
        return result
    }

    private func error(
        _ node: YAMLNode, _ offset: Int, _ message: String, hint: String? = nil
    ) -> YAMLError {
        let (line, column) = node.place(ofOffset: offset)
        return YAMLError(
            source: node.source, line: line, column: column, message: message, hint: hint)
    }
}

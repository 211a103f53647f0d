public import YAML

extension Pipeline {
    /// Reads a pipeline file and checks it whole: keys, values, variables, needs, circles.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - source: the file's path, for messages.
    ///   - set: values that take the place of those under `vars`.
    ///   - today: the day that `$(date)` stands for where the file has no such variable.
    ///   - day: the day that it stands for in any case, in a backfill.
    /// - Throws: `YAMLError` with line, column and, where there is one, the word that was meant.
    public init(
        _ text: String, source: String, set: [String: String] = [:], today: String = "1970-01-01",
        day: String? = nil
    ) throws(YAMLError) {
        let top = try YAMLNode(parsing: text, source: source)
        _ = try top.entries(knowing: Self.keys.names)
        for key in Self.keys.keys where key.isRequired && key.name != "steps" {
            _ = try top.required(key.name)
        }
        let variables = try Self.variables(top, set: set, today: today, day: day)
        self.init(name: "", file: source, variables: variables.values, jobs: nil, steps: [])
        try top.read(into: &self, by: Self.keys, variables)
        let list = try top.required("steps")
        var nodes: [YAMLNode] = []
        var families: Set<String> = []
        for node in try list.list() {
            let unfolded = try Unfolding(node: node, variables: variables, base: base).steps()
            if let family = unfolded.first?.family, !families.insert(family).inserted {
                throw try node.required("id").error("there are two steps \"\(family)\"")
            }
            steps += unfolded
            for _ in unfolded { nodes.append(node) }
        }
        guard !steps.isEmpty else { throw list.error("a pipeline has at least one step") }
        (steps, graph) = try PipelineChecks(steps, from: nodes, resources: resources).resolved()
    }

    private static func variables(
        _ top: YAMLNode, set: [String: String], today: String, day: String?
    ) throws(YAMLError) -> Variables {
        var values: [String: String] = [:]
        for entry in try top["vars"]?.entries() ?? [] {
            values[entry.key] = try entry.value.string()
        }
        for (name, value) in set.sorted(by: { $0.key < $1.key }) {
            guard values[name] != nil else {
                let near = Spelling.nearest(to: name, among: values.keys.sorted())
                throw (top["vars"] ?? top).error(
                    "the file has no variable \"\(name)\" to set",
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
            values[name] = value
        }
        values["date"] = day ?? values["date"] ?? today
        return Variables(values: values)
    }
}

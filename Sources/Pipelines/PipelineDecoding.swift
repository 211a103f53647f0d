public import YAML

extension Pipeline {
    private static let keys = ["version", "name", "description", "vars", "env", "jobs", "steps"]

    /// Reads a pipeline file and checks it whole: keys, values, variables, needs, circles.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - source: the file's path, for messages.
    ///   - set: values that take the place of those under `vars`.
    /// - Throws: `YAMLError` with line, column and, where there is one, the word that was meant.
    public init(_ text: String, source: String, set: [String: String] = [:]) throws(YAMLError) {
        let top = try YAMLNode(parsing: text, source: source)
        _ = try top.entries(knowing: Self.keys)
        let version = try top.required("version")
        guard try version.integer() == 1 else {
            throw version.error("this is version \(version.summary), version 1 is known")
        }
        let name = try Self.name(try top.required("name"))
        let variables = try Self.variables(top, set: set)
        var environment: [String: String] = [:]
        for entry in try top["env"]?.entries() ?? [] {
            environment[entry.key] = try variables.text(entry.value)
        }
        let list = try top.required("steps")
        var found: [(step: Step, node: YAMLNode)] = []
        var families: Set<String> = []
        for node in try list.list() {
            let unfolded = try StepDecoding(node, variables, environment).steps()
            if let family = unfolded.first?.family, !families.insert(family).inserted {
                throw try node.required("id").error("there are two steps \"\(family)\"")
            }
            found += unfolded.map { ($0, node) }
        }
        guard !found.isEmpty else { throw list.error("a pipeline has at least one step") }
        self.init(
            name: name, file: source, variables: variables.values, jobs: try Self.jobs(top),
            steps: try PipelineChecks(found).resolved())
    }

    private static func name(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.string()
        let letters = name.unicodeScalars.allSatisfy {
            ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
        }
        guard letters, let first = name.unicodeScalars.first, ("a"..."z").contains(first) else {
            throw node.error("a name is small letters, digits and dashes, this is \(node.summary)")
        }
        return name
    }

    private static func variables(
        _ top: YAMLNode, set: [String: String]
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
        return Variables(values: values)
    }

    private static func jobs(_ top: YAMLNode) throws(YAMLError) -> Int? {
        guard let node = top["jobs"] else { return nil }
        let jobs = try node.integer()
        guard (1...1_024).contains(jobs) else {
            throw node.error("expected 1 to 1024 jobs, this is \(jobs)")
        }
        return jobs
    }
}

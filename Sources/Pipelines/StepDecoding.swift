internal import YAML

/// Reads one entry under `steps`, which `foreach` may unfold into several steps.
struct StepDecoding {
    static let keys = [
        "id", "description", "run", "pipe", "stdin", "stdout", "in", "out", "env", "needs",
        "foreach", "retry", "timeout", "ok", "warn", "allow_failure", "when", "cache", "show",
    ]

    private let node: YAMLNode
    private let variables: Variables
    private let environment: [String: String]

    init(_ node: YAMLNode, _ variables: Variables, _ environment: [String: String]) {
        self.node = node
        self.variables = variables
        self.environment = environment
    }

    func steps() throws(YAMLError) -> [Step] {
        _ = try node.entries(knowing: Self.keys)
        let id = try identifier(try node.required("id"))
        guard let foreach = node["foreach"] else { return [try step(id, family: id, variables)] }
        let (name, values) = try items(foreach)
        var steps: [Step] = []
        var ids: Set<String> = []
        for value in values {
            var inner = variables
            inner.values[name] = try variables.text(value)
            let unfolded = "\(id)[\(inner.values[name] ?? "")]"
            guard ids.insert(unfolded).inserted else {
                throw value.error("\(value.summary) is there twice")
            }
            steps.append(try step(unfolded, family: id, inner))
        }
        return steps
    }

    /// `[a, b]`, called `$(item)`, or `{bot: [a, b]}`, called `$(bot)`.
    private func items(_ node: YAMLNode) throws(YAMLError) -> (name: String, values: [YAMLNode]) {
        if case .list(let values) = node.content { return ("item", values) }
        let entries = try node.entries()
        guard let entry = entries.first, entries.count == 1 else {
            throw node.error("foreach runs over one list, this names \(entries.count)")
        }
        guard variables.values[entry.key] == nil else {
            throw entry.keyNode.error("\"\(entry.key)\" is a variable already")
        }
        return (entry.key, try entry.value.list())
    }

    private func step(
        _ id: String, family: String, _ variables: Variables
    ) throws(YAMLError) -> Step {
        var step = Step(id: id, family: family, commands: try commands(variables))
        step.input = try node["stdin"].map { (node) throws(YAMLError) in try path(node, variables) }
        step.output = try node["stdout"].map { (node) throws(YAMLError) in
            try path(node, variables)
        }
        step.inputs = try artifacts("in", variables)
        step.outputs = try artifacts("out", variables)
        step.environment = environment
        for entry in try node["env"]?.entries() ?? [] {
            step.environment[entry.key] = try variables.text(entry.value)
        }
        if let needs = node["needs"] { step.needs = try variables.texts(needs) }
        if let retry = node["retry"] { step.retry = try self.retry(retry) }
        if let timeout = node["timeout"] { step.timeout = try duration(timeout) }
        if let ok = node["ok"] { step.acceptable = try statuses(ok) }
        if let warn = node["warn"] { step.warnings = try statuses(warn) }
        if let allow = node["allow_failure"] { step.mayFail = try allow.boolean() }
        if let when = node["when"] { step.when = try word(when) }
        if let cache = node["cache"] { step.cache = try word(cache) }
        if let show = node["show"] { step.isShown = try show.boolean() }
        return step
    }

    private func commands(_ variables: Variables) throws(YAMLError) -> [[String]] {
        switch (node["run"], node["pipe"]) {
        case (let run?, nil): return [try command(run, variables)]
        case (nil, let pipe?):
            var commands: [[String]] = []
            for stage in try pipe.list() { commands.append(try command(stage, variables)) }
            guard commands.count > 1 else {
                throw pipe.error("a pipe joins two commands or more", hint: "one is a run")
            }
            return commands
        case (_?, let pipe?): throw pipe.error("a step has either run or pipe, this one has both")
        case (nil, nil): throw node.error("\"run\" is missing")
        }
    }

    private func command(
        _ node: YAMLNode, _ variables: Variables
    ) throws(YAMLError) -> [String] {
        if case .scalar = node.content {
            throw node.error(
                "a command is a list of words, this is \(node.summary)",
                hint: "write [tool, --option, value]; there is no shell")
        }
        let words = try variables.texts(node)
        guard let name = words.first, !name.isEmpty else {
            throw node.error("a command names a program")
        }
        return words
    }

    private func path(_ node: YAMLNode, _ variables: Variables) throws(YAMLError) -> String {
        let artifact = Artifact(try variables.text(node))
        guard case .file(let path) = artifact, !path.isEmpty else {
            throw node.error("expected a file, this is \(node.summary)")
        }
        return path
    }

    private func artifacts(_ key: String, _ variables: Variables) throws(YAMLError) -> [Artifact] {
        guard let list = node[key] else { return [] }
        return try variables.texts(list).map(Artifact.init)
    }

    private func identifier(_ node: YAMLNode) throws(YAMLError) -> String {
        let id = try node.string()
        let isPlain = id.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_"
        }
        guard isPlain, !id.isEmpty else {
            throw node.error("an id is letters, digits, - and _, this is \(node.summary)")
        }
        return id
    }
}

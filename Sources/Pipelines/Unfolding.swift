internal import YAML

/// Reads one entry under `steps`, which `foreach` may unfold into several steps.
struct Unfolding {
    let node: YAMLNode
    let variables: Variables
    /// What every step has before its own keys: the file's environment and secrets.
    let base: Step

    func steps() throws(YAMLError) -> [Step] {
        _ = try node.entries(knowing: Step.keys.names)
        let id = try node.required("id").identifier()
        guard let foreach = node["foreach"] else { return [try step(id, variables)] }
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
            steps.append(try step(unfolded, inner))
        }
        return steps
    }

    /// `[a, b]`, called `$(item)`, or `{bot: [a, b]}`, called `$(bot)`.
    private func items(_ node: YAMLNode) throws(YAMLError) -> (name: String, values: [YAMLNode]) {
        if case .list(let values) = node.content {
            return ("item", try filled(values, node))
        }
        let entries = try node.entries()
        guard let entry = entries.first, entries.count == 1 else {
            throw node.error("foreach runs over one list, this names \(entries.count)")
        }
        guard variables.values[entry.key] == nil else {
            throw entry.keyNode.error("\"\(entry.key)\" is a variable already")
        }
        return (entry.key, try filled(try entry.value.list(), entry.value))
    }

    private func filled(
        _ values: [YAMLNode], _ node: YAMLNode
    ) throws(YAMLError) -> [YAMLNode] {
        guard !values.isEmpty else { throw node.error("foreach over nothing makes no step") }
        return values
    }

    private func step(_ id: String, _ variables: Variables) throws(YAMLError) -> Step {
        var step = base
        step.id = id
        try node.read(into: &step, by: Step.keys, variables)
        switch (node["run"], node["pipe"]) {
        case (_?, let pipe?): throw pipe.error("a step has either run or pipe, this one has both")
        case (nil, nil): throw node.error("\"run\" is missing")
        default: return step
        }
    }
}

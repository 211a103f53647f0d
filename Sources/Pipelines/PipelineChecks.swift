internal import YAML

/// What can only be checked once every step is read: needs, tokens, outputs of two makers, circles.
struct PipelineChecks {
    private let found: [(step: Step, node: YAMLNode)]

    private let resources: [String: Int]
    /// The ids that a name means: a step's own, or those that `foreach` made of it.
    private let meanings: [String: [String]]

    init(_ found: [(step: Step, node: YAMLNode)], resources: [String: Int]) {
        self.found = found
        self.resources = resources
        var meanings: [String: [String]] = [:]
        for step in found.map(\.step) {
            for name in Set([step.id, step.family]) { meanings[name, default: []].append(step.id) }
        }
        self.meanings = meanings
    }

    /// The steps with the needs of each as ids of single steps, and their graph.
    func resolved() throws(YAMLError) -> ([Step], Graph) {
        var steps: [Step] = []
        for (step, node) in found {
            var step = step
            step.needs = try needs(of: step, node)
            try checkTokens(node)
            steps.append(step)
        }
        try checkMakers()
        let graph = Graph(steps)
        if let circle = graph.circle {
            let names = (circle + [circle[0]]).joined(separator: " → ")
            let node = found.first { $0.step.id == circle[0] }?.node ?? found[0].node
            throw node.error("the steps wait for each other: \(names)")
        }
        return (steps, graph)
    }

    /// `needs: [backtest]` means every step that `foreach` made of `backtest`.
    private func needs(of step: Step, _ node: YAMLNode) throws(YAMLError) -> [String] {
        var ids: [String] = []
        for need in step.needs {
            guard let meant = meanings[need] else {
                let names = meanings.keys.sorted()
                throw (node["needs"] ?? node).error(
                    "\(step.id) needs \"\(need)\", which is no step",
                    hint: Spelling.nearest(to: need, among: names).map { "did you mean \"\($0)\"?" }
                )
            }
            guard !meant.contains(step.id) else {
                throw (node["needs"] ?? node).error("\(step.id) cannot wait for itself")
            }
            ids += meant.filter { !ids.contains($0) }
        }
        return ids
    }

    /// A step that asks for more than there is would wait for ever.
    private func checkTokens(_ node: YAMLNode) throws(YAMLError) {
        for entry in try node["uses"]?.entries() ?? [] {
            guard let pool = resources[entry.key] else {
                let near = Spelling.nearest(to: entry.key, among: resources.keys.sorted())
                throw entry.keyNode.error(
                    "there is no resource \"\(entry.key)\"",
                    hint: near.map { "did you mean \"\($0)\"?" } ?? "list it under resources")
            }
            let count = try entry.value.integer()
            guard count <= pool else {
                throw entry.value.error("\(entry.key) has \(pool) tokens, this asks for \(count)")
            }
        }
    }

    /// A file has one maker; a table of the store may have many.
    private func checkMakers() throws(YAMLError) {
        var makers: [Artifact: String] = [:]
        for (step, node) in found {
            for output in step.allOutputs where !output.isTable {
                if let other = makers[output] {
                    throw (node["out"] ?? node["stdout"] ?? node).error(
                        "\(output) is made by \(other) already, \(step.id) cannot make it too")
                }
                makers[output] = step.id
            }
        }
    }
}

internal import YAML

/// What can only be checked once every step is read: needs, tokens, outputs of two makers, circles.
struct PipelineChecks {
    private let steps: [Step]
    /// The entry under `steps` that each came from.
    private let nodes: [YAMLNode]
    private let resources: [String: Int]
    /// The ids that a name means: a step's own, or those that `foreach` made of it.
    private let meanings: [String: [String]]

    init(_ steps: [Step], from nodes: [YAMLNode], resources: [String: Int]) {
        (self.steps, self.nodes) = (steps, nodes)
        self.resources = resources
        var meanings: [String: [String]] = [:]
        for place in steps.indices {
            let (id, family) = (steps[place].id, steps[place].family)
            meanings[id, default: []].append(id)
            if family != id { meanings[family, default: []].append(id) }
        }
        self.meanings = meanings
    }

    /// The steps with the needs of each as ids of single steps, and their graph.
    func resolved() throws(YAMLError) -> ([Step], Graph) {
        var steps = steps
        for place in steps.indices {
            steps[place].needs = try needs(of: place)
            try checkTokens(nodes[place])
        }
        try checkMakers()
        let graph = Graph(steps)
        if let circle = graph.circle {
            let names = (circle + [circle[0]]).joined(separator: " → ")
            let place = steps.firstIndex { $0.id == circle[0] } ?? 0
            throw nodes[place].error("the steps wait for each other: \(names)")
        }
        return (steps, graph)
    }

    /// `needs: [backtest]` means every step that `foreach` made of `backtest`.
    private func needs(of place: Int) throws(YAMLError) -> [String] {
        let (id, node) = (steps[place].id, nodes[place])
        var ids: [String] = []
        for need in steps[place].needs {
            guard let meant = meanings[need] else {
                let names = meanings.keys.sorted()
                throw (node["needs"] ?? node).error(
                    "\(id) needs \"\(need)\", which is no step",
                    hint: Spelling.nearest(to: need, among: names).map { "did you mean \"\($0)\"?" }
                )
            }
            guard !meant.contains(id) else {
                throw (node["needs"] ?? node).error("\(id) cannot wait for itself")
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
        for place in steps.indices {
            let (id, node) = (steps[place].id, nodes[place])
            for output in steps[place].allOutputs where !output.isTable {
                guard let other = makers.updateValue(id, forKey: output) else { continue }
                throw (node["out"] ?? node["stdout"] ?? node).error(
                    "\(output) is made by \(other) already, \(id) cannot make it too")
            }
        }
    }
}

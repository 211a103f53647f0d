/// Which step waits for which: what `needs` says, and whoever reads what another makes.
public struct Graph: Sendable {
    /// The steps each step waits for, by id; in the file's order.
    public let parents: [String: [String]]
    private let order: [String]

    public init(_ steps: [Step]) {
        order = steps.map(\.id)
        var parents: [String: [String]] = [:]
        for step in steps {
            parents[step.id] = steps.filter { other in
                other.id != step.id
                    && (step.needs.contains(other.id) || Self.reads(step, from: other))
            }.map(\.id)
        }
        self.parents = parents
    }

    /// Whether `step` reads a file that `maker` makes, or a table that it alone of the two writes.
    private static func reads(_ step: Step, from maker: Step) -> Bool {
        maker.allOutputs.contains { output in
            // Two writers of one table wait for each other only where `needs` says so.
            if output.isTable, step.outputs.contains(output) { return false }
            return step.allInputs.contains { $0.touches(output) }
        }
    }

    /// Every step after those it waits for, otherwise in the file's order.
    public var sorted: [String] {
        var (result, done): ([String], Set<String>) = ([], [])
        while result.count < order.count {
            let ready = order.first { id in
                !done.contains(id) && (parents[id] ?? []).allSatisfy(done.contains)
            }
            guard let ready else { return result }
            result.append(ready)
            done.insert(ready)
        }
        return result
    }

    /// Steps that wait for each other, each for the next and the last for the first; nil when none do.
    public var circle: [String]? {
        let free = Set(sorted)
        guard var id = order.first(where: { !free.contains($0) }) else { return nil }
        var path: [String] = []
        while !path.contains(id) {
            path.append(id)
            guard let next = parents[id]?.first(where: { !free.contains($0) }) else { return nil }
            id = next
        }
        return Array(path[(path.firstIndex(of: id) ?? 0)...])
    }
}

/// Which step waits for which: what `needs` says, and whoever reads what another makes.
public struct Graph: Sendable {
    /// The steps each step waits for, by id; in the file's order.
    public let parents: [String: [String]]
    private let order: [String]

    public init(_ steps: [Step]) {
        let order = steps.map(\.id)
        let makers = Makers(steps)
        let places = Dictionary(uniqueKeysWithValues: zip(order, steps.indices))
        var parents: [String: [String]] = [:]
        for index in steps.indices {
            var found = Set(steps[index].needs.compactMap { places[$0] })
            for input in steps[index].allInputs {
                // Two writers of one table wait for each other only where `needs` says so.
                if input.isTable, steps[index].outputs.contains(input) { continue }
                found.formUnion(makers.makers(of: input))
            }
            found.remove(index)
            parents[order[index]] = found.sorted().map { order[$0] }
        }
        self.order = order
        self.parents = parents
    }

    /// Every step after those it waits for, otherwise in the file's order; O(steps · depth).
    public var sorted: [String] {
        var (result, done): ([String], Set<String>) = ([], [])
        var waiting = order
        while !waiting.isEmpty {
            var blocked: [String] = []
            for id in waiting {
                if (parents[id] ?? []).allSatisfy(done.contains) {
                    result.append(id)
                    done.insert(id)
                } else {
                    blocked.append(id)
                }
            }
            if blocked.count == waiting.count { return result }
            waiting = blocked
        }
        return result
    }

    /// Steps that wait for each other, each for the next and the last for the first; nil when none do.
    public var circle: [String]? {
        let sorted = sorted
        if sorted.count == order.count { return nil }
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

/// Who makes what, found by name instead of by comparing every step with every other.
private struct Makers {
    private var exact: [Artifact: [Int]] = [:]
    /// The makers of files within a folder, by folder.
    private var within: [String: [Int]] = [:]

    init(_ steps: [Step]) {
        for index in steps.indices {
            for output in steps[index].allOutputs {
                exact[output, default: []].append(index)
                guard case .file(let path) = output else { continue }
                for folder in Self.folders(above: path) {
                    within[folder, default: []].append(index)
                }
            }
        }
    }

    /// The steps that make the artifact, something in it, or the folder it lies in. A pattern is
    /// held against what steps declare, not against the disk: the first run goes as the second.
    func makers(of artifact: Artifact) -> [Int] {
        var makers = exact[artifact] ?? []
        guard case .file(let path) = artifact else { return makers }
        if artifact.isPattern {
            let pattern = PathPattern(path)
            for (made, indices) in exact {
                if case .file(let path) = made, pattern.touches(path) { makers += indices }
            }
            return makers
        }
        makers += within[path] ?? []
        for folder in Self.folders(above: path) { makers += exact[.file(folder)] ?? [] }
        return makers
    }

    /// `a/b/c` lies in `a/b` and in `a`.
    private static func folders(above path: String) -> [String] {
        path.utf8.indices.filter { path.utf8[$0] == UInt8(ascii: "/") && $0 != path.startIndex }
            .map { String(path[..<$0]) }
    }
}

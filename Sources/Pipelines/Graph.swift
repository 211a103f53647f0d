/// Which step waits for which: what `needs` says, and whoever reads what another makes.
public struct Graph: Sendable {
    private let ids: [String]
    /// The places of the steps that each step waits for; in the file's order.
    let edges: [[Int]]

    public init(_ steps: [Step]) {
        let makers = Makers(steps)
        let places = Dictionary(uniqueKeysWithValues: zip(steps.map(\.id), steps.indices))
        let edges = steps.indices.map { index in
            var found = Set(steps[index].needs.compactMap { places[$0] })
            for input in steps[index].allInputs {
                // Two writers of one table wait for each other only where `needs` says so.
                if input.isTable, steps[index].outputs.contains(input) { continue }
                found.formUnion(makers.makers(of: input))
            }
            found.remove(index)
            return found.sorted()
        }
        self.init(steps, edges: edges)
    }

    init(_ steps: [Step], edges: [[Int]]) {
        ids = steps.map(\.id)
        self.edges = edges
    }

    /// The steps each step waits for, by id; in the file's order. O(n).
    public var parents: [String: [String]] {
        Dictionary(uniqueKeysWithValues: zip(ids, ids.indices.map(parents)))
    }

    /// The steps that the step at a place of the file waits for.
    func parents(of place: Int) -> [String] { edges[place].map { ids[$0] } }

    /// Every step after those it waits for, otherwise in the file's order; O(steps · depth).
    public var sorted: [String] { sortedPlaces.map { ids[$0] } }

    private var sortedPlaces: [Int] {
        var result: [Int] = []
        var isDone = ids.map { _ in false }
        var waiting = Array(ids.indices)
        while !waiting.isEmpty {
            var blocked: [Int] = []
            for place in waiting {
                if edges[place].allSatisfy({ isDone[$0] }) {
                    result.append(place)
                    isDone[place] = true
                } else {
                    blocked.append(place)
                }
            }
            if blocked.count == waiting.count { return result }
            waiting = blocked
        }
        return result
    }

    /// Steps that wait for each other, each for the next and the last for the first; nil when none do.
    public var circle: [String]? {
        let free = Set(sortedPlaces)
        guard var place = ids.indices.first(where: { !free.contains($0) }) else { return nil }
        var path: [Int] = []
        while !path.contains(place) {
            path.append(place)
            guard let next = edges[place].first(where: { !free.contains($0) }) else { return nil }
            place = next
        }
        return path[(path.firstIndex(of: place) ?? 0)...].map { ids[$0] }
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

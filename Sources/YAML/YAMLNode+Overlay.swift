extension YAMLNode {
    /// The mapping with those entries of `other` that `keys` names, in place of its own or behind them;
    /// each keeps its place in its own file. An entry of null is none. Scalars and lists stay as they are.
    public func replacing(_ keys: [String], from other: YAMLNode) -> YAMLNode {
        guard case .map(let own) = content, case .map(let others) = other.content else {
            return self
        }
        let taken = others.filter { keys.contains($0.key) && !$0.value.isNull }
        let replaced = own.map { entry in taken.first { $0.key == entry.key } ?? entry }
        return with(replaced + taken.filter { entry in !own.contains { $0.key == entry.key } })
    }

    /// The mapping without the entries that `keys` names.
    public func removing(_ keys: [String]) -> YAMLNode {
        guard case .map(let own) = content else { return self }
        return with(own.filter { !keys.contains($0.key) })
    }

    private func with(_ entries: [YAMLEntry]) -> YAMLNode {
        YAMLNode(
            content: .map(entries), source: source, line: line, column: column, layout: layout)
    }
}

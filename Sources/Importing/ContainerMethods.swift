internal import Strategies

/// Methods of lists and dictionaries.
extension Interpreter {
    func method(_ name: String, ofList index: Int, _ arguments: Arguments) -> Value {
        let node = arguments.node
        if name != "copy" { wrote(.list(index), node) }
        switch name {
        case "append":
            if let value = arguments.positional.first {
                state.lists[index].append(Element(guarded: nil, value: value))
            }
            return .none
        case "extend":
            guard let elements = arguments.positional.first.flatMap({ elements($0) }) else { break }
            state.lists[index] += elements.map { Element(guarded: nil, value: $0) }
            return .none
        case "copy": return newList(state.lists[index].map(\.value))
        default: break
        }
        return unknown(node, ".\(name)() of a list is not translated")
    }

    func method(_ name: String, ofDictionary index: Int, _ arguments: Arguments) -> Value {
        if name == "get", let key = arguments.positional.first,
            let value = keptOfPair(index, key, arguments)
        {
            return value
        }
        read(.dictionary(index))
        let entries = state.dictionaries[index]
        switch name {
        case "items": return newList(entries.map { .tuple([$0.key, $0.value]) })
        case "keys": return newList(entries.map(\.key))
        case "values": return newList(entries.map(\.value))
        case "get":
            guard let key = arguments.positional.first else { break }
            return entry(key, of: entries, arguments.at(1, "default") ?? .none, arguments.node)
        default: break
        }
        return unknown(arguments.node, ".\(name)() of a dictionary is not translated")
    }

    /// The value under the key, or the default; each value under its condition where only the run knows the key.
    private func entry(
        _ key: Value, of entries: [(key: Value, value: Value)], _ standard: Value, _ node: Syntax
    ) -> Value {
        if let known = entries.first(where: { Value.areSame($0.key, key) == true }) {
            return known.value
        }
        return entries.reversed().reduce(standard) { rest, entry in
            if Value.areSame(entry.key, key) == false { return rest }
            guard entry.key.isConstant,
                let isThis = compare("Eq", key, entry.key, node).quantity
            else { return unknown(node, "which key this is, is not known before the run") }
            return merged(isThis, entry.value, rest, node)
        }
    }
}

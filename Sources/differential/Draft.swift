/// A text in the making, of parts that can be left out one by one: a strategy file, or a configuration.
struct Draft: Hashable {
    /// A key with its value, or with items below it.
    struct Part: Hashable {
        var head: String
        var items: [String] = []
        /// Nothing works without it.
        var isNeeded = false
    }

    var parts: [Part]

    /// As YAML: items stand below their key.
    var yaml: String {
        parts.map { part in
            ([part.head] + part.items.map { "  " + $0 }).joined(separator: "\n") + "\n"
        }
        .joined()
    }

    /// Every draft that lacks one part or one item of this one: the larger omissions first.
    var reductions: [Draft] {
        var reductions: [Draft] = []
        for index in parts.indices where !parts[index].isNeeded {
            var smaller = self
            smaller.parts.remove(at: index)
            reductions.append(smaller)
        }
        for index in parts.indices where parts[index].items.count > 1 {
            for item in parts[index].items.indices {
                var smaller = self
                smaller.parts[index].items.remove(at: item)
                reductions.append(smaller)
            }
        }
        return reductions
    }
}

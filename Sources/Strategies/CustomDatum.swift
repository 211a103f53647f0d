internal import YAML

/// A value that every trade keeps for itself from one hook to the next: freqtrade's custom data.
///
/// A hook answers from what was kept before it was asked; then each value becomes what its expression for that
/// hook says, all of them at once and from the same facts.
public struct CustomDatum: Hashable, Sendable {
    public let name: String
    /// Whether it is true or false; else it is a number.
    public let isCondition: Bool
    /// What it is before any hook changed it, 1 or 0 for a condition; nil for missing.
    public let standard: Double?
    /// What it becomes after a hook was asked, as nodes of the strategy's program.
    public internal(set) var changes: [Hook: Int]
}

/// Reads `custom_data` of a strategy file.
struct CustomDataDecoding {
    static let key = "custom_data"

    private let document: YAMLNode
    private let entries: [YAMLEntry]
    /// Keys of the document that do not count.
    private let ignored: [String]
    private let hooks = Hook.allCases.filter(\.knowsTrade)

    init(_ document: YAMLNode, ignoring ignored: [String]) throws(YAMLError) {
        self.document = document
        self.ignored = ignored
        entries = try document[Self.key]?.entries() ?? []
    }

    /// The values without what changes them: hooks speak of each other's.
    func declarations(_ parameters: [Parameter]) throws(YAMLError) -> [CustomDatum] {
        var data: [CustomDatum] = []
        for entry in entries {
            try ParameterDecoding.checkName(entry, taken: parameters.map(\.name))
            if let other = data.first(where: { $0.name.lowercased() == entry.key.lowercased() }) {
                throw entry.keyNode.error(
                    "\"\(entry.key)\" differs from \"\(other.name)\" by its case only",
                    hint: "freqtrade takes both for one")
            }
            _ = try entry.value.entries(knowing: ["default"] + hooks.map(\.rawValue))
            let standard = try standard(entry.value["default"])
            data.append(
                CustomDatum(
                    name: entry.key, isCondition: standard.isCondition, standard: standard.value,
                    changes: [:]))
        }
        return data
    }

    private func standard(
        _ node: YAMLNode?
    ) throws(YAMLError) -> (isCondition: Bool, value: Double?) {
        guard let node else { return (false, nil) }
        if let flag = try? node.boolean() { return (true, flag ? 1 : 0) }
        return (false, try node.number())
    }

    /// The values with what changes them, once the hooks were read.
    func customData(_ checker: inout ExpressionChecker) throws(YAMLError) -> [CustomDatum] {
        var data = checker.customData
        for (place, entry) in entries.enumerated() {
            if checker.definitions.contains(where: { $0.name == entry.key }) {
                throw entry.keyNode.error("\"\(entry.key)\" is the name of an indicator already")
            }
            for hook in hooks where !ignored.contains(hook.rawValue) {
                guard let node = entry.value[hook.rawValue] else { continue }
                data[place].changes[hook] = try change(data[place], hook, node, &checker)
            }
            if !hooks.contains(where: { entry.value[$0.rawValue] != nil }) {
                throw entry.keyNode.error(
                    "no hook changes \"\(entry.key)\"",
                    hint: "give what it becomes after one: "
                        + hooks.map(\.rawValue).joined(
                            separator: ", "))
            }
        }
        return data
    }

    private func change(
        _ datum: CustomDatum, _ hook: Hook, _ node: YAMLNode, _ checker: inout ExpressionChecker
    ) throws(YAMLError) -> Int {
        guard hook == .orderFilled || document[hook.rawValue] != nil else {
            throw node.error(
                "\(hook.rawValue) is never asked, the file does not give it",
                hint: "let another hook change \(datum.name)")
        }
        let text = try ExpressionText(node)
        checker.hook = hook
        checker.text = text
        defer { checker.hook = nil }
        return datum.isCondition
            ? try checker.condition(text.expression, 0, for: datum.name).node
            : try checker.number(text.expression, 0, for: datum.name).node
    }
}

internal import Indicators
internal import YAML

/// Reads the `parameters` of a strategy file.
enum ParameterDecoding {
    static func parameters(_ node: YAMLNode?) throws(YAMLError) -> [Parameter] {
        var parameters: [Parameter] = []
        for entry in try node?.entries() ?? [] {
            try checkName(entry, taken: [])
            parameters.append(try parameter(entry.key, entry.value))
        }
        return parameters
    }

    /// A name that an expression can speak of and that means nothing else there.
    static func checkName(_ entry: YAMLEntry, taken: [String]) throws(YAMLError) {
        let scalars = entry.key.unicodeScalars
        guard let first = scalars.first, ExpressionLexer.isLetter(first),
            scalars.allSatisfy({ ExpressionLexer.isLetter($0) || ExpressionLexer.isDigit($0) })
        else {
            throw entry.keyNode.error(
                "\"\(entry.key)\" is not a name", hint: "letters, digits and _, a letter first")
        }
        let reserved =
            CandleColumn.allCases.map(\.rawValue) + TradeFact.allCases.map(\.rawValue)
            + Array(ExpressionLexer.keywords) + ["date", "pair", "trade", "current_time"]
        guard !reserved.contains(entry.key) else {
            throw entry.keyNode.error("\"\(entry.key)\" has a meaning of its own in expressions")
        }
        guard !taken.contains(entry.key) else {
            throw entry.keyNode.error("\"\(entry.key)\" is the name of a parameter already")
        }
    }

    private static func parameter(_ name: String, _ node: YAMLNode) throws(YAMLError) -> Parameter {
        let typeNode = try node.required("type")
        let type = try typeNode.string()
        let domain: Parameter.Domain
        switch type {
        case "integer":
            _ = try node.entries(knowing: common + ["low", "high"])
            domain = .integer(try range(node) { value throws(YAMLError) in try value.integer() })
        case "decimal":
            _ = try node.entries(knowing: common + ["low", "high", "decimals"])
            domain = .decimal(
                try range(node) { value throws(YAMLError) in try value.number() },
                decimals: try decimals(node["decimals"]))
        case "categorical":
            _ = try node.entries(knowing: common + ["choices"])
            domain = .categorical(try choices(try node.required("choices")))
        case "boolean":
            _ = try node.entries(knowing: common)
            domain = .boolean
        default:
            let types = ["integer", "decimal", "categorical", "boolean"]
            throw typeNode.error(
                "unknown type \"\(type)\"",
                hint: Spelling.nearest(to: type, among: types).map { "did you mean \"\($0)\"?" }
                    ?? "types are " + types.joined(separator: ", "))
        }
        let parameter = Parameter(
            name: name, domain: domain, standard: try standard(node, domain),
            space: try node["space"]?.string() ?? space(of: name),
            isOptimized: try node["optimize"]?.boolean() ?? true)
        guard parameter.accepts(parameter.standard) else {
            throw try node.required("default").error(
                "the default is not one of its values", hint: parameter.expectation)
        }
        return parameter
    }

    private static let common = ["type", "default", "space", "optimize"]

    private static func range<Bound: Comparable>(
        _ node: YAMLNode, _ read: (YAMLNode) throws(YAMLError) -> Bound
    ) throws(YAMLError) -> ClosedRange<Bound> {
        let (low, high) = (try node.required("low"), try node.required("high"))
        let (least, greatest) = (try read(low), try read(high))
        guard least < greatest else { throw high.error("high must be above low") }
        return least...greatest
    }

    private static func decimals(_ node: YAMLNode?) throws(YAMLError) -> Int {
        guard let node else { return 3 }
        let count = try node.integer()
        guard (0...10).contains(count) else { throw node.error("expected 0 to 10 decimals") }
        return count
    }

    private static func choices(_ node: YAMLNode) throws(YAMLError) -> [String] {
        var choices: [String] = []
        for choice in try node.list() {
            let text = try choice.string()
            guard !choices.contains(text) else {
                throw choice.error("\"\(text)\" stands here twice")
            }
            choices.append(text)
        }
        guard choices.count > 1 else { throw node.error("expected two choices or more") }
        return choices
    }

    private static func standard(
        _ node: YAMLNode, _ domain: Parameter.Domain
    ) throws(YAMLError) -> ParameterValue {
        let value = try node.required("default")
        return switch domain {
        case .integer: .integer(try value.integer())
        case .decimal: .decimal(try value.number())
        case .categorical: .text(try value.string())
        case .boolean: .boolean(try value.boolean())
        }
    }

    /// freqtrade's rule: `buy_`, `sell_` and their like at the start of the name say the space.
    private static func space(of name: String) -> String {
        for space in ["buy", "sell", "enter", "exit", "protection"]
        where name.hasPrefix(space + "_") {
            return space
        }
        return "default"
    }
}

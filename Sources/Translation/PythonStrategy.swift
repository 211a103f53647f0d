internal import Market
public import Strategies
public import YAML

/// A strategy file as a freqtrade strategy in Python: the same rules, computed by other programs.
///
/// The room writes what a strategy means in the words of TA-Lib, pandas and qtpylib, from the
/// strategy's own program and not from any value of ours. freqtrade can then trade it, and a
/// back-test of the one checks a back-test of the other.
public struct PythonStrategy: Sendable {
    /// The name of the class, by which freqtrade finds it: the strategy's, where Python allows it.
    public let className: String
    /// The whole file.
    public let source: String

    /// Writes `strategy`, read from `document`, with `values` as the defaults of its parameters.
    ///
    /// - Throws: `YAMLError` at the first expression that has no Python form.
    public init(
        _ strategy: Strategy, values: ParameterValues, document: YAMLNode
    ) throws(YAMLError) {
        try Self.check(strategy, document)
        var text = StrategyText(strategy, values: values)
        className = text.className
        source = text.file()
    }

    /// Looks for indicators without a Python form, expression by expression.
    private static func check(_ strategy: Strategy, _ document: YAMLNode) throws(YAMLError) {
        var checked: Set<Int> = []
        for (node, place) in try expressions(strategy, document) {
            var waiting = [node]
            while let index = waiting.popLast() {
                guard checked.insert(index).inserted else { continue }
                let node = strategy.program.nodes[index]
                if case .indicator(let name) = node.operation, PythonForm.form(name) == nil {
                    throw place.error(
                        "\(name) has no form in freqtrade's Python",
                        hint: "write the expression with other indicators")
                }
                waiting += node.operands
            }
        }
    }

    /// The nodes of the strategy's expressions with their places in the file.
    private static func expressions(
        _ strategy: Strategy, _ document: YAMLNode
    ) throws(YAMLError) -> [(node: Int, place: YAMLNode)] {
        var found: [(node: Int, place: YAMLNode)] = []
        for indicator in strategy.indicators {
            guard let place = document["indicators"]?[indicator.name] else { continue }
            found.append((indicator.node, place))
        }
        let lists = [
            ("enter_long", strategy.enterLong.map(\.node)),
            ("exit_long", strategy.exitLong.map(\.node)),
            ("enter_short", strategy.enterShort.map(\.node)),
            ("exit_short", strategy.exitShort.map(\.node)),
            (Hook.customExit.rawValue, strategy.customExits.map(\.node)),
        ]
        for (key, nodes) in lists {
            let rules = try document[key]?.list() ?? []
            found += zip(nodes, rules).map { ($0, $1["when"] ?? $1) }
        }
        if let place = document[Hook.adjustTradePosition.rawValue] {
            found += strategy.adjustments.flatMap(\.nodes).map { ($0, place) }
        }
        for (hook, node) in strategy.hooks.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            if let place = document[hook.rawValue] { found.append((node, place)) }
        }
        for datum in strategy.customData {
            for (hook, node) in datum.changes {
                let place = document["custom_data"]?[datum.name]?[hook.rawValue]
                found.append((node, place ?? document))
            }
        }
        return found
    }
}

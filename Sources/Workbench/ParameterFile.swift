public import Backtesting
public import CLI
public import JSONL
internal import Market
public import Strategies
internal import Translation

/// freqtrade's strategy parameter file: the values of a strategy's parameters by their space, and rules
/// that stand in the place of its own. freqtrade loads the one that lies beside a strategy under the
/// strategy's name, ending in `.json`.
public enum ParameterFile {
    public static let option = Option(
        "parameters", value: "FILE",
        help:
            "set parameters and rules as freqtrade's strategy parameter file says; they beat those "
            + "of the strategy, and the configuration's rules beat them")

    /// The file of a strategy with these values. Without a space of rules that was searched, rules are the
    /// strategy's own, but `max_open_trades` is the configuration's and left out.
    public static func text(
        _ values: ParameterValues, of testbed: Testbed, madeMs: Int
    ) -> String {
        let names = PythonNames(testbed.strategy)
        var spaces = names.spaces(values.members) { _ in true }
        let count = values.rules.maxOpenTrades
        let rules = Self.spaces(testbed.rules(values), maxOpenTrades: count ?? -1)
        spaces += count == nil ? rules.dropLast() : rules[...]
        let made = Timestamp(milliseconds: madeMs).description.prefix(19)
        let file: JSONValue = [
            "strategy_name": .text(names.className),
            "params": .object(spaces),
            "ft_stratparam_v": 1,
            "export_time": .text(made.replacing("T", with: " ") + "+00:00"),
        ]
        return indented(file) + "\n"
    }

    /// Rules as freqtrade's files have them: `roi`, `stoploss`, `trailing`, `max_open_trades`.
    public static func spaces(
        _ rules: TradingRules, maxOpenTrades: Int
    ) -> [JSONValue.Member] {
        [
            .init("roi", rules.minimalROI.json),
            .init("stoploss", ["stoploss": .number(rules.stoploss)]),
            .init("trailing", .object(rules.trailing.members)),
            .init("max_open_trades", ["max_open_trades": .integer(maxOpenTrades)]),
        ]
    }

    /// A line for every member, two spaces deeper than its object.
    private static func indented(_ value: JSONValue, by margin: String = "\n") -> String {
        guard let members = value.members, !members.isEmpty else { return value.text }
        let deeper = margin + "  "
        let lines = members.map {
            deeper + JSONValue.text($0.key).text + ": " + indented($0.value, by: deeper)
        }
        return "{" + lines.joined(separator: ",") + margin + "}"
    }

    /// What the file says of a strategy's parameters and rules, but for the rules of `keys`, which the
    /// configuration sets; what it says as the strategy does itself is left out, so that a run has the same name
    /// however its values were set.
    ///
    /// - Throws: `Diagnostic` for a file that is of another strategy or sets what there is not.
    static func values(
        _ file: NamedText, for strategy: Strategy, leavingOut keys: [String]
    ) throws(Diagnostic) -> ParameterValues {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: file.text)
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint,
                location: file.name + ":" + place(error.offset, in: file.text))
        }
        do throws(ParameterError) {
            return try values(json, for: strategy, leavingOut: keys)
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint, location: file.name)
        }
    }

    /// Line and column of a byte, counted from 1.
    private static func place(_ offset: Int, in text: String) -> String {
        let before = text.utf8.prefix(offset)
        let line = before.split(separator: 10, omittingEmptySubsequences: false).last ?? before
        return "\(before.count { $0 == 10 } + 1):\(line.count + 1)"
    }

    private static func values(
        _ json: JSONValue, for strategy: Strategy, leavingOut keys: [String]
    ) throws(ParameterError) -> ParameterValues {
        guard let spaces = json["params"]?.members else {
            throw ParameterError(
                message: "expected an object with \"params\"",
                hint: "run-hyperopt --parameters-to FILE writes one")
        }
        let names = PythonNames(strategy)
        if let other = json["strategy_name"]?.string,
            ![names.className, strategy.name].contains(other)
        {
            throw ParameterError(message: "the parameters are of \(other), not of \(strategy.name)")
        }
        var (members, trailing): ([JSONValue.Member], [JSONValue.Member]) = ([], [])
        for space in spaces {
            switch space.key {
            case "roi": members.append(.init("minimal_roi", space.value))
            case "stoploss", "max_open_trades": members += space.value.members ?? []
            case "trailing":
                // What it does not say is as in the strategy, or in the configuration.
                let said = (space.value.members ?? []).filter { !keys.contains($0.key) }
                let kept = strategy.rules.trailing.members.filter { own in
                    !said.contains { $0.key == own.key }
                }
                trailing = said + kept
            default:
                for member in space.value.members ?? [] {
                    members.append(
                        .init(try parameter(member.key, names, strategy), member.value))
                }
            }
        }
        members = members.filter { !keys.contains($0.key) } + trailing
        var values = try ParameterValues(.object(members), for: strategy.parameters)
        values.rules.leaveOut(strategy.rules)
        return values
    }

    /// What the strategy file calls a parameter.
    private static func parameter(
        _ name: String, _ names: PythonNames, _ strategy: Strategy
    ) throws(ParameterError) -> String {
        guard let index = names.parameters.firstIndex(where: { $0.name == name }) else {
            let near = suggestion(for: name, among: names.parameters.map(\.name))
            throw ParameterError(
                message: "\(strategy.name) has no parameter \"\(name)\"",
                hint: near.map { "did you mean \"\($0)\"?" })
        }
        return strategy.parameters[index].name
    }
}

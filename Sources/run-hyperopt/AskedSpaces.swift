internal import Backtesting
internal import CLI
internal import Hyperopt
internal import Market
internal import Strategies
internal import Workbench

extension SearchSpace {
    static let options = [
        Option(
            "spaces", value: "NAMES",
            help: "spaces to search, as buy,roi: those of the strategy's parameters, "
                + RuleSpace.allCases.map(\.rawValue).joined(separator: ", ")
                + ", all, or default, which leaves out trailing, protection and trades")
    ]

    /// What `--spaces` asks for: the names of the spaces, and what is in them.
    static func asked(
        _ arguments: Arguments, _ bench: Workbench
    ) throws(Diagnostic) -> (names: [String], space: SearchSpace) {
        let strategy = bench.testbed.strategy
        let names = try names(arguments.value("spaces") ?? "default", of: strategy)
        let space = SearchSpace(
            strategy.parameters, spaces: Set(names), fixed: bench.values,
            timeframeMinutes: strategy.rules.timeframe.minutes)
        guard !space.parameters.isEmpty else {
            throw Diagnostic(.usage, "--spaces: there is nothing to search")
        }
        try check(space, of: strategy)
        return (names, space)
    }

    private static func names(
        _ text: String, of strategy: Strategy
    ) throws(Diagnostic) -> [String] {
        let known = names(in: strategy.parameters)
        let asked = text.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        for name in asked where !(known + ["all", "default"]).contains(name) {
            throw Diagnostic(
                .usage, "--spaces: \(strategy.name) has no space \"\(name)\"",
                hint: suggestion(for: name, among: known).map { "did you mean \"\($0)\"?" }
                    ?? "it has " + known.joined(separator: ", "))
        }
        return known.filter { name in
            asked.contains(name) || asked.contains("all")
                || (asked.contains("default") && isUsual(name))
        }
    }

    /// Two things of one name could not be told apart in a trial.
    private static func check(_ space: SearchSpace, of strategy: Strategy) throws(Diagnostic) {
        let own = Set(strategy.parameters.map(\.name))
        let minutes = strategy.rules.timeframe.minutes
        let rules = space.rules.flatMap { $0.parameters(timeframeMinutes: minutes) }
        guard let twice = rules.first(where: { own.contains($0.name) }) else { return }
        throw Diagnostic(
            .badConfiguration,
            "\(strategy.name) has a parameter \"\(twice.name)\", as the space "
                + "\"\(twice.space)\" has",
            hint: "give it another name, or leave the space out of --spaces")
    }
}

internal import CLI
internal import Strategies
internal import YAML

/// A strategy with the text it was read from.
struct StrategyFile {
    let source: String
    let strategy: Strategy

    init(path: String) throws(Diagnostic) {
        source = try readText(path)
        do throws(YAMLError) {
            strategy = try Strategy(parsing: source, source: inputName(path))
        } catch {
            throw Diagnostic(
                .badConfiguration, error.message, hint: error.hint,
                location: "\(error.source):\(error.line):\(error.column)")
        }
    }

    /// The defaults with what the command line sets as `NAME=VALUE`.
    func values(setting texts: [String]) throws(Diagnostic) -> ParameterValues {
        var values = strategy.defaults
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let parameter = strategy.parameters.first(where: { $0.name == name }) else {
                let near = suggestion(for: name, among: strategy.parameters.map(\.name))
                throw Diagnostic(
                    .usage, "--parameter: \(strategy.name) has no parameter \"\(name)\"",
                    hint: near.map { "did you mean \"\($0)\"?" })
            }
            guard parts.count == 2, let value = parameter.value(String(parts[1])) else {
                throw Diagnostic(
                    .usage, "--parameter: \"\(text)\" does not set \(name)",
                    hint: "\(parameter.expectation): \(name)=\(parameter.standard)")
            }
            values[name] = value
        }
        return values
    }
}

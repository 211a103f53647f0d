public import CLI
internal import Strategies
internal import YAML

extension Diagnostic {
    init(_ error: YAMLError) {
        self.init(
            .badConfiguration, error.message, hint: error.hint,
            location: "\(error.source):\(error.line):\(error.column)")
    }
}

/// A file's text, and what messages call it.
public struct NamedText: Sendable {
    let name: String
    let text: String

    public init(_ text: String, name: String) {
        self.name = name
        self.text = text
    }

    /// - Throws: `Diagnostic` where the file cannot be read.
    public init(path: String) throws(Diagnostic) {
        self.init(try readText(path), name: inputName(path))
    }
}

/// A strategy with the text it was read from.
struct StrategyFile {
    /// What messages call the file.
    let name: String
    let source: String
    let strategy: Strategy
    /// Keys that the configuration sets to something else than the strategy does.
    let overridden: [String]
    /// The parameters' values: defaults, unless a file or the command line sets them.
    let values: ParameterValues
    /// The parameter file's text, if nothing else sets a parameter.
    let parameterFile: String?

    /// Reads the text; `texts` is what the command line sets, as `NAME=VALUE`, over what the parameter file
    /// says.
    ///
    /// - Throws: `Diagnostic` with the place of the first mistake.
    init(
        _ file: NamedText, configuration: ConfigurationFile?, parameters: NamedText?,
        setting texts: [String]
    ) throws(Diagnostic) {
        (name, source) = (file.name, file.text)
        parameterFile = texts.isEmpty ? parameters?.text : nil
        do throws(YAMLError) {
            let document = try YAMLNode(parsing: source, source: name)
            let strategy = try Strategy(
                document, overriddenBy: configuration?.document,
                ignoring: configuration?.ignoredKeys ?? [])
            overridden =
                if let configuration, configuration.mayOverride {
                    configuration.overridden(
                        strategy, try Strategy(document, on: strategy.rules.timeframe))
                } else {
                    []
                }
            self.strategy = strategy
        } catch {
            throw Diagnostic(error)
        }
        var start = strategy.defaults
        if let parameters {
            start = try ParameterFile.values(
                parameters, for: strategy, leavingOut: configuration?.ruleKeys ?? [])
        }
        values = try Self.values(start, of: strategy, setting: texts)
    }

    private static func values(
        _ start: ParameterValues, of strategy: Strategy, setting texts: [String]
    ) throws(Diagnostic) -> ParameterValues {
        var values = start
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

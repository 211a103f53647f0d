public import JSONL
internal import Strategies
internal import YAML

/// A freqtrade strategy in Python as a strategy file: the same rules, as far as the file can say them.
///
/// The room reads Python's syntax tree and follows what the strategy does with its data frame, without
/// candles: what comes out of it are expressions. Nothing of the strategy is run. What has no
/// counterpart is a finding with its place; nothing is left out in silence.
public struct ImportedStrategy: Sendable {
    /// The strategy's class.
    public let className: String
    /// The strategy file.
    public let text: String
    /// In the order of the files' lines.
    public let findings: [Finding]

    /// Whether the strategy file says all that the Python does.
    public var isWhole: Bool { !findings.contains { $0.weight == .gap } }

    /// What is read besides the strategy's own file.
    public struct Surroundings {
        /// The syntax tree of another file of the folder by its module's name, nil where there is none.
        public var sibling: (String) -> (tree: Syntax, file: String)?
        /// What freqtrade's hyperopt has written beside the strategy, nil for nothing.
        public var parameters: JSONValue?
        /// The timeframe to trade on where the class names none.
        public var timeframe: String?
        /// The trading configuration, where the strategy asks for it: its pairs and stake currency.
        public var configuration: JSONValue?
        /// Parses Python of the importer's own, which says what functions of libraries compute.
        public var parse: (String) -> Syntax?

        public init(
            parameters: JSONValue? = nil, timeframe: String? = nil,
            configuration: JSONValue? = nil,
            sibling: @escaping (String) -> (tree: Syntax, file: String)? = { _ in nil },
            parse: @escaping (String) -> Syntax? = { _ in nil }
        ) {
            self.parameters = parameters
            self.timeframe = timeframe
            self.configuration = configuration
            self.parse = parse
            self.sibling = sibling
        }
    }

    /// Translates the strategy `className` of the file, by default its last.
    ///
    /// - Throws: `SyntaxFailure` where the file has no such strategy.
    public init(
        _ tree: Syntax, file: String, className: String? = nil,
        surroundings: Surroundings = Surroundings()
    ) throws(SyntaxFailure) {
        let module = Module(tree, file: file)
        let interpreter = Interpreter(module)
        interpreter.readSibling = surroundings.sibling
        interpreter.parse = surroundings.parse
        interpreter.configuration = surroundings.configuration
        interpreter.read(module)
        let names = interpreter.strategies(of: module)
        guard let name = className ?? names.last, names.contains(name) else {
            let found = names.isEmpty ? "no class of IStrategy" : names.joined(separator: ", ")
            throw SyntaxFailure(
                line: 1, column: 1,
                message: className.map { "there is no strategy \($0) in the file: \(found)" }
                    ?? "there is \(found) in the file")
        }
        self.className = name
        var draft = StrategyDraft(interpreter, name)
        draft.read(surroundings)
        text = draft.text()
        let told = interpreter.findings.enumerated().filter { index, finding in
            finding.weight != .note || !interpreter.silent.contains(index)
        }
        findings = Self.ordered(told.map(\.element))
    }

    private static func ordered(_ findings: [Finding]) -> [Finding] {
        findings.sorted {
            ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
        }
    }
}

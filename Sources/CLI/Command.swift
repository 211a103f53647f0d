internal import Glibc

/// A tool as one table: its name, what it does, its options, examples and answers.
///
/// The table feeds parsing, `--help`, `--help-json` and the errors, so that they never disagree.
/// `main` is the only way in and out of a tool:
///
///     let command = Command(name: "greet", summary: "Says hello.", options: [.quiet])
///     func run() -> Never { command.main { arguments throws(Diagnostic) in … } }
///     @main enum Greet { static func main() { run() } }
public struct Command: Sendable {
    /// A command line worth copying, and what it does.
    public struct Example: Sendable {
        public let line: String
        public let meaning: String

        public init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    public let name: String
    /// One sentence.
    public let summary: String
    /// What follows the options in the usage line: `[FILE | -]...`.
    public let usage: String
    /// How many operands make sense.
    public let operands: ClosedRange<Int>
    public let examples: [Example]
    public let options: [Option]
    /// Variables the tool reads, with one sentence each.
    public let environment: [(name: String, help: String)]
    /// The tool's ends beyond 0, 2, 70, 74 and 77, in its own words.
    public let answers: [ExitStatus: String]
    /// Words that the tool knows beside its options, with one line each, under a title.
    public let glossary: (title: String, rows: [(word: String, help: String)])?
    /// Paragraphs at the end of the help.
    public let notes: [String]

    public init(
        name: String, summary: String, usage: String = "", operands: ClosedRange<Int> = 0...0,
        examples: [Example] = [], options: [Option] = [],
        environment: [(name: String, help: String)] = [], answers: [ExitStatus: String] = [:],
        glossary: (title: String, rows: [(word: String, help: String)])? = nil,
        notes: [String] = []
    ) {
        self.name = name
        self.summary = summary
        self.usage = usage
        self.operands = operands
        self.examples = examples
        self.options = options
        self.environment = environment
        self.answers = answers
        self.glossary = glossary
        self.notes = notes
    }

    /// The version of the whole family.
    public static let version = "0.1.0"

    var allOptions: [Option] { options + Option.universal }

    /// Parses the command line, runs `body` and ends the process with its status.
    ///
    /// Answers `--help`, `--help-json` and `--version` itself. An error becomes one line on
    /// standard error and its status; one that is no `Diagnostic` is our bug and ends with 70.
    public func main(_ body: (Arguments) throws -> ExitStatus) -> Never {
        openMissingDescriptors()
        // A reader that went away is a quiet end, even where our parent ignored the signal.
        signal(SIGPIPE, SIG_DFL)
        // A file that may not grow is an error with a name, not a death.
        signal(SIGXFSZ, SIG_IGN)
        do {
            switch try invocation(
                Array(CommandLine.arguments.dropFirst()), environment: processEnvironment(),
                clockMs: clockMs())
            {
            case .answer(let text):
                try writeOutput(text)
                exit(ExitStatus.done.rawValue)
            case .work(let arguments):
                exit(try body(arguments).rawValue)
            }
        } catch let diagnostic as Diagnostic {
            end(with: diagnostic)
        } catch {
            end(with: Diagnostic(.bug, "\(error)", hint: "this is a mistake in \(name) itself"))
        }
    }

    /// Prints a line on standard error, led by the tool's name; in a step of a pipeline that by the
    /// ids of run and step.
    public func say(_ text: String) { writeError(spoken(text, by: name)) }

    private func end(with diagnostic: Diagnostic) -> Never {
        say(diagnostic.text)
        if diagnostic.status == .usage { writeError("\(stepPrefix)Try '\(name) --help'.\n") }
        exit(diagnostic.status.rawValue)
    }
}

/// A file opened by a tool must never land on a closed standard descriptor.
private func openMissingDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
        _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
}

/// What a tool says, as one line.
func spoken(_ text: String, by name: String) -> String {
    "\(stepPrefix)\(name): \(visible(text))\n"
}

/// `[nightly-3/ingest] ` where run-pipeline started us, else nothing.
private let stepPrefix: String = {
    guard let run = getenv("ANYTRADE_RUN"), run.pointee != 0 else { return "" }
    let step = getenv("ANYTRADE_STEP").map { "/" + String(cString: $0) } ?? ""
    return "[\(String(cString: run))\(step)] "
}()

private func processEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
        let pair = String(cString: text).split(
            separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
        entry += 1
    }
    return variables
}

private func clockMs() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

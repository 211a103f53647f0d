internal import CLI
internal import Doors
internal import Importing
internal import JSONL
internal import Proofs
internal import Workbench

let command = Command(
    name: "import-strategy",
    summary: "Translates a freqtrade strategy in Python into a strategy file.",
    usage: "FILE.py [-]", operands: 1...2,
    examples: [
        .init("import-strategy EmaCross.py > ema-cross.strategy.yaml", "all of it, or nothing"),
        .init(
            "import-strategy --partial EmaCross.py --out ema-cross.strategy.yaml",
            "what can be translated, with a list of what cannot"),
        .init(
            "import-strategy EmaCross.py --verify freqtrade --store desk.sqlite -c config.json",
            "trade both on the same candles: equal, or where they are not"),
    ],
    options: [
        Option("out", short: "o", value: "FILE", help: "write the strategy file there"),
        Option(
            "class", value: "NAME", help: "the strategy's class (default: the last of the file)"),
        Option(
            "timeframe", value: "FRAME", help: "length of a candle where the class names none: 5m"),
        Option(
            "partial", help: "write what can be translated, and what cannot above it as comments"),
        Option(
            "python", value: "PATH", default: "python3",
            help: "the Python that parses the file; nothing in the file is run"),
    ] + Verification.shared + [.store] + Workbench.market + [.asOf, .quiet]
        + RecordIntake.options,
    environment: [
        ("ANYTRADE_FREQTRADE", "freqtrade where --freqtrade is not given"),
        ("ANYTRADE_STORE", "the store where --store is not given"),
        ("SOURCE_DATE_EPOCH", "the instant, in Unix seconds, that a run's record would bear"),
    ],
    answers: Workbench.answers.merging([
        .no: "written, and --partial left something out, or --verify found a difference",
        .badData: "the file is no Python, has no strategy, or cannot be translated whole: "
            + "each place is named; or a record is wrong",
        .unavailable: "there is no Python, or --verify found no freqtrade",
        .cannotCreate: "the file that --out names cannot be written",
    ]) { $1 },
    notes: [
        "The file is parsed by Python in a process of its own; nothing of it is run or "
            + "imported. Base classes and functions are looked for in files of the same "
            + "folder, values of a hyperopt in the .json beside the file, as freqtrade does.",
        "With --verify freqtrade the strategy file is back-tested here and the Python as it is "
            + "in freqtrade, on the store's candles, or on those of standard input (-). freqtrade "
            + "runs the Python, of course.",
        "What is left out and changes no trade is said with \"note\", what is not quite the "
            + "same with \"caution\".",
    ])

func run() -> Never {
    command.main { arguments in
        let isVerified = try isVerified(arguments)
        let path = arguments.operands[0]
        let imported = try translate(path, arguments)
        tell(imported, arguments)
        guard imported.isWhole || arguments.flag("partial") else {
            let count = imported.findings.count { $0.weight == .gap }
            throw Diagnostic(
                .badData,
                "\(inputName(path)): \(count) "
                    + (count == 1 ? "place is" : "places are")
                    + " not translated, nothing is written",
                hint: "--partial writes the rest")
        }
        let isSilent = isVerified && arguments.value("out") == nil
        if !isSilent { try writeFile(imported.text, to: arguments.value("out") ?? "-") }
        let answer = try isVerified ? verify(imported, path, arguments) : .done
        return imported.isWhole ? answer : .no
    }
}

private func isVerified(_ arguments: Arguments) throws -> Bool {
    let isWanted = arguments.flag("verify")
    for name in ["freqtrade", "keep"] where !isWanted && arguments.flag(name) {
        throw Diagnostic(.usage, "--\(name) goes with --verify freqtrade")
    }
    if let other = arguments.operands.dropFirst().first, other != "-" || !isWanted {
        throw Diagnostic(
            .usage, "\"\(other)\" is one operand too many",
            hint: "\"-\" after the file reads candles for --verify freqtrade")
    }
    if isWanted, arguments.operands[0] == "-" {
        throw Diagnostic(
            .usage, "freqtrade needs the strategy in a file",
            hint: "\"-\" after the file reads candles")
    }
    return isWanted
}

private func translate(_ path: String, _ arguments: Arguments) throws -> ImportedStrategy {
    let reader = try PythonReader(arguments)
    let tree = try reader.tree(path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var parameters: JSONValue?
    let file = (path.hasSuffix(".py") ? String(path.dropLast(3)) : path) + ".json"
    if path != "-", fileExists(file) {
        parameters = try diagnosing(.badData) { try JSONValue(parsing: try readText(file)) }
    }
    let surroundings = ImportedStrategy.Surroundings(
        parameters: parameters, timeframe: arguments.value("timeframe"),
        configuration: try arguments.value("config").map { try configuration(at: $0) },
        sibling: { module in
            let sibling = "\(folder)\(module).py"
            guard path != "-", fileExists(sibling), let tree = try? reader.tree(sibling) else {
                return nil
            }
            return (tree, sibling)
        }, parse: reader.parsed)
    do throws(SyntaxFailure) {
        return try ImportedStrategy(
            tree, file: inputName(path), className: arguments.value("class"),
            surroundings: surroundings)
    } catch {
        throw PythonReader.diagnostic(error, inputName(path))
    }
}

private func tell(_ imported: ImportedStrategy, _ arguments: Arguments) {
    let words: [Finding.Weight: String] = [.gap: "error", .caution: "caution", .note: "note"]
    for finding in imported.findings where finding.weight == .gap || !arguments.flag("quiet") {
        command.say(finding.text(calling: words[finding.weight] ?? "note"))
    }
}

private func verify(
    _ imported: ImportedStrategy, _ path: String, _ arguments: Arguments
) throws -> ExitStatus {
    let source = NamedText(imported.text, name: arguments.value("out") ?? imported.className)
    let benches = try Workbench.all(arguments, of: command, keepingRaw: true, given: source)
    let original = OriginalStrategy(path: path, className: imported.className)
    return benches[0].ending(
        try Verification(arguments: arguments, benches: benches, original: original).verdict())
}

/// Translates a strategy of freqtrade's into a strategy file, or says what cannot be translated.
@main enum ImportStrategy {
    static func main() { run() }
}

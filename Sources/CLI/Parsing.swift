/// What a command line comes to: a text to print, or work to do.
enum Invocation {
    case answer(String)
    case work(Arguments)
}

extension Command {
    /// Parses and checks a command line (without the program's name).
    ///
    /// - Throws: a usage diagnostic that names the nearest option or word.
    func invocation(
        _ words: [String], environment: [String: String], clockMs: Int
    ) throws(Diagnostic) -> Invocation {
        var scan = Scan(command: self, words: words)
        try scan.run()
        if scan.given["help"] != nil { return .answer(help) }
        if scan.given["help-json"] != nil { return .answer(helpJSON) }
        if scan.given["help-man"] != nil {
            return .answer(manual(dayMs: try now(scan.given, environment, clockMs: clockMs)))
        }
        if let shell = scan.given["completions"]?.last.flatMap(Shell.init) {
            return .answer(completions(for: shell))
        }
        if scan.given["version"] != nil { return .answer("\(name) \(Self.version)\n") }
        let nowMs = try now(scan.given, environment, clockMs: clockMs)
        for option in allOptions where !option.isFlag {
            for value in scan.given[option.long] ?? [] {
                if let complaint = option.complaint(about: value, nowMs: nowMs) {
                    throw Diagnostic(
                        .usage, "--\(option.long) is \"\(value)\", expected \(complaint.what)",
                        hint: complaint.hint)
                }
            }
        }
        try checkOperands(scan.operands)
        return .work(
            Arguments(
                command: self, given: scan.given, operands: scan.operands,
                environment: environment, nowMs: nowMs))
    }

    /// Unix milliseconds a tool takes for now.
    private func now(
        _ given: [String: [String]], _ environment: [String: String], clockMs: Int
    ) throws(Diagnostic) -> Int {
        var nowMs = clockMs
        if let epoch = environment["SOURCE_DATE_EPOCH"], !epoch.isEmpty {
            guard let seconds = Int(epoch), abs(seconds) < Int.max / 1_000 else {
                throw Diagnostic(
                    .usage, "SOURCE_DATE_EPOCH is \"\(epoch)\", expected seconds since 1970")
            }
            nowMs = seconds * 1_000
        }
        if let text = given["as-of"]?.last, let instant = instantMs(text, nowMs: nowMs) {
            nowMs = instant
        }
        return nowMs
    }

    private func checkOperands(_ found: [String]) throws(Diagnostic) {
        if found.count > operands.upperBound {
            throw Diagnostic(
                .usage, "unexpected operand \"\(found[operands.upperBound])\"",
                hint: "usage: \(name) [OPTION]... \(usage)")
        }
        if found.count < operands.lowerBound {
            throw Diagnostic(.usage, "missing operand", hint: "usage: \(name) \(usage)")
        }
    }
}

/// A walk over the words of a command line. Options may stand anywhere; `--` ends them.
private struct Scan {
    let command: Command
    let words: [String]
    var position = 0
    var given: [String: [String]] = [:]
    var operands: [String] = []

    init(command: Command, words: [String]) {
        self.command = command
        self.words = words
    }

    mutating func run() throws(Diagnostic) {
        while position < words.count {
            let word = words[position]
            position += 1
            if word == "--" {
                operands += words[position...]
                return
            }
            if word.hasPrefix("--") {
                try takeLong(String(word.dropFirst(2)))
            } else if word.hasPrefix("-"), word != "-" {
                try takeShort(Array(word.dropFirst()))
            } else {
                operands.append(word)
            }
        }
    }

    private mutating func takeLong(_ text: String) throws(Diagnostic) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = command.allOptions.first(where: { $0.long == name }) else {
            let near = suggestion(for: name, among: command.allOptions.map(\.long))
            throw Diagnostic(
                .usage, "unknown option --\(name)", hint: near.map { "did you mean --\($0)?" })
        }
        if parts.count == 2 {
            guard !option.isFlag else {
                throw Diagnostic(.usage, "--\(name) takes no value")
            }
            add(String(parts[1]), to: option)
        } else {
            add(try value(for: option, written: "--\(name)"), to: option)
        }
    }

    /// `-q`, `-qv`, `-s FILE`, `-sFILE`.
    private mutating func takeShort(_ letters: [Character]) throws(Diagnostic) {
        for (index, letter) in letters.enumerated() {
            guard let option = command.allOptions.first(where: { $0.short == letter }) else {
                throw Diagnostic(.usage, "unknown option -\(letter)")
            }
            if !option.isFlag, index + 1 < letters.count {
                return add(String(letters[(index + 1)...]), to: option)
            }
            add(try value(for: option, written: "-\(letter)"), to: option)
        }
    }

    private mutating func value(
        for option: Option, written: String
    ) throws(Diagnostic) -> String {
        guard let placeholder = option.placeholder else { return "" }
        guard position < words.count else {
            throw Diagnostic(.usage, "\(written) needs a value: \(written) \(placeholder)")
        }
        position += 1
        return words[position - 1]
    }

    /// An option that does not repeat keeps its last value, so that aliases can be overruled.
    private mutating func add(_ value: String, to option: Option) {
        if option.repeats {
            given[option.long, default: []].append(value)
        } else {
            given[option.long] = [value]
        }
    }
}

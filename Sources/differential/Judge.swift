internal import CLI
internal import Glibc
internal import Shell

/// Lets both programs back-test, in a folder of its own, and says where they disagree.
struct Judge {
    enum Verdict: Hashable {
        case equal(trades: Int)
        /// What differs, in words, a line each.
        case different(String)
        /// One of the two does not take it: which, and what it said.
        case refused(String)
    }

    private let tool: String
    private let freqtrade: String?
    private let folder: String
    private let environment: [String: String]

    init(_ arguments: Arguments) throws(Diagnostic) {
        guard let own = ownFolder() else { throw Diagnostic(.bug, "the system hides our folder") }
        tool = own + "/run-backtest"
        freqtrade = arguments.value("freqtrade")
        folder = try makeTemporaryFolder("differential")
        // A desk's own store is no place for invented runs.
        environment = arguments.wholeEnvironment.filter { $0.key != "ANYTRADE_STORE" }
    }

    /// Removes what was written.
    func close() {
        for name in (try? listFolder(folder)) ?? [] { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }

    /// A verdict on each strategy of the bundle, in its order.
    func verdicts(on bundle: Bundle) throws -> [Verdict] {
        var verdicts = [Verdict?](repeating: nil, count: bundle.strategies.count)
        var taken: [Int] = []
        for index in bundle.strategies.indices {
            let single = bundle.keeping([index])
            let answer = try run(single, verifying: false)
            if answer.status == 0 {
                taken.append(index)
            } else {
                verdicts[index] = .refused("here: " + answer.said)
            }
        }
        guard !taken.isEmpty else { return verdicts.compactMap { $0 } }
        if taken.count > 1, !bundle.parameterFiles.isEmpty {
            for index in taken {
                verdicts[index] = try self.verdicts(on: bundle.keeping([index]))[0]
            }
            return verdicts.compactMap { $0 }
        }
        let answer = try run(bundle.keeping(taken), verifying: true)
        if answer.status <= 1 {
            for (index, verdict) in zip(taken, Self.verdicts(in: answer.text)) {
                verdicts[index] = verdict
            }
        } else if answer.status == ExitStatus.unavailable.rawValue,
            !answer.said.contains("freqtrade failed")
        {
            throw Diagnostic(.unavailable, answer.said)
        } else if taken.count > 1 {
            // freqtrade gives up on all of them where it does on one: that is found by halves.
            for half in [taken.prefix(taken.count / 2), taken.dropFirst(taken.count / 2)] {
                let found = try self.verdicts(on: bundle.keeping(Array(half)))
                for (index, verdict) in zip(half, found) { verdicts[index] = verdict }
            }
        } else {
            verdicts[taken[0]] = .refused("freqtrade: " + answer.said)
        }
        return verdicts.map { $0 ?? .refused("no answer: " + answer.said) }
    }

    private struct Answer {
        let status: Int32
        let text: String
        /// The last words on standard error.
        let said: String
    }

    private func run(_ bundle: Bundle, verifying: Bool) throws -> Answer {
        try bundle.write(to: folder)
        var words = bundle.command(verifying: verifying)
        if verifying, let freqtrade { words += ["--freqtrade", freqtrade] }
        let (output, error) = (folder + "/output", folder + "/error")
        let paths = words.map {
            $0.hasSuffix(".json") || $0.hasSuffix(".strategy.yaml") ? "\(folder)/\($0)" : $0
        }
        var process = Subprocess(
            stages: [.init(path: tool, arguments: paths)], environment: environment)
        process.input = .file(folder + "/candles.jsonl")
        process.output = verifying ? .file(output) : .nothing
        process.error = .file(error)
        process.diesWithUs = true
        let ends = try diagnosing(.unavailable) { try process.start() }.wait().ends
        let said = try readText(error).split(separator: "\n").suffix(3).joined(separator: " / ")
        return Answer(
            status: ends.first?.status ?? -1, text: verifying ? try readText(output) : "",
            said: said)
    }

    /// The verdicts in the words of run-backtest: each begins with `equal:` or `different:`.
    private static func verdicts(in text: String) -> [Verdict] {
        var verdicts: [Verdict] = []
        var difference: [Substring]?
        func finish() {
            if let lines = difference { verdicts.append(.different(lines.joined(separator: "\n"))) }
            difference = nil
        }
        for line in text.split(separator: "\n") {
            if line.hasPrefix("equal: ") {
                finish()
                let count = line.dropFirst("equal: ".count).prefix { $0.isNumber }
                verdicts.append(.equal(trades: Int(count) ?? 0))
            } else if line.hasPrefix("different: ") {
                finish()
                difference = []
            } else {
                difference?.append(line)
            }
        }
        finish()
        return verdicts
    }
}

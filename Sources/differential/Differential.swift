internal import CLI
internal import JSONL

/// Looks for strategies that trade otherwise here than in freqtrade: invents strategies, configurations
/// and candles from a seed, lets both programs back-test them, and shrinks what differs.
let command = Command(
    name: "differential",
    summary: "Invents back-tests and compares every trade with the real freqtrade's.",
    examples: [
        .init(
            "differential --cases 1000", "a thousand strategies; one JSON object for each process"),
        .init(
            "differential --seed 7 --batch 12 --keep found", "one batch again, its findings kept"),
    ],
    options: [
        Option(
            "cases", value: "N", type: .integer(1...1_000_000), default: "100",
            help: "how many strategies"),
        Option(
            "seed", value: "N", type: .integer(0...1_000_000_000), default: "1",
            help: "another seed, other cases"),
        Option("batch", value: "N", type: .integer(0...1_000_000), help: "this batch only"),
        Option(
            "write", value: "FOLDER", help: "with --batch: write its cases here, compare nothing"),
        Option(
            "tries", value: "N", type: .integer(0...1_000), default: "40",
            help: "how often freqtrade may be asked to make a finding smaller"),
        Option("keep", value: "FOLDER", help: "keep what differs, shrunk, in this folder"),
        Option(
            "freqtrade", value: "PATH",
            help: "freqtrade's program, its Python or its virtual environment"),
        .quiet,
    ],
    environment: [("ANYTRADE_FREQTRADE", "freqtrade where --freqtrade is not given")],
    answers: [
        .no: "a case differs, or one of the two refuses it",
        .unavailable: "freqtrade is not here",
    ],
    notes: [
        "Twenty strategies share a freqtrade process, candles and a configuration. The same seed and "
            + "batch are the same cases everywhere."
    ])

/// How many strategies a freqtrade process gets.
private let batchSize = 20

func run() -> Never {
    command.main { arguments in
        let seed = UInt64(arguments.integer("seed") ?? 1)
        let cases = arguments.integer("cases") ?? 100
        if let folder = arguments.value("write") {
            return try write(batch: arguments.integer("batch"), seed: seed, to: folder)
        }
        let judge = try Judge(arguments)
        defer { judge.close() }
        var status = ExitStatus.done
        let batches = arguments.integer("batch").map { $0...$0 } ?? 0...((cases - 1) / batchSize)
        for batch in batches {
            let count =
                arguments.flag("batch") ? batchSize : min(batchSize, cases - batch * batchSize)
            let bundle = Bundle(seed: seed, batch: UInt64(batch), strategies: count)
            let verdicts = try judge.verdicts(on: bundle)
            try writeOutput(summary(of: verdicts, on: bundle, seed: seed, batch: batch))
            for (index, verdict) in verdicts.enumerated() {
                if case .equal = verdict { continue }
                status = .no
                try tell(
                    verdict, bundle.with(strategies: [bundle.strategies[index]]),
                    Bundle.name(bundle.strategies[index]), judge, arguments)
            }
        }
        return status
    }
}

private func write(batch: Int?, seed: UInt64, to folder: String) throws -> ExitStatus {
    guard let batch else { throw Diagnostic(.usage, "--write goes with --batch") }
    try Bundle(seed: seed, batch: UInt64(batch), strategies: batchSize).write(to: folder)
    return .done
}

private func summary(
    of verdicts: [Judge.Verdict], on bundle: Bundle, seed: UInt64, batch: Int
) -> String {
    var (equal, trades, different, refused) = (0, 0, 0, 0)
    for verdict in verdicts {
        switch verdict {
        case .equal(let count): (equal, trades) = (equal + 1, trades + count)
        case .different: different += 1
        case .refused: refused += 1
        }
    }
    return line { writer in
        writer.field("kind", "differential")
        writer.field("seed", Int(seed))
        writer.field("batch", batch)
        writer.field("mode", bundle.mode.words)
        writer.field("equal", equal)
        writer.field("trades", trades)
        writer.field("different", different)
        writer.field("refused", refused)
    }
}

/// Prints a finding; one that differs is shrunk before.
private func tell(
    _ verdict: Judge.Verdict, _ bundle: Bundle, _ name: String, _ judge: Judge,
    _ arguments: Arguments
) throws {
    switch verdict {
    case .equal: return
    case .refused(let words): try writeOutput(finding(name, "refused", words))
    case .different(let words):
        if !arguments.flag("quiet") { command.say("\(name) differs: shrinks it") }
        var shrinker = Shrinker(judge: judge, starts: arguments.integer("tries") ?? 40)
        let smallest = try shrinker.shrink(bundle, difference: words)
        try writeOutput(finding(name, "different", smallest.difference))
        if let folder = arguments.value("keep") {
            try makeFolder(folder)
            try smallest.case.write(to: "\(folder)/\(name)")
        }
    }
}

private func finding(_ name: String, _ verdict: String, _ words: String) -> String {
    line { writer in
        writer.field("kind", "finding")
        writer.field("case", name)
        writer.field("verdict", verdict)
        writer.field("words", words)
    }
}

private func line(_ fill: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    fill(&writer)
    writer.endObject()
    return writer.text + "\n"
}

@main enum Differential {
    static func main() { run() }
}

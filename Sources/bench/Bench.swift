internal import CLI
internal import JSONL

/// Measures the family's work: whole processes of the tools as they are installed, in processor
/// seconds, beside what others need for the same.
///
/// A row is measured several times and its median told. Inputs are made from seeds and kept in the
/// cache. Where another program can do the same work and is at hand it runs in the same minutes.
let command = Command(
    name: "bench",
    summary: "Measures how much the tools' work costs, beside other programs that do the same.",
    usage: "[ROW]...", operands: 0...1_000,
    examples: [
        .init("bench", "every row, one JSON object a line"),
        .init("bench start-up driver", "these rows only"),
        .init("bench --no-peers --runs 3 ingest", "our own part, three times"),
        .init("bench --list", "the rows, and what each measures"),
    ],
    options: [
        Option("list", help: "print the rows and what each measures"),
        Option("no-peers", help: "measure nobody else"),
        Option(
            "runs", value: "N", type: .integer(1...1_000),
            help: "how often everything runs (default: as often as each row needs)"),
        Option(
            "inside", value: "WHAT", type: .choice(Inside.allCases.map(\.rawValue)),
            help: "what rows start where no tool does only that"),
        .quiet,
    ],
    environment: [
        ("XDG_CACHE_HOME", "where inputs and other programs are kept (default: ~/.cache)"),
        ("ANYTRADE_SHARED", "where reference data and peers are (default: ../shared)"),
        ("FREQTRADE_RIG_HOME", "where freqtrade is (default: freqtrade-rig in the cache)"),
    ],
    answers: [
        .no: "a row could not be measured, its record says why",
        .missingInput: "not started in the folder of the package",
    ],
    notes: [
        "A record's value is the median of its runs in its unit; cpu_seconds counts user and system "
            + "time of the process and all that it waited for, resident_bytes the most memory of "
            + "one of them. ratio is how many times better than the peer we are. met is null where "
            + "a goal needs a peer that is not there.",
        "A goal is reached or missed on this machine, today: nothing is kept, and nothing fails. Where a "
            + "peer's reference is told, the goal was set on a machine on which that peer needed so much: "
            + "goal_here is the goal moved by as much as the peer is slower or faster here and now, "
            + "and what met speaks of.",
    ])

func run() -> Never {
    command.main { arguments in
        if let inside = arguments.value("inside").flatMap(Inside.init) {
            return try inside.work(arguments.operands)
        }
        let chosen = try works(named: arguments.operands)
        if arguments.flag("list") {
            for work in chosen { try writeOutput("\(work.name)\t\(work.summary)\n") }
            return .done
        }
        let workshop = try Workshop(arguments)
        var status = ExitStatus.done
        for work in chosen {
            do {
                try work.measure(workshop) { try writeOutput($0.line) }
            } catch let failure as Diagnostic {
                status = .no
                command.say("\(work.name): \(failure.text)")
                try writeOutput(unmeasured(work, failure))
            }
        }
        return status
    }
}

/// The rows of the names given, all where none is.
private func works(named names: [String]) throws(Diagnostic) -> [Work] {
    for name in names where !Work.all.contains(where: { $0.name == name }) {
        let near = suggestion(for: name, among: Work.all.map(\.name))
        throw Diagnostic(
            .usage, "there is no row \"\(name)\"",
            hint: near.map { "did you mean \"\($0)\"?" } ?? "bench --list names them")
    }
    return names.isEmpty ? Work.all : Work.all.filter { names.contains($0.name) }
}

private func unmeasured(_ work: Work, _ failure: Diagnostic) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("kind", "benchmark")
    writer.field("name", work.name)
    writer.field("value", nil as Double?)
    writer.field("why", failure.text)
    writer.endObject()
    return writer.text + "\n"
}

@main enum Bench {
    static func main() { run() }
}

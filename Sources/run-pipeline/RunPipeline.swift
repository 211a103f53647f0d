import CLI
import Doors

let command = Command(
    name: "run-pipeline",
    summary: "Runs the steps of a pipeline file that must run, and says why each must.",
    usage: "[VERB] FILE [RUN] [STEP]",
    operands: 1...4,
    examples: [
        .init("run-pipeline pipelines/nightly.yaml", "run what must run"),
        .init("run-pipeline plan pipelines/nightly.yaml", "only say what would run, and why"),
        .init("run-pipeline logs pipelines/nightly.yaml", "what failed, and its last words"),
        .init(
            "run-pipeline nightly.yaml --for 2026-11-01..2026-11-08",
            "once for each of seven days, which $(date) stands for"),
        .init(
            "run-pipeline explain pipelines/nightly.yaml render",
            "show what a step reads, makes and waits for, and what changed"),
        .init(
            "run-pipeline pipelines/nightly.yaml --set store=/tmp/try.sqlite",
            "run with another value for a variable of the file"),
    ],
    options: [
        .store,
        Option(
            "set", value: "NAME=VALUE", repeats: true,
            help: "give a variable of the file another value; may be repeated"),
        Option(
            "only", value: "STEP", repeats: true,
            help: "look at this step alone, not at those it needs; may be repeated"),
        Option(
            "force", short: "f", value: "STEP", repeats: true,
            help: "run this step even if nothing changed; may be repeated"),
        Option("fresh", help: "begin a new run, even if the last one was interrupted"),
        Option(
            "fail-on", value: "WHAT", type: .choice(["fail", "warn"]), default: "fail",
            help: "end with 1 if a step warned"),
        Option(
            "state", value: "FOLDER",
            help: "where the run log is kept (default: .anytrade/NAME, NAME being the pipeline's)"),
        Option(
            "for", value: "A..B", type: .days,
            help: "run once for each day from A up to, but not including, B; $(date) is the day"),
        Option(
            "on-busy", value: "WHAT", type: .choice(["wait", "fail", "skip"]),
            help: "if another run is at work (default: on_busy of the file, else fail)"),
        Option(
            "format", value: "FORMAT",
            type: .choice(["text", "dot", "svg", "systemd", "crontab", "times"]),
            help: "of graph the first three, of schedule the last three"),
        Option(
            "cron", value: "EXPRESSION", help: "schedule: when, instead of what the file says"),
        Option("out", value: "FOLDER", help: "schedule: write the systemd units here"),
        Option(
            "user", value: "NAME",
            help: "schedule: whom systemd is to run it as, in units of the system"),
        Option(
            "lines", value: "N", type: .integer(0...Int.max), default: "20",
            help: "logs: how many of a step's last lines"),
    ] + Format.options + [
        .jobs, .asOf, .quiet, .verbose,
    ],
    answers: [
        .no: "a step warned, under --fail-on warn",
        .badData: "a step ended with it, or the store cannot be used",
        .missingInput: "there is no such file, or a step ended with it",
        .unavailable: "a step failed in another way",
        .cannotCreate: "the state or the store cannot be made, or a step ended with it",
        .inputOutput: "input or output failed, or a step ended with it",
        .tryAgain: "another run of this pipeline is at work, or a step ended with it",
        .permission: "permission denied, or a step ended with it",
        .badConfiguration: "the pipeline file is wrong, or a step ended with it",
    ],
    glossary: ("Verbs", Verb.allCases.map { ($0.rawValue, $0.summary) }),
    notes: [
        "plan, status and history are laid out for people, unless --json, --csv or --table asks "
            + "for records, comma separated values or a table.",
        "An interrupted or killed run goes on where it stopped when started again: steps that "
            + "went well are not run a second time. A tool is looked for beside run-pipeline "
            + "first, then on PATH. docs/pipelines.md describes the file.",
    ])

func run() -> Never {
    command.main { arguments in
        let (verb, file, rest) = try Verb.split(arguments.operands)
        guard let file else { return try schema() }
        let request = try Request(arguments, verb, file: file, rest: rest)
        try request.checkTables()
        return switch verb {
        case .check: try check(request)
        case .plan: try plan(request)
        case .explain: try explain(request)
        case .graph: try graph(request)
        case .status: try Retrospect(request).status()
        case .history: try Retrospect(request).history()
        case .logs: try Retrospect(request).logs()
        case .schedule: try Timetable(request).answer()
        case .run, .schema: try Night(request).run()
        }
    }
}

@main enum RunPipeline {
    static func main() { run() }
}

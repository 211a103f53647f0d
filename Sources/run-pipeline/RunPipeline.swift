import CLI

let command = Command(
    name: "run-pipeline",
    summary: "Runs the steps of a pipeline file that must run, and says why each must.",
    usage: "[run | plan | check | explain] FILE [STEP]",
    operands: 1...3,
    examples: [
        .init("run-pipeline pipelines/nightly.yaml", "run what must run"),
        .init("run-pipeline plan pipelines/nightly.yaml", "only say what would run, and why"),
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
        .jobs, .asOf, .quiet, .verbose,
    ],
    answers: [
        .no: "a step warned, under --fail-on warn",
        .badData: "a step ended with it (66, 69, 73, 74, 77 likewise)",
        .unavailable: "a step failed in another way",
        .tryAgain: "another run of this pipeline is at work, or a step ended with it",
        .badConfiguration: "the pipeline file is wrong, or a step ended with it",
    ],
    notes: [
        "An interrupted or killed run goes on where it stopped when started again: steps that "
            + "went well are not run a second time. A tool is looked for beside run-pipeline "
            + "first, then on PATH. docs/pipelines.md describes the file."
    ])

func run() -> Never {
    command.main { arguments in
        let request = try Request(arguments)
        try request.checkTables()
        return switch request.verb {
        case .check: try check(request)
        case .plan: try plan(request)
        case .explain: try explain(request)
        case .run: try Night(request).run()
        }
    }
}

@main enum RunPipeline {
    static func main() { run() }
}

internal import Backtesting
internal import CLI
internal import Doors
internal import Glibc
internal import Hyperopt
internal import JSONL
internal import Metrics
internal import Records
internal import Strategies
internal import Workbench

let command = Command(
    name: "run-hyperopt",
    summary: "Searches a strategy's parameters by back-testing many points.",
    usage: "[-]", operands: 0...1,
    examples: [
        .init(
            "run-hyperopt --store desk.sqlite -s rsi.strategy.yaml --epochs 1000",
            "1,000 points; run it again to go on where it stopped"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --loss OnlyProfit --spaces buy --seed 7",
            "only parameters of the space \"buy\""),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --spaces default,trailing",
            "and the trailing stop, besides what is searched anyway"),
        .init(
            "fetch-candles --source synthetic --seed 42 | run-hyperopt -s rsi.strategy.yaml -",
            "without a store"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --parameters-to rsi.json",
            "and run-backtest --parameters rsi.json trades as the best epoch did"),
        .init(
            "run-hyperopt --store desk.sqlite --cancel 6338b4ac",
            "stop a search that is at work; the command that began it goes on"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --verdict --require 'drawdown <= 0.2'",
            "ends with 1 unless the best epoch is to be trusted"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --out-of-sample 0.3 --embargo 1d --verdict",
            "search on the first 70 % of the days, trade the best epoch on the rest"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --walk-forward 60d/20d --epochs 300",
            "search on 60 days, trade on the next 20, move on by 20"),
    ],
    options: [
        Option(
            "epochs", short: "e", value: "N", type: .integer(1...10_000_000), default: "100",
            help: "how many points to try"),
        Option(
            "loss", value: "NAME", default: "Sharpe",
            help: "what to minimise, by its name or its freqtrade class: "
                + Loss.names.joined(separator: ", "),
            offers: Loss.names),
        Option(
            "objective", value: "NAME", repeats: true,
            help:
                "minimise this loss too: nsgaii and nsgaiii rank epochs by all of them, and those that "
                + "no other beats are marked; may be repeated",
            offers: Loss.names),
        Option(
            "sampler", value: "NAME", type: .choice(samplerDefinitions.map(\.name)),
            default: samplerDefinitions[0].name,
            help: "how points are chosen: "
                + samplerDefinitions.map { "\($0.name), \($0.summary)" }.joined(separator: "; ")),
        Option(
            "min-trades", value: "N", type: .integer(1...1_000_000), default: "1",
            help: "epochs with fewer trades have no loss"),
        Option(
            "verdict",
            help: "say what the best epoch is worth, and whether it meets what is required"),
        Option(
            "require", value: "TEXT", repeats: true,
            help: "what the best epoch must be, as \"trades >= 50\"; may be repeated"),
        Option(
            "resamples", value: "N", type: .integer(1...1_000_000), default: "1000",
            help: "how often days are drawn anew for a verdict"),
        Option(
            "block-days", value: "N", type: .integer(1...10_000),
            help: "mean length of the blocks of days drawn (default: cube root of the days)"),
        .seed, .jobs,
    ] + EngineChoice.options + [Worker.option] + SearchSpace.options + BestParameters.options
        + EpochExport.options + Candidates.options + SearchSlot.options + Cancellation.options
        + Holdout.options + Walk.options + Workbench.options(),
    environment: [
        ("ANYTRADE_STORE", "the store where --store is not given"),
        ("SOURCE_DATE_EPOCH", "the instant, in Unix seconds, that the run's record bears"),
    ],
    answers: Workbench.answers.merging([
        .no:
            "done, and no epoch has a usable loss, or the best one does not pass; or it was cancelled",
        .tryAgain: "another tool holds the store, or two searches are at work on it",
    ]) { $1 },
    notes: [
        "--table and --csv print the epochs in columns instead.",
        "Writes one run record, then a trial record an epoch, in order. Epochs are stored in their "
            + "order while the next ones are tried; an interrupted search goes on where it stopped "
            + "when it is asked for again.",
        "The result is the same for any number of jobs. Epochs with fewer trades than "
            + "--min-trades, and those whose loss is no finite number, are stored without a loss; "
            + "they are never the best, nor is a loss of 100 or more, as in freqtrade.",
        "No point is tried twice; a search ends early when it has tried all.",
        "--verdict (implied by --require) adds the measures of the choice and ends with 0 for a "
            + "pass, and with 1 for a failure or too little evidence, which it tells apart. "
            + "Required unless --require says otherwise: "
            + Requirement.standard(.search).map(\.description).joined(separator: ", ")
            + ".",
        "--out-of-sample adds the back-test of the best epoch on its days, the run that "
            + "run-backtest would make, and requires something of it.",
        "--walk-forward keeps a search and a back-test for every window, the runs that asking for "
            + "them alone would make, so that an interrupted walk goes on where it stopped; it "
            + "prints one run with all trades of the tests, its equity, measures and verdict. "
            + "Required: "
            + Requirement.standard(.walkForward).map(\.description).joined(separator: ", ") + ".",
    ])

func run() -> Never {
    command.main { arguments in
        if let status = try Cancellation.run(arguments) { return status }
        if arguments.flag("worker") { return try Worker.run(arguments) }
        if let walk = try Walk(arguments) { return try walk.run(arguments) }
        let holdout = try Holdout(arguments)
        let engines = try EngineChoice(arguments)
        let (bench, after) =
            try holdout?.split(
                WorkbenchRanges(arguments, of: command, keepingSource: engines.isElsewhere))
            ?? (Workbench(arguments, of: command, keepingSource: engines.isElsewhere), nil)
        let plan = try SearchPlan(arguments, bench)
        let export = try EpochExport(arguments)
        let judge =
            try Judge.isWanted(arguments)
            ? Judge(arguments, plan, of: after == nil ? .search : .outOfSample) : nil
        var result = try plan.search(bench, arguments, on: engines)
        if let candidates = Candidates(arguments) {
            result.candidates = try candidates.measures(result, of: plan.study, bench)
        }
        try BestParameters(arguments)?.write(result, of: plan.study)
        try export?.write(result, of: plan.study, bench)
        let tested = try after.flatMap { try plan.test(result.best, on: $0) }
        let judged = try judge?.judge(result, bench, after: tested?.trades)
        let format = try Format(arguments)
        if format == .json {
            let crew = Crew(plan.study.testbed, jobs: plan.jobs)
            try write(result, judged?.measures ?? result.measures, tested?.run, with: crew)
        } else {
            try print(result.trials, as: format)
        }
        if !arguments.flag("quiet") {
            command.say(words(for: result, minimumTrades: plan.study.loss.minimumTrades))
            if let tested { command.say("out of sample: " + tested.words) }
            if let judged { command.say("verdict: " + judged.sentence) }
        }
        return bench.ending(
            result.best != nil && judged?.isPassed != false ? .done : .no)
    }
}

private func write(
    _ result: EpochLedger.Result, _ measures: [Measure], _ tested: TestedRun?, with crew: Crew
) throws {
    var writer = JSONWriter(descriptor: 1)
    try diagnosing(.inputOutput) {
        result.run.write(to: &writer)
        try writer.endLine()
        try write(result.trials, to: &writer, with: crew)
        for measure in measures { try writer.write(measure) }
        try tested?.write(to: &writer)
        try writer.flush()
    }
}

/// Writes trials in their order; their lines are made side by side, some thousands at a time.
private func write(
    _ trials: [Trial], to writer: inout JSONWriter, with crew: Crew
) throws(WriteError) {
    let (handful, handfuls) = (250, 40)
    for start in stride(from: 0, to: trials.count, by: handful * handfuls) {
        let some = trials[start...].prefix(handful * handfuls)
        let texts = crew.map((some.count + handful - 1) / handful) { place, _ in
            var writer = JSONWriter()
            for trial in some.dropFirst(place * handful).prefix(handful) {
                trial.write(to: &writer)
                // Nothing is lost in memory.
                try? writer.endLine()
            }
            return writer.bytes
        }
        for text in texts { try writer.lines(text) }
    }
}

private func words(for result: EpochLedger.Result, minimumTrades: Int) -> String {
    let few = result.trials.count { ($0.measures["trade_count"]?.int ?? 0) < minimumTrades }
    let lacking = result.trials.count { $0.loss == nil } - few
    var words = "run \(result.run.run): \(result.trials.count) epochs"
    if let best = result.best, let loss = best.loss {
        words += ", best \(best.epoch) with loss \(loss)"
    } else {
        words += ", none with a usable loss"
    }
    if few > 0 {
        words += ", \(few) " + (minimumTrades == 1 ? "without trades" : "with too few trades")
    }
    if lacking > 0 { words += ", \(lacking) whose loss is not defined" }
    let front = result.trials.count { $0.measures["pareto_front"]?.int == 1 }
    if front > 0 { words += ", \(front) that no other beats" }
    return words + (result.changes.map { ", \($0)" } ?? "")
}

/// Searches for better parameters of a strategy: one run and its epochs.
@main enum RunHyperopt {
    static func main() { run() }
}

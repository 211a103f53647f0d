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
            "fetch-candles --source synthetic --seed 42 | run-hyperopt -s rsi.strategy.yaml -",
            "without a store"),
        .init(
            "run-hyperopt -s rsi.strategy.yaml --verdict --require 'drawdown <= 0.2'",
            "ends with 1 unless the best epoch is to be trusted"),
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
            "sampler", value: "NAME", type: .choice(samplerDefinitions.map(\.name)),
            default: samplerDefinitions[0].name,
            help: "how points are chosen: "
                + samplerDefinitions.map { "\($0.name), \($0.summary)" }.joined(separator: "; ")),
        Option(
            "min-trades", value: "N", type: .integer(1...1_000_000), default: "1",
            help: "epochs with fewer trades have no loss"),
        Option(
            "spaces", value: "NAMES",
            help: "spaces to search, as buy,sell (default: all that the strategy has)"),
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
    ] + Workbench.options(),
    environment: [
        ("ANYTRADE_STORE", "the store where --store is not given"),
        ("SOURCE_DATE_EPOCH", "the instant, in Unix seconds, that the run's record bears"),
    ],
    answers: Workbench.answers.merging([
        .no: "done, and no epoch has a usable loss, or the best one does not pass"
    ]) { $1 },
    notes: [
        "--table and --csv print the epochs in columns instead.",
        "Writes one run record, then a trial record an epoch, in order. Each epoch is stored "
            + "as soon as it and all before it are finished; an interrupted search goes on where "
            + "it stopped when it is asked for again.",
        "The result is the same for any number of jobs. Epochs with fewer trades than "
            + "--min-trades, and those whose loss is no finite number, are stored without a loss; "
            + "they are never the best, nor is a loss of 100 or more, as in freqtrade.",
        "No point is tried twice; a search ends early when it has tried all.",
        "--verdict (implied by --require) adds the measures of the choice and ends with 0 for a "
            + "pass, and with 1 for a failure or too little evidence, which it tells apart. "
            + "Required unless --require says otherwise: "
            + Requirement.standard(outOfSample: false).map(\.description).joined(separator: ", ")
            + ".",
    ])

func run() -> Never {
    command.main { arguments in
        let bench = try Workbench(arguments, of: command)
        let plan = try plan(arguments, bench)
        let jobs = arguments.integer("jobs") ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let judge =
            arguments.flag("verdict") || !arguments.values("require").isEmpty
            ? try Judge(arguments, plan.study, jobs: jobs) : nil
        let ledger = try EpochLedger(
            plan.study, record: plan.record, epochs: plan.epochs, bench: bench,
            quiet: arguments.flag("quiet"))
        try ledger.work(jobs: jobs)
        let result = try ledger.finish()
        let judged = try judge?.judge(result, bench)
        let format = try Format(arguments)
        if format == .json {
            try write(result, judged?.measures ?? [])
        } else {
            try print(result.trials, as: format)
        }
        if !arguments.flag("quiet") {
            command.say(words(for: result, minimumTrades: plan.study.loss.minimumTrades))
            if let judged { command.say("verdict: " + judged.sentence) }
        }
        return bench.ending(
            result.best != nil && judged?.isPassed != false ? .done : .no)
    }
}

/// The search that the command line asks for, and the record of its run.
private func plan(
    _ arguments: Arguments, _ bench: Workbench
) throws(Diagnostic) -> (study: Study, record: Run, epochs: Int) {
    let loss = try loss(arguments)
    let sampler =
        arguments.value("sampler").flatMap(SamplerDefinition.named) ?? samplerDefinitions[0]
    let seed = arguments.integer("seed") ?? 42
    let (spaces, space) = try searchSpace(arguments, bench)
    let epochs = arguments.integer("epochs") ?? 100
    let record = bench.run(
        tool: command.name, parameters: bench.values.json,
        extra: [
            .init("loss", .text(loss.name)),
            .init("sampler", .text(sampler.name)),
            .init("min_trades", .integer(loss.minimumTrades)),
            .init("epochs", .integer(epochs)), .init("seed", .integer(seed)),
            .init("spaces", .text(spaces.joined(separator: ","))),
        ])
    let study = Study(
        testbed: bench.testbed, space: space, sampler: sampler, seed: UInt64(seed), loss: loss,
        run: record.run)
    return (study, record, epochs)
}

private func loss(_ arguments: Arguments) throws(Diagnostic) -> Loss {
    let name = arguments.value("loss") ?? ""
    if let loss = Loss(named: name, minimumTrades: arguments.integer("min-trades") ?? 1) {
        return loss
    }
    throw Diagnostic(
        .usage, "--loss: there is no loss \"\(name)\"",
        hint: suggestion(for: name, among: Loss.names).map { "did you mean \"\($0)\"?" }
            ?? "known: " + Loss.names.joined(separator: ", "))
}

private func searchSpace(
    _ arguments: Arguments, _ bench: Workbench
) throws(Diagnostic) -> (names: [String], space: SearchSpace) {
    let strategy = bench.testbed.strategy
    let known = SearchSpace.names(in: strategy.parameters)
    let asked = arguments.value("spaces").map {
        $0.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
    }
    for name in asked ?? [] where !known.contains(name) {
        if ["roi", "stoploss", "trailing", "trades", "protection", "all", "default"].contains(name)
        {
            throw Diagnostic(
                .usage, "--spaces: \"\(name)\" is not searched yet",
                hint: "spaces of \(strategy.name): " + known.joined(separator: ", "))
        }
        throw Diagnostic(
            .usage, "--spaces: \(strategy.name) has no space \"\(name)\"",
            hint: suggestion(for: name, among: known).map { "did you mean \"\($0)\"?" }
                ?? "it has " + (known.isEmpty ? "none" : known.joined(separator: ", ")))
    }
    let names = known.filter { asked?.contains($0) ?? true }
    let space = SearchSpace(strategy.parameters, spaces: Set(names), fixed: bench.values)
    guard !space.parameters.isEmpty else {
        throw Diagnostic(
            .badConfiguration, "\(strategy.name) has no parameters to search",
            hint: "give it some under \"parameters\", as buy_rsi: {type: integer, low: 10, …}")
    }
    return (names, space)
}

private func write(_ result: EpochLedger.Result, _ measures: [Measure]) throws {
    var writer = JSONWriter(descriptor: 1)
    try diagnosing(.inputOutput) {
        result.run.write(to: &writer)
        try writer.endLine()
        for trial in result.trials {
            trial.write(to: &writer)
            try writer.endLine()
        }
        for measure in measures { try writer.write(measure) }
        try writer.flush()
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
    return words + (result.changes.map { ", \($0)" } ?? "")
}

/// Searches for better parameters of a strategy: one run and its epochs.
@main enum RunHyperopt {
    static func main() { run() }
}

internal import Backtesting
internal import CLI
internal import Glibc
internal import Hyperopt
internal import JSONL
internal import Metrics
internal import Records
internal import Strategies
internal import Workbench

/// The search that the command line asks for on one bench.
struct SearchPlan {
    let study: Study
    /// What decides its result besides the bench, as the record says it.
    let settings: [JSONValue.Member]
    let record: Run
    let epochs: Int
    let jobs: Int

    init(_ arguments: Arguments, _ bench: Workbench) throws(Diagnostic) {
        let loss = try Self.loss(arguments)
        let sampler =
            arguments.value("sampler").flatMap(SamplerDefinition.named) ?? samplerDefinitions[0]
        let seed = arguments.integer("seed") ?? 42
        let (spaces, space) = try SearchSpace.asked(arguments, bench)
        epochs = arguments.integer("epochs") ?? 100
        jobs = arguments.integer("jobs") ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        settings = [
            .init("loss", .text(loss.name)),
            .init("sampler", .text(sampler.name)),
            .init("min_trades", .integer(loss.minimumTrades)),
            .init("epochs", .integer(epochs)), .init("seed", .integer(seed)),
            .init("spaces", .text(spaces.joined(separator: ","))),
        ]
        record = bench.run(tool: command.name, parameters: bench.values.json, extra: settings)
        study = Study(
            testbed: bench.testbed, space: space, sampler: sampler, seed: UInt64(seed), loss: loss,
            run: record.run)
    }

    /// Searches on its bench; what is in the store already is not done again.
    func search(_ bench: Workbench, _ arguments: Arguments) throws -> EpochLedger.Result {
        let ledger = try EpochLedger(
            study, record: record, epochs: epochs, bench: bench, quiet: arguments.flag("quiet"))
        try ledger.work(jobs: jobs)
        return try ledger.finish()
    }

    /// A choice on days that its search did not see.
    struct Test {
        let run: TestedRun
        let trades: TradeColumns

        var words: String {
            "run \(run.run.run), \(trades.count) trades, profit \(trades.total)"
        }
    }

    /// Trades a trial's values on another bench, and stores the run there; nil without a trial.
    func test(_ best: Trial?, on bench: Workbench) throws -> Test? {
        guard let best, let values = study.space.values(of: best.parameters) else { return nil }
        let run = try TestedRun(bench, values)
        _ = try run.keep(in: bench)
        return Test(run: run, trades: Crew(bench.testbed, jobs: 1).trades(of: [values])[0])
    }

    private static func loss(_ arguments: Arguments) throws(Diagnostic) -> Loss {
        let name = arguments.value("loss") ?? ""
        if let loss = Loss(named: name, minimumTrades: arguments.integer("min-trades") ?? 1) {
            return loss
        }
        throw Diagnostic(
            .usage, "--loss: there is no loss \"\(name)\"",
            hint: suggestion(for: name, among: Loss.names).map { "did you mean \"\($0)\"?" }
                ?? "known: " + Loss.names.joined(separator: ", "))
    }
}

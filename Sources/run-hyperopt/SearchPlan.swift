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
        let loss = try Self.loss(arguments.value("loss") ?? "", arguments)
        let objectives = try Self.objectives(arguments, besides: loss)
        let sampler = try Self.sampler(arguments, takingObjectives: !objectives.isEmpty)
        let seed = arguments.integer("seed") ?? 42
        let (spaces, space) = try SearchSpace.asked(arguments, bench)
        epochs = arguments.integer("epochs") ?? 100
        jobs = arguments.integer("jobs") ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        settings =
            [
                .init("loss", .text(loss.name)),
                .init("sampler", .text(sampler.name)),
                .init("min_trades", .integer(loss.minimumTrades)),
                .init("epochs", .integer(epochs)), .init("seed", .integer(seed)),
                .init("spaces", .text(spaces.joined(separator: ","))),
            ]
            + (objectives.isEmpty
                ? [] : [.init("objectives", .text(objectives.map(\.name).joined(separator: ",")))])
        record = bench.run(tool: command.name, parameters: bench.values.json, extra: settings)
        study = Study(
            testbed: bench.testbed, space: space, sampler: sampler, seed: UInt64(seed), loss: loss,
            objectives: objectives, run: record.run)
    }

    /// Searches on its bench; what is in the store already is not done again. The place among the searches of
    /// the store stays on `seat`.
    func search(
        _ bench: Workbench, _ arguments: Arguments, on engines: EngineChoice,
        seat: SearchSeat? = nil
    ) throws -> EpochLedger.Result {
        let ledger = try EpochLedger(
            study, record: record, epochs: epochs, jobs: jobs, bench: bench, seat: seat,
            quiet: arguments.flag("quiet"))
        let engine = try engines.engine(study, on: bench, jobs: jobs)
        do {
            try ledger.work(on: engine, waiting: arguments.duration("wait") ?? .zero)
        } catch let stop as SearchStop {
            throw try end(ledger, stop)
        } catch {
            _ = try? ledger.abandon(.failed, because: "\(error)")
            throw error
        }
        let result = try ledger.finish()
        engine.finish()
        return result
    }

    /// Closes a search that is not wanted any more.
    private func end(_ ledger: EpochLedger, _ stop: SearchStop) throws -> Diagnostic {
        let goesOn = "the same command goes on where it stopped"
        switch stop {
        case .cancelled:
            let count = try ledger.abandon(.cancelled, because: "cancelled from outside")
            return Diagnostic(
                .no, "run \(record.run) was cancelled after \(count) of \(epochs) epochs",
                hint: goesOn)
        case .signal(let number):
            let name = number == SIGINT ? "SIGINT" : "SIGTERM"
            let count = try ledger.abandon(.cancelled, because: "stopped by \(name)")
            command.say("run \(record.run): stopped after \(count) of \(epochs) epochs; \(goesOn)")
            exit(128 + number)
        }
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

    private static func objectives(
        _ arguments: Arguments, besides loss: Loss
    ) throws(Diagnostic) -> [Loss] {
        var objectives: [Loss] = []
        for name in arguments.values("objective") {
            let objective = try Self.loss(name, arguments, of: "objective")
            guard !([loss] + objectives).contains(where: { $0.name == objective.name }) else {
                throw Diagnostic(.usage, "--objective: \(objective.name) is one already")
            }
            objectives.append(objective)
        }
        return objectives
    }

    private static func sampler(
        _ arguments: Arguments, takingObjectives: Bool
    ) throws(Diagnostic) -> SamplerDefinition {
        let able = samplerDefinitions.filter { $0.takesObjectives || !takingObjectives }
        guard arguments.flag("sampler"), let name = arguments.value("sampler") else {
            return able[0]
        }
        guard let sampler = able.first(where: { $0.name == name }) else {
            throw Diagnostic(
                .usage, "--sampler \(name) knows one loss only",
                hint: "with --objective: " + able.map(\.name).joined(separator: ", "))
        }
        return sampler
    }

    private static func loss(
        _ name: String, _ arguments: Arguments, of option: String = "loss"
    ) throws(Diagnostic) -> Loss {
        if let loss = Loss(named: name, minimumTrades: arguments.integer("min-trades") ?? 1) {
            return loss
        }
        throw Diagnostic(
            .usage, "--\(option): there is no loss \"\(name)\"",
            hint: suggestion(for: name, among: Loss.names).map { "did you mean \"\($0)\"?" }
                ?? "known: " + Loss.names.joined(separator: ", "))
    }
}

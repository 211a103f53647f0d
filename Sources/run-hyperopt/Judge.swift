internal import Backtesting
internal import CLI
internal import Doors
internal import Hyperopt
internal import JSONL
internal import Market
internal import Metrics
internal import Records
internal import Storage
internal import Strategies
internal import Workbench

/// Says what the choice of a finished search is worth.
///
/// Every point is back-tested once more, since trials are kept without their trades: so a search that was
/// interrupted is judged like any other, and nothing is stored for it. Of each point a few numbers are kept,
/// however many days there are.
struct Judge {
    /// Points whose trades are in memory at a time.
    private static let handful = 256

    let study: Study
    let requirements: [Requirement]
    let jobs: Int
    let resamples: Int
    let blockDays: Double?
    let seed: UInt64
    let isQuiet: Bool

    init(
        _ arguments: Arguments, _ plan: SearchPlan, of subject: Requirement.Subject
    ) throws(Diagnostic) {
        study = plan.study
        jobs = plan.jobs
        requirements = try Self.requirements(arguments, of: subject)
        resamples = arguments.integer("resamples") ?? 1_000
        blockDays = arguments.integer("block-days").map(Double.init)
        seed = study.seed
        isQuiet = arguments.flag("quiet")
    }

    /// Whether a verdict on the search was asked for.
    static func isWanted(_ arguments: Arguments) throws(Diagnostic) -> Bool {
        if arguments.flag("verdict") || arguments.flag("require") { return true }
        try refuseResampling(arguments, "goes with --verdict")
        return false
    }

    /// What would do nothing is refused.
    static func refuseResampling(
        _ arguments: Arguments, _ reason: String
    ) throws(Diagnostic) {
        for option in ["resamples", "block-days"] where arguments.flag(option) {
            throw Diagnostic(.usage, "--\(option) \(reason)")
        }
    }

    /// What is required, `--require` checked.
    static func requirements(
        _ arguments: Arguments, of subject: Requirement.Subject
    ) throws(Diagnostic) -> [Requirement] {
        let names = Requirement.names(subject)
        var requirements: [Requirement] = []
        for text in arguments.values("require") {
            guard let requirement = Requirement(parsing: text) else {
                throw Diagnostic(
                    .usage, "--require: \"\(text)\" is no requirement",
                    hint: "write a measure, a sign and a number: \"trades >= 50\"")
            }
            guard names.contains(requirement.measure) else {
                throw Diagnostic(
                    .usage, "--require: there is no measure \"\(requirement.measure)\" of a choice",
                    hint: suggestion(for: requirement.measure, among: names)
                        .map { "did you mean \"\($0)\"?" }
                        ?? "known: " + names.joined(separator: ", "))
            }
            requirements.append(requirement)
        }
        return Requirement.all(requirements, of: subject)
    }

    struct Judgement {
        let verdict: Verdict
        /// The verdict's first, then those that it speaks of.
        let measures: [Measure]

        var isPassed: Bool { verdict.conclusion == .pass }
        var sentence: String { verdict.sentence }
    }

    /// Judges the best trial of a search and stores what is found where there is a store. `after` are its
    /// trades on days that the search did not see.
    func judge(
        _ result: EpochLedger.Result, _ bench: Workbench, after: TradeColumns? = nil
    ) throws -> Judgement {
        var measures: [Measure] = []
        if let best = result.best {
            var selection = selection(best, among: result.trials)
            selection.outOfSample = after
            measures = selection.measures(
                run: study.run, currency: study.testbed.configuration.stakeCurrency)
        }
        let verdict = Verdict(requirements, of: measures)
        measures = verdict.measures(run: study.run) + measures + result.measures
        if let store = bench.store {
            _ = try withStoreErrors(bench.storePath) {
                try store.measures.replace(run: study.run, with: measures)
            }
        }
        return Judgement(verdict: verdict, measures: measures)
    }

    private func selection(_ best: Trial, among trials: [Trial]) -> Selection {
        let crew = Crew(study.testbed, jobs: jobs)
        let chosen = study.space.values(of: best.parameters).map { crew.trades(of: [$0])[0] }
        guard let chosen else { preconditionFailure("the best trial is of another space") }
        var selection = Selection(epoch: best.epoch, loss: best.loss ?? .infinity, trades: chosen)
        compare(trials, crew, &selection)
        let days = chosen.dailyReturns
        selection.bootstrap = Bootstrap(
            days, startingBalance: chosen.startingBalance,
            blockDays: blockDays ?? Bootstrap.blockDays(for: days.count), resamples: resamples,
            seed: seed)
        selection.shuffle = TradeShuffle(
            chosen.profits, startingBalance: chosen.startingBalance, shuffles: resamples, seed: seed
        )
        let neighbours = study.space.neighbours(of: best.parameters)
        selection.plateau = Plateau(
            best: selection.loss,
            neighbours: crew.trades(of: neighbours).map(study.loss.evaluate),
            losses: selection.losses)
        return selection
    }

    /// Takes every point once, in the order of the epochs.
    private func compare(_ trials: [Trial], _ crew: Crew, _ selection: inout Selection) {
        var seen: Set<JSONValue> = []
        let points = trials.filter { seen.insert($0.parameters).inserted }
        var validation = CrossValidation(days: selection.trades.dailyReturns.count)
        var progress = Progress("points judged", quiet: isQuiet)
        for start in stride(from: 0, to: points.count, by: Self.handful) {
            let some = points[start..<min(start + Self.handful, points.count)]
            let values = some.compactMap { study.space.values(of: $0.parameters) }
            for (trial, trades) in zip(some, crew.trades(of: values)) {
                let days = trades.dailyReturns
                selection.trials.add(days)
                guard let loss = trial.loss else { continue }
                selection.losses.append(loss)
                validation?.add(days)
            }
            progress.update(start + some.count, of: points.count)
        }
        progress.end()
        selection.overfitting = validation?.result()
    }
}

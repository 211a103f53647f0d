internal import CLI
internal import Doors
internal import Hyperopt
internal import JSONL
internal import Records
internal import Strategies
internal import Workbench

/// `--worker`: tries the points on standard input, wherever a search or somebody else made them.
///
/// The answers come in the order of the points, whatever they are of and however many jobs there are:
/// so points may be cut into parts, tried anywhere and as often as it takes, and put together again.
/// Whoever asks one point at a time is answered at once: a worker never waits with points in its hands.
struct Worker: ~Copyable {
    static let option = Option(
        "worker",
        help: "try the points on standard input, records of kind point or trial, and print a "
            + "trial of each")

    /// Options that a worker would have to ignore.
    static let refused: Set = [
        "engine", "shared", "shard-time", "parameters-to", "export", "export-to", "candidates",
        "wait", "verdict", "require", "resamples", "block-days", "out-of-sample", "embargo",
        "walk-forward", "anchored", "csv", "table",
    ]

    private let study: Study
    private let crew: Crew
    /// Points that are tried before their answers are written: they stay in memory until then.
    private let handful: Int
    private var waiting: [(epoch: Int, values: ParameterValues)] = []
    private var writer = JSONWriter(descriptor: 1)

    static func run(_ arguments: Arguments) throws -> ExitStatus {
        for option in refused.sorted() where arguments.flag(option) {
            throw Diagnostic(.usage, "--\(option) does not go with --worker")
        }
        if arguments.operands.last == "-" {
            throw Diagnostic(
                .usage, "a worker reads points from standard input, not candles",
                hint: "name the candles' file with --candles, or a store with --store")
        }
        let bench = try Workbench(arguments, of: command)
        var worker = Worker(try SearchPlan(arguments, bench))
        var intake = RecordIntake(arguments, of: command)
        try worker.work(&intake)
        try intake.check()
        return intake.ending(bench.ending(.done))
    }

    private init(_ plan: SearchPlan) {
        study = plan.study
        crew = Crew(study.testbed, jobs: plan.jobs)
        handful = plan.jobs * 16
    }

    private mutating func work(_ intake: inout RecordIntake) throws {
        try intake.follow("-", kinds: [TrialPoint.kind, Trial.kind]) { line, keeps in
            guard let line else { return try answer() }
            let point = try point(line)
            guard keeps else { return }
            waiting.append(point)
            if waiting.count == handful { try answer() }
        }
        try answer()
    }

    /// - Throws: `BadRecord` for a point of another search, or outside of the space.
    private func point(_ line: RecordLine) throws(BadRecord) -> (Int, ParameterValues) {
        let point =
            line.kind == Trial.kind
            ? TrialPoint(try line.decode(Trial.self)) : try line.decode(TrialPoint.self)
        if let run = point.run, run != study.run {
            throw line.badRecord(
                JSONError(
                    message: "the point is of run \(run), and this command line of \(study.run)",
                    offset: 0,
                    hint: "a worker is given the strategy, candles and options of the search"))
        }
        guard let values = study.space.values(of: point.parameters),
            let members = point.parameters.members,
            Self.isSaid(members, by: study.space.json(values))
        else {
            let names = study.space.parameters.map(\.name).joined(separator: ", ")
            throw line.badRecord(
                JSONError(
                    message: "the point is not one of this search", offset: 0,
                    hint: "it has a value for each of \(names); others are set with --parameter"))
        }
        return (point.epoch, values)
    }

    private static func isSaid(_ members: [JSONValue.Member], by json: JSONValue) -> Bool {
        members.allSatisfy { $0.value.isSame(as: json[$0.key]) }
    }

    /// Tries the points that wait, and writes their trials.
    private mutating func answer() throws {
        let points = waiting
        guard !points.isEmpty else { return }
        waiting = []
        let trials = crew.map(points.count) { [study] place, memory in
            study.trial(
                epoch: points[place].epoch, values: points[place].values, reusing: &memory)
        }
        try diagnosing(.inputOutput) {
            for trial in trials { try writer.write(trial) }
            try writer.flush()
        }
    }
}

extension JSONValue {
    /// Whether both say the same, be it 1 or 1.0.
    fileprivate func isSame(as other: JSONValue?) -> Bool {
        self == other || (double != nil && double == other?.double)
    }
}

extension TrialPoint {
    /// A trial's point, for anybody to try again.
    fileprivate init(_ trial: Trial) {
        self.init(run: nil, epoch: trial.epoch, parameters: trial.parameters)
    }
}

internal import CLI
internal import Hyperopt
internal import Records
internal import Runtimes
internal import Shell
internal import Workbench

/// What tries the points of searches, as the command line asks for it.
struct EngineChoice {
    static let options = [
        Option(
            "engine", value: "NAME", type: .choice(["local", "slurm"]), default: "local",
            help: "what tries the points: this machine, or tasks of a Slurm cluster"),
        Option(
            "shared", value: "FOLDER",
            help: "a folder that this machine and the cluster's see, for --engine slurm"),
        Option(
            "shard-time", value: "TIME", type: .duration, default: "30s",
            help: "how long a task of the cluster works at least; what takes less is tried here"),
    ]

    /// Options that a worker has no use for, or is given in its own way.
    private static let unspoken = BenchSource.replaced.union(Worker.refused).union([
        "cancel", "jobs", "json", "as-of", "quiet", "on-error", "max-errors", "skip-other-kinds",
    ])

    private let arguments: Arguments
    /// The cluster's queue and the shared folder; nil for this machine.
    private let cluster: (queue: SlurmQueue, folder: String)?

    /// Whether benches must be made elsewhere, too.
    var isElsewhere: Bool { cluster != nil }

    /// - Throws: `Diagnostic` where there is no such engine here, before anything was done.
    init(_ arguments: Arguments) throws(Diagnostic) {
        self.arguments = arguments
        guard arguments.value("engine") == "slurm" else {
            for option in ["shared", "shard-time"] where arguments.flag(option) {
                throw Diagnostic(.usage, "--\(option) goes with --engine slurm")
            }
            cluster = nil
            return
        }
        guard let path = arguments.value("shared") else {
            throw Diagnostic(
                .usage, "--engine slurm needs --shared, a folder that all machines see",
                hint: "one of the cluster's file system: --shared ~/searches")
        }
        let queue = try SlurmQueue(environment: arguments.wholeEnvironment)
        try makeFolder(path)
        cluster = (queue, try wholePath(path))
    }

    /// The engine of one search.
    func engine(
        _ study: Study, on bench: Workbench, jobs: Int
    ) throws -> any Engine {
        guard let cluster, let source = bench.source else {
            return LocalEngine(study, jobs: jobs)
        }
        let cores = arguments.integer("jobs") ?? 1
        let folder = try ShardFolder("\(cluster.folder)/\(study.run)")
        try source.write(into: folder.path)
        try folder.write(command: Self.worker(cores, source, arguments))
        let isQuiet = arguments.flag("quiet")
        let tell = { (text: String) in if !isQuiet { command.say(text) } }
        return try SlurmEngine(
            study, in: folder,
            tasks: ShardRun(
                cluster.queue, name: "anytrade-\(study.run)", cores: cores, tell: tell),
            size: ShardSize(time: arguments.duration("shard-time") ?? .zero, cores: cores),
            jobs: jobs, tell: tell)
    }

    /// The command line of a worker, run in the folder.
    private static func worker(
        _ cores: Int, _ source: BenchSource, _ arguments: Arguments
    ) throws(Diagnostic) -> [String] {
        guard let own = ownFolder() else {
            throw Diagnostic(.inputOutput, "cannot find out where \(command.name) is")
        }
        return ["\(own)/\(command.name)", "--worker", "--quiet", "--jobs=\(cores)"] + source.words
            + arguments.words(without: unspoken)
    }
}

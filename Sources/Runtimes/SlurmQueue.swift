public import CLI
internal import Shell

/// The queue of a Slurm cluster, asked through Slurm's own commands, whose options are older than most
/// clusters.
///
/// Partition, account, memory and time are set as with every job: by sbatch's variables (`SBATCH_…`).
/// Jobs inherit nothing else of the environment but what programs need to be found, so that no secret
/// is kept in Slurm's records.
public struct SlurmQueue: Sendable {
    /// Slurm takes arrays of up to 1,001 places, unless its administrator said otherwise.
    public static let mostTasks = 1_000

    private static let inherited: Set = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH",
        "SLURM_CONF", "SLURM_CLUSTERS",
    ]

    private let submitting: String
    private let listing: String
    private let cancelling: String
    private let environment: [String: String]

    /// - Throws: `Diagnostic` where Slurm's commands are not on the PATH of `environment`.
    public init(environment: [String: String]) throws(Diagnostic) {
        let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        func find(_ name: String) throws(Diagnostic) -> String {
            guard let path = programPath(name, in: folders) else {
                throw Diagnostic(
                    .unavailable, "there is no \(name) on PATH",
                    hint: "Slurm's commands hand tasks to a cluster; --engine local needs none")
            }
            return path
        }
        submitting = try find("sbatch")
        listing = try find("squeue")
        cancelling = try find("scancel")
        self.environment = environment.filter { name, _ in
            Self.inherited.contains(name) || name.hasPrefix("SBATCH_") || name.hasPrefix("LC_")
        }
    }

    /// Why the queue did not do what it was asked for.
    public struct Trouble: Error, Equatable {
        /// Slurm's own words.
        public let words: String

        /// Whether the same may work later: Slurm's controller does not answer now.
        public var mayPass: Bool {
            ["contact", "timed out", "temporarily", "onnection", "Zero Bytes"].contains {
                words.contains($0)
            }
        }
    }

    /// What every task of a job does: `line`, a line of shell, in `folder`, where what it says goes
    /// behind what is in the file `log`.
    public struct Job: Sendable {
        let name: String
        let folder: String
        let log: String
        let cores: Int
        let line: String
    }

    /// Hands tasks over; gives back the job's number.
    func submit(_ tasks: [Int], of job: Job) throws(Trouble) -> String {
        let text = try ask(
            submitting,
            [
                "--parsable", "--requeue", "--job-name=\(job.name)", "--array=\(ranges(tasks))",
                "--ntasks=1", "--cpus-per-task=\(job.cores)", "--chdir=\(job.folder)",
                "--output=\(job.log)", "--open-mode=append", "--wrap=\(job.line)",
            ])
        return String(text.prefix { $0.isNumber })
    }

    /// The tasks of the jobs of that name that wait or run, and why each does not run, in Slurm's words.
    func tasks(named name: String) throws(Trouble) -> [Int: String] {
        let text = try ask(listing, ["--noheader", "--array", "--name=\(name)", "--format=%K %r"])
        var tasks: [Int: String] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            guard let task = words.first.flatMap({ Int($0) }) else { continue }
            tasks[task] = words.dropFirst().first.map(String.init) ?? ""
        }
        return tasks
    }

    /// Ends the jobs of that name; one that cannot be ended ends by itself, and its result lies unread.
    func cancel(_ name: String) { _ = try? ask(cancelling, ["--quiet", "--name=\(name)"]) }

    private func ask(_ program: String, _ words: [String]) throws(Trouble) -> String {
        let process = Subprocess(
            stages: [.init(path: program, arguments: [program] + words)], environment: environment)
        let answer: Answer
        do throws(ShellError) {
            answer = try process.answer()
        } catch {
            throw Trouble(words: error.description)
        }
        if answer.end == .exited(0) { return answer.text }
        let lines = answer.talk.split(separator: "\n").map(String.init)
        throw Trouble(words: lines.last ?? "\(program): \(answer.end)")
    }
}

/// Ascending whole numbers as Slurm writes them: `0-3,7`.
func ranges(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
        if let last = ranges.last, last.upperBound + 1 == number {
            ranges[ranges.count - 1] = last.lowerBound...number
        } else {
            ranges.append(number...number)
        }
    }
    return ranges.map {
        $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
}

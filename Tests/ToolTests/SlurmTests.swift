import Foundation
import Glibc
import TestSupport
import Testing

/// run-hyperopt --engine slurm on a real cluster of two nodes, which these tests hurt.
@Suite(
    .serialized, .timeLimit(.minutes(5)), .onCluster,
    .enabled(if: SlurmCluster.isInstalled, "needs root and Slurm: .ci/slurm --install"))
struct SlurmTests {
    private static let strategy = golden("BacktestingTests", "S02RsiMeanRev.strategy.yaml").path
    private static let ask =
        "run-hyperopt -s '\(strategy)' -c config.json --sampler sobol --epochs 6 --loss OnlyProfit "
        + "--candles candles.jsonl"
    private static let far = "\(ask) --engine slurm --shared shared --shard-time 0s"

    private let scratch: Scratch
    private let cluster: SlurmCluster
    private let expected: [String]

    init() throws {
        scratch = try Scratch()
        cluster = try SlurmCluster(in: scratch)
        try scratch.write(
            """
            {"max_open_trades": 3, "stake_currency": "USDT", "stake_amount": "unlimited",
             "dry_run_wallet": 1000, "exchange": {"name": "synthetic", "key": "hunter2",
             "secret": "hunter3", "pair_whitelist": ["ETH/USDT", "BTC/USDT"]}}
            """, to: "config.json")
        let answer = try scratch.run(
            """
            fetch-candles --source synthetic --seed 42 --pair BTC/USDT --pair ETH/USDT \
                --from 2026-08-01 --to 2026-08-15 >candles.jsonl
            \(Self.ask)
            """)
        let trials = answer.lines.count { $0.contains(#""kind":"trial""#) }
        #expect(answer.status == 0 && trials == 6, "\(scratch.complaint)")
        expected = answer.lines
    }

    @Test("the cluster's trials are ours, nothing is left, and no secret ever lay in the folder")
    func same() throws {
        try cluster.hold()
        let search = try start()
        try wait(for: 4, inState: "RUNNING")
        let folder = try String(contentsOf: file("config.json"), encoding: .utf8)
        #expect(folder.contains("ETH/USDT") && !folder.contains("hunter"))
        #expect(try String(contentsOf: file("work"), encoding: .utf8).contains("--worker"))
        let text = try script("scontrol show job; cat shared/*/work; ls -R shared").lines
        #expect(!text.joined().contains("hunter"))
        try cluster.release()
        try finish(search)
        #expect(try FileManager.default.contentsOfDirectory(atPath: path("shared")).isEmpty)
    }

    @Test("what is not worth a task is tried here, with the same result")
    func here() throws {
        let answer = try script("\(Self.ask) --engine slurm --shared shared")
        #expect(answer.lines == expected, "\(scratch.complaint)")
        #expect(scratch.complaint.contains("epochs, best") && !scratch.complaint.contains("tasks"))
    }

    @Test("a walk-forward and days out of sample are searched there, too")
    func ranges() throws {
        for option in ["--out-of-sample 0.3", "--walk-forward 6d/3d"] {
            let near = try script("\(Self.ask) \(option)")
            let far = try script("\(Self.far) \(option)")
            #expect(!near.lines.isEmpty && far.lines == near.lines, "\(scratch.complaint)")
        }
    }

    @Test("tasks that are cancelled or killed are done again")
    func killed() throws {
        try cluster.hold()
        let search = try start()
        try wait(for: 4, inState: "RUNNING")
        let cancelled = try script("scancel $(squeue -h -r -o %F_%K | sort | head -n 1)")
        #expect(cancelled.status == 0)
        try killTasks(with: "SLURM_ARRAY_TASK_ID=1")
        try wait(for: 4, inState: "RUNNING")
        try cluster.release()
        try finish(search)
        #expect(try scratch.read("talk").contains("were lost, and are tried again"))
    }

    @Test("a node may be lost")
    func nodeLost() throws {
        try cluster.hold()
        let search = try start()
        try wait(for: 4, inState: "RUNNING")
        kill(try cluster.processIdentifier(of: "n1"), SIGKILL)
        try killTasks(with: "SLURM_JOB_NODELIST=n1", silently: true)
        // A node that is only slow must not count as lost, so the controller is hasty for now only.
        try patience(seconds: 3)
        try wait(for: 1, inState: "DOWN", of: "sinfo -h -N -n n1 -o %T")
        try patience(seconds: 60)
        try cluster.release()
        try finish(search)
    }

    @Test("Slurm's controller may be restarted")
    func controllerRestarted() throws {
        try cluster.hold()
        let search = try start()
        try wait(for: 4, inState: "RUNNING")
        let controller = try cluster.processIdentifier(of: "controller")
        kill(controller, SIGTERM)
        try wait(for: 1, inState: "away", of: "grep -qs . /proc/\(controller)/cmdline || echo away")
        try wait(for: 1, inState: "does not answer", of: "grep -o 'does not answer' talk || true")
        #expect(try script("PATH=/usr/sbin:$PATH slurmctld").status == 0)
        try wait(for: 4, inState: "RUNNING")
        try cluster.release()
        try finish(search)
    }

    @Test("a search that was killed takes up the tasks that it left in the queue")
    func askerRestarted() throws {
        try cluster.hold()
        let first = try start()
        try wait(for: 4, inState: "RUNNING")
        kill(first.processIdentifier, SIGKILL)
        try waitForEnd(of: first)
        let second = try start()
        let jobs = "squeue -h -o %F | sort -u"
        let left = try script(jobs).lines
        try cluster.release()
        try finish(second)
        #expect(left.count == 1)
        // The next job has the number behind that of the last task.
        let next = try script("sbatch --parsable -o /dev/null --wrap true").lines
        #expect(next == ["\((Int(left[0]) ?? 0) + 6)"])
    }

    @Test("a search that is stopped takes its tasks out of the queue, and can be gone on with")
    func stopped() throws {
        try cluster.hold()
        let first = try start()
        try wait(for: 4, inState: "RUNNING")
        kill(first.processIdentifier, SIGTERM)
        try waitForEnd(of: first)
        #expect(first.terminationStatus == 143)
        try wait(for: 1, inState: "empty", of: "squeue -h | grep -q . || echo empty")
        try cluster.release()
        try finish(try start())
    }

    @Test("what a worker answered wrongly is refused with its place")
    func badOutput() throws {
        try cluster.hold()
        let search = try start()
        try wait(for: 4, inState: "RUNNING")
        try Data((expected[2] + "\n").utf8).write(to: file("000000001/out-0.jsonl"))
        try waitForEnd(of: search)
        #expect(search.terminationStatus == 65)
        let talk = try scratch.read("talk")
        #expect(
            talk.contains(
                "out-0.jsonl:1:1: error: no trial of the point that was asked for, epoch 1"),
            "\(talk)")
        try wait(for: 1, inState: "empty", of: "squeue -h | grep -q . || echo empty")
    }

    @Test("a queue that refuses the tasks is quoted")
    func refused() throws {
        let answer = try script("SBATCH_PARTITION=nowhere \(Self.far)")
        #expect(answer.status == 69 && answer.lines.isEmpty)
        #expect(scratch.complaint.contains("Invalid partition name"), "\(scratch.complaint)")
    }
}

extension SlurmTests {
    private func script(_ text: String) throws -> (status: Int32, lines: [String]) {
        try scratch.run("\(cluster.environment)\n\(text)")
    }

    private func path(_ name: String) -> String { scratch.folder.appending(path: name).path }

    /// A file in the folder of the only search there is.
    private func file(_ name: String) throws -> URL {
        let runs = try FileManager.default.contentsOfDirectory(atPath: path("shared"))
        return scratch.folder.appending(path: "shared/\(try #require(runs.first))/\(name)")
    }

    /// Starts the search on the cluster; what it prints and says is in the files `found` and `talk`.
    private func start() throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "\(cluster.environment); exec \(Self.far) >found 2>talk",
        ]
        process.currentDirectoryURL = scratch.folder
        process.environment = Package.toolEnvironment.merging(
            ["SOURCE_DATE_EPOCH": "1700000000"]) { $1 }
        try process.run()
        return process
    }

    private func finish(_ search: Process) throws {
        try waitForEnd(of: search)
        let (found, talk) = (try scratch.read("found"), try scratch.read("talk"))
        #expect(search.terminationStatus == 0, "\(talk)")
        #expect(found.split(separator: "\n").map(String.init) == expected, "\(talk)")
    }

    /// Waits, as all that waits here does, until the test has taken too long.
    private func waitForEnd(of search: Process) throws {
        while search.isRunning { try pause() }
    }

    private func pause() throws {
        try Task.checkCancellation()
        usleep(50_000)
    }

    /// Waits until a command's lines, those of the tasks unless another is named, are so many of a state.
    private func wait(
        for count: Int, inState state: String, of command: String = "squeue -h -r -o %T"
    ) throws {
        func isThere() throws -> Bool {
            let lines = try script(command).lines
            return lines.count { $0.uppercased().hasPrefix(state.uppercased()) } >= count
        }
        while try !isThere() { try pause() }
    }

    /// Has the controller give up nodes that have been silent for so long.
    private func patience(seconds: Int) throws {
        let answer = try script(
            """
            sed -i 's/^SlurmdTimeout=.*/SlurmdTimeout=\(seconds)/' "$SLURM_CONF"
            scontrol reconfigure
            """)
        #expect(answer.status == 0, "\(scratch.complaint)")
    }

    /// Kills, as soon as there are any, the processes of this cluster's tasks that have a word in their
    /// environment; silently with those before them that would tell of their end.
    private func killTasks(with word: String, silently: Bool = false) throws {
        var tasks: [pid_t] = []
        while tasks.isEmpty {
            try pause()
            tasks = try processes(with: word)
        }
        let keepers = silently ? try tasks.flatMap(keepers) : []
        for victim in keepers + tasks { kill(victim, SIGKILL) }
    }

    private func processes(with word: String) throws -> [pid_t] {
        let ours = "SLURM_CONF=\(cluster.folder.path)/slurm.conf"
        return try FileManager.default.contentsOfDirectory(atPath: "/proc")
            .compactMap { pid_t($0) }
            .filter { process in
                let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(process)/environ"))
                let words = (bytes ?? Data()).split(separator: 0)
                    .map { String(decoding: $0, as: UTF8.self) }
                return words.contains(word) && words.contains(ours)
            }
    }

    /// Slurm's own processes above a task's, the outermost first.
    private func keepers(of process: pid_t) throws -> [pid_t] {
        let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let number = status?.firstMatch(of: /PPid:\s+(\d+)/)?.output.1
        guard let parent = number.flatMap({ pid_t($0) }), parent > 1,
            try String(contentsOfFile: "/proc/\(parent)/comm", encoding: .utf8)
                .hasPrefix("slurmstepd")
        else { return [] }
        return try keepers(of: parent) + [parent]
    }
}

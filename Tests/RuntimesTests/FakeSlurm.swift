import CLI
import Foundation
import TestSupport
import Testing

@testable import Runtimes

/// Commands named as Slurm's that do tasks at once, or not at all, as a test wants it; what they were
/// asked for is in the file `calls`.
struct FakeSlurm {
    let scratch: Scratch

    /// Has sbatch do `submit` with the job that `tasks`, `folder` and `line` describe, and squeue `list`.
    init(submit: String = FakeSlurm.doAll, list: String = ":") throws {
        scratch = try Scratch()
        for (name, body) in [("sbatch", submit), ("squeue", list), ("scancel", ":")] {
            let script = """
                #!/bin/sh
                here='\(scratch.folder.path)'
                echo "\(name) $*" >>"$here/calls"
                env >"$here/environment"
                for word; do
                    case $word in
                    --array=*) tasks=$(echo "${word#--array=}" | tr ',' ' ') ;;
                    --chdir=*) folder=${word#--chdir=} ;;
                    --wrap=*) line=${word#--wrap=} ;;
                    esac
                done
                \(body)
                """
            try scratch.write(script, to: name)
        }
        // By another process: what we write ourselves is busy while other tests start programs.
        let answer = try scratch.run("mkdir bin && install -m 755 sbatch squeue scancel bin")
        #expect(answer.status == 0, "\(scratch.complaint)")
    }

    /// Does every task; `0-2` is not written by tests of few shards that are not neighbours.
    static let doAll = """
        for range in $tasks; do
            for task in $(seq "${range%-*}" "${range#*-}"); do
                (cd "$folder" && SLURM_ARRAY_TASK_ID=$task sh -c "$line")
            done
        done
        echo 7
        """

    var environment: [String: String] {
        [
            "PATH": "\(scratch.folder.path)/bin:/usr/bin:/bin", "SBATCH_PARTITION": "night",
            "EXCHANGE_SECRET": "hunter2",
        ]
    }

    var calls: [String] {
        (try? scratch.read("calls"))?.split(separator: "\n").map(String.init) ?? []
    }

    /// A folder with one generation of a few shards, the numbers of lines of which are given.
    func folder(command: [String], lines: [Int] = [1, 2, 3]) throws -> ShardFolder {
        let folder = try ShardFolder(scratch.folder.path + "/shared/it's")
        try folder.write(command: command)
        try folder.add(
            41,
            shards: lines.map { count in
                Array((0..<count).map { "{\"line\":\($0)}\n" }.joined().utf8)
            })
        return folder
    }

    /// Works on generation 41; gives the shards in the order in which they were done, and what was told.
    func work(
        in folder: borrowing ShardFolder, wanting most: Int = .max, patience: Int = 1
    ) throws -> (done: [Int], told: [String]) {
        var (done, told): ([Int], [String]) = ([], [])
        let pace = ShardRun.Pace(
            look: .milliseconds(5), firstQuestion: .milliseconds(10),
            lastQuestion: .milliseconds(20))
        let run = ShardRun(
            try SlurmQueue(environment: environment), name: "anytrade-x", cores: 2, pace: pace
        ) { told.append($0) }
        let isWhole = try run.work(41, in: folder, while: { patience > 0 }) { shard in
            done.append(shard)
            return done.count < most
        }
        #expect(isWhole == (patience > 0 && most == .max))
        return (done, told)
    }
}

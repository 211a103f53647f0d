import CLI
import Foundation
import TestSupport
import Testing

@testable import Runtimes

/// Shards on their way through a queue that tests make behave.
struct ShardRunTests {
    private static let upper = ["tr", "a-z", "A-Z"]

    @Test("every shard is done once, and what came of it is in its file")
    func doesAll() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: Self.upper)
        #expect(try slurm.work(in: folder).done == [0, 1, 2])
        let text = try String(contentsOfFile: folder.output(1, of: 41), encoding: .utf8)
        #expect(text == "{\"LINE\":0}\n{\"LINE\":1}\n")
        #expect(slurm.calls.count { $0.hasPrefix("sbatch") } == 1)
        #expect(slurm.calls.contains { $0.contains("--array=0-2 ") }, "\(slurm.calls)")
    }

    @Test("what is done already is not done again")
    func resumes() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: Self.upper)
        try Data("old\n".utf8).write(to: URL(filePath: folder.output(1, of: 41)))
        #expect(try slurm.work(in: folder).done == [1, 0, 2])
        #expect(slurm.calls.contains { $0.contains("--array=0,2 ") }, "\(slurm.calls)")
        let text = try String(contentsOfFile: folder.output(1, of: 41), encoding: .utf8)
        #expect(text == "old\n")
    }

    @Test("tasks that another asker left in the queue are waited for")
    func adopts() throws {
        // Shard 1 is at work, and is done when the queue is asked for the second time.
        let slurm = try FakeSlurm(
            list: """
                if [ -e "$here/asked" ]; then
                    cd "$here/shared/it's" && sh work 000000041 1
                else
                    echo 1
                fi
                touch "$here/asked"
                """)
        let folder = try slurm.folder(command: Self.upper)
        #expect(try slurm.work(in: folder).done == [0, 2, 1])
        #expect(slurm.calls.filter { $0.hasPrefix("sbatch") }.count == 1)
    }

    @Test("tasks that are gone without a result are handed over again, and told of")
    func lost() throws {
        let slurm = try FakeSlurm(
            submit: """
                if [ -e "$here/again" ]; then
                \(FakeSlurm.doAll)
                fi
                touch "$here/again"
                """)
        let folder = try slurm.folder(command: Self.upper)
        let answer = try slurm.work(in: folder)
        #expect(answer.done == [0, 1, 2])
        #expect(answer.told == ["shards 0-2 were lost, and are tried again as job 7"])
    }

    @Test("why a task waits is told once, unless it is its turn that it waits for")
    func waits() throws {
        let slurm = try FakeSlurm(
            list: """
                echo "0 Resources"; echo "1 launch failed requeued held"; echo "2 None"
                cd "$here/shared/it's"
                if [ -e "$here/asked" ]; then
                    for shard in 0 1 2; do sh work 000000041 $shard; done
                fi
                touch "$here/asked"
                """)
        let folder = try slurm.folder(command: Self.upper)
        #expect(
            try slurm.work(in: folder).told
                == ["Slurm lets shards 1 wait: launch failed requeued held"])
    }

    @Test("a task that dies again and again is given up, in its own last words")
    func givesUp() throws {
        let slurm = try FakeSlurm(
            submit: "echo 'no memory' >\"$folder/000000041/log-0.txt\"; echo 7")
        let folder = try slurm.folder(command: Self.upper)
        let error = try #require(throws: Diagnostic.self) { try slurm.work(in: folder) }
        #expect(error.status == .unavailable)
        #expect(error.message.hasSuffix("ended 3 times without a result: no memory"))
        #expect(slurm.calls.count { $0.hasPrefix("sbatch") } == 3)
        #expect(slurm.calls.last?.hasPrefix("scancel") == true)
    }

    @Test("a shard that makes no sense to a worker ends it all with the worker's status")
    func refused() throws {
        let slurm = try FakeSlurm(
            submit: FakeSlurm.doAll.replacing(
                "sh -c \"$line\"", with: "sh -c \"$line\" 2>000000041/log-$task.txt"))
        let folder = try slurm.folder(
            command: ["sh", "-c", "echo 'stdin:1:1: error: no point' >&2; exit 65"])
        let error = try #require(throws: Diagnostic.self) { try slurm.work(in: folder) }
        #expect(error.status == .badData)
        #expect(error.message.hasSuffix("stdin:1:1: error: no point"), "\(error.message)")
        #expect(slurm.calls.count { $0.hasPrefix("sbatch") } == 1)
    }

    @Test("a worker that dies leaves no result, however much it has written")
    func dies() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: ["sh", "-c", "head -n 1; kill -9 $$"])
        let error = try #require(throws: Diagnostic.self) { try slurm.work(in: folder) }
        #expect(error.status == .unavailable)
        #expect(!fileExists(folder.output(0, of: 41)))
    }

    @Test("a queue that refuses a job is quoted")
    func queueRefuses() throws {
        let slurm = try FakeSlurm(
            submit: "echo 'sbatch: error: Invalid partition name specified' >&2; exit 1")
        let folder = try slurm.folder(command: Self.upper)
        let error = try #require(throws: Diagnostic.self) { try slurm.work(in: folder) }
        #expect(error.status == .unavailable)
        #expect(error.message.hasSuffix("sbatch: error: Invalid partition name specified"))
    }

    @Test("Slurm's controller may go away and come back, once it has the tasks")
    func controllerRestarts() throws {
        let away = "echo 'Unable to contact slurm controller (connect failure)' >&2; exit 1"
        let slurm = try FakeSlurm(
            submit: "touch \"$here/submitted\"; echo 7",
            list: """
                [ -e "$here/submitted" ] || exit 0
                if [ -e "$here/asked" ]; then
                    cd "$here/shared/it's"
                    for shard in 0 1 2; do sh work 000000041 $shard; done
                    exit 0
                fi
                touch "$here/asked"; \(away)
                """)
        let folder = try slurm.folder(command: Self.upper)
        let answer = try slurm.work(in: folder)
        #expect(answer.done == [0, 1, 2])
        #expect(answer.told.count == 1 && answer.told[0].contains("does not answer, waiting"))
        let gone = try FakeSlurm(list: away)
        let other = try gone.folder(command: Self.upper)
        #expect(throws: Diagnostic.self) { try gone.work(in: other) }
    }

    @Test("when no more is wanted, the rest is cancelled")
    func cancels() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: Self.upper)
        #expect(try slurm.work(in: folder, wanting: 2).done == [0, 1])
        #expect(slurm.calls.last == "scancel --quiet --name=anytrade-x-41")
    }

    @Test("a search that is not wanted any more hands nothing over")
    func unwanted() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: Self.upper)
        #expect(try slurm.work(in: folder, patience: 0).done.isEmpty)
        #expect(slurm.calls == ["scancel --quiet --name=anytrade-x-41"])
    }

    @Test("no secret of ours is in a job's environment or command line")
    func secrets() throws {
        let slurm = try FakeSlurm()
        let folder = try slurm.folder(command: Self.upper)
        _ = try slurm.work(in: folder)
        let seen = try slurm.scratch.read("environment") + slurm.calls.joined()
        #expect(!seen.contains("hunter2"))
        #expect(seen.contains("SBATCH_PARTITION=night"))
    }

    @Test("without Slurm's commands nothing is begun")
    func missing() throws {
        let error = try #require(throws: Diagnostic.self) {
            try SlurmQueue(environment: ["PATH": "/nonexistent"])
        }
        #expect(error.status == .unavailable)
        #expect(error.message == "there is no sbatch on PATH")
    }
}

struct ShardFolderTests {
    @Test("one asker at a time")
    func lock() throws {
        let scratch = try Scratch()
        let folder = try ShardFolder(scratch.folder.path + "/run")
        let error = try #require(throws: Diagnostic.self) { _ = try ShardFolder(folder.path) }
        #expect(error.status == .tryAgain)
    }

    @Test("what a dead asker had half written is gone, what it had asked for is not")
    func leftovers() throws {
        let scratch = try Scratch()
        let path = scratch.folder.path + "/run"
        for name in ["000000001", ".000000101"] { try makeFolder("\(path)/\(name)") }
        for shard in 0..<2 { try writeFile("\n", to: "\(path)/000000001/in-\(shard).jsonl") }
        let folder = try ShardFolder(path)
        #expect(try folder.generations() == [1])
        #expect(try folder.shardCount(of: 1) == 2)
        #expect(!fileExists(path + "/.000000101"))
        folder.remove()
        #expect(!fileExists(path))
    }

    @Test("a folder that cannot be made is an error with a name")
    func unwritable() throws {
        let scratch = try Scratch()
        try scratch.write("", to: "file")
        let error = try #require(throws: Diagnostic.self) {
            _ = try ShardFolder(scratch.folder.path + "/file/run")
        }
        #expect(error.status == .cannotCreate)
        #expect(error.message.contains("/file"))
    }

    @Test(
        "numbers are written as Slurm reads them",
        arguments: [
            ([], ""), ([3], "3"), ([2, 0, 1], "0-2"), ([9, 0, 4, 5, 8, 2], "0,2,4-5,8-9"),
        ])
    func numbers(numbers: [Int], text: String) { #expect(ranges(numbers) == text) }

    @Test("a task must be missed twice before it counts as lost")
    func book() {
        var book = ShardBook(count: 3)
        #expect(book.due(alive: []) == [0, 1, 2])
        book.submit([0, 1, 2])
        #expect(book.due(alive: [0]) == [])
        let isNew = book.finish(2)
        #expect(isNew)
        #expect(book.due(alive: [0]) == [1])
        let isNewAgain = book.finish(2)
        #expect(!isNewAgain)
        #expect(book.due(alive: [0, 1]) == [])
    }
}

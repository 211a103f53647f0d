import Foundation
import Glibc
import SQLite
import TestSupport
import Testing

/// The life of a search: stopped in any way at any moment it goes on where it was; its state stands in the
/// store; it is cancelled from outside; two at once have the store.
struct HyperoptLifeTests {
    private static let strategy =
        Package.folder.appending(path: "Tests/BacktestingTests/Golden/S02RsiMeanRev.strategy.yaml")
        .path
    private static let ask = [
        "run-hyperopt", "-s", strategy, "--store", "desk.sqlite", "--jobs", "2", "--loss",
        "OnlyProfit",
    ]
    private static let endless = ["--epochs", "10000000", "--sampler", "random", "--spaces", "all"]

    private func scratch() throws -> Scratch {
        let scratch = try Scratch()
        let answer = try scratch.run(
            "fetch-candles --source synthetic --seed 42 --pair BTC/USDT --pair ETH/USDT "
                + "--from 2026-08-01 --to 2026-08-07 --store desk.sqlite")
        #expect(answer.status == 0, "\(scratch.complaint)")
        return scratch
    }

    private func start(_ words: [String], in scratch: Scratch) throws -> RunningTool {
        try RunningTool(Self.ask + words, in: scratch.folder)
    }

    private func value(_ sql: String, in scratch: Scratch) throws -> String? {
        let path = scratch.folder.appending(path: "desk.sqlite").path
        return try Database(path: path, access: .readOnly).value(sql, as: String.self)
    }

    private func epochs(_ scratch: Scratch) throws -> Int {
        try value("SELECT CAST(count(*) AS TEXT) FROM trial", in: scratch).flatMap { Int($0) } ?? 0
    }

    /// Waits until it is so, as long as the tool is at work; whether it came to be.
    private func wait(_ tool: RunningTool, until isSo: () throws -> Bool) rethrows -> Bool {
        while try !isSo() {
            guard tool.isRunning else { return try isSo() }
            usleep(2_000)
        }
        return true
    }

    @Test(
        "killed or stopped at any moment and asked for again, a search ends as if nothing had happened",
        arguments: 1...6 as ClosedRange<UInt64>)
    func interrupted(seed: UInt64) throws {
        var random = Chance(seed: seed)
        let search = ["--epochs", "400", "--seed", "\(seed)"]
        let words = (Self.ask + search).map { "'\($0)'" }.joined(separator: " ")
        let calm = try scratch()
        let whole = try calm.run(words)
        #expect(
            whole.lines.count { $0.hasPrefix(#"{"kind":"trial""#) } == 400, "\(calm.complaint)")
        let scratch = try scratch()
        for signal in [SIGKILL, SIGTERM, SIGINT] {
            let known = try epochs(scratch)
            let target = min(400, known + Int.random(in: 1...100, using: &random))
            let tool = try start(search, in: scratch)
            #expect(try wait(tool) { try epochs(scratch) >= target })
            // It may be faster than we are: then all there is to see is that it ended well.
            let isStopped = tool.kill(signal)
            let kept = try epochs(scratch)
            #expect(kept >= target)
            let status = try value("SELECT status FROM run", in: scratch)
            if kept == 400, status == "completed" { continue }
            #expect(isStopped && status == (signal == SIGKILL ? "running" : "cancelled"))
        }
        let again = try scratch.run(words)
        #expect(again.lines.dropFirst().elementsEqual(whole.lines.dropFirst()))
        let row = "SELECT run || status || config || ifnull(error, '') FROM run"
        #expect(try value(row, in: scratch) == (try value(row, in: calm)))
    }

    @Test(
        "a search is cancelled from outside, says how far it was, and goes on when it is asked for again"
    )
    func cancelled() throws {
        let scratch = try scratch()
        let tool = try start(Self.endless, in: scratch)
        #expect(try wait(tool) { try epochs(scratch) > 0 })
        let run = try #require(try value("SELECT run FROM run", in: scratch))
        let shown = try scratch.run("query-store hyperopt_view --store desk.sqlite --csv")
        #expect(shown.lines.last?.contains(",running,0,") == true, "\(shown.lines)")
        let cancel = "run-hyperopt --store desk.sqlite --cancel"
        #expect(try scratch.run("\(cancel) \(run.prefix(8))").status == 0)
        #expect(tool.finish() == 1)
        let state = "SELECT status || ': ' || error FROM run"
        #expect(try value(state, in: scratch) == "cancelled: cancelled from outside")
        #expect(try scratch.run("\(cancel) \(run)").status == 1)
        #expect(try scratch.run("\(cancel) none").status == 66)
        let kept = try epochs(scratch)
        let again = try start(Self.endless, in: scratch)
        #expect(try wait(again) { try epochs(scratch) > kept })
        #expect(try value("SELECT status || ifnull(error, '') FROM run", in: scratch) == "running")
        #expect(again.kill(SIGTERM))
        #expect(try value(state, in: scratch) == "cancelled: stopped by SIGTERM")
    }

    @Test(
        "two searches at once have a store: the third is told to come again, or waits for its turn")
    func crowded() throws {
        let scratch = try scratch()
        let two = try [1, 2].map { try start(Self.endless + ["--seed", "\($0)"], in: scratch) }
        let count = "SELECT CAST(count(DISTINCT run) AS TEXT) FROM trial"
        #expect(try wait(two[0]) { try value(count, in: scratch) == "2" })
        let third = Self.ask + Self.endless + ["--seed", "3"]
        let words = third.map { "'\($0)'" }.joined(separator: " ")
        #expect(try scratch.run(words).status == 75)
        let known = "SELECT CAST(count(*) AS TEXT) FROM run"
        #expect(try value(known, in: scratch) == "2")
        let waiting = try RunningTool(third + ["--wait", "10m"], in: scratch.folder)
        let state = """
            SELECT status || ifnull(': ' || error, '') FROM run
            WHERE config ->> 'seed' =
            """
        #expect(try wait(waiting) { try value("\(state) 3", in: scratch) == "pending" })
        // Dead without a word: whoever takes its place says so.
        #expect(two[0].kill(SIGKILL))
        #expect(try wait(waiting) { try value("\(state) 3", in: scratch) == "running" })
        #expect(try value("\(state) 1", in: scratch) == "failed: it ended without a word")
        #expect(try value("\(state) 2", in: scratch) == "running")
        for tool in [two[1], waiting] { #expect(tool.kill(SIGTERM)) }
    }

    @Test(
        "a search that was killed is told from one at work: by whoever cancels it, and by the next search"
    )
    func dead() throws {
        let scratch = try scratch()
        let two = try [1, 2].map { try start(Self.endless + ["--seed", "\($0)"], in: scratch) }
        let count = "SELECT CAST(count(DISTINCT run) AS TEXT) FROM trial"
        #expect(try wait(two[0]) { try value(count, in: scratch) == "2" })
        for tool in two { #expect(tool.kill(SIGKILL)) }
        let runs = try [1, 2].map {
            try value("SELECT run FROM run WHERE config ->> 'seed' = \($0)", in: scratch) ?? ""
        }
        func state(_ run: String) throws -> String? {
            try value(
                "SELECT status || ifnull(': ' || error, '') FROM run WHERE run = '\(run)'",
                in: scratch)
        }
        #expect(try runs.map(state) == ["running", "running"])
        #expect(
            try scratch.run("run-hyperopt --store desk.sqlite --cancel \(runs[1])").status == 1)
        #expect(scratch.complaint.contains("it is failed already: it ended without a word"))
        #expect(try runs.map(state) == ["running", "failed: it ended without a word"])
        let again = try start(Self.endless + ["--seed", "2"], in: scratch)
        #expect(try wait(again) { try state(runs[1]) == "running" })
        #expect(try state(runs[0]) == "failed: it ended without a word")
        #expect(
            try scratch.run("run-hyperopt --store desk.sqlite --cancel \(runs[1])").status == 0)
        #expect(again.finish() == 1)
    }

    @Test("a search that was killed while it waited for its turn is told from one that waits")
    func deadInTheQueue() throws {
        let scratch = try scratch()
        let two = try [1, 2].map { try start(Self.endless + ["--seed", "\($0)"], in: scratch) }
        let count = "SELECT CAST(count(DISTINCT run) AS TEXT) FROM trial"
        #expect(try wait(two[0]) { try value(count, in: scratch) == "2" })
        func state(_ seed: Int) throws -> String? {
            try value(
                "SELECT status || ifnull(': ' || error, '') FROM run WHERE config ->> 'seed' = \(seed)",
                in: scratch)
        }
        let waiting = try [3, 4, 5].map { seed in
            let tool = try start(
                Self.endless + ["--seed", "\(seed)", "--wait", "10m"], in: scratch)
            #expect(try wait(tool) { try state(seed) == "pending" })
            return tool
        }
        for tool in waiting[0...1] { #expect(tool.kill(SIGKILL)) }
        let run = try #require(
            try value("SELECT run FROM run WHERE config ->> 'seed' = 3", in: scratch))
        #expect(try scratch.run("run-hyperopt --store desk.sqlite --cancel \(run)").status == 1)
        #expect(scratch.complaint.contains("it is failed already: it ended without a word"))
        #expect(try [4, 5].map(state) == ["pending", "pending"])
        #expect(two[0].kill(SIGTERM))
        #expect(try wait(waiting[2]) { try state(5) == "running" })
        #expect(try state(4) == "failed: it ended without a word")
        for tool in [two[1], waiting[2]] { #expect(tool.kill(SIGTERM)) }
    }

    @Test("a walk-forward keeps its place on the store from its first window to its last")
    func walking() throws {
        let scratch = try scratch()
        let walk = try start(["--walk-forward", "1d/1d", "--epochs", "40"], in: scratch)
        let place = scratch.folder.appending(path: "desk.sqlite.search-1.lock").path
        #expect(
            try wait(walk) { try value("SELECT max(status) FROM run", in: scratch) == "running" })
        var file: Int32 = -1
        #expect(
            wait(walk) {
                file = open(place, O_RDWR)
                return flock(file, LOCK_EX | LOCK_NB) == 0 || close(file) != 0
            })
        let searches = """
            SELECT CAST(count(*) AS TEXT) FROM run
            WHERE tool = 'run-hyperopt' AND status = 'completed' AND config ->> 'walk_forward' IS NULL
            """
        #expect(try value(searches, in: scratch) == "4")
        close(file)
        #expect([0, 1].contains(walk.finish()))
    }
}

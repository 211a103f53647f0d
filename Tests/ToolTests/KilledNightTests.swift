import Foundation
import Glibc
import TestSupport
import Testing

/// A night that is killed at any moment ends, after one more run, as one that was left alone.
///
/// `make test` kills a small desk's night at 50 moments, `make crash` the full one's at 500.
struct KilledNightTests {
    private static let isFull = ProcessInfo.processInfo.environment["CRASH"] == "full"
    private static let desk: CrashDesk.Plan = isFull ? .full : .small
    private static let moments = Array(1...(isFull ? 500 : 50))

    /// A night without trouble, the instants of its log's lines in microseconds, and what it left.
    private static let calm = Result {
        let desk = try CrashDesk(Self.desk)
        var lines: [UInt64] = []
        let run = try desk.start()
        while run.isRunning {
            while lines.count < desk.progress { lines.append(nowMicroseconds()) }
            usleep(200)
        }
        #expect(run.finish() == 0)
        while lines.count < desk.progress { lines.append(nowMicroseconds()) }
        return (lines: lines, result: try desk.result())
    }

    @Test("a night killed at any moment is made good by one more run", arguments: moments)
    func killed(moment: Int) throws {
        let calm = try Self.calm.get()
        var random = Chance(seed: UInt64(moment))
        let isTool = random.oneIn(3)
        // The kill comes after a line of the log, and a part of the time later that the next one
        // took in the calm night. Where the night was over by then, an earlier line is taken.
        let latest = Int.random(in: 0..<calm.lines.count - 1, using: &random)
        let part = random.unit()
        var killed: (desk: CrashDesk, line: Int)?
        for line in (0...latest).reversed() where killed == nil {
            let desk = try CrashDesk(Self.desk)
            let run = try desk.start()
            while run.isRunning, desk.progress < line { usleep(200) }
            let gap = line == 0 ? 5_000 : calm.lines[line] - calm.lines[line - 1]
            usleep(UInt32(Double(gap) * part))
            if isTool ? run.killTool() : run.kill(SIGKILL) { killed = (desk, line) }
        }
        let (desk, line) = try #require(killed, "the night is over before it begins")
        try #require(try desk.start().finish() == 0)
        // A night in which a program was killed has failed, and the front page and its findings say so.
        let told: Set = ["site/index.html", "site/.anytrade-site", "out/findings.txt"]
        let apart = isTool ? told : []
        let differing = try desk.result().differences(from: calm.result).subtracting(apart)
        #expect(differing == [])
        if Self.isFull {
            print("moment \(moment): killed \(isTool ? "a tool" : "all"), line \(line) + \(part)")
        }
    }

    @Test("two nights at once leave what one leaves")
    func together() throws {
        let desk = try CrashDesk(.small)
        let nights = try [desk.start(), desk.start()]
        for night in nights { #expect(night.finish() == 0) }
        let alone = try CrashDesk(.small)
        #expect(try alone.start().finish() == 0)
        #expect(try desk.result().differences(from: alone.result()) == [])
    }

    @Test("a second night reuses what stands, and a lost page brings back the pages alone")
    func second() throws {
        let night = try CrashDesk(.week)
        #expect(try night.start().finish() == 0)
        #expect(try night.verdicts().filter { $0 != "reuse" } == [])
        try FileManager.default.removeItem(at: night.folder.appending(path: "site/index.html"))
        #expect(try night.verdicts().filter { $0 != "reuse" } == ["run"])
        #expect(try night.start().finish() == 0)
        #expect(try night.verdicts().filter { $0 != "reuse" } == [])
    }
}

private func nowMicroseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1_000
}

import Foundation
import Records
import TestSupport
import Testing

@testable import Pipelines

/// What a start reads instead of a long log, and when it is not believed.
struct RunSnapshotTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    private var log: String { folder.appending(path: "log.jsonl").path }
    private var snapshot: String { folder.appending(path: "snapshot.jsonl").path }

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Writes a run of 120 steps, all run and most of them well, or nothing done about any.
    private func write(_ run: Int, _ chance: inout Chance, isStill: Bool) throws {
        let log = try RunLog(path: log)
        var night = PipelineRun(
            run: "p-\(run)", pipeline: "p", file: "p.yaml", date: nil, status: .running,
            startedMs: run, completedMs: nil, exitStatus: nil)
        try log.append(night)
        for number in 0..<120 {
            var step = PipelineStep(
                run: night.run, pipeline: "p", step: "s\(number)", needs: [], status: .reused,
                reason: "nothing changed", attempt: 0, exitStatus: nil, fingerprint: nil,
                startedMs: nil, completedMs: nil)
            if isStill {
                try log.append(step)
                continue
            }
            (step.status, step.attempt) = (.running, 1)
            try log.append(step)
            step.status = chance.oneIn(5) ? .failed : .completed
            let made = Fingerprint(
                run: night.run, command: "make \(number)", tools: ["make": "a\(run)"],
                inputs: ["store:candle_block": "revision \(run)"], outputs: ["out/\(number)": "b"])
            try log.append(step, fingerprint: step.status == .completed ? made : nil)
        }
        night.status = .completed
        try log.append(night)
    }

    /// What a start knows of the log; with `alone` of the log alone.
    private func known(alone: Bool) throws -> [String] {
        if alone { try? FileManager.default.removeItem(atPath: snapshot) }
        let log = try RunLog(path: log)
        let memory = log.memory.sorted { $0.key < $1.key }.map { "\($0)" }
        return memory + ["\(log.runCount)", "\(String(describing: log.interrupted))"]
    }

    @Test(
        "a start knows the same with a snapshot as without one, wherever the log ends",
        arguments: 1...3 as ClosedRange<UInt64>)
    func likeness(seed: UInt64) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var chance = Chance(seed: seed)
        for run in 1...4 { try write(run, &chance, isStill: chance.oneIn(3)) }
        let (whole, summary) = try (text(log), text(snapshot))
        let covered = try #require(summary.firstMatch(of: /"bytes":(\d+)/).flatMap { Int($0.1) })
        #expect(covered > 0 && covered < whole.utf8.count)
        for _ in 0..<20 {
            let end = Int.random(in: 0...whole.utf8.count, using: &chance)
            let cut = String(decoding: Array(whole.utf8)[..<end], as: UTF8.self)
            try cut.write(toFile: log, atomically: true, encoding: .utf8)
            try summary.write(toFile: snapshot, atomically: true, encoding: .utf8)
            let (with, without) = try (known(alone: false), known(alone: true))
            #expect(with == without, "cut after \(end) bytes")
        }
    }

    @Test("a log is not read again where a snapshot speaks of it")
    func use() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var chance = Chance(seed: 1)
        for run in 1...3 { try write(run, &chance, isStill: run == 3) }
        let forged = try text(snapshot).replacing("make 7", with: "make it up")
        try forged.write(toFile: snapshot, atomically: true, encoding: .utf8)
        #expect(try known(alone: false).contains { $0.contains("make it up") })
        #expect(try !known(alone: true).contains { $0.contains("make it up") })
    }

    @Test(
        "a snapshot of another log, or one that makes no sense, counts for nothing",
        arguments: [
            "another", "{}",
            "{\"kind\":\"snapshot\",\"bytes\":-1,\"trail\":\"\",\"runs\":1,\"steps\":0}\n", "cut",
        ])
    func nonsense(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var chance = Chance(seed: 1)
        for run in 1...3 { try write(run, &chance, isStill: false) }
        let summary = try self.text(snapshot)
        let other =
            switch text {
            case "another": summary.replacing(/"trail":"[0-9a-f]+"/, with: "\"trail\":\"0\"")
            case "cut": String(summary.dropLast(summary.count / 2))
            default: text
            }
        try other.replacing("make 7", with: "make it up").write(
            toFile: snapshot, atomically: true, encoding: .utf8)
        let (with, without) = try (known(alone: false), known(alone: true))
        #expect(with == without)
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}

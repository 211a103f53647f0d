import Foundation
import TestSupport
import Testing

/// run-hyperopt: the same epochs on any number of threads, through kills, with and without a store.
struct HyperoptToolTests {
    private static let golden = Package.folder.appending(path: "Tests/BacktestingTests/Golden").path
    private static let ask = "run-hyperopt -s '\(golden)/S02RsiMeanRev.strategy.yaml'"

    private func scratch(days: Int) throws -> Scratch {
        let scratch = try Scratch()
        let answer = try scratch.run(
            "fetch-candles --source synthetic --seed 42 --pair BTC/USDT --pair ETH/USDT "
                + "--from 2026-08-01 --to 2026-08-\(1 + days < 10 ? "0" : "")\(1 + days) >candles.jsonl"
                + " && fetch-candles --source jsonl candles.jsonl --store desk.sqlite")
        #expect(answer.status == 0, "\(scratch.complaint)")
        return scratch
    }

    @Test("one thread or three, stored or piped: the same lines")
    func anyNumberOfJobs() throws {
        let scratch = try scratch(days: 6)
        let one = try scratch.run("\(Self.ask) --epochs 40 --jobs 1 - <candles.jsonl")
        let three = try scratch.run("\(Self.ask) --epochs 40 --jobs 3 - <candles.jsonl")
        let stored = try scratch.run("\(Self.ask) --epochs 40 --jobs 2 --store desk.sqlite")
        #expect(one.status == 0, "\(scratch.complaint)")
        #expect(one.lines.count == 41)
        #expect(three.lines == one.lines)
        #expect(stored.lines == one.lines)
        #expect(
            try scratch.run("\(Self.ask) --epochs 41 - <candles.jsonl").lines[0] != one.lines[0])
    }

    @Test("killed in the middle and asked again, it ends as if nothing had happened")
    func resumes() throws {
        let scratch = try scratch(days: 20)
        let ask = "\(Self.ask) --epochs 60 --jobs 2 --loss OnlyProfit --store"
        let copy = "cp desk.sqlite whole.sqlite"
        let whole = try scratch.run("\(copy) && \(ask) whole.sqlite")
        #expect(whole.status == 0, "\(scratch.complaint)")
        let count = "query-store trial --store desk.sqlite --json | wc -l"
        var kept: [Int] = []
        for pause in ["0.3", "0.6", "0.9"] {
            _ = try scratch.run(
                "\(ask) desk.sqlite >/dev/null & child=$!; sleep \(pause); kill -9 $child; wait; :")
            kept.append(Int(try scratch.run(count).lines.first ?? "") ?? -1)
        }
        #expect(kept == kept.sorted())
        let resumed = try scratch.run("\(ask) desk.sqlite")
        #expect(resumed.lines == whole.lines)
        #expect(try scratch.run("\(ask) desk.sqlite").lines == whole.lines)
        #expect(try scratch.read("error").contains("+0 ~0 "))
    }

    @Test(
        "a search is judged the same on one thread and three, at once and when it is asked for again"
    )
    func judges() throws {
        let scratch = try scratch(days: 20)
        let ask = "\(Self.ask) --loss OnlyProfit --epochs 30 --resamples 100"
        let verdict = "\(ask) --verdict --require 'trades >= 5'"
        let piped = try scratch.run("\(verdict) --jobs 1 - <candles.jsonl")
        #expect(piped.status == 1, "\(scratch.complaint)")
        let searched = try scratch.run("\(ask) --store desk.sqlite")
        #expect(searched.lines == Array(piped.lines.prefix(31)))
        let judged = try scratch.run("\(verdict) --jobs 3 --store desk.sqlite")
        #expect(judged.lines == piped.lines)
        #expect(try scratch.read("error").contains("verdict: "))
        let stored = try scratch.run("query-store measure --store desk.sqlite --json | wc -l")
        #expect(Int(stored.lines.first ?? "") == piped.lines.count - 31)
        // Asked for nothing that can be missed, it passes.
        let kind = try scratch.run(
            "\(ask) --store desk.sqlite --require 'trades >= 1' --require 'days >= 1' "
                + "--require 'profit > -9' --require 'deflated_sharpe >= 0' "
                + "--require 'overfitting_probability <= 1' --require 'no_edge_probability <= 1' "
                + "--require 'plateau_fall <= 1000' --require 'profit_without_best > -9'")
        #expect(kind.status == 0, "\(scratch.complaint)")
        #expect(try scratch.read("error").contains("verdict: pass: "))
    }
}

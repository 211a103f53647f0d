import Foundation
import JSONL
import TestSupport
import Testing

/// run-hyperopt: the same epochs on any number of threads, through kills, with and without a store.
struct HyperoptToolTests {
    private static let golden = Package.folder.appending(path: "Tests/BacktestingTests/Golden").path
    private static let strategy = "-s '\(golden)/S02RsiMeanRev.strategy.yaml'"
    /// Each has a measure behind the epochs: how much it matters.
    private static let parameterCount = 5
    private static let ask = "run-hyperopt \(strategy) --spaces buy,sell"

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
        #expect(one.lines.count == 41 + Self.parameterCount)
        #expect(three.lines == one.lines)
        #expect(stored.lines == one.lines)
        #expect(
            try scratch.run("\(Self.ask) --epochs 41 - <candles.jsonl").lines[0] != one.lines[0])
    }

    @Test(
        "threads that try what a search guesses change nothing, be it right or wrong",
        arguments: ["auto", "tpe"])
    func guesses(sampler: String) throws {
        let scratch = try scratch(days: 3)
        let ask = "\(Self.ask) --sampler \(sampler) --epochs 501 --loss OnlyProfit"
        let one = try scratch.run("\(ask) --jobs 1 - <candles.jsonl")
        #expect(one.status == 0, "\(scratch.complaint)")
        #expect(one.lines.count == 502 + Self.parameterCount)
        #expect(try scratch.run("\(ask) --jobs 2 --store desk.sqlite").lines == one.lines)
        #expect(try scratch.run("\(ask) --jobs 5 - <candles.jsonl").lines == one.lines)
    }

    @Test("candidates are the best epochs, end at their profit, and stay whatever is asked next")
    func candidates() throws {
        let scratch = try scratch(days: 6)
        let ask = "\(Self.ask) --epochs 40 --loss OnlyProfit --store desk.sqlite"
        let plain = try scratch.run(ask)
        let asked = try scratch.run("\(ask) --candidates 3")
        let isReturn = { (line: String) in line.contains("candidate_return{") }
        #expect(plain.lines == asked.lines.filter { !isReturn($0) })
        let trials = try asked.lines.map { try JSONValue(parsing: $0) }
            .filter { $0["kind"]?.string == "trial" }
        let best = trials.filter { $0["loss"]?.double != nil }
            .sorted { ($0["loss"]?.double ?? 0) < ($1["loss"]?.double ?? 0) }
        var returns: [(epoch: Int, value: Double)] = []
        for line in asked.lines where isReturn(line) {
            let measure = try JSONValue(parsing: line)
            let name = try #require(measure["name"]?.string)
            let epoch = try #require(name.firstMatch(of: /"(\d+)\/2026-08-\d\d"/)?.1)
            returns.append((try #require(Int(epoch)), try #require(measure["value"]?.double)))
        }
        let last = Dictionary(returns.map { ($0.epoch, $0.value) }, uniquingKeysWith: { $1 })
        #expect(last.count == 3 && last[best[0]["epoch"]?.int ?? -1] != nil)
        for trial in trials {
            guard let value = last[trial["epoch"]?.int ?? -1] else { continue }
            #expect(abs(value - (trial["measures"]?["profit_total"]?.double ?? .nan)) < 1e-12)
        }
        let judged = try scratch.run("\(ask) --verdict")
        #expect(judged.lines.filter(isReturn).sorted() == asked.lines.filter(isReturn).sorted())
        let stored = try scratch.run("query-store measure --store desk.sqlite --json")
        #expect(stored.lines.count(where: isReturn) == returns.count)
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
        let ask = "\(Self.ask) --loss OnlyProfit --epochs 30"
        let verdict = "\(ask) --verdict --resamples 100 --require 'trades >= 5'"
        let piped = try scratch.run("\(verdict) --jobs 1 - <candles.jsonl")
        #expect(piped.status == 1, "\(scratch.complaint)")
        let searched = try scratch.run("\(ask) --store desk.sqlite")
        #expect(searched.lines.prefix(31).elementsEqual(piped.lines.prefix(31)))
        // A verdict comes before what every search ends with.
        #expect(
            searched.lines.dropFirst(31).elementsEqual(piped.lines.suffix(Self.parameterCount)))
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

    @Test("what is out of sample is a back-test of days that the search did not see")
    func holdsOut() throws {
        let scratch = try scratch(days: 20)
        let ask = "\(Self.ask) --loss OnlyProfit --epochs 20"
        let held = try scratch.run(
            "\(ask) --timerange 20260801-20260818 --out-of-sample 20260819- --store desk.sqlite")
        #expect(held.status == 0, "\(scratch.complaint)")
        let searched = try scratch.run("\(ask) --timerange 20260801-20260818 - <candles.jsonl")
        #expect(held.lines.starts(with: searched.lines))
        let best = try #require(searched.lines.last { $0.contains(#""is_best":true"#) })
        let text = try #require(best.firstMatch(of: /"parameters":\{([^}]*)\}/)).output.1
        let values = text.replacing("\"", with: "").split(separator: ",").map {
            "-p " + $0.replacing(":", with: "=")
        }
        let tested = try scratch.run(
            "run-backtest -s '\(Self.golden)/S02RsiMeanRev.strategy.yaml' "
                + "--timerange 20260819- \(values.joined(separator: " ")) - <candles.jsonl")
        #expect(
            held.lines.dropFirst(searched.lines.count).map(withoutClock)
                == tested.lines.map(withoutClock))
        for wrong in [
            "--timerange 20260801-20260819 --out-of-sample 20260819-", "--out-of-sample 1.5",
            "--out-of-sample -20260819", "--out-of-sample 20260801-", "--out-of-sample soon",
            "--anchored", "--walk-forward 60d", "--walk-forward 60d/20d/1d",
            "--walk-forward 1s/2s", "--walk-forward 60d/20d",
            "--walk-forward 5d/2d --out-of-sample 0.3",
            "--walk-forward 5d/2d --candidates 3", "--candidates 9",
        ] {
            #expect(try scratch.run("\(ask) \(wrong) - <candles.jsonl").status == 2, "\(wrong)")
        }
    }

    @Test("the parameter file of the best epoch is all that its back-test needs")
    func takesAway() throws {
        let scratch = try scratch(days: 20)
        let held = try scratch.run(
            "run-hyperopt \(Self.strategy) --spaces all --epochs 60 --loss OnlyProfit "
                + "--timerange 20260801-20260815 --out-of-sample 20260816- "
                + "--parameters-to best.json - <candles.jsonl")
        #expect(held.status == 0, "\(scratch.complaint)")
        let again = "--parameters best.json --timerange 20260816- - <candles.jsonl"
        let tested = try scratch.run("run-backtest \(Self.strategy) \(again)")
        #expect(tested.lines.contains { $0.hasPrefix(#"{"kind":"trade""#) })
        #expect(
            held.lines.suffix(tested.lines.count).map(withoutClock)
                == tested.lines.map(withoutClock))
        // A search that starts from the file keeps what it does not turn.
        let kept = try scratch.run(
            "run-hyperopt \(Self.strategy) --spaces sell --epochs 3 \(again)")
        let parameters = try #require(tested.lines[0].firstMatch(of: /"minimal_roi":\{[^}]*\}/))
        #expect(kept.lines[0].contains(parameters.output))
    }

    @Test(
        "a walk-forward is made of the searches and back-tests that it could be asked for one by one"
    )
    func walks() throws {
        let scratch = try scratch(days: 20)
        let ask = "\(Self.ask) --loss OnlyProfit --epochs 20"
        let walk = "\(ask) --walk-forward 8d/4d --require 'walk_forward_trade_count >= 1'"
        let piped = try scratch.run("\(walk) --jobs 1 - <candles.jsonl")
        #expect([0, 1].contains(piped.status), "\(scratch.complaint)")
        #expect(try scratch.read("error").contains("window 2 of 2"))
        // The second window's search is in the store already, as after an interruption.
        let second = try scratch.run(
            "\(ask) --timerange 20260806-20260813 --to 2026-08-14 --store desk.sqlite")
        #expect(second.status == 2)
        _ = try scratch.run("\(ask) --from 2026-08-06 --to 2026-08-14 --store desk.sqlite")
        let stored = try scratch.run("\(walk) --jobs 3 --store desk.sqlite")
        #expect(stored.lines.map(withoutClock) == piped.lines.map(withoutClock))
        let again = try scratch.run("\(walk) --store desk.sqlite")
        #expect(again.lines.map(withoutClock) == piped.lines.map(withoutClock))
        let count = "query-store run --store desk.sqlite --json | grep -c"
        #expect(try scratch.run("\(count) run-hyperopt").lines == ["3"])
        #expect(try scratch.run("\(count) run-backtest").lines == ["2"])
        let trades = "query-store trade --store desk.sqlite --json | wc -l"
        let chained = piped.lines.count { $0.hasPrefix(#"{"kind":"trade""#) }
        #expect(try scratch.run(trades).lines == ["\(2 * chained)"])
    }

    /// A record without the instants of the wall clock.
    private func withoutClock(_ line: String) -> String {
        line.replacing(/"(started|completed)_ms":\d+/, with: "")
    }
}

internal import CLI
internal import Doors
internal import Hyperopt
internal import JSONL
internal import Market
internal import Metrics
internal import Records
internal import Storage
internal import Strategies
internal import Workbench

/// `--walk-forward`: searches window by window, each choice traded on the days after its search.
///
/// Every search and every test is a run of its own, the same that asking for it alone would make: so an
/// interrupted walk goes on where it stopped, and what it is made of can be looked at. Its searches have one
/// place on the store, from the first to the last.
struct Walk {
    static let options = [
        Option(
            "walk-forward", value: "TRAIN/TEST",
            help: "search on a window, trade the best epoch on the days after, move on: 60d/20d"),
        Option("anchored", help: "let every window of --walk-forward begin with the candles"),
    ]

    private let cuts: WalkForward
    /// As it was written.
    private let text: String
    private let requirements: [Requirement]

    /// nil where none was asked for.
    init?(_ arguments: Arguments) throws(Diagnostic) {
        guard let text = arguments.value("walk-forward") else {
            if arguments.flag("anchored") {
                throw Diagnostic(.usage, "--anchored goes with --walk-forward")
            }
            return nil
        }
        let lengths = text.split(separator: "/", omittingEmptySubsequences: false).compactMap {
            duration(String($0)).map { Int($0 / .milliseconds(1)) }
        }
        guard lengths.count == 2, text.count(where: { $0 == "/" }) == 1,
            lengths.allSatisfy({ $0 >= 86_400_000 })
        else {
            throw Diagnostic(
                .usage, "--walk-forward: \"\(text)\" is not two lengths of a day at least",
                hint: "days to search on and days to trade after: 60d/20d")
        }
        if arguments.flag("out-of-sample") {
            throw Diagnostic(
                .usage, "--out-of-sample does not go with --walk-forward",
                hint: "the days after every window are out of sample")
        }
        for option in ["parameters-to", "export", "export-to", "candidates"]
        where arguments.flag(option) {
            throw Diagnostic(
                .usage, "--\(option) does not go with --walk-forward",
                hint: "every window has a search of its own")
        }
        try Judge.refuseResampling(arguments, "does not go with --walk-forward")
        self.text = text
        cuts = WalkForward(
            trainMs: lengths[0], testMs: lengths[1], embargoMs: Holdout.embargoMs(arguments),
            isAnchored: arguments.flag("anchored"))
        requirements = try Judge.requirements(arguments, of: .walkForward)
    }

    func run(_ arguments: Arguments) throws -> ExitStatus {
        let engines = try EngineChoice(arguments)
        let ranges = try WorkbenchRanges(
            arguments, of: command, keepingSource: engines.isElsewhere)
        // Tests begin at midnight, UTC, if their length is whole days.
        let day = 86_400_000
        let start = (ranges.days.lowerBound + day - 1) / day * day
        let windows = cuts.windows(of: start..<max(start, ranges.days.upperBound))
        guard !windows.isEmpty else {
            throw Diagnostic(
                .usage, "--walk-forward \(text): the candles hold no such window",
                hint: "there are \(ranges.days.count / day) days")
        }
        let seat = SearchSeat()
        var tested: [Tested] = []
        for (index, window) in windows.enumerated() {
            tested.append(try test(window, ranges, arguments, engines, seat))
            if !arguments.flag("quiet") {
                command.say(
                    "window \(index + 1) of \(windows.count): " + (tested.last?.words ?? ""))
            }
        }
        let record = try record(ranges.whole, arguments)
        let chain = Chain(record, tested, requirements, ranges.whole)
        let changes = try chain.keep(ranges.whole)
        try chain.write(as: try Format(arguments))
        if !arguments.flag("quiet") {
            command.say(
                "run \(record.run): \(windows.count) windows, \(chain.trades.count) trades"
                    + (changes.map { ", \($0)" } ?? ""))
            command.say("verdict: " + chain.verdict.sentence)
        }
        return ranges.whole.ending(chain.verdict.conclusion == .pass ? .done : .no)
    }

    /// The whole walk's.
    private func record(_ bench: Workbench, _ arguments: Arguments) throws -> Run {
        var record = bench.run(
            tool: command.name, parameters: bench.values.json,
            extra: try SearchPlan(arguments, bench).settings + [
                .init("walk_forward", .text(text)),
                .init("anchored", .boolean(cuts.isAnchored)),
                .init("embargo_ms", .integer(cuts.embargoMs)),
            ])
        record.status = .completed
        record.completedMs = bench.clock.nowMs
        return record
    }

    /// One window: what was chosen, and how it did on the days after.
    struct Tested {
        let window: WalkForward.Window
        let chosen: (epoch: Int, search: TradeColumns, test: SearchPlan.Test)?

        /// The day on which the test begins.
        var name: String { Timestamp(milliseconds: window.test.lowerBound).day }

        var words: String {
            guard let chosen else { return "\(name), no epoch has a usable loss" }
            return "\(name), epoch \(chosen.epoch) with profit \(chosen.search.total), then "
                + chosen.test.words
        }
    }

    private func test(
        _ window: WalkForward.Window, _ ranges: WorkbenchRanges, _ arguments: Arguments,
        _ engines: EngineChoice, _ seat: SearchSeat
    ) throws -> Tested {
        let bench = try ranges.bench(
            fromMs: window.train.lowerBound, throughMs: window.train.upperBound - 1)
        let plan = try SearchPlan(arguments, bench)
        let result = try plan.search(bench, arguments, on: engines, seat: seat)
        let after = try ranges.bench(
            fromMs: window.test.lowerBound, throughMs: window.test.upperBound - 1)
        guard let best = result.best, let values = plan.study.space.values(of: best.parameters),
            let test = try plan.test(best, on: after)
        else { return Tested(window: window, chosen: nil) }
        let search = Crew(bench.testbed, jobs: 1).trades(of: [values])[0]
        return Tested(window: window, chosen: (best.epoch, search, test))
    }
}

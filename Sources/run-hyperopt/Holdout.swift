internal import CLI
internal import Market
internal import Workbench

/// Days that a search does not see, on which its choice is traded afterwards.
struct Holdout {
    private enum Extent {
        /// The last part of the days, above 0 and below 1.
        case share(Double)
        /// Both ends included, Unix milliseconds.
        case range(fromMs: Int, throughMs: Int?)
    }

    static let options = [
        Option(
            "out-of-sample", value: "RANGE",
            help: "search before these days, then trade the best epoch on them: 20261001-, or a "
                + "share of all days as 0.3"),
        Option(
            "embargo", value: "TIME", type: .duration, default: "0s",
            help: "leave out this much between what is searched on and what comes after: 1d"),
    ]

    private let extent: Extent
    private let embargoMs: Int

    /// nil where none was asked for.
    init?(_ arguments: Arguments) throws(Diagnostic) {
        guard let text = arguments.value("out-of-sample") else {
            if arguments.flag("embargo") {
                throw Diagnostic(.usage, "--embargo goes with --out-of-sample or --walk-forward")
            }
            return nil
        }
        embargoMs = Self.embargoMs(arguments)
        if let share = Double(text) {
            guard share > 0, share < 1 else {
                throw Diagnostic(
                    .usage, "--out-of-sample: a share is above 0 and below 1, not \(text)",
                    hint: "days are written with a dash: 20261001-")
            }
            extent = .share(share)
            return
        }
        let range = try timerange(text, of: "out-of-sample")
        guard let fromMs = range.fromMs else {
            throw Diagnostic(
                .usage, "--out-of-sample: \"\(text)\" has no start",
                hint: "the search sees what comes before it: 20261001-")
        }
        extent = .range(fromMs: fromMs, throughMs: range.throughMs)
    }

    static func embargoMs(_ arguments: Arguments) -> Int {
        Int((arguments.duration("embargo") ?? .zero) / .milliseconds(1))
    }

    /// The bench to search on and the one to trade the choice on, which begins after it.
    func split(_ ranges: WorkbenchRanges) throws -> (search: Workbench, after: Workbench) {
        let start: (fromMs: Int, throughMs: Int?)
        switch extent {
        case .range(let fromMs, let throughMs):
            if let searched = ranges.asked.throughMs, searched >= fromMs - embargoMs {
                throw Diagnostic(
                    .usage, "the time range of the search reaches into that of --out-of-sample",
                    hint: "days that the search has seen prove nothing")
            }
            start = (fromMs, throughMs)
        case .share(let share): start = (cut(ranges.days, share), ranges.asked.throughMs)
        }
        let last = min(ranges.asked.throughMs ?? .max, start.fromMs - embargoMs - 1)
        guard last > ranges.days.lowerBound else {
            throw Diagnostic(.usage, "--out-of-sample leaves no days to search on")
        }
        return (
            try ranges.bench(fromMs: ranges.asked.fromMs, throughMs: last),
            try ranges.bench(fromMs: start.fromMs, throughMs: start.throughMs)
        )
    }

    /// The midnight, UTC, before which the search's part of the days ends.
    private func cut(_ days: Range<Int>, _ share: Double) -> Int {
        let length = Double(days.count)
        let instant = days.lowerBound + Int(length * (1 - share))
        let midnight = Timestamp(milliseconds: instant).dayNumber * 86_400_000
        return midnight > days.lowerBound ? midnight : instant
    }
}

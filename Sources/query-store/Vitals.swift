internal import Records
internal import Storage

/// What the store tells of a desk's state, read once for `health` and `metrics`.
struct Vitals {
    /// A pipeline's runs that were not for a day of a backfill, oldest first.
    struct Nights {
        let pipeline: String
        let runs: [PipelineRun]

        /// The latest run that is over.
        var latest: PipelineRun? { runs.last { $0.status != .running } }
        /// The latest run, if it is at work or died at it.
        var unfinished: PipelineRun? { runs.last.flatMap { $0.status == .running ? $0 : nil } }
        /// When a run last ended well, Unix milliseconds; nil where none did.
        var lastSuccessMs: Int? {
            runs.last { $0.status == .completed }.map { $0.completedMs ?? $0.startedMs }
        }
    }

    struct KnownBot {
        let bot: Bot
        let condition: BotCondition
        /// The standing breaks that tell of the condition.
        let breaks: [Break]
    }

    let nights: [Nights]
    /// Breaks that last, waived ones too, the most severe first.
    let breaks: [Break]
    let bots: [KnownBot]
    /// Bots that the desk plans and the store does not know.
    let missingBots: [Break]

    init(_ store: Store) throws {
        let runs = try store.pipelineRuns.runs()
        var names: [String] = []
        for run in runs where !names.contains(run.pipeline) { names.append(run.pipeline) }
        nights = names.sorted().map { name in
            Nights(
                pipeline: name, runs: runs.filter { $0.pipeline == name && $0.date == nil })
        }
        let lasting = try store.breaks.all()
        breaks = lasting
        bots = try store.bots.all().map { bot in
            let own = lasting.filter { $0.bot == bot.bot && $0.isStanding }
            return KnownBot(
                bot: bot, condition: BotCondition(own, hasTraded: bot.generation != nil),
                breaks: own.filter { BotCondition.isTold(by: $0) && $0.severity != .info })
        }
        let known = Set(bots.map(\.bot.bot))
        missingBots = lasting.filter {
            $0.isStanding && BotCondition.isTold(by: $0) && !known.contains($0.bot)
                && BotCondition([$0], hasTraded: false) == .missing
        }
    }
}

internal import Records

/// What is wrong with a bot as a whole: it is not there, not wanted, stands still, or began anew.
struct BotHealth {
    let sources: BotSources
    let tolerances: Tolerances
    /// nil where nobody asks how old things are.
    let nowMs: Int?

    /// When the bot was last alive, if that is too long ago; nil for one that is up to date.
    var staleSinceMs: Int? {
        guard let nowMs, let seenMs = sources.reported?.seenMs, seenMs < nowMs else { return nil }
        let missed = Double(nowMs - seenMs) / Double(tolerances.heartbeatMs)
        return missed > tolerances.staleWarn ? seenMs : nil
    }

    static func missing(_ bot: Bot) -> Break {
        Break(
            id: BreakCode.botMissing.id(bot.bot), code: BreakCode.botMissing.rawValue,
            severity: .critical, bot: bot.bot, expected: bot.database,
            message: "The desk has \(bot.bot) (\(bot.strategy), \(bot.mode.rawValue)), but it does"
                + " not report" + (bot.database.map { ": there is no database \($0)." } ?? "."))
    }

    static func extra(_ bot: Bot) -> Break {
        Break(
            id: BreakCode.botExtra.id(bot.bot), code: BreakCode.botExtra.rawValue, severity: .warn,
            bot: bot.bot, actual: bot.database,
            message: "\(bot.bot) (\(bot.strategy), \(bot.mode.rawValue)) reports"
                + (bot.database.map { " in \($0)" } ?? "") + ", but the desk does not name it.")
    }

    /// Breaks of a bot that reports.
    func breaks() -> [Break] {
        [stale()].compactMap { $0 } + sources.resets.map(reset)
    }

    private func stale() -> Break? {
        guard let seenMs = staleSinceMs, let nowMs else { return nil }
        let ageMs = nowMs - seenMs
        let missed = Double(ageMs) / Double(tolerances.heartbeatMs)
        return Break(
            id: BreakCode.botStale.id(sources.bot), code: BreakCode.botStale.rawValue,
            severity: missed > tolerances.staleCritical ? .critical : .warn, bot: sources.bot,
            field: "seen_ms", expected: instant(nowMs), actual: instant(seenMs),
            delta: Double(-ageMs), tolerance: tolerances.staleWarn * Double(tolerances.heartbeatMs),
            message: "The bot's last sign of life is of \(instant(seenMs)), \(duration(ageMs)) ago;"
                + " one is due every \(duration(tolerances.heartbeatMs)).")
    }

    private func reset(_ reset: BotSources.Reset) -> Break {
        Break(
            id: BreakCode.botReset.id(sources.bot, "\(reset.generation)"),
            code: BreakCode.botReset.rawValue, severity: .warn, bot: sources.bot,
            field: "generation", expected: "\(reset.generation - 1)",
            actual: "\(reset.generation)", delta: 1,
            message: "The bot's database was started anew, as its generation \(reset.generation):"
                + " \(reset.reason).")
    }
}

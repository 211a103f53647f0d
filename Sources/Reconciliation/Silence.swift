internal import Records

/// A bot that opens nothing while its back-test goes on.
struct Silence {
    /// The back-test's entries that the bot let pass, by time.
    let missed: [Trade]
    /// From the bot's last opening to the last entry that it missed.
    let lengthMs: Int
    let usualMs: Int
    let lastMs: Int

    /// nil where the bot's own gaps were as long, or too few to tell. `actual` is what the bot opened,
    /// in the clock of the back-test; `missing` are the back-test's trades that it lacks.
    init?(actual: [Trade], missing: [Trade], tolerances: Tolerances) {
        let openings = actual.map(\.openMs).sorted()
        let gaps = zip(openings, openings.dropFirst()).map { $1 - $0 }.sorted()
        guard gaps.count >= tolerances.silenceHistory, let last = openings.last else { return nil }
        let rank = Int((tolerances.silenceQuantile * Double(gaps.count)).rounded(.up))
        let usual = gaps[min(max(rank, 1), gaps.count) - 1]
        missed = missing.filter { $0.openMs > last }.sorted { $0.openMs < $1.openMs }
        guard missed.count > 1, let end = missed.last, end.openMs - last > usual else {
            return nil
        }
        (lengthMs, usualMs, lastMs) = (end.openMs - last, usual, last)
    }

    func found(_ bot: String) -> Break {
        Break(
            id: BreakCode.botSilent.id(bot), code: BreakCode.botSilent.rawValue, severity: .warn,
            bot: bot, openMs: lastMs, field: "open_ms", expected: duration(usualMs),
            actual: duration(lengthMs), delta: Double(lengthMs - usualMs),
            tolerance: Double(usualMs),
            message: "The bot opened nothing for \(duration(lengthMs)) after \(instant(lastMs)),"
                + " while the back-test entered \(missed.count) times; 99 % of its own gaps are"
                + " at most \(duration(usualMs)).")
    }
}

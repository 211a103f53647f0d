internal import Market
internal import Records

/// A bot and its back-test over the window that both know, with the bot's clock set right.
struct TestedWindow {
    let run: Run
    /// Unix milliseconds UTC, in the back-test's clock.
    let fromMs: Int
    let toMs: Int
    let expected: [Trade]
    /// Each once, in the back-test's clock.
    let actual: [Trade]
    /// Further copies of `actual`'s trades.
    let copies: [Trade]
    let matching: Matching
    let candleMs: Int
    let skew: ClockSkew?

    /// nil without a back-test, or where neither side traded. `duplicates` are the bot's trades, sorted
    /// out; after `endMs` nobody knows what the bot did, nil where it is up to date.
    init?(
        _ sources: BotSources, _ duplicates: Duplicates, endMs: Int?, tolerances: Tolerances
    ) {
        guard let tested = sources.backtest,
            let candleMs = (tested.trades.first ?? sources.trades.first)?.timeframe.milliseconds
        else { return nil }
        let skew = ClockSkew(
            expected: tested.trades, actual: duplicates.kept, candleMs: candleMs,
            tolerances: tolerances)
        let offsetMs = skew?.offsetMs ?? 0
        // Nobody can miss what happened before the bot was there, or after it was last seen.
        let sinceMs = sources.reported?.sinceMs
        let fromMs = max(tested.run.fromMs, sinceMs.map { $0 - offsetMs } ?? .min)
        let toMs = max(fromMs, min(tested.run.toMs, endMs.map { $0 - offsetMs } ?? .max))
        let window = fromMs...toMs
        func inWindow(_ trades: [Trade]) -> [Trade] {
            trades.map { skew?.corrected($0) ?? $0 }.filter { window.contains($0.openMs) }
        }
        run = tested.run
        expected = tested.trades.filter { window.contains($0.openMs) }
        actual = inWindow(duplicates.kept)
        copies = inWindow(duplicates.copies)
        guard !expected.isEmpty || !actual.isEmpty else { return nil }
        matching = Matching(
            byCandle: expected, actual, candleMs: candleMs, tolerances: tolerances)
        (self.fromMs, self.toMs, self.candleMs, self.skew) = (fromMs, toMs, candleMs, skew)
    }
}

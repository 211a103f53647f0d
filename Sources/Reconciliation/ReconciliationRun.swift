internal import JSONL
public import Records

/// The record that a comparison took place, also where it found nothing: what was compared, over which
/// span of trades, and how many breaks of each severity there were.
///
/// Comparing the same again gives the same id.
///
/// - Parameters:
///   - sources: what was compared.
///   - breaks: what `reconcile` said of them.
///   - desk: the desk's name; nil without a desk file.
///   - nowMs: when it was done, Unix milliseconds.
/// - Returns: a completed run of tool `reconcile-bots`.
public func reconciliationRun(
    _ sources: [BotSources], breaks: [Break], desk: String?, nowMs: Int
) -> Run {
    let sources = sources.sorted { $0.bot < $1.bot }
    let trades = sources.flatMap(\.trades)
    let backtests = Set(sources.compactMap(\.backtest?.run.run)).sorted()
    let counts = Break.Severity.allCases.reversed().map { severity in
        JSONValue.Member(
            severity.rawValue, .integer(breaks.count { $0.severity == severity }))
    }
    let fromMs = trades.map(\.openMs).min() ?? 0
    let toMs = trades.map { $0.closeMs ?? $0.openMs }.max() ?? fromMs
    let config: JSONValue = [
        "desk": desk.map(JSONValue.text) ?? .null,
        "bots": .list(sources.map { .text($0.bot) }),
        "trades": .integer(trades.count), "backtests": .list(backtests.map(JSONValue.text)),
        "breaks": .object(counts),
    ]
    return Run(
        run: hexadecimalDigest([config.text, "\(fromMs)", "\(toMs)"] + breaks.map(\.id)),
        tool: "reconcile-bots", status: .completed, strategy: "", strategyHash: "",
        parameters: .object([]), fromMs: fromMs, toMs: toMs, config: config, startedMs: nowMs,
        completedMs: nowMs, error: nil)
}

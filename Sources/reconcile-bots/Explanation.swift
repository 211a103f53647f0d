internal import CLI
internal import Market
internal import Reconciliation
internal import Records

/// All that is known of a break, line by line, for a person.
func explanation(of found: Break, nowMs: Int) -> String {
    let code = BreakCode(rawValue: found.code)
    var lines = ["\(found.id)  \(found.severity.rawValue)", found.message, ""]
    func add(_ name: String, _ value: String?) {
        guard let value else { return }
        lines.append((name + ":").padded(to: 16) + value)
    }
    add("bot", found.bot)
    add("pair", found.pair)
    add("trade", found.tradeID.map(String.init))
    add("opened", found.openMs.map(instant))
    add("field", found.field)
    add("expected", found.expected)
    add("actual", found.actual)
    add("difference", found.delta.map { "\($0)" })
    add("tolerance", found.tolerance.map { "\($0)" })
    add("money at risk", found.moneyAtRisk.map { "\($0) \(found.currency ?? "")" })
    add("confidence", found.confidence.map { "\($0)" })
    add("cause, a guess", found.cause)
    add("what to do", found.command)
    if let waiver = found.waiver {
        let by = waiver.by.map { ", by \($0)" } ?? ""
        add("waived", "\(waiver.reason) (until \(instant(waiver.untilMs))\(by))")
    }
    if let history = found.history {
        add("first seen", instant(history.firstSeenMs))
        add("last seen", "\(instant(history.lastSeenMs)), \(history.occurrences) times in all")
        add("resolved", history.resolvedMs.map(instant))
    }
    if let code {
        lines += ["", "\(code.rawValue), \(code.title): \(code.explanation)"]
        lines.append("Severity: \(code.severityRule).")
    }
    return lines.map(visible).joined(separator: "\n") + "\n"
}

private func instant(_ milliseconds: Int) -> String {
    Timestamp(milliseconds: milliseconds).description
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}

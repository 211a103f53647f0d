internal import CLI
internal import Doors
internal import Storage

/// Forgets old runs with what belongs to them, or says what would be forgotten.
func prune(_ arguments: Arguments, _ printer: RowPrinter) throws {
    guard let age = arguments.duration("older-than") else {
        throw Diagnostic(
            .usage, "prune needs to know what is old",
            hint: "query-store prune --older-than 90d says what would go")
    }
    let isApplied = arguments.flag("apply")
    let startedMs = arguments.nowMs - Int(age / .milliseconds(1))
    let store = try Store(
        path: arguments.storePath, access: isApplied ? .readWrite : .readOnly)
    let pruned =
        try isApplied ? store.prune(before: startedMs) : store.prunable(before: startedMs)
    for part in pruned {
        try printer.row(
            kind: "pruned", ["table", "rows", "is_applied"],
            [.text(part.table), .integer(part.rows), .flag(isApplied)])
    }
    if !isApplied { command.say("nothing was removed; --apply removes it") }
}

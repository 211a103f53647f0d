internal import CSQLite

/// Statements of one connection that were prepared and are not in use: whoever wants the same text again
/// gets one of them, for to parse and plan it takes as long as to run it a few times.
final class StatementShelf {
    private static let room = 32

    private var idle: [String: Handle] = [:]
    private var isOpen = true

    /// A statement of that text, nil where none lies here; it is nobody else's then.
    func take(_ sql: String) -> Handle? { idle.removeValue(forKey: sql) }

    /// Keeps a statement that is not in use any more, or ends it.
    func put(_ handle: Handle) {
        guard isOpen, handle.texts == nil, let text = sqlite3_sql(handle.pointer) else {
            return handle.finalize()
        }
        let sql = String(cString: text)
        // Some pragmas act when they are prepared.
        guard idle.count < Self.room, !sql.hasPrefix("PRAGMA") else { return handle.finalize() }
        handle.reset()
        sqlite3_clear_bindings(handle.pointer)
        idle.updateValue(handle, forKey: sql)?.finalize()
    }

    /// Ends all statements: the connection closes.
    func close() {
        isOpen = false
        for handle in idle.values { handle.finalize() }
        idle = [:]
    }
}

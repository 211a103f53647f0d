internal import SQLite

extension Store {
    /// Removes the rows of `owner` whose key is not among `kept`.
    func remove<Key: Bindable & Readable & Hashable>(
        from table: String, where column: String, is owner: String, key: String,
        except kept: Set<Key>, counting changes: inout Changes
    ) throws {
        var surplus: [Key] = []
        let query = try database.prepare(
            "SELECT \(key) FROM \(table) WHERE \(column) = ?", String.self)
        try query.rows(owner, as: Key.self) { (found: Key) in
            if !kept.contains(found) { surplus.append(found) }
        }
        let delete = try database.prepare(
            "DELETE FROM \(table) WHERE \(column) = ? AND \(key) = ?", (String, Key).self)
        for key in surplus { try delete.run(owner, key) }
        changes.removed += surplus.count
    }

    func damaged(_ what: String) -> StoreError { .damaged(path: path, what: what) }
}

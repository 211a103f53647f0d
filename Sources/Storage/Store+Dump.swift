internal import SQLite

extension Store {
    /// Hands every row of every table but those named to `body`: table by table, each ordered by
    /// its key, without the columns that say when something was done.
    ///
    /// Two stores hold the same result exactly if their dumps are equal. Revisions count writes and
    /// are left out; a block of candles is dumped as its checksum, computed anew.
    ///
    /// - Throws: `StoreError.damaged` for a block that fails its checksum.
    public func dump(
        except excluded: Set<String> = [],
        _ body: (_ table: String, _ columns: [String], _ cells: [Cell]) throws -> Void
    ) throws {
        try snapshot {
            for table in Schema.tables where !excluded.contains(table) {
                let (all, key) = try dumpColumns(of: table)
                let columns = all.filter { !Schema.clockColumns.contains($0) }
                let types = columns.map { Schema.CellType(column: $0) }
                try database.rows(
                    """
                    SELECT \(columns.joined(separator: ", ")) FROM \(table)
                    ORDER BY \(key.joined(separator: ", "))
                    """
                ) { row in
                    let cells = types.indices.map { types[$0].cell(row[$0]) }
                    try check(table, columns, cells)
                    try body(table, columns, cells)
                }
            }
        }
    }

    /// Makes sure that a block of candles holds what was written.
    private func check(_ table: String, _ columns: [String], _ cells: [Cell]) throws {
        guard table == "candle_block", let told = columns.firstIndex(of: "checksum"),
            let found = columns.firstIndex(of: "columns"), cells[told] != cells[found]
        else { return }
        throw damaged("a block of candles fails its checksum")
    }

    /// A table's columns, and those of its key in the key's order; where a trade lies is no fact.
    private func dumpColumns(of table: String) throws -> (all: [String], key: [String]) {
        var all: [String] = []
        var key: [(place: Int, name: String)] = []
        try database.rows("SELECT name, pk FROM pragma_table_info(?)", [.text(table)]) { row in
            let (name, place): (String, Int) = (row.read(0), row.read(1))
            all.append(name)
            if place > 0 { key.append((place, name)) }
        }
        if let pages = TradePages.all.first(where: { $0.table == table }) {
            return (all.filter { $0 != "place" }, pages.owner + ["trade_id"])
        }
        return (all, key.sorted { $0.place < $1.place }.map(\.name))
    }
}

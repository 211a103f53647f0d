public import Records
internal import SQLite

/// What runs' accounts were worth over time.
public struct EquityTable {
    let store: Store

    /// Makes `points` the whole curve of a run; instants must differ.
    public func replace(run: String, with points: [EquityPoint]) throws -> Changes {
        precondition(points.allSatisfy { $0.run == run }, "points of another run")
        let known = try values(run: run)
        if known == points { return Changes(unchanged: points.count) }
        return try store.write("equity") { changes in
            let upsert = try BulkUpsert(
                store.database, table: "equity", key: ["run", "at_ms"],
                columns: ["run", "at_ms", "equity", "drawdown_ratio", "benchmark"],
                count: points.count)
            try upsert.run(
                points.indices, stamp: store.database.stamp(), counting: &changes
            ) { (index, binding) throws(DatabaseError) in
                try binding.add(run)
                try binding.add(points[index].atMs)
                try binding.add(points[index].equity)
                try binding.add(points[index].drawdownRatio)
                try binding.add(points[index].benchmark)
            }
            if known.isEmpty, changes.inserted == points.count { return }
            try store.remove(
                from: "equity", where: "run", is: run, key: "at_ms",
                except: Set(points.map(\.atMs)), counting: &changes)
        }
    }

    /// A run's curve, oldest point first.
    public func values(run: String) throws -> [EquityPoint] {
        var points: [EquityPoint] = []
        let statement = try store.database.prepare(
            """
            SELECT at_ms, equity, drawdown_ratio, benchmark FROM equity
            WHERE run = ? ORDER BY at_ms
            """, String.self)
        try statement.rows(run, as: (Int, Double, Double, Double?).self) {
            (atMs: Int, equity: Double, drawdown: Double, benchmark: Double?) in
            points.append(
                EquityPoint(
                    run: run, atMs: atMs, equity: equity, drawdownRatio: drawdown,
                    benchmark: benchmark))
        }
        return points
    }
}

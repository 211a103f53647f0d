public import Records
internal import SQLite

/// Named numbers about runs. They can be deleted and computed again.
public struct MeasureTable {
    let store: Store

    /// Makes `measures`, in their order, everything that the store says of the run.
    public func replace(run: String, with measures: [Measure]) throws -> Changes {
        precondition(measures.allSatisfy { $0.run == run }, "measures of another run")
        // By name, as they lie in the table: rows in no order split its pages again and again.
        let order = measures.indices.sorted { measures[$0].name < measures[$1].name }
        return try store.write("measure") { changes in
            let upsert = try BulkUpsert(
                store.database, table: "measure", key: ["run", "name"],
                columns: ["run", "name", "position", "value", "unit", "reason"],
                count: measures.count)
            try upsert.run(
                order.indices, stamp: store.database.stamp(), counting: &changes
            ) { (place, binding) throws(DatabaseError) in
                let index = order[place]
                try binding.add(run)
                try binding.add(measures[index].name)
                try binding.add(index)
                try binding.add(measures[index].value)
                try binding.add(measures[index].unit)
                try binding.add(measures[index].reason)
            }
            try store.remove(
                from: "measure", where: "run", is: run, key: "name",
                except: Set(measures.map(\.name)), counting: &changes)
        }
    }

    /// A run's measures in the order in which they were stored.
    public func values(run: String) throws -> [Measure] {
        var measures: [Measure] = []
        let statement = try store.database.prepare(
            "SELECT name, value, unit, reason FROM measure WHERE run = ? ORDER BY position",
            String.self)
        try statement.rows(run, as: (String, Double?, String, String?).self) {
            (name: String, value: Double?, unit: String, reason: String?) in
            measures.append(
                Measure(run: run, name: name, value: value, unit: unit, reason: reason))
        }
        return measures
    }

    /// One measure of a run; nil where it is not stored or not defined.
    public func value(run: String, name: String) throws -> Double? {
        try store.database.value(
            "SELECT value FROM measure WHERE run = ? AND name = ?", run, name, as: Double?.self
        ) ?? nil
    }
}

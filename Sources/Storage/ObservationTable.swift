internal import Market
public import Records
internal import SQLite

/// How back-tests' profits became their bots' ones, step by step.
public struct ObservationTable {
    let store: Store

    private static let columns = [
        "run", "bot", "backtest", "currency", "position", "name", "value", "trades", "from_ms",
        "to_ms",
    ]

    /// Makes `observations` all that the run holds.
    public func replace(run: String, with observations: [Observation]) throws -> Changes {
        try store.write("observation") { changes in
            let kept = Set(observations.map { Place($0) })
            for known in try values(run: run) where !kept.contains(Place(known)) {
                try store.database.run(
                    """
                    DELETE FROM observation
                    WHERE run = ? AND bot = ? AND currency = ? AND position = ?
                    """, run, known.bot, known.currency, known.position)
                changes.removed += 1
            }
            let upsert = try Upsert(
                store.database, table: "observation", key: ["run", "bot", "currency", "position"],
                columns: Self.columns,
                (String, String, String, String, Int, String, String, Int, Int, Int).self)
            for found in observations {
                try upsert.run(
                    run, found.bot, found.backtest, found.currency, found.position, found.name,
                    found.value.description, found.trades, found.fromMs, found.toMs,
                    counting: &changes)
            }
        }
    }

    /// What one run observed, by bot and currency, in the order of the sums.
    public func values(run: String) throws -> [Observation] {
        var observations: [Observation] = []
        try store.database.rows(
            """
            SELECT \(Self.columns.joined(separator: ", ")) FROM observation WHERE run = ?
            ORDER BY bot, currency, position
            """, [.text(run)]
        ) { row in
            guard let value = Amount(row.read(6) as String) else {
                throw store.damaged("an observation of \(row.read(1) as String) is no number")
            }
            observations.append(
                Observation(
                    run: row.read(0), bot: row.read(1), backtest: row.read(2),
                    currency: row.read(3), position: row.read(4), name: row.read(5), value: value,
                    trades: row.read(7), fromMs: row.read(8), toMs: row.read(9)))
        }
        return observations
    }
}

private struct Place: Hashable {
    let bot: String
    let currency: String
    let position: Int

    init(_ observation: Observation) {
        (bot, currency, position) = (
            observation.bot, observation.currency, observation.position
        )
    }
}

internal import JSONL
public import Records
internal import SQLite

/// Epochs of hyperopts, stored as they finish.
public struct TrialTable {
    let store: Store

    /// Adds epochs; one that is there already is brought up to date.
    public func append(_ trials: [Trial]) throws -> Changes {
        try store.write("trial", trials) { trials, changes in
            let upsert = try Upsert(
                store.database, table: "trial", key: ["run", "epoch"],
                columns: [
                    "run", "epoch", "parameters", "loss", "measures", "is_best", "is_initial",
                ],
                (String, Int, String, Double?, String, Bool, Bool).self)
            for trial in trials {
                try upsert.run(
                    trial.run, trial.epoch, trial.parameters.text, trial.loss,
                    trial.measures.text, trial.isBest, trial.isInitial, counting: &changes)
            }
        }
    }

    /// A hyperopt's epochs in order.
    public func trials(run: String) throws -> [Trial] {
        var trials: [Trial] = []
        let statement = try store.database.prepare(
            """
            SELECT epoch, parameters, loss, measures, is_best, is_initial FROM trial
            WHERE run = ? ORDER BY epoch
            """, String.self)
        try statement.rows(
            run, as: (Int, String, Double?, String, Bool, Bool).self
        ) {
            (
                epoch: Int, parameters: String, loss: Double?, measures: String, isBest: Bool,
                isInitial: Bool
            ) in
            trials.append(
                Trial(
                    run: run, epoch: epoch, parameters: try JSONValue(parsing: parameters),
                    loss: loss, measures: try JSONValue(parsing: measures), isBest: isBest,
                    isInitial: isInitial))
        }
        return trials
    }

    /// How many epochs of a hyperopt are stored.
    public func count(run: String) throws -> Int {
        try store.database.value("SELECT count(*) FROM trial WHERE run = ?", run, as: Int.self) ?? 0
    }
}

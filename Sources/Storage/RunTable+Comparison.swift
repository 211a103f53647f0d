internal import JSONL
internal import SQLite

extension RunTable {
    /// The back-tests of a strategy in one currency.
    public struct Tested: Hashable, Sendable {
        public let strategy: String
        /// The stake currency of their configuration; empty where it names none.
        public let currency: String
        /// How many were completed.
        public var count: Int
        /// The one that started last, and its data, Unix milliseconds.
        public var latest: String
        public var fromMs: Int
        public var toMs: Int
    }

    static let testedQuery = """
        SELECT strategy, coalesce(config ->> 'stake_currency', ''), run, from_ms, to_ms
        FROM run WHERE tool = 'run-backtest' AND status = 'completed' ORDER BY started_ms, run
        """

    /// Completed back-tests by strategy and currency.
    public func tested() throws -> [Tested] {
        var found: [String: Tested] = [:]
        try store.database.rows(Self.testedQuery) { row in
            let (strategy, currency): (String, String) = (row.read(0), row.read(1))
            let key = strategy + "\n" + currency
            found[key] = Tested(
                strategy: strategy, currency: currency, count: (found[key]?.count ?? 0) + 1,
                latest: row.read(2), fromMs: row.read(3), toMs: row.read(4))
        }
        return found.values.sorted { ($0.strategy, $0.currency) < ($1.strategy, $1.currency) }
    }
}

extension MeasureTable {
    static let someQuery = """
        SELECT run, name, measure.value FROM json_each(?1) AS wanted
        CROSS JOIN json_each(?2) AS asked
        CROSS JOIN measure ON run = wanted.value AND name = asked.value
        WHERE measure.value IS NOT NULL
        """

    /// Some measures of some runs by run and name, in one query; those not defined are left out.
    public func values(runs: [String], names: [String]) throws -> [String: [String: Double]] {
        var values: [String: [String: Double]] = [:]
        let statement = try store.database.prepare(Self.someQuery, (String, String).self)
        try statement.rows(
            JSONValue.list(runs.map { .text($0) }).text,
            JSONValue.list(names.map { .text($0) }).text, as: (String, String, Double).self
        ) { (run: String, name: String, value: Double) in
            values[run, default: [:]][name] = value
        }
        return values
    }
}

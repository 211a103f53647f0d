extension Schema {
    /// Breaks with their memory, and how profits came about.
    static let breakTable = """
        CREATE TABLE reconciliation_break (
            id TEXT NOT NULL PRIMARY KEY CHECK (id <> ''),
            code TEXT NOT NULL,
            severity TEXT NOT NULL CHECK (severity IN ('info', 'warn', 'critical')),
            bot TEXT NOT NULL,
            pair TEXT,
            trade_id INTEGER,
            open_ms INTEGER,
            field TEXT,
            expected TEXT,
            actual TEXT,
            delta REAL,
            tolerance REAL,
            money_at_risk REAL,
            currency TEXT,
            confidence REAL CHECK (confidence BETWEEN 0 AND 1),
            message TEXT NOT NULL,
            cause TEXT,
            command TEXT,
            waiver_reason TEXT,
            waiver_until_ms INTEGER,
            waiver_by TEXT,
            first_seen_ms INTEGER NOT NULL,
            last_seen_ms INTEGER NOT NULL CHECK (last_seen_ms >= first_seen_ms),
            occurrences INTEGER NOT NULL CHECK (occurrences > 0),
            resolved_ms INTEGER,
            status TEXT NOT NULL CHECK (status IN ('open', 'waived', 'resolved')),
            changed INTEGER NOT NULL,
            CHECK ((status = 'resolved') = (resolved_ms IS NOT NULL))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reconciliation_break_order ON reconciliation_break (
            \(Listing.breakOrder.map { $0.expression + ($0.isDescending ? " DESC" : "") }
                .joined(separator: ", ")), id);
        CREATE INDEX reconciliation_break_bot ON reconciliation_break (bot);
        CREATE INDEX reconciliation_break_changed ON reconciliation_break (changed);

        -- "value" is an exact decimal; those of one run, bot and currency add up to the last.
        CREATE TABLE observation (
            run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
            bot TEXT NOT NULL,
            backtest TEXT NOT NULL,
            currency TEXT NOT NULL CHECK (currency <> ''),
            position INTEGER NOT NULL CHECK (position >= 0),
            name TEXT NOT NULL CHECK (name <> ''),
            value TEXT NOT NULL,
            trades INTEGER NOT NULL CHECK (trades >= 0),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            changed INTEGER NOT NULL,
            PRIMARY KEY (run, bot, currency, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX observation_changed ON observation (changed);
        """
}

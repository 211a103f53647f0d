/// The schema of the store in its current version, written out. `Migrations.current` counts them.
///
/// Columns are named as the keys of the records; their order is the order of the keys. Ratios are
/// fractions, instants are Unix milliseconds UTC and end in `_ms`, flags are 0 or 1, and columns
/// that hold JSON say so in their CHECK.
enum Schema {
    /// Every table that holds facts, parents before children.
    static let tables = [
        "exchange", "market", "funding", "candle_series", "candle_block", "strategy",
        "strategy_version", "bot", "bot_generation", "bot_trade", "run", "run_trade", "measure",
        "equity", "trial",
        "reconciliation_break", "observation", "pipeline_run", "pipeline_step",
    ]

    /// Tables whose rows remember in "changed" which change of the store wrote them last: a number
    /// that only grows, so that who follows a table asks for what came after the last row seen.
    static let stampedTables: Set<String> = [
        "bot_trade", "run", "run_trade", "measure", "equity", "trial", "reconciliation_break",
        "observation", "pipeline_run", "pipeline_step",
    ]

    /// Columns that say when something was done and how long it took, never what came of it.
    static let clockColumns: Set<String> = [
        "started_ms", "completed_ms", "duration_ms", "observed_ms", "pid", "changed",
        "first_seen_ms", "last_seen_ms", "occurrences", "resolved_ms",
    ]

    /// Columns that are true or false, kept as 1 or 0.
    static let flagColumns: Set<String> = [
        "is_open", "is_best", "is_initial", "test_mode", "is_current",
    ]

    /// Columns that hold a JSON value.
    static let jsonColumns: Set<String> = [
        "orders", "parameters", "config", "measures", "needs", "leverage_tiers",
    ]

    static let text = [
        revisionTable, marketTables, strategyTables, tradeTables, runTables, breakTable,
        pipelineTables, tradeViews, otherViews,
    ].joined(separator: "\n")

    private static let revisionTable = """
        CREATE TABLE revision (
            name TEXT NOT NULL PRIMARY KEY,
            revision INTEGER NOT NULL CHECK (revision > 0)
        ) STRICT, WITHOUT ROWID;
        """

    private static let marketTables = """
        CREATE TABLE exchange (
            exchange TEXT NOT NULL PRIMARY KEY CHECK (exchange <> ''),
            test_mode INTEGER NOT NULL DEFAULT 0 CHECK (test_mode IN (0, 1)),
            config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE market (
            exchange TEXT NOT NULL REFERENCES exchange (exchange),
            pair TEXT NOT NULL,
            amount_step REAL NOT NULL CHECK (amount_step > 0),
            price_tick REAL NOT NULL CHECK (price_tick > 0),
            min_amount REAL CHECK (min_amount >= 0),
            max_amount REAL CHECK (max_amount >= 0),
            min_cost REAL CHECK (min_cost >= 0),
            max_cost REAL CHECK (max_cost >= 0),
            maker REAL NOT NULL CHECK (maker > -1 AND maker < 1),
            taker REAL NOT NULL CHECK (taker > -1 AND taker < 1),
            leverage_tiers TEXT CHECK (leverage_tiers IS NULL OR json_valid(leverage_tiers)),
            PRIMARY KEY (exchange, pair)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE funding (
            exchange TEXT NOT NULL REFERENCES exchange (exchange),
            pair TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            rate REAL,
            mark_price REAL NOT NULL CHECK (mark_price > 0),
            PRIMARY KEY (exchange, pair, at_ms)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE candle_series (
            exchange TEXT NOT NULL REFERENCES exchange (exchange),
            pair TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            PRIMARY KEY (exchange, pair, timeframe)
        ) STRICT, WITHOUT ROWID;

        -- One UTC month of one series. Layout 1 of "columns": open_ms as 64-bit integers, then
        -- open, high, low, close and volume as 64-bit floats, all little-endian, one column after
        -- the other. "checksum" is the XXH64 of the blob, "conflicting" counts candles that share
        -- their instant with a different one before them.
        CREATE TABLE candle_block (
            exchange TEXT NOT NULL,
            pair TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            month TEXT NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
            count INTEGER NOT NULL CHECK (count > 0),
            first_ms INTEGER NOT NULL,
            last_ms INTEGER NOT NULL CHECK (last_ms >= first_ms),
            conflicting INTEGER NOT NULL CHECK (conflicting BETWEEN 0 AND count),
            price_decimals INTEGER NOT NULL CHECK (price_decimals BETWEEN 0 AND 22),
            layout INTEGER NOT NULL CHECK (layout = 1),
            checksum TEXT NOT NULL CHECK (length(checksum) = 16),
            columns BLOB NOT NULL CHECK (length(columns) = count * 48),
            PRIMARY KEY (exchange, pair, timeframe, month),
            FOREIGN KEY (exchange, pair, timeframe)
                REFERENCES candle_series (exchange, pair, timeframe)
        ) STRICT;
        """

    private static let strategyTables = """
        CREATE TABLE strategy (
            strategy TEXT NOT NULL PRIMARY KEY CHECK (strategy <> ''),
            hash TEXT NOT NULL,
            config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE strategy_version (
            strategy TEXT NOT NULL REFERENCES strategy (strategy),
            hash TEXT NOT NULL CHECK (hash <> ''),
            source TEXT NOT NULL,
            PRIMARY KEY (strategy, hash)
        ) STRICT, WITHOUT ROWID;
        """

    private static let tradeTables = """
        CREATE TABLE bot (
            bot TEXT NOT NULL PRIMARY KEY CHECK (bot <> ''),
            exchange TEXT NOT NULL REFERENCES exchange (exchange),
            mode TEXT NOT NULL CHECK (mode IN ('dry_run', 'live')),
            strategy TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            config TEXT NOT NULL CHECK (json_valid(config)),
            database TEXT,
            since_ms INTEGER,
            seen_ms INTEGER,
            observed_ms INTEGER
        ) STRICT, WITHOUT ROWID;

        -- A bot whose database was reset goes on as its next generation; its past stays.
        CREATE TABLE bot_generation (
            bot TEXT NOT NULL CHECK (bot <> ''),
            generation INTEGER NOT NULL CHECK (generation > 0),
            reason TEXT NOT NULL,
            PRIMARY KEY (bot, generation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE bot_trade (
            place INTEGER PRIMARY KEY,
            bot TEXT NOT NULL,
            generation INTEGER NOT NULL,
            \(tradeColumns),
            CHECK (place & \(TradePages.last) = trade_id & \(TradePages.last))
        ) STRICT;
        \(pageTable(.bots))

        CREATE TABLE run_trade (
            place INTEGER PRIMARY KEY,
            run TEXT NOT NULL,
            \(tradeColumns),
            CHECK (place & \(TradePages.last) = trade_id & \(TradePages.last))
        ) STRICT;
        \(pageTable(.runs))
        """

    private static let tradeColumns = """
        trade_id INTEGER NOT NULL,
            pair TEXT NOT NULL,
            side TEXT NOT NULL CHECK (side IN ('long', 'short')),
            is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
            open_ms INTEGER NOT NULL,
            close_ms INTEGER,
            open_rate REAL NOT NULL,
            close_rate REAL,
            amount REAL NOT NULL,
            stake_amount REAL NOT NULL,
            max_stake_amount REAL,
            fee_open REAL NOT NULL,
            fee_close REAL NOT NULL,
            leverage REAL NOT NULL CHECK (leverage > 0),
            profit_abs REAL,
            profit_ratio REAL,
            enter_tag TEXT,
            exit_reason TEXT,
            min_rate REAL,
            max_rate REAL,
            initial_stop_loss_abs REAL,
            stop_loss_abs REAL,
            funding_fees REAL NOT NULL,
            strategy TEXT NOT NULL,
            timeframe TEXT NOT NULL,
            orders TEXT NOT NULL CHECK (json_valid(orders)),
            changed INTEGER NOT NULL
        """

    private static let runTables = """
        CREATE TABLE run (
            run TEXT NOT NULL PRIMARY KEY CHECK (run <> ''),
            tool TEXT NOT NULL,
            status TEXT NOT NULL
                CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
            strategy TEXT NOT NULL,
            strategy_hash TEXT NOT NULL,
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            from_ms INTEGER NOT NULL,
            to_ms INTEGER NOT NULL CHECK (to_ms >= from_ms),
            config TEXT NOT NULL CHECK (json_valid(config)),
            started_ms INTEGER NOT NULL,
            completed_ms INTEGER,
            error TEXT,
            changed INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX run_started_ms ON run (started_ms);
        CREATE INDEX run_tool ON run (tool, started_ms);
        CREATE INDEX run_strategy ON run (strategy, tool, started_ms);
        CREATE INDEX run_changed ON run (changed);

        CREATE TABLE measure (
            run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            position INTEGER NOT NULL,
            value REAL,
            unit TEXT NOT NULL,
            reason TEXT,
            changed INTEGER NOT NULL,
            PRIMARY KEY (run, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX measure_name ON measure (name);
        CREATE INDEX measure_changed ON measure (changed);

        CREATE TABLE equity (
            run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
            at_ms INTEGER NOT NULL,
            equity REAL NOT NULL,
            drawdown_ratio REAL NOT NULL,
            benchmark REAL,
            changed INTEGER NOT NULL,
            PRIMARY KEY (run, at_ms)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX equity_changed ON equity (changed);

        CREATE TABLE trial (
            run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
            epoch INTEGER NOT NULL CHECK (epoch > 0),
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            loss REAL,
            measures TEXT NOT NULL CHECK (json_valid(measures)),
            is_best INTEGER NOT NULL CHECK (is_best IN (0, 1)),
            is_initial INTEGER NOT NULL CHECK (is_initial IN (0, 1)),
            changed INTEGER NOT NULL,
            PRIMARY KEY (run, epoch)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trial_changed ON trial (changed);
        """
}

extension Schema {
    static let pipelineTables = """
        CREATE TABLE pipeline_run (
            run TEXT NOT NULL PRIMARY KEY CHECK (run <> ''),
            pipeline TEXT NOT NULL,
            file TEXT NOT NULL,
            date TEXT,
            status TEXT NOT NULL
                CHECK (status IN ('running', 'completed', 'failed', 'cancelled', 'interrupted')),
            started_ms INTEGER NOT NULL,
            completed_ms INTEGER,
            exit_status INTEGER,
            changed INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pipeline_run_started_ms ON pipeline_run (started_ms);
        CREATE INDEX pipeline_run_changed ON pipeline_run (changed);

        CREATE TABLE pipeline_step (
            run TEXT NOT NULL REFERENCES pipeline_run (run) ON DELETE CASCADE,
            pipeline TEXT NOT NULL,
            step TEXT NOT NULL CHECK (step <> ''),
            needs TEXT NOT NULL CHECK (json_valid(needs)),
            status TEXT NOT NULL CHECK (status IN (
                'pending', 'running', 'completed', 'warned', 'failed', 'reused', 'skipped',
                'cancelled')),
            reason TEXT NOT NULL,
            attempt INTEGER NOT NULL CHECK (attempt >= 0),
            exit_status INTEGER,
            fingerprint TEXT,
            started_ms INTEGER,
            completed_ms INTEGER,
            log_tail TEXT,
            changed INTEGER NOT NULL,
            PRIMARY KEY (run, step, attempt)
        ) STRICT;
        CREATE INDEX pipeline_step_order ON pipeline_step (run, started_ms, step, attempt);
        CREATE INDEX pipeline_step_changed ON pipeline_step (changed);
        """

    /// Bots' and runs' trades as one table: the columns of a record of kind `trade`.
    static let tradeViews = """
        CREATE VIEW trade AS
            SELECT \(owner(of: "bot_trade")), \(tradeNames) FROM bot_trade
            UNION ALL
            SELECT \(owner(of: "run_trade")), \(tradeNames) FROM run_trade;

        CREATE VIEW trade_view AS
            \(tradeView(of: "bot_trade")) UNION ALL \(tradeView(of: "run_trade"));

        CREATE VIEW trade_order AS
            \(tradeOrders(of: "bot_trade")) UNION ALL \(tradeOrders(of: "run_trade"));
        """

    /// The rows of `trade_view` that come from one of its tables, with the columns of their pages where
    /// these are to be asked.
    static func tradeView(of table: String, in pages: TradePages? = nil) -> String {
        """
        SELECT \(pages.map { $0.outputs + ", " } ?? "")\(table == "bot_trade"
            ? "bot || CASE generation WHEN 1 THEN '' ELSE '/' || generation END" : "run") AS origin,
                trade_id, pair, side, \(isoDate("open_ms", "opened")),
                \(isoDate("close_ms", "closed")), (close_ms - open_ms) / 60000 AS minutes,
                open_rate, close_rate, amount, stake_amount, profit_abs, profit_ratio, enter_tag,
                exit_reason, strategy, timeframe, \(owner(of: table)), open_ms, close_ms, changed
            FROM \(pages?.joined ?? table)
        """
    }

    /// The rows of `trade_order` that come from one of its tables, with the columns of their pages where
    /// these are to be asked, or from some of the table's rows.
    static func tradeOrders(
        of table: String, in pages: TradePages? = nil, among rows: String? = nil
    ) -> String {
        """
        SELECT \(pages.map { $0.outputs + ", " } ?? "")\(owner(of: table)), trade_id, pair, item.key + 1 AS position,
                item.value ->> 'side' AS side, item.value ->> 'status' AS status,
                item.value ->> 'amount' AS amount, item.value ->> 'filled' AS filled,
                item.value ->> 'price' AS price, item.value ->> 'cost' AS cost,
                item.value ->> 'filled_ms' AS filled_ms, item.value ->> 'tag' AS tag, changed
            FROM \(rows ?? pages?.joined ?? table) CROSS JOIN json_each(orders) AS item
        """
    }

    /// A bot's record has its generation, its row has not.
    static let botSource = """
        (SELECT bot, exchange, mode, strategy, timeframe, config, database,
            (SELECT max(generation) FROM bot_generation WHERE bot_generation.bot = bot.bot)
                AS generation, since_ms, seen_ms, observed_ms
        FROM bot)
        """

    /// Searches with what their epochs say of them; progress is in percent, 0…100.
    static let searchSource = """
        (SELECT substr(run, 1, 12) AS run, strategy, status,
            CASE status WHEN 'completed' THEN 100
                ELSE min(100, 100 * epochs / max(1, coalesce(wanted, 1))) END AS progress,
            epochs, wanted AS epochs_wanted,
            (SELECT max(epoch) FROM trial WHERE trial.run = known.run AND is_best) AS best_epoch,
            (SELECT min(loss) FROM trial WHERE trial.run = known.run AND is_best) AS best_loss,
            \(isoDate("started_ms", "started")), \(isoDate("completed_ms", "completed")), error,
            run_id, started_ms, completed_ms, changed
        FROM (SELECT run, run AS run_id, strategy, status, config ->> 'epochs' AS wanted,
                (SELECT count(*) FROM trial WHERE trial.run = run.run) AS epochs, started_ms,
                completed_ms, error, changed
            FROM run WHERE tool = 'run-hyperopt') AS known)
        """

    static let otherViews = """
        CREATE VIEW backtest AS SELECT * FROM run WHERE tool = 'run-backtest';
        CREATE VIEW hyperopt AS SELECT * FROM run WHERE tool = 'run-hyperopt';

        CREATE VIEW run_view AS
            SELECT substr(run, 1, 12) AS run, tool, status, strategy,
                substr(strategy_hash, 1, 12) AS strategy_hash, \(isoDate("from_ms", "from_date")),
                \(isoDate("to_ms", "to_date")), \(isoDate("started_ms", "started")),
                \(isoDate("completed_ms", "completed")), error, run AS run_id, from_ms, to_ms,
                started_ms, completed_ms, changed
            FROM run;

        CREATE VIEW bot_view AS
            SELECT bot, exchange, mode, strategy, timeframe, generation,
                (SELECT coalesce(sum(trades), 0) FROM bot_trade_page
                    WHERE page_bot = known.bot AND page_generation = known.generation) AS trades,
                (SELECT coalesce(sum(open_trades), 0) FROM bot_trade_page
                    WHERE page_bot = known.bot AND page_generation = known.generation)
                    AS open_trades,
                (SELECT total(profit_abs) FROM \(TradePages.bots.joined)
                    WHERE page_bot = known.bot AND page_generation = known.generation
                        AND is_open = 0) AS profit_abs,
                \(isoDate("observed_ms", "observed"))
            FROM \(botSource) AS known;

        CREATE VIEW candle_view AS
            SELECT exchange, pair, timeframe, \(ofBlocks("sum(count)", "candles")),
                \(ofBlocks(seconds("min(first_ms)"), "first")),
                \(ofBlocks(seconds("max(last_ms)"), "last")),
                \(ofBlocks("sum(conflicting)", "conflicting")),
                \(ofBlocks("max(price_decimals)", "price_decimals"))
            FROM candle_series AS series;

        CREATE VIEW equity_view AS
            SELECT run, \(isoDate("at_ms", "at")), equity, drawdown_ratio, benchmark,
                at_ms, changed
            FROM equity;

        CREATE VIEW break_view AS
            SELECT severity, code, bot, pair, trade_id, \(isoDate("open_ms", "opened")), field,
                expected, actual, money_at_risk, currency, status,
                \(isoDate("first_seen_ms", "first_seen")), occurrences, message, id, open_ms,
                changed
            FROM reconciliation_break;

        CREATE VIEW pipeline_run_view AS
            SELECT run, pipeline, date, status, \(isoDate("started_ms", "started")),
                \(isoDate("completed_ms", "completed")),
                (completed_ms - started_ms) / 1000.0 AS seconds, exit_status,
                started_ms, completed_ms, changed
            FROM pipeline_run;

        CREATE VIEW pipeline_step_view AS
            SELECT run, step, status, attempt, \(isoDate("started_ms", "started")),
                (completed_ms - started_ms) / 1000.0 AS seconds, exit_status, reason,
                started_ms, changed
            FROM pipeline_step;
        """

    private static let tradeNames = """
        trade_id, pair, side, is_open, open_ms, close_ms, open_rate, close_rate, amount,
                stake_amount, max_stake_amount, fee_open, fee_close, leverage, profit_abs,
                profit_ratio, enter_tag, exit_reason, min_rate, max_rate, initial_stop_loss_abs,
                stop_loss_abs, funding_fees, strategy, timeframe, orders, changed
        """

    /// Whose a trade is; what the other table's trades have is null.
    private static func owner(of table: String) -> String {
        table == "bot_trade"
            ? "bot, generation, NULL AS run" : "NULL AS bot, NULL AS generation, run"
    }

    /// A number over the blocks of one series.
    private static func ofBlocks(_ sum: String, _ name: String) -> String {
        """
        (SELECT \(sum) FROM candle_block AS block
                    WHERE block.exchange = series.exchange AND block.pair = series.pair
                        AND block.timeframe = series.timeframe) AS \(name)
        """
    }

    private static func isoDate(_ milliseconds: String, _ name: String) -> String {
        seconds(milliseconds) + " AS " + name
    }

    private static func seconds(_ milliseconds: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(milliseconds) / 1000, 'unixepoch')"
    }
}

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
            exit_status INTEGER
        ) STRICT;

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
            PRIMARY KEY (run, step, attempt)
        ) STRICT;
        """

    /// Bots' and runs' trades as one table: the columns of a record of kind `trade`.
    static let tradeViews = """
        CREATE VIEW trade AS
            SELECT bot, generation, NULL AS run, \(tradeNames) FROM bot_trade
            UNION ALL
            SELECT NULL, NULL, run, \(tradeNames) FROM run_trade;

        CREATE VIEW trade_view AS
            SELECT coalesce(bot || CASE generation WHEN 1 THEN '' ELSE '/' || generation END, run)
                    AS origin,
                trade_id, pair, side, \(isoDate("open_ms", "opened")),
                \(isoDate("close_ms", "closed")), (close_ms - open_ms) / 60000 AS minutes,
                open_rate, close_rate, amount, stake_amount, profit_abs, profit_ratio, enter_tag,
                exit_reason, strategy, timeframe
            FROM trade;

        CREATE VIEW trade_order AS
            SELECT bot, generation, run, trade_id, pair, item.key + 1 AS position,
                item.value ->> 'side' AS side, item.value ->> 'status' AS status,
                item.value ->> 'amount' AS amount, item.value ->> 'filled' AS filled,
                item.value ->> 'price' AS price, item.value ->> 'cost' AS cost,
                item.value ->> 'filled_ms' AS filled_ms, item.value ->> 'tag' AS tag
            FROM trade, json_each(orders) AS item;
        """

    static let otherViews = """
        CREATE VIEW backtest AS SELECT * FROM run WHERE tool = 'run-backtest';
        CREATE VIEW hyperopt AS SELECT * FROM run WHERE tool = 'run-hyperopt';

        CREATE VIEW run_view AS
            SELECT substr(run, 1, 12) AS run, tool, status, strategy,
                substr(strategy_hash, 1, 12) AS strategy_hash, \(isoDate("from_ms", "from_date")),
                \(isoDate("to_ms", "to_date")), \(isoDate("started_ms", "started")),
                \(isoDate("completed_ms", "completed")), error
            FROM run;

        CREATE VIEW bot_view AS
            SELECT bot, exchange, mode, bot.strategy, bot.timeframe, generation,
                count(trade_id) AS trades, coalesce(sum(is_open), 0) AS open_trades,
                total(profit_abs) FILTER (WHERE is_open = 0) AS profit_abs,
                \(isoDate("observed_ms", "observed"))
            FROM bot
            LEFT JOIN (SELECT bot, max(generation) AS generation FROM bot_generation GROUP BY bot)
                USING (bot)
            LEFT JOIN bot_trade USING (bot, generation)
            GROUP BY bot;

        CREATE VIEW candle_view AS
            SELECT exchange, pair, timeframe, sum(count) AS candles,
                \(isoDate("min(first_ms)", "first")), \(isoDate("max(last_ms)", "last")),
                sum(conflicting) AS conflicting, max(price_decimals) AS price_decimals
            FROM candle_block GROUP BY exchange, pair, timeframe;

        CREATE VIEW equity_view AS
            SELECT run, \(isoDate("at_ms", "at")), equity, drawdown_ratio, benchmark FROM equity;

        CREATE VIEW break_view AS
            SELECT severity, code, bot, pair, trade_id, \(isoDate("open_ms", "opened")), field,
                expected, actual, money_at_risk, currency, message
            FROM reconciliation_break;

        CREATE VIEW pipeline_run_view AS
            SELECT run, pipeline, date, status, \(isoDate("started_ms", "started")),
                \(isoDate("completed_ms", "completed")),
                (completed_ms - started_ms) / 1000.0 AS seconds, exit_status
            FROM pipeline_run;

        CREATE VIEW pipeline_step_view AS
            SELECT run, step, status, attempt, \(isoDate("started_ms", "started")),
                (completed_ms - started_ms) / 1000.0 AS seconds, exit_status, reason
            FROM pipeline_step;
        """

    private static let tradeNames = """
        trade_id, pair, side, is_open, open_ms, close_ms, open_rate, close_rate, amount,
                stake_amount, max_stake_amount, fee_open, fee_close, leverage, profit_abs,
                profit_ratio, enter_tag, exit_reason, min_rate, max_rate, initial_stop_loss_abs,
                stop_loss_abs, funding_fees, strategy, timeframe, orders
        """

    private static func isoDate(_ milliseconds: String, _ name: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(milliseconds) / 1000, 'unixepoch') AS \(name)"
    }
}

-- A store of schema 5, made by the code that wrote it.
CREATE TABLE revision (
    name TEXT NOT NULL PRIMARY KEY,
    revision INTEGER NOT NULL CHECK (revision > 0)
) STRICT, WITHOUT ROWID;
INSERT INTO revision VALUES('bot',1);
INSERT INTO revision VALUES('bot_generation',1);
INSERT INTO revision VALUES('bot_trade',1);
INSERT INTO revision VALUES('candle_block',2);
INSERT INTO revision VALUES('candle_series',1);
INSERT INTO revision VALUES('equity',1);
INSERT INTO revision VALUES('exchange',2);
INSERT INTO revision VALUES('funding',1);
INSERT INTO revision VALUES('market',1);
INSERT INTO revision VALUES('measure',1);
INSERT INTO revision VALUES('observation',1);
INSERT INTO revision VALUES('pipeline_run',1);
INSERT INTO revision VALUES('pipeline_step',1);
INSERT INTO revision VALUES('reconciliation_break',1);
INSERT INTO revision VALUES('run',2);
INSERT INTO revision VALUES('run_trade',1);
INSERT INTO revision VALUES('strategy',1);
INSERT INTO revision VALUES('strategy_version',1);
INSERT INTO revision VALUES('trial',1);
CREATE TABLE exchange (
    exchange TEXT NOT NULL PRIMARY KEY CHECK (exchange <> ''),
    test_mode INTEGER NOT NULL DEFAULT 0 CHECK (test_mode IN (0, 1)),
    config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config))
) STRICT, WITHOUT ROWID;
INSERT INTO exchange VALUES('binance',0,'{}');
INSERT INTO exchange VALUES('synthetic',0,'{}');
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
INSERT INTO market VALUES('binance','XRP/USDT:USDT',0.1,0.0001,0.1,NULL,5.0,NULL,0.0002,0.0005,'[{"min_notional":0.0,"max_notional":40000.0,"maintenance_ratio":0.005,"max_leverage":100.0,"maintenance_amount":0.0},{"min_notional":40000.0,"max_notional":null,"maintenance_ratio":0.01,"max_leverage":50.0,"maintenance_amount":200.0}]');
INSERT INTO market VALUES('synthetic','BTC/USDT',1.0e-05,0.01,1.0e-05,NULL,5.0,NULL,0.001,0.001,NULL);
CREATE TABLE funding (
    exchange TEXT NOT NULL REFERENCES exchange (exchange),
    pair TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    rate REAL,
    mark_price REAL NOT NULL CHECK (mark_price > 0),
    PRIMARY KEY (exchange, pair, at_ms)
) STRICT, WITHOUT ROWID;
INSERT INTO funding VALUES('binance','XRP/USDT:USDT',28800000,-0.0008,1.2);
INSERT INTO funding VALUES('binance','XRP/USDT:USDT',57600000,-0.0016,1.2);
CREATE TABLE candle_series (
    exchange TEXT NOT NULL REFERENCES exchange (exchange),
    pair TEXT NOT NULL,
    timeframe TEXT NOT NULL,
    PRIMARY KEY (exchange, pair, timeframe)
) STRICT, WITHOUT ROWID;
INSERT INTO candle_series VALUES('synthetic','BTC/USDT','5m');
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
INSERT INTO candle_block VALUES('synthetic','BTC/USDT','5m','2026-08',2,1788220200000,1788220500000,0,2,1,'985473a76de94eff',X'40D43A5AA001000020683F5AA00100006666666666A65940CDCCCCCCCCAC59406666666666F65940CDCCCCCCCCFC59406666666666665940CDCCCCCCCC6C59406666666666B65940CDCCCCCCCCBC594000000000006FB14000000000806FB140');
INSERT INTO candle_block VALUES('synthetic','BTC/USDT','5m','2026-09',3,1788220800000,1788221400000,0,2,1,'d80c5e66bae729bf',X'00FC435AA0010000E08F485AA0010000C0234D5AA00100003333333333B359409A99999999B959400000000000C059403333333333035A409A99999999095A400000000000105A4033333333337359409A9999999979594000000000008059403333333333C359409A99999999C959400000000000D05940000000000070B140000000008070B140000000000071B140');
CREATE TABLE strategy (
    strategy TEXT NOT NULL PRIMARY KEY CHECK (strategy <> ''),
    hash TEXT NOT NULL,
    config TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(config))
) STRICT, WITHOUT ROWID;
INSERT INTO strategy VALUES('S','abc','{}');
CREATE TABLE strategy_version (
    strategy TEXT NOT NULL REFERENCES strategy (strategy),
    hash TEXT NOT NULL CHECK (hash <> ''),
    source TEXT NOT NULL,
    PRIMARY KEY (strategy, hash)
) STRICT, WITHOUT ROWID;
INSERT INTO strategy_version VALUES('S','abc','strategy: S
');
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
INSERT INTO bot VALUES('ema','synthetic','dry_run','S','5m','{"stake_amount":500}','data/ema.sqlite',500,900,1000);
CREATE TABLE bot_generation (
    bot TEXT NOT NULL CHECK (bot <> ''),
    generation INTEGER NOT NULL CHECK (generation > 0),
    reason TEXT NOT NULL,
    PRIMARY KEY (bot, generation)
) STRICT, WITHOUT ROWID;
INSERT INTO bot_generation VALUES('ema',1,'first seen');
CREATE TABLE bot_trade (
    place INTEGER PRIMARY KEY,
    bot TEXT NOT NULL,
    generation INTEGER NOT NULL,
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
    changed INTEGER NOT NULL,
    CHECK (place & 127 = trade_id & 127)
) STRICT;
INSERT INTO bot_trade VALUES(129,'ema',1,1,'BTC/USDT','long',0,1785543000000,1785543300000,100.1,102.6,1.0,100.1,100.1,0.001,0.001,1.0,2.5,0.025,'dip','roi',99.0,103.0,95.0,NULL,0.0,'S','5m','[{"side":"buy","status":"closed","amount":1.0,"filled":1.0,"price":100.1,"cost":100.1,"filled_ms":1785543000000,"tag":"dip"}]',10);
INSERT INTO bot_trade VALUES(130,'ema',1,2,'BTC/USDT','long',1,1785543600000,NULL,100.1,NULL,1.0,100.1,100.1,0.001,0.001,1.0,NULL,NULL,'dip',NULL,99.0,103.0,95.0,NULL,0.0,'S','5m','[{"side":"buy","status":"closed","amount":1.0,"filled":1.0,"price":100.1,"cost":100.1,"filled_ms":1785543600000,"tag":"dip"}]',10);
CREATE TABLE bot_trade_page (
    page INTEGER PRIMARY KEY,
    page_bot TEXT NOT NULL,
    page_generation INTEGER NOT NULL,
    page_number INTEGER NOT NULL,
    trades INTEGER NOT NULL,
    open_trades INTEGER NOT NULL,
    low_open_ms INTEGER NOT NULL,
    high_open_ms INTEGER NOT NULL,
    low_close_ms INTEGER,
    high_close_ms INTEGER,
    low_changed INTEGER NOT NULL,
    high_changed INTEGER NOT NULL,
    low_strategy TEXT NOT NULL,
    high_strategy TEXT NOT NULL,
    UNIQUE (page_bot, page_generation, page_number),
    FOREIGN KEY (page_bot, page_generation) REFERENCES bot_generation (bot, generation)
) STRICT;
INSERT INTO bot_trade_page VALUES(1,'ema',1,0,2,1,1785543000000,1785543600000,NULL,1785543300000,10,10,'S','S');
CREATE TABLE run_trade (
    place INTEGER PRIMARY KEY,
    run TEXT NOT NULL,
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
    changed INTEGER NOT NULL,
    CHECK (place & 127 = trade_id & 127)
) STRICT;
INSERT INTO run_trade VALUES(129,'r1',1,'BTC/USDT','long',0,1785543000000,1785543300000,100.1,102.6,1.0,100.1,100.1,0.001,0.001,1.0,2.5,0.025,'dip','roi',99.0,103.0,95.0,NULL,0.0,'S','5m','[{"side":"buy","status":"closed","amount":1.0,"filled":1.0,"price":100.1,"cost":100.1,"filled_ms":1785543000000,"tag":"dip"}]',15);
INSERT INTO run_trade VALUES(130,'r1',2,'BTC/USDT','long',0,1785543600000,1785543900000,100.1,102.6,1.0,100.1,100.1,0.001,0.001,1.0,2.5,0.025,'dip','roi',99.0,103.0,95.0,NULL,0.0,'S','5m','[{"side":"buy","status":"closed","amount":1.0,"filled":1.0,"price":100.1,"cost":100.1,"filled_ms":1785543600000,"tag":"dip"}]',15);
CREATE TABLE run_trade_page (
    page INTEGER PRIMARY KEY,
    page_run TEXT NOT NULL,
    page_number INTEGER NOT NULL,
    trades INTEGER NOT NULL,
    open_trades INTEGER NOT NULL,
    low_open_ms INTEGER NOT NULL,
    high_open_ms INTEGER NOT NULL,
    low_close_ms INTEGER,
    high_close_ms INTEGER,
    low_changed INTEGER NOT NULL,
    high_changed INTEGER NOT NULL,
    low_strategy TEXT NOT NULL,
    high_strategy TEXT NOT NULL,
    UNIQUE (page_run, page_number),
    FOREIGN KEY (page_run) REFERENCES run (run) ON DELETE CASCADE
) STRICT;
INSERT INTO run_trade_page VALUES(1,'r1',0,2,0,1785543000000,1785543600000,1785543300000,1785543900000,15,15,'S','S');
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
INSERT INTO run VALUES('h1','run-hyperopt','completed','S','abc','{"buy_rsi":28,"factor":0.5}',1785542400000,1785542400001,'{"stake_currency":"USDT"}',2000,2007,NULL,14);
INSERT INTO run VALUES('r1','run-backtest','completed','S','abc','{"buy_rsi":28,"factor":0.5}',1785542400000,1785542400001,'{"stake_currency":"USDT"}',1000,1007,NULL,13);
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
INSERT INTO measure VALUES('r1','profit_total',0,0.1,'ratio',NULL,16);
INSERT INTO measure VALUES('r1','sharpe',2,NULL,'number','one trade',16);
INSERT INTO measure VALUES('r1','trade_count',1,2.0,'count',NULL,16);
CREATE TABLE equity (
    run TEXT NOT NULL REFERENCES run (run) ON DELETE CASCADE,
    at_ms INTEGER NOT NULL,
    equity REAL NOT NULL,
    drawdown_ratio REAL NOT NULL,
    benchmark REAL,
    changed INTEGER NOT NULL,
    PRIMARY KEY (run, at_ms)
) STRICT, WITHOUT ROWID;
INSERT INTO equity VALUES('r1',1,1000.0,0.0,1000.0,17);
INSERT INTO equity VALUES('r1',2,990.5,0.0095,NULL,17);
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
INSERT INTO trial VALUES('h1',1,'{"buy_rsi":30,"on":true}',-0.5,'{"profit_total":0.5,"pareto_front":1}',1,1,18);
INSERT INTO trial VALUES('h1',2,'{"buy_rsi":20,"on":false}',NULL,'{}',0,1,18);
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
INSERT INTO reconciliation_break VALUES('x1','TRD-QTY','critical','ema','BTC/USDT',2,5,'amount','1.5','2',0.5,0.0,50.0,'USDT',0.75,'amount is 2, not 1.5','a partial fill','look',NULL,NULL,NULL,5000,5000,1,NULL,'open',19);
INSERT INTO reconciliation_break VALUES('x2','BOT-MISSING','warn','gone',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'no database',NULL,NULL,'planned',9000,'desk',5000,5000,1,NULL,'waived',19);
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
INSERT INTO observation VALUES('r1','ema','b1','USDT',0,'backtest','1.5',2,1,9,20);
INSERT INTO observation VALUES('r1','ema','b1','USDT',1,'live','-0.00000001',2,1,9,20);
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
INSERT INTO pipeline_run VALUES('p1','nightly','pipelines/nightly.yaml',NULL,'completed',1,9,0,21);
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
INSERT INTO pipeline_step VALUES('p1','nightly','ingest','[]','completed','never ran',1,0,'f',1,2,'two lines
of talk',22);
INSERT INTO pipeline_step VALUES('p1','nightly','render','["ingest"]','reused','not stale',0,NULL,NULL,NULL,NULL,NULL,22);
CREATE TRIGGER bot_trade_page_removal AFTER DELETE ON bot_trade_page BEGIN
    DELETE FROM bot_trade
    WHERE place BETWEEN old.page << 7
        AND (old.page << 7) + 127;
END;
CREATE TRIGGER run_trade_page_removal AFTER DELETE ON run_trade_page BEGIN
    DELETE FROM run_trade
    WHERE place BETWEEN old.page << 7
        AND (old.page << 7) + 127;
END;
CREATE INDEX run_started_ms ON run (started_ms);
CREATE INDEX run_tool ON run (tool, started_ms);
CREATE INDEX run_strategy ON run (strategy, tool, started_ms);
CREATE INDEX run_changed ON run (changed);
CREATE INDEX measure_name ON measure (name);
CREATE INDEX measure_changed ON measure (changed);
CREATE INDEX equity_changed ON equity (changed);
CREATE INDEX trial_changed ON trial (changed);
CREATE INDEX reconciliation_break_order ON reconciliation_break (
    CASE severity WHEN 'critical' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, coalesce(money_at_risk, 0) DESC, bot, coalesce(open_ms, 0), code, id);
CREATE INDEX reconciliation_break_bot ON reconciliation_break (bot);
CREATE INDEX reconciliation_break_changed ON reconciliation_break (changed);
CREATE INDEX observation_changed ON observation (changed);
CREATE INDEX pipeline_run_started_ms ON pipeline_run (started_ms);
CREATE INDEX pipeline_run_changed ON pipeline_run (changed);
CREATE INDEX pipeline_step_order ON pipeline_step (run, started_ms, step, attempt);
CREATE INDEX pipeline_step_changed ON pipeline_step (changed);
CREATE VIEW trade AS
    SELECT bot, generation, NULL AS run, trade_id, pair, side, is_open, open_ms, close_ms, open_rate, close_rate, amount,
        stake_amount, max_stake_amount, fee_open, fee_close, leverage, profit_abs,
        profit_ratio, enter_tag, exit_reason, min_rate, max_rate, initial_stop_loss_abs,
        stop_loss_abs, funding_fees, strategy, timeframe, orders, changed FROM bot_trade
    UNION ALL
    SELECT NULL AS bot, NULL AS generation, run, trade_id, pair, side, is_open, open_ms, close_ms, open_rate, close_rate, amount,
        stake_amount, max_stake_amount, fee_open, fee_close, leverage, profit_abs,
        profit_ratio, enter_tag, exit_reason, min_rate, max_rate, initial_stop_loss_abs,
        stop_loss_abs, funding_fees, strategy, timeframe, orders, changed FROM run_trade;
CREATE VIEW trade_view AS
    SELECT bot || CASE generation WHEN 1 THEN '' ELSE '/' || generation END AS origin,
        trade_id, pair, side, strftime('%Y-%m-%dT%H:%M:%SZ', open_ms / 1000, 'unixepoch') AS opened,
        strftime('%Y-%m-%dT%H:%M:%SZ', close_ms / 1000, 'unixepoch') AS closed, (close_ms - open_ms) / 60000 AS minutes,
        open_rate, close_rate, amount, stake_amount, profit_abs, profit_ratio, enter_tag,
        exit_reason, strategy, timeframe, bot, generation, NULL AS run, open_ms, close_ms, changed
    FROM bot_trade UNION ALL SELECT run AS origin,
        trade_id, pair, side, strftime('%Y-%m-%dT%H:%M:%SZ', open_ms / 1000, 'unixepoch') AS opened,
        strftime('%Y-%m-%dT%H:%M:%SZ', close_ms / 1000, 'unixepoch') AS closed, (close_ms - open_ms) / 60000 AS minutes,
        open_rate, close_rate, amount, stake_amount, profit_abs, profit_ratio, enter_tag,
        exit_reason, strategy, timeframe, NULL AS bot, NULL AS generation, run, open_ms, close_ms, changed
    FROM run_trade;
CREATE VIEW trade_order AS
    SELECT bot, generation, NULL AS run, trade_id, pair, item.key + 1 AS position,
        item.value ->> 'side' AS side, item.value ->> 'status' AS status,
        item.value ->> 'amount' AS amount, item.value ->> 'filled' AS filled,
        item.value ->> 'price' AS price, item.value ->> 'cost' AS cost,
        item.value ->> 'filled_ms' AS filled_ms, item.value ->> 'tag' AS tag, changed
    FROM bot_trade CROSS JOIN json_each(orders) AS item UNION ALL SELECT NULL AS bot, NULL AS generation, run, trade_id, pair, item.key + 1 AS position,
        item.value ->> 'side' AS side, item.value ->> 'status' AS status,
        item.value ->> 'amount' AS amount, item.value ->> 'filled' AS filled,
        item.value ->> 'price' AS price, item.value ->> 'cost' AS cost,
        item.value ->> 'filled_ms' AS filled_ms, item.value ->> 'tag' AS tag, changed
    FROM run_trade CROSS JOIN json_each(orders) AS item;
CREATE VIEW backtest AS SELECT * FROM run WHERE tool = 'run-backtest';
CREATE VIEW hyperopt AS SELECT * FROM run WHERE tool = 'run-hyperopt';
CREATE VIEW run_view AS
    SELECT substr(run, 1, 12) AS run, tool, status, strategy,
        substr(strategy_hash, 1, 12) AS strategy_hash, strftime('%Y-%m-%dT%H:%M:%SZ', from_ms / 1000, 'unixepoch') AS from_date,
        strftime('%Y-%m-%dT%H:%M:%SZ', to_ms / 1000, 'unixepoch') AS to_date, strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
        strftime('%Y-%m-%dT%H:%M:%SZ', completed_ms / 1000, 'unixepoch') AS completed, error, run AS run_id, from_ms, to_ms,
        started_ms, completed_ms, changed
    FROM run;
CREATE VIEW bot_view AS
    SELECT bot, exchange, mode, strategy, timeframe, generation,
        (SELECT coalesce(sum(trades), 0) FROM bot_trade_page
            WHERE page_bot = known.bot AND page_generation = known.generation) AS trades,
        (SELECT coalesce(sum(open_trades), 0) FROM bot_trade_page
            WHERE page_bot = known.bot AND page_generation = known.generation)
            AS open_trades,
        (SELECT total(profit_abs) FROM bot_trade_page CROSS JOIN bot_trade ON place BETWEEN page << 7 AND (page << 7) + 127
            WHERE page_bot = known.bot AND page_generation = known.generation
                AND is_open = 0) AS profit_abs,
        strftime('%Y-%m-%dT%H:%M:%SZ', observed_ms / 1000, 'unixepoch') AS observed
    FROM (SELECT bot, exchange, mode, strategy, timeframe, config, database,
    (SELECT max(generation) FROM bot_generation WHERE bot_generation.bot = bot.bot)
        AS generation, since_ms, seen_ms, observed_ms
FROM bot) AS known;
CREATE VIEW candle_view AS
    SELECT exchange, pair, timeframe, (SELECT sum(count) FROM candle_block AS block
            WHERE block.exchange = series.exchange AND block.pair = series.pair
                AND block.timeframe = series.timeframe) AS candles,
        (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', min(first_ms) / 1000, 'unixepoch') FROM candle_block AS block
            WHERE block.exchange = series.exchange AND block.pair = series.pair
                AND block.timeframe = series.timeframe) AS first,
        (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(last_ms) / 1000, 'unixepoch') FROM candle_block AS block
            WHERE block.exchange = series.exchange AND block.pair = series.pair
                AND block.timeframe = series.timeframe) AS last,
        (SELECT sum(conflicting) FROM candle_block AS block
            WHERE block.exchange = series.exchange AND block.pair = series.pair
                AND block.timeframe = series.timeframe) AS conflicting,
        (SELECT max(price_decimals) FROM candle_block AS block
            WHERE block.exchange = series.exchange AND block.pair = series.pair
                AND block.timeframe = series.timeframe) AS price_decimals
    FROM candle_series AS series;
CREATE VIEW equity_view AS
    SELECT run, strftime('%Y-%m-%dT%H:%M:%SZ', at_ms / 1000, 'unixepoch') AS at, equity, drawdown_ratio, benchmark,
        at_ms, changed
    FROM equity;
CREATE VIEW break_view AS
    SELECT severity, code, bot, pair, trade_id, strftime('%Y-%m-%dT%H:%M:%SZ', open_ms / 1000, 'unixepoch') AS opened, field,
        expected, actual, money_at_risk, currency, status,
        strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_ms / 1000, 'unixepoch') AS first_seen, occurrences, message, id, open_ms,
        changed
    FROM reconciliation_break;
CREATE VIEW pipeline_run_view AS
    SELECT run, pipeline, date, status, strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
        strftime('%Y-%m-%dT%H:%M:%SZ', completed_ms / 1000, 'unixepoch') AS completed,
        (completed_ms - started_ms) / 1000.0 AS seconds, exit_status,
        started_ms, completed_ms, changed
    FROM pipeline_run;
CREATE VIEW pipeline_step_view AS
    SELECT run, step, status, attempt, strftime('%Y-%m-%dT%H:%M:%SZ', started_ms / 1000, 'unixepoch') AS started,
        (completed_ms - started_ms) / 1000.0 AS seconds, exit_status, reason,
        started_ms, changed
    FROM pipeline_step;
PRAGMA application_id = 1096053348;
PRAGMA user_version = 5;

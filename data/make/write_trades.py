#!/usr/bin/env python3
"""A back-test's trades as a bot's database, written by freqtrade's own persistence classes.

    write_trades.py RESULT CONFIG.json OUT.sqlite [PLANTED.sqlite]

RESULT is the output folder of one real freqtrade back-test (trades.json, stats.json, market.json), CONFIG.json what it ran with.
Trades are numbered in the order in which they opened and keep the back-test's dates; freqtrade itself recomputes stakes, stops and
profits from the orders, and they must equal what the back-test reported. The database says of itself that it comes from a
back-test: its KeyValueStore has the key `source` (and the back-test's `rejected_signals` and `final_balance`), and order ids begin
with `backtest_`. PLANTED gets the same trades after the edits of plant_breaks.py. Run it with the rig's Python.
"""
import json
import logging
import os
import sqlite3
import sys
from datetime import UTC, datetime
from decimal import Decimal

from freqtrade.enums import TradingMode
from freqtrade.persistence import KeyValueStore, Order, Trade, init_db

import plant_breaks

SOURCE = 'freqtrade 2026.9 back-test on candles of the exchange "synthetic" (seed 42); no bot traded this'
EXCHANGE = 'synthetic'
TICK_SIZE = 4       # ccxt's precision mode of markets that name their steps


def instant(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def opening_order(trades, whitelist):
    return sorted(trades, key=lambda t: (t['open_timestamp'], whitelist.index(t['pair'])))


def order_of(trade, number, facts):
    is_entry = facts['ft_is_entry']
    filled = instant(facts['order_filled_timestamp'])
    side, got = ('buy' if is_entry else 'sell'), facts.get('filled', facts['amount'])
    return Order(
        ft_trade_id=trade.id, ft_order_side=side, ft_pair=trade.pair, ft_is_open=False, ft_amount=facts['amount'],
        ft_price=facts['safe_price'], order_id=f'backtest_{side}_{number}', status=facts.get('status', 'closed'),
        symbol=trade.pair, order_type='limit', side=side, price=facts['safe_price'],
        average=facts.get('average', facts['safe_price']), amount=facts['amount'], filled=got,
        remaining=float(Decimal(str(facts['amount'])) - Decimal(str(got))), cost=facts['cost'], order_date=filled,
        order_filled_date=filled, order_update_date=filled, ft_order_tag=facts['ft_order_tag'])


def write(number, facts, config, market):
    pair = facts['pair']
    base, quote = pair.split('/')
    trade = Trade(
        id=number, exchange=EXCHANGE, pair=pair, base_currency=base, stake_currency=quote, is_open=True,
        fee_open=facts['fee_open'], fee_open_currency=quote, fee_close=facts['fee_close'], fee_close_currency=quote,
        open_rate=facts['open_rate'], open_rate_requested=facts['open_rate'], stake_amount=facts['stake_amount'],
        amount=0.0, amount_requested=facts.get('amount_requested', facts['amount']),
        open_date=instant(facts['open_timestamp']), leverage=1.0, is_short=False, strategy=config['strategy'],
        enter_tag=facts['enter_tag'], timeframe=5, trading_mode=TradingMode.SPOT,
        amount_precision=market['amount_step'][pair],
        price_precision=min(market['price_tick_by_month'][pair].values()), precision_mode=TICK_SIZE,
        precision_mode_price=TICK_SIZE, contract_size=1.0, min_rate=facts['min_rate'], max_rate=facts['max_rate'])
    Trade.session.add(trade)
    trade.adjust_stop_loss(trade.open_rate, facts['initial_stop_loss_ratio'], initial=True)
    for order in facts['orders']:
        row = order_of(trade, 2 * number - (1 if order['ft_is_entry'] else 0), order)
        trade.orders.append(row)
        if not order['ft_is_entry']:
            if facts['stop_loss_abs'] is not None:
                trade.stop_loss, trade.stop_loss_pct = facts['stop_loss_abs'], facts['stop_loss_ratio']
            trade.is_stop_loss_trailing = facts['stop_loss_abs'] != facts['initial_stop_loss_abs']
            trade.close_rate_requested, trade.exit_reason = row.price, facts['exit_reason']
            trade.fee_close_cost = row.amount * row.price * trade.fee_close
        trade.update_trade(row)
    return trade


def check(trade, facts):
    """freqtrade's recomputation must agree with the back-test."""
    for name, ours, theirs, tolerance in [
            ('open_rate', trade.open_rate, facts['open_rate'], 0), ('close_rate', trade.close_rate, facts['close_rate'], 0),
            ('amount', trade.amount, facts['amount'], 0), ('stake', trade.stake_amount, facts['stake_amount'], 5e-9),
            ('profit', trade.close_profit_abs, facts['profit_abs'], 0),
            ('profit_ratio', trade.close_profit, facts['profit_ratio'], 1e-15),
            ('initial_stop', trade.initial_stop_loss, facts['initial_stop_loss_abs'], 0)]:
        if abs(ours - theirs) > tolerance:
            sys.exit(f'trade {trade.id}: {name} is {ours} in the database and {theirs} in the back-test')
    if trade.is_open or int(trade.close_date_utc.timestamp() * 1000) != facts['close_timestamp']:
        sys.exit(f'trade {trade.id} did not close as in the back-test')


def compact(path):
    """One file without a write-ahead log, so that readers need no write permission beside it; the same bytes every time.

    freqtrade creates its indexes in whatever order the memory gives, so they are created anew, by name.
    """
    database = sqlite3.connect(path, isolation_level=None)
    database.execute('PRAGMA journal_mode = DELETE')
    indexes = database.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name")
    for name, sql in indexes.fetchall():
        database.execute(f'DROP INDEX {name}')
        database.execute(sql)
    database.execute('VACUUM')
    database.close()


def write_database(out, numbered, config, market, labels, checked):
    if os.path.exists(out):
        os.remove(out)
    init_db(f'sqlite:///{os.path.abspath(out)}')
    for key, value in labels.items():
        KeyValueStore.store_value(key, value)
    for number, facts in numbered:
        trade = write(number, facts, config, market)
        if checked:
            check(trade, facts)
    engine = Trade.session.get_bind()
    Trade.session.remove()
    engine.dispose()
    compact(out)
    print(f'{out}: {len(numbered)} trades, {os.path.getsize(out)} bytes')


def read(path):
    with open(path) as f:
        return json.load(f)


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    result, config_path, out, *planted = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    config, market, stats = read(config_path), read(f'{result}/market.json'), read(f'{result}/stats.json')
    trades = opening_order(read(f'{result}/trades.json'), config['exchange']['pair_whitelist'])
    numbered = list(enumerate(trades, 1))
    labels = {'bot_start_time': instant(stats['backtest_start_ts']), 'source': SOURCE}
    counts = {'rejected_signals': stats['rejected_signals'], 'final_balance': float(stats['final_balance'])}
    write_database(out, numbered, config, market, {**labels, **counts}, checked=True)
    if planted:
        edited = plant_breaks.edited(config['bot_name'], numbered)
        source = SOURCE + '; edited by plant_breaks.py'
        write_database(planted[0], edited, config, market, {**labels, 'source': source}, checked=False)
        with open(os.path.join(os.path.dirname(planted[0]), 'config.json'), 'w') as f:
            json.dump(plant_breaks.drifted(config['bot_name'], config), f, indent=2)
            f.write('\n')


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""The desk's second machine: four more bots, cut out of the clean databases and damaged with SQL.

    plant_fleet.py

Reads data/bots-clean/BOT and writes data/bots/NAME/tradesv3.sqlite, config.json and, for the bot whose database was started anew,
data/bots/NAME/snapshots/*.sqlite. Each bot is a real desk's accident: a clock in another time zone, a bot that no longer enters, one
that died, one that was reset and merged. Needs Python's sqlite3 alone. The same input gives the same bytes (with one version of
SQLite); data/expected-breaks.jsonl says, by hand, what reconcile-bots must find.
"""
import json
import os
import sqlite3
from datetime import datetime, timedelta
from decimal import Decimal

DATA = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WALLET = Decimal(10_000)
TRADE_DATES = ('open_date', 'close_date')
ORDER_DATES = ('order_date', 'order_filled_date', 'order_update_date')


def text(moment):
    return moment.strftime('%Y-%m-%d %H:%M:%S.%f')


def at(words):
    return datetime.fromisoformat(words)


class Bot:
    """A copy of a clean bot's database, to be cut and edited, then written small."""

    def __init__(self, name, like):
        self.name, self.like = name, like
        self.database = sqlite3.connect(':memory:', isolation_level=None)
        with sqlite3.connect(f'{DATA}/bots-clean/{like}/tradesv3.sqlite') as clean:
            clean.backup(self.database)

    def run(self, statement, *values):
        return self.database.execute(statement, values).fetchall()

    def cut(self, since, until):
        """Keeps what the bot would know that started at `since` and was last seen at `until`."""
        self.run('DELETE FROM trades WHERE open_date < ? OR open_date > ?', text(since), text(until))
        self.run('DELETE FROM orders WHERE ft_trade_id NOT IN (SELECT id FROM trades)')
        self.reopen(until)
        for table, column in (('trades', 'id'), ('orders', 'ft_trade_id')):
            first, = self.run('SELECT min(id) FROM trades' if table == 'trades' else f'SELECT min({column}) FROM orders')[0]
            # Small numbers first, so that no two rows meet on their way down.
            for key, in self.run(f'SELECT DISTINCT {column} FROM {table} ORDER BY {column}'):
                self.run(f'UPDATE {table} SET {column} = ? WHERE {column} = ?', key - first + 1, key)
        self.run("DELETE FROM KeyValueStore WHERE key IN ('rejected_signals', 'final_balance')")
        self.run("UPDATE KeyValueStore SET datetime_value = ? WHERE key = 'bot_start_time'", text(since))
        self.run("UPDATE KeyValueStore SET string_value = string_value || '; edited by plant_fleet.py' WHERE key = 'source'")
        self.note_wallet(since, until)

    def reopen(self, until):
        """What closed after `until` is still open."""
        late = [key for key, in self.run('SELECT id FROM trades WHERE close_date > ?', text(until))]
        for key in late:
            self.run('UPDATE trades SET is_open = 1, close_date = NULL, close_rate = NULL, close_rate_requested = NULL,'
                     ' realized_profit = 0, close_profit = NULL, close_profit_abs = NULL, exit_reason = NULL,'
                     ' fee_close_cost = NULL, stop_loss = initial_stop_loss, stop_loss_pct = initial_stop_loss_pct,'
                     ' is_stop_loss_trailing = 0 WHERE id = ?', key)
            self.run("DELETE FROM orders WHERE ft_trade_id = ? AND ft_order_side = 'sell'", key)

    def note_wallet(self, since, until):
        """freqtrade notes its wallet once a day, at midnight."""
        self.run('DELETE FROM wallet_history')
        day = datetime(since.year, since.month, since.day) + timedelta(days=1)
        while day <= until:
            profits = self.run('SELECT close_profit_abs FROM trades WHERE close_date <= ?', text(day))
            total = float(WALLET + sum(Decimal(repr(profit)) for profit, in profits))
            self.run('INSERT INTO wallet_history (timestamp, currency, rate, quote_currency, balance, total_quote, leverage,'
                     " bot_managed) VALUES (?, 'USDT', 1.0, 'USDT', ?, ?, 1.0, 1)", text(day), total, total)
            day += timedelta(days=1)

    def shift(self, hours):
        """The machine's clock runs in a time zone of its own, and freqtrade takes it for UTC."""
        columns = [('trades', name) for name in TRADE_DATES] + [('orders', name) for name in ORDER_DATES]
        columns += [('wallet_history', 'timestamp'), ('KeyValueStore', 'datetime_value')]
        for table, column in columns:
            rows = self.run(f'SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY rowid')
            for key, value in rows:
                self.run(f'UPDATE {table} SET {column} = ? WHERE rowid = ?', text(at(value) + timedelta(hours=hours)), key)

    def exit_fee(self, number, pair, fee):
        """The exit was a taker's: freqtrade asked the exchange and noted the dearer fee."""
        amount, rate, value = self.only('SELECT amount, close_rate, open_trade_value FROM trades', number, pair)
        exact = [Decimal(repr(number)) for number in (amount, rate, fee, value)]
        gross = exact[0] * exact[1]
        profit = round(float(gross - gross * exact[2] - exact[3]), 8)
        self.run('UPDATE trades SET fee_close = ?, fee_close_cost = ?, close_profit_abs = ?, realized_profit = ?,'
                 ' close_profit = ? WHERE id = ?', fee, float(gross * exact[2]), profit, profit, profit / value, number)

    def wrong_profit(self, number, pair, more):
        """Someone "corrected" the profit of a trade in the database."""
        profit, = self.only('SELECT close_profit_abs FROM trades', number, pair)
        self.run('UPDATE trades SET close_profit_abs = ? WHERE id = ?', float(Decimal(repr(profit)) + Decimal(more)), number)

    def merge_twice(self, number, pair, new):
        """Two databases were merged, and one trade came along twice, under a number that was free then."""
        self.only('SELECT id FROM trades', number, pair)
        self.run('UPDATE orders SET ft_trade_id = ft_trade_id + 1 WHERE ft_trade_id = ?', new)
        self.run('UPDATE trades SET id = id + 1 WHERE id = ?', new)
        for table, owner, change in (('trades', 'id', {'id': new}), ('orders', 'ft_trade_id', {'ft_trade_id': new})):
            names = [row[1] for row in self.run(f'PRAGMA table_info({table})') if (table, row[1]) != ('orders', 'id')]
            cells = [str(change[name]) if name in change else f"'merged_' || {name}" if name == 'order_id' else name for name in names]
            self.run(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(cells)} FROM {table} WHERE {owner} = ?"
                     ' ORDER BY rowid', number)

    def only(self, query, number, pair):
        rows = self.run(f'{query} WHERE id = ? AND pair = ? AND NOT is_open', number, pair)
        if len(rows) != 1:
            raise SystemExit(f'{self.name}: trade {number} is no closed one of {pair}: the candles or the strategy changed')
        return rows[0]

    def write(self, path=None, forget_after=None):
        """The database as one small file; `forget_after` writes it as it was at an earlier instant."""
        path = path or f'{DATA}/bots/{self.name}/tradesv3.sqlite'
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.exists(path):
            os.remove(path)
        copy = Bot.__new__(Bot)
        copy.name, copy.database = self.name, sqlite3.connect(path, isolation_level=None)
        self.database.backup(copy.database)
        if forget_after:
            copy.run('DELETE FROM trades WHERE open_date > ?', text(forget_after))
            copy.run('DELETE FROM orders WHERE ft_trade_id NOT IN (SELECT id FROM trades)')
            copy.reopen(forget_after)
            copy.run('DELETE FROM wallet_history WHERE timestamp > ?', text(forget_after))
        copy.run('PRAGMA journal_mode = DELETE')
        copy.run('PRAGMA page_size = 1024')
        copy.run('VACUUM')
        count = copy.run('SELECT count(*) FROM trades')[0][0]
        copy.database.close()
        print(f'{os.path.relpath(path, DATA)}: {count} trades, {os.path.getsize(path)} bytes')

    def write_config(self):
        with open(f'{DATA}/bots-clean/{self.like}/config.json') as f:
            config = json.load(f)
        config['bot_name'] = self.name
        with open(f'{DATA}/bots/{self.name}/config.json', 'w') as f:
            json.dump(config, f, indent=2)
            f.write('\n')


def another_clock():
    bot = Bot('ema-cross-newyork', like='ema-cross')
    bot.cut(at('2026-10-20'), at('2026-10-30'))
    bot.shift(hours=-4)
    bot.write()
    return bot


def no_entries():
    bot = Bot('rsi-reversion-2', like='rsi-reversion')
    bot.cut(at('2026-10-05'), at('2026-10-30'))
    bot.run('DELETE FROM trades WHERE open_date > ?', text(at('2026-10-25')))
    bot.run('DELETE FROM orders WHERE ft_trade_id NOT IN (SELECT id FROM trades)')
    bot.exit_fee(40, 'DOGE/USDT', 0.002)
    bot.note_wallet(at('2026-10-05'), at('2026-10-30'))
    bot.write()
    return bot


def dead():
    bot = Bot('bollinger-trailing-2', like='bollinger-trailing')
    bot.cut(at('2026-10-05'), at('2026-10-25'))
    bot.wrong_profit(20, 'XRP/USDT', '4.2')
    bot.write()
    return bot


def begun_anew():
    """The first database was lost; the second one is copied to the desk's machine each evening, and one trade came later."""
    name, like = 'ema-cross-2', 'ema-cross'
    folder = f'{DATA}/bots/{name}/snapshots'
    first = Bot(name, like)
    first.cut(at('2026-10-01'), at('2026-10-08T12:00'))
    first.write(f'{folder}/2026-10-08.sqlite')
    bot = Bot(name, like)
    bot.cut(at('2026-10-16'), at('2026-10-30'))
    bot.merge_twice(10, 'DOT/USDT', new=72)
    bot.write(f'{folder}/2026-10-29.sqlite', forget_after=at('2026-10-29T21:30'))
    bot.write()
    return bot


def main():
    for bot in (another_clock(), no_entries(), dead(), begun_anew()):
        bot.write_config()


if __name__ == '__main__':
    main()

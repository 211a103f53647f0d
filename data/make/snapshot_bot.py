#!/usr/bin/env python3
"""Waits until a running dry-run bot has something to show, then copies its database as it stands.

    snapshot_bot.py STATE OUT

STATE is the folder of start_bot.sh (bot.pid, config.json, tradesv3.dryrun.sqlite). After a few closed trades the write-ahead log
is emptied once, so that it stays small; then everything newer is in the log alone, and the copy is taken without a checkpoint,
while the bot is stopped for a moment. OUT gets the database, its log and config.json without keys, passwords, tokens and paths.
"""
import json
import os
import shutil
import signal
import sqlite3
import sys
import time

NAME = 'tradesv3.dryrun.sqlite'
SECRETS = {'exchange': ['key', 'secret', 'password', 'ccxt_config'],
           'api_server': ['username', 'password', 'jwt_secret_key', 'ws_token']}
QUESTIONS = {
    'closed trades': 'SELECT count(*) FROM trades WHERE NOT is_open',
    'open trades': 'SELECT count(*) FROM trades WHERE is_open',
    'open orders': 'SELECT count(*) FROM orders WHERE ft_is_open',
    'locks': 'SELECT count(*) FROM pairlocks',
    'cancelled orders': "SELECT count(*) FROM orders WHERE status = 'canceled'",
}


def count(database):
    return {name: database.execute(question).fetchone()[0] for name, question in QUESTIONS.items()}


def wait(what, ready, seconds):
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            sys.exit(f'{what}: not after {seconds} s')
        time.sleep(1)


def without_secrets(config):
    for section, names in SECRETS.items():
        for name in names:
            config.get(section, {}).pop(name, None)
    config['db_url'] = f'sqlite:///{NAME}'
    return config


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    state, out = sys.argv[1:]
    source = f'{state}/{NAME}'
    with open(f'{state}/bot.pid') as f:
        bot = int(f.read())
    database = sqlite3.connect(source, timeout=10, isolation_level=None)
    wait('six closed trades', lambda: count(database)['closed trades'] >= 6, 900)
    database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    before = count(database)

    def ready():
        now = count(database)
        return (min(now.values()) > 0 and now['closed trades'] > before['closed trades']
                and os.path.getsize(source + '-wal') > 0)

    wait('an open trade, an open order, a cancelled order, a lock and something new in the log', ready, 900)
    os.kill(bot, signal.SIGSTOP)
    try:
        os.makedirs(out, exist_ok=True)
        for ending in ('', '-wal'):
            shutil.copyfile(source + ending, f'{out}/{NAME}{ending}')
        print(count(database), os.path.getsize(source), os.path.getsize(source + '-wal'))
    finally:
        os.kill(bot, signal.SIGCONT)
    with open(f'{state}/config.json') as f:
        config = without_secrets(json.load(f))
    with open(f'{out}/config.json', 'w') as f:
        json.dump(config, f, indent=2)
        f.write('\n')


if __name__ == '__main__':
    main()

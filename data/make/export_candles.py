#!/usr/bin/env python3
"""Candles and market facts as JSON Lines on stdin -> a freqtrade data folder, through the rig's importer.

    fetch-candles --source synthetic ... | export_candles.py IMPORTER DATADIR

IMPORTER is the rig's import_candles.py. The fake exchange gets each pair's steps and limits from its `market` record. Run it with
the rig's Python.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

COLUMNS = ('open_ms', 'open', 'high', 'low', 'close', 'volume')


def plain(number):
    """Binance's spelling of a step: no exponent."""
    return f'{number:.8f}'


def read(lines):
    candles, markets = {}, {}
    for line in lines:
        record = json.loads(line)
        if record['kind'] == 'candle':
            candles.setdefault((record['pair'], record['timeframe']), []).append([record[name] for name in COLUMNS])
        elif record['kind'] == 'market':
            markets[record['pair']] = record
    return candles, markets


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    importer, folder = sys.argv[1:]
    candles, markets = read(sys.stdin)
    with tempfile.TemporaryDirectory() as work:
        for (pair, timeframe), rows in candles.items():
            facts = markets[pair]
            path = os.path.join(work, pair.replace('/', '_') + '.csv')
            with open(path, 'w', newline='') as f:
                csv.writer(f).writerows([repr(value) for value in row] for row in rows)
            subprocess.run([
                sys.executable, importer, folder, pair, timeframe, path, '--tick', plain(facts['price_tick']),
                '--step', plain(facts['amount_step']), '--min-qty', plain(facts['min_amount']),
                '--min-notional', plain(facts['min_cost']), '--max-notional', plain(facts['max_cost'])], check=True)


if __name__ == '__main__':
    main()

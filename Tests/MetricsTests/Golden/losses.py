#!/usr/bin/env python3
"""Writes losses.json: what freqtrade's own loss classes say of odd lists of trades.

    losses.py > losses.json          (with freqtrade 2026.9 installed)

A trade is [minute of closing, minutes held, profit_abs, pair]; its profit_ratio is profit_abs / 100.
A loss is null where freqtrade gives a sign instead of a number (100, 20), no finite number, or a
deviation of nothing but rounding.
"""
import json
import warnings
from importlib import import_module

import numpy as np
import pandas as pd
from freqtrade.optimize.optimize_reports.optimize_reports import generate_pair_metrics

warnings.simplefilter('ignore')
CLASSES = {
    'calmar': 'CalmarHyperOptLoss', 'max_drawdown': 'MaxDrawDownHyperOptLoss',
    'max_drawdown_per_pair': 'MaxDrawDownPerPairHyperOptLoss',
    'max_drawdown_relative': 'MaxDrawDownRelativeHyperOptLoss',
    'multi_metric': 'MultiMetricHyperOptLoss', 'onlyprofit': 'OnlyProfitHyperOptLoss',
    'profit_drawdown': 'ProfitDrawDownHyperOptLoss', 'sharpe': 'SharpeHyperOptLoss',
    'sharpe_daily': 'SharpeHyperOptLossDaily', 'short_trade_dur': 'ShortTradeDurHyperOptLoss',
    'sortino': 'SortinoHyperOptLoss', 'sortino_daily': 'SortinoHyperOptLossDaily'}
SIGNS = {'CalmarHyperOptLoss': 100, 'SharpeHyperOptLoss': 100, 'SortinoHyperOptLoss': 100,
         'SharpeHyperOptLossDaily': 20, 'SortinoHyperOptLossDaily': 20}
DAY = 86_400_000
START = 1_785_542_400_000
PAIRS = ['A/USDT', 'B/USDT', 'C/USDT']
random = np.random.default_rng(7)


def trade(day, profit, minutes=45, pair=0):
    return [round(day * 1440), minutes, profit, pair]


def many(count, mean):
    days = sorted(random.uniform(0.1, 19.9, count))
    return [trade(d, round(random.normal(mean, 2), 3), minutes=int(random.integers(0, 900)),
                  pair=int(random.integers(0, 3))) for d in days]


cases = {
    'one win': (20, [trade(3, 5)]),
    'one loss': (20, [trade(3, -5)]),
    'one draw': (20, [trade(3, 0)]),
    'two equal wins on one day': (20, [trade(3, 5), trade(3.1, 5)]),
    'wins alone': (20, [trade(d, p) for d, p in [(1, 5), (2.5, 1), (8, 2.25)]]),
    'losses alone': (20, [trade(d, -p) for d, p in [(1, 5), (2.5, 1), (8, 2.25)]]),
    'equal losses': (20, [trade(d, -3) for d in (1, 2.5, 8)]),
    'a sum of nothing': (20, [trade(1, 5), trade(2, -5)]),
    'data of less than a day': (0.5, [trade(0.1, 5), trade(0.2, -3), trade(0.3, 1)]),
    'data of one day and a bit': (1.2, [trade(0.1, 5), trade(1.1, -3)]),
    'one day of many': (20, [trade(4.1, 5), trade(4.2, -3), trade(4.3, 1)]),
    'a pair ends early': (20, [trade(4, 5), trade(6, -3), trade(2, -8), trade(9, 4)]),
    'below zero': (20, [trade(2, -700), trade(3, -600), trade(4, 20)]),
    'no time at all': (20, [trade(4, 5, minutes=0), trade(6, -3, minutes=0)]),
    '49 trades': (20, many(49, 0.5)), '50 trades': (20, many(50, 0.5)),
    '51 trades losing': (20, many(51, -0.5)), '650 trades': (20, many(650, 0.1)),
}
result = []
for name, (days, trades) in cases.items():
    frame = pd.DataFrame(trades, columns=['closed', 'trade_duration', 'profit_abs', 'pair'])
    frame['profit_abs'] = frame.profit_abs.astype(float)
    frame['profit_ratio'] = frame.profit_abs / 100
    first = pd.Timestamp(START, unit='ms', tz='UTC')
    last = pd.Timestamp(START + int(days * DAY), unit='ms', tz='UTC')
    frame['close_date'] = first + pd.to_timedelta(frame.closed, unit='min')
    frame['open_date'] = frame.close_date - pd.to_timedelta(frame.trade_duration, unit='min')
    frame['pair'] = frame.pair.map(lambda index: PAIRS[index])
    stats = {'results_per_pair': generate_pair_metrics(
        PAIRS, 'USDT', 1000.0, frame, first.to_pydatetime(), last.to_pydatetime())}
    losses = {}
    for module, class_name in CLASSES.items():
        loss = getattr(import_module('freqtrade.optimize.hyperopt_loss.hyperopt_loss_' + module),
                       class_name)
        value = float(loss.hyperopt_loss_function(
            results=frame.copy(), trade_count=len(frame), min_date=first.to_pydatetime(),
            max_date=last.to_pydatetime(), config={}, processed={}, backtest_stats=stats,
            starting_balance=1000.0))
        sign = not abs(value) < 1e12 or value == SIGNS.get(class_name)
        losses[class_name] = None if sign else value
    result.append({'name': name, 'to_ms': START + int(days * DAY), 'trades': trades,
                   'losses': losses})
print(json.dumps({'starting_balance': 1000.0, 'from_ms': START, 'pairs': len(PAIRS),
                  'cases': result}, separators=(',', ':')))

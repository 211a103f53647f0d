#!/usr/bin/env python3
"""Writes spaces.json: what freqtrade turns in its spaces of rules, and what rules it makes of values.

    spaces.py > spaces.json          (Python 3.12 with freqtrade 2026.9)

Timeframes are in freqtrade's spelling; a dimension is [name, low, high, step], step 0 for true or false.
"""
import json
import logging
import random

from freqtrade.optimize.hyperopt.hyperopt_interface import IHyperOpt

logging.disable(logging.CRITICAL)
chance = random.Random(7)


def shown(dimension):
    if hasattr(dimension, 'categories'):
        return [dimension.name, 0, len(dimension.categories) - 1, 0]
    return [dimension.name, dimension.low, dimension.high, dimension.step]


def drawn(dimension):
    if hasattr(dimension, 'categories'):
        return chance.choice(dimension.categories)
    number = chance.randrange(round((dimension.high - dimension.low) / dimension.step) + 1)
    return round(dimension.low + number * dimension.step, 3)


def timeframe(name):
    hyperopt = IHyperOpt({'timeframe': name})
    spaces = {'roi': hyperopt.roi_space(), 'stoploss': hyperopt.stoploss_space(),
              'trailing': hyperopt.trailing_space(), 'trades': hyperopt.max_open_trades_space()}
    examples = []
    for _ in range(6):
        values = {one.name: drawn(one) for space in spaces.values() for one in space}
        table = hyperopt.generate_roi_table(values)
        examples.append({'values': values, 'minimal_roi': {str(k): v for k, v in table.items()},
                         **hyperopt.generate_trailing_params(values)})
    return {'spaces': {name: [shown(one) for one in space] for name, space in spaces.items()},
            'examples': examples}


names = ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w']
print(json.dumps({name: timeframe(name) for name in names}, separators=(',', ':')))

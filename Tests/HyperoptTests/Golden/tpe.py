#!/usr/bin/env python3
"""Writes tpe.json: densities of optuna's Parzen estimators, and how good its samplers get.

    tpe.py > tpe.json                (Python 3.12, optuna 5.0.0)

Points are numbers of choices. A dimension is "ordered" (count) or "choices" (count).
"""
import json
import math
import statistics
import warnings

import numpy as np
import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers import RandomSampler, TPESampler
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

warnings.simplefilter('ignore')
optuna.logging.set_verbosity(optuna.logging.ERROR)
random = np.random.default_rng(11)
rules = _ParzenEstimatorParameters(1.0, True, False, default_weights, True)


def density(kinds, points, queries):
    """`kinds`: "ordered" as an integer, "decimal" as a float of step 0.1, "choices"."""
    space = {str(i): {'ordered': lambda: IntDistribution(0, count - 1),
                      'decimal': lambda: FloatDistribution(0.5, 0.5 + (count - 1) / 10, step=0.1),
                      'choices': lambda: CategoricalDistribution(list(range(count)))}[kind]()
             for i, (kind, count) in enumerate(kinds)}
    def column(rows, i):
        numbers = np.array([row[i] for row in rows], dtype=float)
        return 0.5 + numbers / 10 if kinds[i][0] == 'decimal' else numbers
    columns = lambda rows: {str(i): column(rows, i) for i in range(len(kinds))}
    log_pdf = _ParzenEstimator(columns(points), space, rules).log_pdf(columns(queries))
    return {'dimensions': [['ordered' if k == 'decimal' else k, n] for k, n in kinds],
            'points': points, 'queries': queries, 'log_pdf': [float(x) for x in log_pdf]}


def drawn(kinds, count):
    return [[int(random.integers(0, n)) for _, n in kinds] for _ in range(count)]


def distinct(kinds, count):
    """Numbers without order among equals: which of them is which is left to numpy's sort."""
    return [list(row) for row in zip(*[
        [int(v) for v in (random.integers(0, n, count) if kind == 'choices'
                          else random.permutation(n)[:count])] for kind, n in kinds])]


mixed = [('ordered', 31), ('decimal', 30), ('choices', 3), ('choices', 2)]
wide = [('ordered', 2000), ('choices', 4)]
densities = [
    density(mixed, [], drawn(mixed, 8)), density(mixed, distinct(mixed, 1), drawn(mixed, 8)),
    density(mixed, distinct(mixed, 2), drawn(mixed, 8)),
    density(mixed, distinct(mixed, 16), drawn(mixed, 12)),
    density(wide, distinct(wide, 26), drawn(wide, 12)),
    density(wide, distinct(wide, 120), drawn(wide, 12)),
    density([('ordered', 9)], drawn([('ordered', 9)], 20), [[i] for i in range(9)]),
    density([('ordered', 1), ('choices', 1)], [[0, 0], [0, 0]], [[0, 0]]),
]


def sphere(p):
    return sum(((v - 500) / 100) ** 2 for v in p)


def rastrigin(p):
    x = [(v - 512) / 100 for v in p]
    return 20 + sum(v * v - 10 * math.cos(2 * math.pi * v) for v in x)


def choosy(p):
    return ((p[0] - 21) / 5) ** 2 + ((p[1] - 9) / 10) ** 2 + [1, 0, 2][p[2]] + p[3] / 2


def bests(kinds, objective, sampler, seeds):
    def ask(trial):
        return objective([trial.suggest_int(str(i), 0, n - 1) if kind == 'ordered'
                          else trial.suggest_categorical(str(i), list(range(n)))
                          for i, (kind, n) in enumerate(kinds)])
    result = []
    for seed in range(seeds):
        study = optuna.create_study(sampler=sampler(seed=seed))
        study.optimize(ask, n_trials=100)
        result.append(study.best_value)
    return statistics.median(result)


searches = {}
for name, kinds, objective in [
    ('sphere', [('ordered', 1001)] * 4, sphere), ('rastrigin', [('ordered', 1025)] * 2, rastrigin),
    ('choosy', [('ordered', 61), ('ordered', 101), ('choices', 3), ('choices', 2)], choosy),
]:
    searches[name] = {'dimensions': kinds, 'tpe': bests(kinds, objective, TPESampler, 45),
                      'random': bests(kinds, objective, RandomSampler, 45)}
print(json.dumps({'densities': densities, 'searches': searches}, separators=(',', ':')))

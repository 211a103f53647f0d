#!/usr/bin/env python3
"""Writes pareto.json: fronts and crowding distances of points with several losses, as optuna has them.

    pareto.py > pareto.json          (Python 3.12, optuna 5.0.0)

Losses are whole numbers, so that some are equal; crowding is null where it is infinite.
"""
import json
import math
import random

import numpy as np
from optuna.samplers.nsgaii._elite_population_selection_strategy import _calc_crowding_distance
from optuna.study._multi_objective import _fast_non_domination_rank
from optuna.trial import create_trial

chance = random.Random(5)


def case(count, losses, most):
    points = [[chance.randrange(most) for _ in range(losses)] for _ in range(count)]
    ranks = [int(r) for r in _fast_non_domination_rank(np.array(points, dtype=float))]
    front = [i for i, rank in enumerate(ranks) if rank == 0]
    trials = [create_trial(values=[float(x) for x in points[i]]) for i in front]
    for i, trial in zip(front, trials):
        trial.number = i
    room = _calc_crowding_distance(trials)
    return {'points': points, 'ranks': ranks,
            'crowding': [None if math.isinf(room[i]) else room[i] for i in front]}


print(json.dumps([case(*shape) for shape in
                  [(12, 2, 20), (40, 2, 1000), (60, 2, 8), (60, 3, 1000), (60, 3, 10)]],
                 separators=(',', ':')))

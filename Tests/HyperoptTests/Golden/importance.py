#!/usr/bin/env python3
"""Writes importance.json beside itself: trials of three searches and what optuna's functional analysis of
variance makes of them, the mean of ten seeds. Needs optuna with scikit-learn."""
import json
import os

import optuna
from optuna.distributions import CategoricalDistribution, IntDistribution
from optuna.importance import FanovaImportanceEvaluator

optuna.logging.set_verbosity(optuna.logging.ERROR)
SEEDS = 10


def additive(point):
    """Three axes that add up, the fourth without any weight."""
    a, b, c, _ = (value / 40 for value in point)
    return 3 * (a - 0.3) ** 2 + (b - 0.7) ** 2 + 0.4 * c


def mixed(point):
    """Two axes with an order, four choices and a flag that turns one axis round."""
    fast, slow, kind, flag = point
    side = fast / 29 if flag else 1 - fast / 29
    return [0.0, 0.5, 0.1, 1.2][kind] + side + 0.3 * (slow / 99 - 0.5) ** 2


def valley(point):
    """Rosenbrock's, over -2...2 on each axis."""
    x, y, z = (value / 50 * 4 - 2 for value in point)
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2 + 100 * (z - y * y) ** 2 + (1 - y) ** 2


CASES = [
    ("additive", additive, [("ordered", 41)] * 4, "random", 500),
    ("mixed", mixed, [("ordered", 30), ("ordered", 100), ("choices", 4), ("choices", 2)], "random", 400),
    ("valley", valley, [("ordered", 51)] * 3, "tpe", 300),
]


def distribution(axis):
    kind, count = axis
    return IntDistribution(0, count - 1) if kind == "ordered" else CategoricalDistribution(list(range(count)))


def main():
    cases = []
    for name, function, axes, sampler, count in CASES:
        chosen = optuna.samplers.TPESampler(seed=7) if sampler == "tpe" else optuna.samplers.RandomSampler(seed=7)
        study = optuna.create_study(sampler=chosen)
        space = {f"p{index}": distribution(axis) for index, axis in enumerate(axes)}
        points, losses = [], []
        for _ in range(count):
            trial = study.ask(space)
            point = [trial.params[f"p{index}"] for index in range(len(axes))]
            loss = function(point)
            study.tell(trial, loss)
            points.append(point)
            losses.append(loss)
        found = [FanovaImportanceEvaluator(seed=seed).evaluate(study) for seed in range(SEEDS)]
        importance = [sum(one[f"p{index}"] for one in found) / SEEDS for index in range(len(axes))]
        cases.append({"name": name, "axes": axes, "points": points, "losses": losses, "importance": importance})
        print(name, [round(value, 4) for value in importance],
              [round(found[0][f"p{i}"], 4) for i in range(len(axes))])
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "importance.json"), "w") as file:
        json.dump({"optuna": optuna.__version__, "cases": cases}, file, separators=(",", ":"))


main()

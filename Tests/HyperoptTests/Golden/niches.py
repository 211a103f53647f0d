#!/usr/bin/env python3
"""Writes niches.json: points with several losses, normalised as optuna's NSGA-III has them, with the
reference line that each is closest to and its distance.

    niches.py > niches.json          (Python 3.12, optuna 5.0.0)

A loss that is not there is null.
"""
import json
import math
import random

from optuna.samplers._nsgaiii._elite_population_selection_strategy import (
    _associate_individuals_with_reference_points, _filter_inf, _generate_default_reference_point,
    _normalize_objective_values)
from optuna.trial import create_trial

chance = random.Random(11)


def case(points):
    matrix = _normalize_objective_values(_filter_inf([create_trial(values=point) for point in points]))
    lines = _generate_default_reference_point(len(points[0]))
    closest, distances = _associate_individuals_with_reference_points(matrix, lines)
    return {'points': [[x if math.isfinite(x) else None for x in point] for point in points],
            'normalised': matrix.tolist(),
            'lines': [lines[index].tolist() for index in closest], 'distances': distances.tolist()}


def scattered(count, losses, missing=0.0):
    return [[math.inf if chance.random() < missing else chance.gauss(axis, 10 ** axis) for axis in range(losses)]
            for _ in range(count)]


print(json.dumps(
    [case(scattered(*shape)) for shape in [(25, 2), (40, 3), (30, 4), (25, 2, 0.2), (30, 3, 0.1)]]
    + [case([[x, 5.0] for x in (3.0, 1.0, 2.0)]), case([[1.0, 2.0]] * 4), case([[0.0, 1.0], [1.0, 0.0]])],
    separators=(',', ':')))

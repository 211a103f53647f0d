"""What is searched: a grid, and a function of its points that is to be small.

Two standard functions, a toy strategy on invented candles, and three strategies (*.strategy.yaml) on real
ones, whose losses are looked up in tables (see answers.py). "momentum" needs numba, and c20k_1m.npy in the
folder of $PEERS_DATA: the first 20,000 of the million one-minute candles that peers/gen_candles.py of the
reference data makes (a geometric random walk, seed 42), as rows of time, open, high, low, close, volume.
"""
import json
import math
import os

# What freqtrade tells optuna of an epoch without a usable loss.
UNUSABLE = 100000.0


def steps(low, high, step):
    """A parameter with an order: low, low + step, ... high."""
    return ("ordered", [low + step * index for index in range(round((high - low) / step) + 1)])


def rosenbrock(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


HARTMANN_A = (
    (10, 3, 17, 3.5, 1.7, 8), (0.05, 10, 17, 0.1, 8, 14), (3, 3.5, 1.7, 10, 17, 8),
    (17, 8, 0.05, 10, 0.1, 14))
HARTMANN_P = (
    (0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886), (0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991),
    (0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650), (0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381))


def hartmann(x):
    return -sum(
        alpha * math.exp(-sum(a * (v - p) ** 2 for a, v, p in zip(row, x, centre)))
        for alpha, row, centre in zip((1, 1.2, 3, 3.2), HARTMANN_A, HARTMANN_P))


def momentum():
    """A strength index crossed both ways on 20,000 candles, with stop, target and trailing stop."""
    import numba
    import numpy

    rows = numpy.load(os.path.join(os.environ.get("PEERS_DATA", "peers-data"), "c20k_1m.npy"))
    columns = [numpy.ascontiguousarray(rows[:, index]) for index in (1, 2, 3, 4)]

    @numba.njit
    def run(o, h, l, c, period, low, high, stop, target, trail):
        up, down, equity, count, is_open, entry, peak = 0.0, 0.0, 1.0, 0, False, 0.0, 0.0
        fees = (1 - 0.001) / (1 + 0.001)
        for i in range(1, period + 1):
            change = c[i] - c[i - 1]
            up += max(change, 0.0)
            down += max(-change, 0.0)
        up /= period
        down /= period
        for i in range(period + 1, len(c)):
            enters = up * 100 < low * (up + down)
            leaves = up * 100 > high * (up + down)
            watched = is_open
            if not is_open:
                if enters:
                    is_open, watched, entry, peak = True, True, o[i], o[i]
            elif leaves:
                equity *= o[i] / entry * fees
                count, is_open, watched = count + 1, False, False
            if watched and is_open:
                floor = max(entry * (1 - stop), peak * (1 - trail))
                if l[i] <= floor:
                    equity *= min(o[i], floor) / entry * fees
                    count, is_open = count + 1, False
                elif h[i] >= entry * (1 + target):
                    equity *= max(o[i], entry * (1 + target)) / entry * fees
                    count, is_open = count + 1, False
                elif h[i] > peak:
                    peak = h[i]
            change = c[i] - c[i - 1]
            up = (up * (period - 1) + max(change, 0.0)) / period
            down = (down * (period - 1) + max(-change, 0.0)) / period
        return equity, count

    def loss(x):
        equity, count = run(*columns, *x)
        return -math.log(equity) + (0.05 * (10 - count) / 10 if count < 10 else 0)

    return loss


def looked_up(name, folder):
    """A strategy's loss, from the table of all its points."""
    with open(os.path.join(folder, name + ".losses.json")) as file:
        table = json.load(file)
    axes, losses = [tuple(axis) for axis in table["axes"]], table["losses"]
    places = [{value: place for place, value in enumerate(values)} for _, values in axes]

    def loss(x):
        number = 0
        for value, (_, values), known in zip(x, axes, places):
            number = number * len(values) + known[value]
        found = losses[number]
        return UNUSABLE if found is None else found

    return axes, loss


STRATEGIES = ("reversion", "crossing", "bands")
OBJECTIVES = ("rosenbrock", "hartmann", "momentum") + STRATEGIES


def objective(name, folder):
    if name == "rosenbrock":
        return [steps(-2, 2, 0.01)] * 4, rosenbrock
    if name == "hartmann":
        return [steps(0, 1, 0.01)] * 6, hartmann
    if name == "momentum":
        shares = steps(0.003, 0.15, 0.001)
        return [steps(3, 50, 1), steps(5, 45, 0.1), steps(55, 95, 0.1), shares, shares, shares], momentum()
    return looked_up(name, folder)

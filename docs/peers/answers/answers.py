#!/usr/bin/env python3
r"""Whose samplers find better answers: ours or optuna's, on six objectives.

    docs/peers/answers/answers.py run OUT --sampler auto|optuna-tpe|optuna-cmaes|... [--objective NAME] [--bin DIR] [--seeds N]
    docs/peers/answers/answers.py table OUT [--sampler NAME]

Both sides minimise the same functions over the same grids: ours are asked for points and told losses
through `bench --inside ask`, optuna's through its own ask and tell. A strategy's losses are looked up
in a table of its whole space, which is made once from a search that tries all of it, on real candles:

    run-hyperopt -s NAME.strategy.yaml -c CONFIG --store CANDLES --spaces buy,sell --loss Sharpe --min-trades 10 \
        --sampler random --epochs 1000000 -q | answers.py losses >NAME.losses.json

Every search runs alone, with one seed; what it found best after 100, 300 and 1,000 epochs is a line of
OUT. Needs optuna 5.0.0 with cmaes, numpy and scipy, and what objectives.py asks for.
"""
import argparse
import json
import os
import subprocess
import sys

from objectives import OBJECTIVES, objective

CHECKPOINTS = (100, 300, 1000)


def ours(sampler, seed, axes, loss, count, binaries):
    words = ["ordered:%d" % len(v) if kind == "ordered" else "choices:%d" % len(v) for kind, v in axes]
    asked = subprocess.Popen(
        [os.path.join(binaries, "bench"), "--inside", "ask", sampler, str(seed), str(count)] + words,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    losses = []
    for line in asked.stdout:
        batch = [loss([v[place] for (_, v), place in zip(axes, point)]) for point in json.loads(line)]
        losses += batch
        asked.stdin.write(json.dumps(batch) + "\n")
        asked.stdin.flush()
    asked.stdin.close()
    if asked.wait():
        raise SystemExit("bench --inside ask failed")
    return losses


def optunas(sampler, seed, axes, loss, count):
    import warnings

    import optuna

    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = {
        "tpe": lambda: optuna.samplers.TPESampler(seed=seed),
        "cmaes": lambda: optuna.samplers.CmaEsSampler(seed=seed),
        "random": lambda: optuna.samplers.RandomSampler(seed=seed),
        "nsgaiii": lambda: optuna.samplers.NSGAIIISampler(seed=seed, population_size=30),
    }
    losses = []
    optuna.create_study(sampler=samplers[sampler]()).optimize(asked_by_optuna(axes, loss, losses), n_trials=count)
    return losses


def asked_by_optuna(axes, loss, losses):
    """The function that optuna minimises; it adds what it answers to losses."""
    def ask(trial):
        point = []
        for number, (kind, values) in enumerate(axes):
            if kind == "ordered":
                point.append(values[trial.suggest_int("x%d" % number, 0, len(values) - 1)])
            else:
                point.append(trial.suggest_categorical("x%d" % number, values))
        losses.append(loss(point))
        return losses[-1]

    return ask


def known(out):
    """The lines of a file, none where there is none."""
    try:
        with open(out) as file:
            return [json.loads(line) for line in file]
    except FileNotFoundError:
        return []


def run(options):
    done = {(row["objective"], row["sampler"], row["seed"]) for row in known(options.out)}
    for name in options.objective or OBJECTIVES:
        axes, loss = objective(name, options.folder)
        for seed in range(options.first, options.first + options.seeds):
            if (name, options.sampler, seed) in done:
                continue
            if options.sampler.startswith("optuna-"):
                losses = optunas(options.sampler[7:], seed, axes, loss, CHECKPOINTS[-1])
            else:
                losses = ours(options.sampler, seed, axes, loss, CHECKPOINTS[-1], options.bin)
            line = {"objective": name, "sampler": options.sampler, "seed": seed,
                    "best": [min(losses[:count]) for count in CHECKPOINTS]}
            with open(options.out, "a") as file:
                file.write(json.dumps(line) + "\n")


def holm(chances):
    """Chances of the same order, corrected for their number."""
    corrected, least = [1.0] * len(chances), 0.0
    for rank, place in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        least = max(least, min(1.0, chances[place] * (len(chances) - rank)))
        corrected[place] = least
    return corrected


RIVALS = ("optuna-tpe", "optuna-cmaes")


def chance(mine, theirs):
    """How likely two samples of the same are as different as these; None where one is missing."""
    from scipy.stats import mannwhitneyu

    if len(mine) != len(theirs) or not mine:
        return None
    return 1.0 if len(set(mine + theirs)) == 1 else mannwhitneyu(mine, theirs).pvalue


def table(options):
    """Medians over the seeds; what is clear of chance at 5 % (Mann-Whitney, Holm) is marked."""
    from statistics import median

    found = {}
    for row in known(options.out):
        if options.first <= row["seed"] < options.first + options.seeds:
            found.setdefault((row["objective"], row["sampler"]), []).append(row["best"])

    def values(name, sampler, index):
        return [best[index] for best in found.get((name, sampler), [])]

    pairs = [(name, index, rival) for name in OBJECTIVES for index in range(3) for rival in RIVALS]
    chances = {pair: chance(values(pair[0], options.sampler, pair[1]), values(pair[0], pair[2], pair[1]))
               for pair in pairs}
    held = [pair for pair in pairs if chances[pair] is not None]
    chances.update(zip(held, holm([chances[pair] for pair in held])))
    better, equal, whole, worse = 0, 0, 0, 0
    print("| objective | epochs | %s | %s |" % (options.sampler, " | ".join(RIVALS)))
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, index in [(name, index) for name in OBJECTIVES for index in range(3)]:
        if not values(name, options.sampler, index):
            continue
        mine, words, theirs = median(values(name, options.sampler, index)), [], []
        for rival in RIVALS:
            likely = chances[name, index, rival]
            if likely is None:
                words.append("–")
                continue
            theirs.append(median(values(name, rival, index)))
            mark = "" if likely >= 0.05 else (" ▲" if mine < theirs[-1] else " ▼")
            worse += mark == " ▼"
            words.append("%.5g%s" % (theirs[-1], mark))
        if len(theirs) == len(RIVALS):
            whole += 1
            better += mine < min(theirs)
            equal += mine == min(theirs)
        print("| %s | %d | %.5g | %s |" % (name, CHECKPOINTS[index], mine, " | ".join(words)))
    print("\n%d cells with both: better median in %d, equal to the better in %d; clearly worse in %d comparisons"
          % (whole, better, equal, worse))


def losses(options):
    """Trial lines of run-hyperopt over a whole space, from standard input, to a table."""
    parameters, found = (), {}
    for line in sys.stdin:
        row = json.loads(line)
        if row["kind"] == "trial":
            parameters = tuple(row["parameters"])
            found[tuple(row["parameters"].values())] = row["loss"]
    columns = [sorted({point[place] for point in found}) for place in range(len(parameters))]
    axes = [("choices" if isinstance(values[0], (str, bool)) else "ordered", values) for values in columns]
    points = [()]
    for _, values in axes:
        points = [point + (value,) for point in points for value in values]
    if len(points) != len(found):
        raise SystemExit("%d points of %d" % (len(found), len(points)))
    json.dump({"axes": axes, "losses": [found[point] for point in points]}, sys.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["run", "table", "losses"])
    parser.add_argument("out", nargs="?")
    parser.add_argument("--sampler", default="auto")
    parser.add_argument("--objective", action="append", choices=OBJECTIVES)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds")
    parser.add_argument("--bin", default=".build/release")
    parser.add_argument("--folder", default=".", help="where the tables of the strategies' losses are")
    options = parser.parse_args()
    {"run": run, "table": table, "losses": losses}[options.work](options)


if __name__ == "__main__":
    main()

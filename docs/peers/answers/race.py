#!/usr/bin/env python3
r"""Who finds the better parameters in the same time: run-hyperopt, freqtrade's hyperopt or optuna, on three strategies.

    docs/peers/answers/race.py run OUT --who ours|freqtrade|optuna --store STORE --config CONFIG [--seconds N] ...
    docs/peers/answers/race.py table OUT

Every search runs alone, for so many seconds by the clock: ours from the start of its process, the others' from
where they begin to search, behind the seconds that their imports take. freqtrade is the program itself on the same
candles (--rig names the folder that runs it offline, --data its candles); its strategies are ours, written by
`run-backtest --write-python`. Optuna has no back-test of its own: ours tells it the losses (`run-hyperopt --worker`,
which is asked one point after the other and has read its candles before the clock begins). All three turn the same
parameters and minimise the same loss; the lowest that a search found is a line of OUT. Needs optuna 5.0.0 for optuna.
"""
import argparse
import glob
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from answers import asked_by_optuna, known
from objectives import STRATEGIES, UNUSABLE, steps

HERE = os.path.dirname(os.path.abspath(__file__))
RACERS = ("ours", "freqtrade", "optuna")


def lowest(losses):
    found = [UNUSABLE if loss is None else loss for loss in losses]
    return {"epochs": len(found), "best": min(found, default=UNUSABLE)}


def strategy_file(name):
    return os.path.join(HERE, name + ".strategy.yaml")


def asked(name, store, options):
    """The command of ours that searches, or tries points, in a store."""
    return [os.path.join(options.bin, "run-hyperopt"), "-s", strategy_file(name), "-c", options.config,
            "--store", store, "--spaces", options.spaces, "--loss", "Sharpe", "--min-trades", "10",
            "--jobs", str(options.jobs), "-q"]


def ours(name, seed, options):
    with tempfile.TemporaryDirectory() as work:
        store = shutil.copy(options.store, os.path.join(work, "store.sqlite"))
        search = asked(name, store, options) + [
            "--sampler", options.sampler, "--seed", str(seed), "--epochs", "1000000"]
        subprocess.run(["timeout", str(options.seconds)] + search, stderr=subprocess.DEVNULL)
        seen = subprocess.run(
            [os.path.join(options.bin, "query-store"), "hyperopt_view", "--store", store],
            stdout=subprocess.PIPE, check=True, text=True).stdout
        search = json.loads(seen)
        return {"epochs": search["epochs"], "best": search["best_loss"]}


FREQTRADE = r"""
set -euo pipefail
rig=$1 data=$2 work=$3 config=$4; shift 4
. "$rig/env.sh"; need_venv
port=$(free_port)
start_exchange "$port" "$work/exchange.log" "$work/exchange.pid" \
    --markets "$("$PY" "$RIG/rigtool.py" markets-file "$data" "$RIG/markets.json")" >&2
"$PY" "$RIG/mkconf.py" --from "$config" --port "$port" >"$work/config.json"
cd "$work"
exec "$PY" "$RIG/run_ft.py" hyperopt -c config.json --userdir user_data --datadir "$data" "$@" >told.txt 2>&1
"""


def freqtrade(name, seed, options):
    work = tempfile.mkdtemp()
    try:
        for folder in ("strategies", "hyperopt_results", "backtest_results", "data"):
            os.makedirs(os.path.join(work, "user_data", folder))
        subprocess.run(
            [os.path.join(options.bin, "run-backtest"), "-s", strategy_file(name),
             "-c", options.config, "--store", options.store, "-q",
             "--write-python", os.path.join(work, "user_data/strategies", name + ".py")],
            stdout=subprocess.DEVNULL, check=True)
        searching = subprocess.Popen(
            ["bash", "-c", FREQTRADE, "race", options.rig, options.data, work, options.config,
             "-s", name.capitalize(), "--hyperopt-loss", "SharpeHyperOptLoss", "-e", "1000000",
             "-j", str(options.jobs), "--spaces", *options.spaces.split(","), "--min-trades", "10",
             "--random-state", str(seed), "--timerange", options.timerange],
            preexec_fn=hear_interrupts)
        while "Effective number of parallel workers" not in told(work):
            time.sleep(0.05)
        time.sleep(options.seconds)
        searching.send_signal(signal.SIGINT)
        searching.wait()
        losses = []
        for path in glob.glob(os.path.join(work, "user_data/hyperopt_results/*.fthypt")):
            with open(path) as file:
                losses += [json.loads(line)["loss"] for line in file if line.endswith("}\n")]
        return lowest(losses)
    finally:
        with open(os.path.join(work, "exchange.pid")) as file:
            os.kill(int(file.read()), signal.SIGTERM)
        shutil.rmtree(work)


def hear_interrupts():
    """A process in the background may have learned from its parents not to."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def told(work):
    """What freqtrade has said so far."""
    try:
        with open(os.path.join(work, "told.txt")) as file:
            return file.read()
    except FileNotFoundError:
        return ""


# What freqtrade's rules turn on candles of 5 minutes, with three decimals.
RULES = {
    "roi": {"roi_t1": steps(10, 120, 1), "roi_t2": steps(10, 60, 1), "roi_t3": steps(10, 40, 1),
            "roi_p1": steps(0.01, 0.04, 0.001), "roi_p2": steps(0.01, 0.07, 0.001),
            "roi_p3": steps(0.01, 0.2, 0.001)},
    "stoploss": {"stoploss": steps(-0.35, -0.02, 0.001)},
}


def axis(parameter):
    """Where a parameter of a strategy file may be."""
    if parameter["type"] in ("integer", "decimal"):
        decimals = parameter.get("decimals", 0)
        return steps(parameter["low"], parameter["high"], 10 ** -decimals)
    return ("choices", parameter.get("choices", [False, True]))


def axes(name, spaces):
    """The axes of a search, by name."""
    import yaml

    with open(strategy_file(name)) as file:
        parameters = yaml.safe_load(file)["parameters"]
    names = ["buy", "sell", "roi", "stoploss"] if spaces == "default" else spaces.split(",")
    turned = {key: axis(value) for key, value in parameters.items() if value["space"] in names}
    for space in names:
        turned.update(RULES.get(space, {}))
    return turned


def optuna(name, seed, options):
    """Optuna, in a process of its own."""
    told = subprocess.run(
        [sys.executable] + sys.argv + ["--ask", name, "--seed", str(seed)],
        stdout=subprocess.PIPE, check=True, text=True).stdout
    return lowest([float(line) for line in told.splitlines()])


def ask_optuna(options):
    """What that process does: a loss a line."""
    import optuna
    import warnings

    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    turned = axes(options.ask, options.spaces)
    with subprocess.Popen(
            asked(options.ask, options.store, options) + ["--worker"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, bufsize=1) as worker:

        def loss(point):
            told = {key: round(value, 6) if isinstance(value, float) else value for key, value in zip(turned, point)}
            print(json.dumps({"kind": "point", "run": None, "epoch": 1, "parameters": told}), file=worker.stdin)
            loss = json.loads(worker.stdout.readline())["loss"]
            return UNUSABLE if loss is None else loss

        loss([values[0] for _, values in turned.values()])
        losses = []
        optuna.create_study(sampler=optuna.samplers.TPESampler(seed=options.seed)).optimize(
            asked_by_optuna(list(turned.values()), loss, losses), timeout=options.seconds)
        worker.stdin.close()
    print("\n".join(map(str, losses)))


def run(options):
    if options.ask:
        return ask_optuna(options)
    done = {(row["spaces"], row["strategy"], row["who"], row["seed"]) for row in known(options.out)}
    search = {"ours": ours, "freqtrade": freqtrade, "optuna": optuna}[options.who]
    for seed in range(1, options.seeds + 1):
        for name in STRATEGIES:
            if (options.spaces, name, options.who, seed) in done:
                continue
            line = {"spaces": options.spaces, "strategy": name, "who": options.who, "seed": seed, "seconds": options.seconds}
            line.update(search(name, seed, options))
            with open(options.out, "a") as file:
                file.write(json.dumps(line) + "\n")


def table(options):
    """Medians over the seeds, and how many of them found the lowest that anybody found."""
    from statistics import median

    found = {}
    for row in known(options.out):
        if row["spaces"] != options.spaces:
            continue
        found.setdefault((row["strategy"], row["who"]), []).append(row)
    print("| strategy | %s |" % " | ".join(RACERS))
    print("| --- | %s |" % " | ".join("---:" for _ in RACERS))
    for name in STRATEGIES:
        lowest = min((row["best"] for key, rows in found.items() if key[0] == name for row in rows), default=None)
        cells = []
        for who in RACERS:
            rows = found.get((name, who), [])
            cells.append("%.2f, %d of %d, %d epochs" % (
                median(row["best"] for row in rows), sum(row["best"] == lowest for row in rows), len(rows),
                median(row["epochs"] for row in rows)) if rows else "–")
        print("| %s | %s |" % (name, " | ".join(cells)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", choices=["run", "table"])
    parser.add_argument("out")
    parser.add_argument("--who", choices=RACERS, default="ours")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds, from 1")
    parser.add_argument("--jobs", type=int, default=1, help="of ours and freqtrade's")
    parser.add_argument("--sampler", default="auto", help="ours")
    parser.add_argument("--bin", default=".build/release")
    parser.add_argument("--store", help="with the candles")
    parser.add_argument("--config", help="freqtrade's")
    parser.add_argument("--rig", help="the folder of scripts that runs freqtrade offline")
    parser.add_argument("--data", help="the same candles as a data folder of freqtrade's")
    parser.add_argument("--timerange", default="20180110-20180131")
    parser.add_argument("--spaces", default="default", help="what is turned: default is buy,sell,roi,stoploss")
    parser.add_argument("--ask", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    {"run": run, "table": table}[options.work](options)


if __name__ == "__main__":
    main()

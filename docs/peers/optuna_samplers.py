"""optuna_samplers.py tpe|random|sobol: the cost of a point of optuna's samplers, as the row `samplers` of bench asks.

Prints processor seconds a point, of a thousand in a space of six parameters with 101 values each.
"""
import sys
import time
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
COUNT = 1000
sampler = {
    "tpe": lambda: optuna.samplers.TPESampler(seed=1, multivariate=True),
    "random": lambda: optuna.samplers.RandomSampler(seed=1),
    "sobol": lambda: optuna.samplers.QMCSampler(seed=1, scramble=True),
}[sys.argv[1]]()
study = optuna.create_study(sampler=sampler)
start = time.process_time()
study.optimize(
    lambda trial: sum((trial.suggest_int(str(number), 0, 100) / 100 - 0.7) ** 2 for number in range(6)),
    n_trials=COUNT)
print((time.process_time() - start) / COUNT)

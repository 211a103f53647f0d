"""Vectors of how good the best of many trials is, from holdout-backtest 0.1.0, scipy and arch 8.0.

    pip install holdout-backtest==0.1.0 scipy arch
    python3 selection.py > selection.json
"""

import json
import math

import numpy as np
from arch.bootstrap import StationaryBootstrap
from holdout.deflated import deflate_trials, deflated_sharpe_ratio, expected_maximum_sharpe
from holdout.moments import moments
from holdout.pbo import probability_of_backtest_overfitting
from scipy.stats import norm


def paper():
    """Bailey and López de Prado (2014), section "A numerical example": 250 days a year."""
    day = math.sqrt(250)
    cases = [(100, -3.0, 10.0), (46, -3.0, 10.0), (88, 0.0, 3.0)]
    for trials, skew, kurtosis in cases:
        variance = 0.5 / 250
        bar = expected_maximum_sharpe(trials, variance)
        value = deflated_sharpe_ratio(
            2.5 / day, 1250, n_trials=trials, trials_variance=variance, skewness=skew,
            kurtosis=kurtosis)
        # The same without that library.
        g, e = np.euler_gamma, math.e
        own = math.sqrt(variance) * (
            (1 - g) * norm.ppf(1 - 1 / trials) + g * norm.ppf(1 - 1 / (trials * e)))
        z = (2.5 / day - own) * math.sqrt(1249) / math.sqrt(
            1 - skew * 2.5 / day + (kurtosis - 1) / 4 * 6.25 / 250)
        assert abs(own - bar) < 1e-12 and abs(norm.cdf(z) - value) < 1e-12
        yield {"trials": trials, "skewness": skew, "kurtosis": kurtosis, "bar": bar,
               "deflated": value}


def matrices():
    """Noise, an edge in one column, an edge that turns, and days without trades in uneven blocks."""
    random = np.random.Generator(np.random.PCG64(7))
    noise = random.standard_t(4, (160, 12)) * 0.01
    edge = noise.copy()
    edge[:, 3] += 0.006
    turned = noise.copy()
    turned[:80, 5] += 0.02
    turned[80:, 5] -= 0.02
    sparse = np.where(random.random((203, 9)) < 0.6, 0.0, random.normal(0.0005, 0.01, (203, 9)))
    for name, matrix, blocks in [
        ("noise", noise, 16), ("edge", edge, 16), ("turned", turned, 8), ("sparse", sparse, 10)]:
        found = probability_of_backtest_overfitting(matrix, n_blocks=blocks)
        slope, intercept, _ = found.degradation
        deflated = deflate_trials(matrix)
        likeness = np.corrcoef(matrix.T)
        count = matrix.shape[1]
        mean = (likeness.sum() - count) / (count * (count - 1))
        yield {
            "name": name, "returns": matrix.T.tolist(), "blocks": blocks,
            "probability": found.pbo, "slope": slope, "intercept": intercept,
            "loss": found.probability_of_loss,
            "logits": [float(np.quantile(found.logits, q)) for q in (0.05, 0.25, 0.5, 0.75, 0.95)],
            "mean_logit": float(found.logits.mean()), "partitions": found.n_partitions,
            "selected": deflated.selected, "sharpe": deflated.estimate.value,
            "skewness": deflated.estimate.skewness, "kurtosis": deflated.estimate.kurtosis,
            "variance": deflated.trials_variance, "bar": deflated.expected_maximum,
            "probabilistic": deflated.probabilistic, "deflated": deflated.deflated,
            "likeness": float(mean)}


def bootstrap():
    """What 40,000 resamples of arch say of 250 days with blocks of 6 days on average."""
    random = np.random.Generator(np.random.PCG64(11))
    days = random.standard_t(5, 250) * 0.01 + 0.0007
    for day in range(1, 250):
        days[day] += 0.3 * days[day - 1]

    def figures(sample):
        level = 1000 * np.cumprod(1 + sample)
        peak = np.maximum(np.maximum.accumulate(level), 1000)
        return np.array([
            level[-1], np.max(1 - level / peak),
            sample.mean() / sample.std(ddof=1) * math.sqrt(365), sample.mean()])

    resampled = StationaryBootstrap(6, days, seed=3).apply(figures, 40_000)
    parts = (0.05, 0.25, 0.5, 0.75, 0.95)
    table = {name: [float(np.quantile(resampled[:, column], part)) for part in parts]
             for column, name in enumerate(["balance", "drawdown", "sharpe"])}
    return {"returns": days.tolist(), "block": 6.0, "start": 1000.0, "quantiles": table,
            "no_edge": float(np.mean(resampled[:, 3] <= 0))}


parts = [1e-300, 1e-20, 1e-5, 0.01, 0.074, 0.2, 0.4999, 0.5, 0.75, 0.93, 0.99, 1 - 1e-9]
logarithms = [5e-324, 1e-300, 1e-5, 0.3, 0.999999, 1.0, 1.0000001, 1.41421, 2.0, 2.718281828, 1e9, 1e300]
print(json.dumps({
    "paper": list(paper()), "matrices": list(matrices()), "bootstrap": bootstrap(),
    "quantiles": [[part, float(norm.ppf(part))] for part in parts],
    "logarithms": [[number, math.log(number)] for number in logarithms],
    "counts": [[count, expected_maximum_sharpe(count, 1.0)] for count in (2, 10, 1000, 100000)],
}))

"""How long Sobol's indices of the paper's network take, beside SALib's own analysis.

Run by hand: `python benchmarks/sobol_speed.py`. Six inputs, five hidden layers of 80,
seven outputs, with random weights: the time does not depend on them.
"""

from __future__ import annotations

import argparse
import itertools
import time
from dataclasses import dataclass

import numpy as np
from SALib.analyze import sobol

from wetview.sensitivity import factors_of, find_sobol, ranges_of
from wetview.sensitivity.sampling import saltelli_points
from wetview.surrogate.network import Layer, Networks

SIZES = (6, 80, 80, 80, 80, 80, 7)


@dataclass(frozen=True)
class Column:
    """An input or output."""

    name: str
    title: str = ""
    unit: str = ""
    low: float = -2.0
    high: float = 2.0
    factor: float = 1.0


class Network:
    """The network as it is, with all of its seven outputs."""

    name = "random"
    inputs = tuple(Column(f"x{number}") for number in range(SIZES[0]))
    outputs = tuple(Column(f"y{number}") for number in range(SIZES[-1]))
    training_inputs = np.random.default_rng(1).normal(size=(4000, SIZES[0]))

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        layers = []
        for index, (n_in, n_out) in enumerate(itertools.pairwise(SIZES)):
            weight = rng.normal(0, np.sqrt(2 / n_in), (1, n_in, n_out))
            is_last = index == len(SIZES) - 2
            norm = None if is_last else np.ones((1, 1, n_out), np.float32)
            bias = np.zeros((1, 1, n_out), np.float32)
            layers.append(Layer(weight.astype(np.float32), bias, norm, norm))
        scaling = [np.full((1, 1, n), v) for n in (6, 7) for v in (0.0, 1.0)]
        self._networks = Networks(tuple(layers), "relu", *scaling)

    def evaluate(self, inputs: np.ndarray) -> np.ndarray:
        """(n, 7) for (n, 6)."""
        return self._networks(inputs)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1024)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    model = Network()
    ranges = ranges_of(model)
    problem = {
        "num_vars": len(ranges),
        "names": [entry.name for entry in ranges],
        "bounds": [[entry.low, entry.high] for entry in ranges],
    }
    points = saltelli_points(ranges, factors_of(ranges), n_base=arguments.n, seed=0)
    values = model.evaluate(points)
    for name, work in (
        (
            "all, 1000 resamples, convergence",
            lambda: find_sobol(model, n_base=arguments.n),
        ),
        (
            "drawing the points",
            lambda: saltelli_points(
                ranges, factors_of(ranges), n_base=arguments.n, seed=0
            ),
        ),
        ("evaluating the network", lambda: model.evaluate(points)),
        (
            "SALib's analysis, 100 resamples",
            lambda: [sobol.analyze(problem, column, seed=1) for column in values.T],
        ),
    ):
        best = min(_seconds(work) for _ in range(arguments.repeat))
        print(f"{name:36} {best:6.2f} s")


def _seconds(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

"""Functions whose Sobol indices are known, in the form of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """An input or output."""

    name: str
    title: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    factor: float = 1.0


@dataclass(frozen=True, eq=False)
class Formula:
    """A function of (n, n_inputs) as a model."""

    name: str
    inputs: tuple[Column, ...]
    outputs: tuple[Column, ...]
    function: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    training_inputs: NDArray[np.float64] = field(
        default_factory=lambda: np.zeros((0, 0))
    )

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        values = self.function(inputs)
        return values if values.ndim == 2 else values[:, None]


def formula(function, n_inputs, *, low=0.0, high=1.0, outputs=("y",), **more):
    """Give a formula of x1, x2 ... that all have one range."""
    inputs = tuple(
        Column(f"x{number}", f"Input {number}", "", low, high)
        for number in range(1, n_inputs + 1)
    )
    columns = tuple(Column(name, f"Output {name}") for name in outputs)
    more.setdefault("training_inputs", np.zeros((0, n_inputs)))
    return Formula("a formula", inputs, columns, function, **more)


def ishigami_function(x):
    return (
        np.sin(x[:, 0])
        + 7 * np.sin(x[:, 1]) ** 2
        + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


@pytest.fixture
def ishigami():
    """Ishigami and Homma 1990 with a = 7, b = 0.1."""
    return formula(ishigami_function, 3, low=-np.pi, high=np.pi)


@pytest.fixture
def ishigami_indices():
    """First and total order, and second order of x1 and x3, from the formula.

    V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = b^2 pi^8 8 / 225.
    """
    a, b = 7.0, 0.1
    v1 = (1 + b * np.pi**4 / 5) ** 2 / 2
    v2 = a**2 / 8
    v13 = b**2 * np.pi**8 * 8 / 225
    whole = v1 + v2 + v13
    first = np.array([v1, v2, 0]) / whole
    total = np.array([v1 + v13, v2, v13]) / whole
    return first, total, v13 / whole


G_WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0])


@pytest.fixture
def g_function():
    """Sobol's g, the product of (|4 x - 2| + a) / (1 + a)."""
    return formula(
        lambda x: np.prod((abs(4 * x - 2) + G_WEIGHTS) / (1 + G_WEIGHTS), axis=1), 6
    )


@pytest.fixture
def g_indices():
    """First and total order, with V_i = 1 / (3 (1 + a_i)^2)."""
    v = 1 / (3 * (1 + G_WEIGHTS) ** 2)
    whole = np.prod(1 + v) - 1
    total = np.array([v[i] * np.prod(np.delete(1 + v, i)) for i in range(6)]) / whole
    return v / whole, total


@pytest.fixture
def make_formula():
    """Give `formula`."""
    return formula

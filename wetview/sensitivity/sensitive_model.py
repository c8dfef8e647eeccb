"""What an analysis needs of a model: a trained network, or a formula in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

Distribution = Literal["uniform", "training"]
"""How inputs vary: evenly within their ranges, or as the training rows do."""


class Column(Protocol):
    """A quantity with its unit."""

    @property
    def name(self) -> str:
        """Its name in files and on the command line: "volume_vx"."""

    @property
    def title(self) -> str:
        """What the user reads: "Pore volume"."""

    @property
    def unit(self) -> str:
        """Its unit, "" for none."""


class RangedColumn(Column, Protocol):
    """A quantity whose range in the training data is known."""

    @property
    def low(self) -> float:
        """Its smallest value there."""

    @property
    def high(self) -> float:
        """Its largest."""


class SensitiveModel(Protocol):
    """Numbers in, numbers out, both with names and units."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def inputs(self) -> Sequence[RangedColumn]:
        """What goes in."""

    @property
    def outputs(self) -> Sequence[Column]:
        """What comes out."""

    @property
    def training_inputs(self) -> NDArray[np.float64]:
        """(n_rows, n_inputs) ndarray, rows that it was trained on; n_rows may be 0."""

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give (n, n_outputs) for (n, n_inputs)."""

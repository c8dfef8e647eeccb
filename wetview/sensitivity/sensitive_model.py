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
        """Its unit as the user reads it, "" for none."""

    @property
    def factor(self) -> float:
        """The value in that unit over the value that goes in or comes out."""


class RangedColumn(Column, Protocol):
    """A quantity whose range in the training data is known."""

    @property
    def low(self) -> float:
        """Its smallest value there."""

    @property
    def high(self) -> float:
        """Its largest."""


TIME_ENDING = "_s"
"""What the names of times end in, which are in seconds."""


def is_time(name: str) -> bool:
    """Whether a quantity is a time, whose logarithm networks learn."""
    return name.endswith(TIME_ENDING)


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


class CurveModel(SensitiveModel, Protocol):
    """A model that also tells how the saturation rises."""

    def curve(
        self, inputs: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give times in seconds and saturations for (n_inputs,) inputs."""

"""How networks are trained, and how that went; without PyTorch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wetview.surrogate.network import Activation


MIN_ROWS = 50
"""Fewer pores than these teach nothing."""


@dataclass(frozen=True)
class FitSettings:
    """How networks are shaped and trained.

    Parameters
    ----------
    hidden : tuple of int
        Neurons of each hidden layer.
    activation : {"relu", "silu"}
        Between the layers.
    normalise : bool
        Batch normalisation behind each activation.
    n_epochs : int
        Passes over the training rows.
    batch_size : int
        Rows of one step.
    learning_rate : float
        The largest one; it rises over the first tenth of the steps and then falls
        along a cosine.
    weight_decay : float
        Of AdamW.
    has_class : bool
        The first output is a logit, trained by cross-entropy on targets 0 and 1.
    is_robust : bool
        Errors of more than half a standard deviation count linearly, not squared
        (Huber, Ann. Math. Statist. 35, 73 (1964)): a few pores that fill as no other
        does then spoil less.
    stays_inside : bool
        What lies outside of the rows that a network was trained on counts as the
        nearest of them: networks go far astray beyond, along straight lines or worse.
    keeps_best : bool
        The state with the least validation error is kept, not the last one.
    """

    hidden: tuple[int, ...] = (80, 80, 80, 80, 80)
    activation: Activation = "relu"
    normalise: bool = True
    n_epochs: int = 1000
    batch_size: int = 512
    learning_rate: float = 4e-3
    weight_decay: float = 0.0
    has_class: bool = False
    is_robust: bool = False
    stays_inside: bool = False
    keeps_best: bool = True


@dataclass(eq=False)
class History:
    """The loss over the epochs: mean over the members, in standardised outputs."""

    epoch: list[int] = field(default_factory=list)
    training: list[float] = field(default_factory=list)
    validation: list[float] = field(default_factory=list)
    was_stopped: bool = False

    def add(self, epoch: int, training: float, validation: float) -> None:
        """Note one epoch."""
        self.epoch.append(epoch)
        self.training.append(training)
        self.validation.append(validation)

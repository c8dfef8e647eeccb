"""Trains many small networks of one shape at once, by PyTorch on the processor.

All members of an ensemble, and all folds of a cross-validation, are one batched matrix
product: on a processor a single small network spends most of its time in calls.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from wetview.errors import Cancelled, UserError
from wetview.surrogate.fitting_settings import MIN_ROWS, FitSettings, History
from wetview.surrogate.network import NORM_EPSILON, Layer, Networks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

_NORM_MOMENTUM = 0.1
_LEAST_SPREAD = 0.01
"""Of an input, over its mean and one."""
_HUBER = 0.5
"""Standard deviations of a target beyond which errors count linearly."""
_WARM_UP = 0.1
"""Share of the steps in which the learning rate rises."""
_VALIDATIONS = 200
"""How often at most the validation error is computed."""


@dataclass(frozen=True, eq=False)
class Fold:
    """Which rows one member is trained on, and which it is validated on."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]


class OnEpoch(Protocol):
    """Called after an epoch whose validation error was computed."""

    def __call__(self, epoch: int, n_epochs: int, history: History) -> None:
        """Take note; may raise `Cancelled`, and the best so far is kept."""


def _nothing(done: float) -> None:
    """Take no note of a batch."""


def _nobody(epoch: int, n_epochs: int, history: History) -> None:
    """Listen to nothing."""


def fit(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    folds: Sequence[Fold],
    settings: FitSettings,
    *,
    seed: int,
    on_epoch: OnEpoch = _nobody,
    on_batch: Callable[[float], None] = _nothing,
) -> tuple[Networks, History]:
    """Train one network a fold.

    Parameters
    ----------
    inputs : (n_rows, n_inputs) ndarray of float64
        One row a pore.
    targets : (n_rows, n_outputs) ndarray of float64
        NaN where a row has no such target.
    folds : sequence of Fold
        One member each.
    settings : FitSettings
        Shape and course.
    seed : int
        Of the weights and of the order of the rows.
    on_epoch : callable, optional
        Told how it goes; `Cancelled` ends the training and keeps the best.

    on_batch : callable, optional
        Given the epochs that are done, after every step: an epoch of many networks
        takes longer than a user who wants to stop should wait. May raise `Cancelled`.

    Raises
    ------
    UserError
        If there is too little to learn from.
    Cancelled
        If it was stopped before the first epoch was over.
    """
    _validate(inputs, targets, folds)
    torch.set_num_threads(1)  # more are slower for networks this small
    generator = torch.Generator().manual_seed(seed)
    scaling = _Scaling.of(inputs, targets, folds, settings)
    training = [_Rows(inputs, targets, fold.training) for fold in folds]
    validation = _padded(
        [
            scaling.rows(member, inputs, targets, fold.validation)
            for member, fold in enumerate(folds)
        ]
    )
    model = _Model(len(folds), inputs.shape[1], targets.shape[1], settings, generator)
    optimiser = torch.optim.AdamW(
        model.parameters(),
        lr=settings.learning_rate,
        weight_decay=settings.weight_decay,
        fused=True,
    )
    scaled = [
        scaling.rows(member, inputs, targets, rows.rows)
        for member, rows in enumerate(training)
    ]
    n_rows = max(len(rows.rows) for rows in training)
    n_batches = max(1, n_rows // settings.batch_size)
    size = min(settings.batch_size, n_rows)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser,
        settings.learning_rate,
        total_steps=n_batches * settings.n_epochs + 1,
        pct_start=_WARM_UP,
    )
    best = _Best(model, is_last=not settings.keeps_best)
    history = History()
    every = max(1, settings.n_epochs // _VALIDATIONS)
    try:
        for epoch in range(1, settings.n_epochs + 1):
            x, y = _shuffled(scaled, n_batches * size, generator)
            loss = _train_epoch(
                model,
                optimiser,
                schedule,
                x,
                y,
                size,
                settings,
                partial(_batch_done, on_batch, epoch - 1, n_batches),
            )
            if epoch % every == 0 or epoch == settings.n_epochs:
                errors = _validate_model(model, validation, settings)
                best.offer(errors)
                history.add(epoch, loss, float(errors.mean()))
                on_epoch(epoch, settings.n_epochs, history)
    except Cancelled:
        if not history.epoch:
            raise
        history.was_stopped = True
    return best.networks(settings, scaling), history


def _validate(
    inputs: NDArray[np.float64], targets: NDArray[np.float64], folds: Sequence[Fold]
) -> None:
    if not np.isfinite(inputs).all():
        msg = "`inputs` holds values that are not finite"
        raise ValueError(msg)
    if np.isinf(targets).any():
        msg = "`targets` holds infinite values"
        raise ValueError(msg)
    fewest = min(len(fold.training) for fold in folds)
    if fewest < MIN_ROWS or min(len(fold.validation) for fold in folds) < 1:
        raise UserError(
            f"There are {fewest} pores to learn from",
            f"Choose more runs: at least {MIN_ROWS} pores are needed, and some more to"
            " check what was learnt",
        )


@dataclass(frozen=True, eq=False)
class _Rows:
    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]
    rows: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Scaling:
    """Mean and spread of the training rows of each member, and their range if used."""

    input_mean: NDArray[np.float64]
    input_std: NDArray[np.float64]
    output_mean: NDArray[np.float64]
    output_std: NDArray[np.float64]
    input_low: NDArray[np.float64] | None
    input_high: NDArray[np.float64] | None

    @classmethod
    def of(
        cls,
        inputs: NDArray[np.float64],
        targets: NDArray[np.float64],
        folds: Sequence[Fold],
        settings: FitSettings,
    ) -> _Scaling:
        statistics = []
        for fold in folds:
            x, y = inputs[fold.training], targets[fold.training]
            mean, std = np.nanmean(y, axis=0), np.nanstd(y, axis=0)
            if settings.has_class:
                mean[0], std[0] = 0.0, 1.0
            x_mean, x_std = x.mean(axis=0), x.std(axis=0)
            # What hardly changes in the training would send the network far away
            # where it is a little different.
            least = _LEAST_SPREAD * (np.abs(x_mean) + 1)
            x_std = np.where(x_std > 0, np.maximum(x_std, least), 1.0)
            x_range = x.min(axis=0), x.max(axis=0)
            statistics.append((x_mean, x_std, mean, _not_zero(std), *x_range))
        *scales, low, high = (
            np.stack(part)[:, None, :] for part in zip(*statistics, strict=True)
        )
        return cls(*scales, *((low, high) if settings.stays_inside else (None, None)))

    def rows(
        self,
        member: int,
        inputs: NDArray[np.float64],
        targets: NDArray[np.float64],
        rows: NDArray[np.int64],
    ) -> tuple[Tensor, Tensor]:
        x = inputs[rows]
        if self.input_low is not None and self.input_high is not None:
            x = np.clip(x, self.input_low[member], self.input_high[member])
        x = (x - self.input_mean[member]) / self.input_std[member]
        y = (targets[rows] - self.output_mean[member]) / self.output_std[member]
        return (
            torch.from_numpy(x.astype(np.float32)),
            torch.from_numpy(y.astype(np.float32)),
        )


def _not_zero(std: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread to divide by: a column that never changes is left at its mean."""
    return np.where(std > 0, std, 1.0)


class _Linear(nn.Module):
    def __init__(
        self, n_members: int, n_in: int, n_out: int, generator: torch.Generator
    ) -> None:
        super().__init__()
        reach = 1 / math.sqrt(n_in)  # as torch.nn.Linear begins
        draw = torch.rand((n_members, n_in + 1, n_out), generator=generator)
        draw = reach * (2 * draw - 1)
        self.weight = nn.Parameter(draw[:, :n_in].clone())
        self.bias = nn.Parameter(draw[:, n_in:].clone())

    def forward(self, x: Tensor) -> Tensor:
        return torch.baddbmm(self.bias, x, self.weight)


class _Norm(nn.Module):
    """Batch normalisation of each member by itself (Ioffe and Szegedy 2015)."""

    mean: Tensor
    variance: Tensor

    def __init__(self, n_members: int, n: int) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(n_members, 1, n))
        self.shift = nn.Parameter(torch.zeros(n_members, 1, n))
        self.register_buffer("mean", torch.zeros(n_members, 1, n))
        self.register_buffer("variance", torch.ones(n_members, 1, n))

    def folded(self, mean: Tensor, variance: Tensor) -> tuple[Tensor, Tensor]:
        scale = self.scale * torch.rsqrt(variance + NORM_EPSILON)
        return scale, self.shift - mean * scale

    def forward(self, x: Tensor) -> Tensor:
        mean, variance = self.mean, self.variance
        if self.training:
            variance, mean = torch.var_mean(x, 1, keepdim=True, correction=0)
            unbiased = variance.detach() * (x.shape[1] / max(x.shape[1] - 1, 1))
            with torch.no_grad():
                self.mean.lerp_(mean.detach(), _NORM_MOMENTUM)
                self.variance.lerp_(unbiased, _NORM_MOMENTUM)
        scale, shift = self.folded(mean, variance)
        return torch.addcmul(shift, x, scale)


class _Model(nn.Module):
    def __init__(
        self,
        n_members: int,
        n_inputs: int,
        n_outputs: int,
        settings: FitSettings,
        generator: torch.Generator,
    ) -> None:
        super().__init__()
        sizes = (n_inputs, *settings.hidden, n_outputs)
        self._linear = [
            _Linear(n_members, n_in, n_out, generator)
            for n_in, n_out in itertools.pairwise(sizes)
        ]
        self._norm = [
            _Norm(n_members, n) for n in settings.hidden if settings.normalise
        ]
        self.parts = nn.ModuleList([*self._linear, *self._norm])
        self.activation = functional.relu
        if settings.activation == "silu":
            self.activation = functional.silu

    def forward(self, x: Tensor) -> Tensor:
        for index, linear in enumerate(self._linear[:-1]):
            x = self.activation(linear(x))
            if self._norm:
                x = self._norm[index](x)
        last: Tensor = self._linear[-1](x)
        return last

    def layers(self) -> Iterator[Layer]:
        """The layers as NumPy evaluates them."""
        for index, linear in enumerate(self._linear):
            scale = shift = None
            if index < len(self._norm):
                norm = self._norm[index]
                folded = norm.folded(norm.mean, norm.variance)
                scale, shift = (part.detach().numpy() for part in folded)
            yield Layer(
                linear.weight.detach().numpy(),
                linear.bias.detach().numpy(),
                scale,
                shift,
            )


class _Best:
    """The best state of each member so far, or always the last one."""

    def __init__(self, model: _Model, *, is_last: bool) -> None:
        self._model = model
        self._is_last = is_last
        self._state = {k: v.clone() for k, v in model.state_dict().items()}
        self._errors: Tensor | None = None

    def offer(self, errors: Tensor) -> None:
        """Take the members whose validation error has fallen."""
        if self._errors is None or self._is_last:
            self._errors = torch.full_like(errors, float("inf"))
        better = errors < self._errors
        self._errors = torch.where(better, errors, self._errors)
        for key, value in self._model.state_dict().items():
            self._state[key][better] = value[better]

    def networks(self, settings: FitSettings, scaling: _Scaling) -> Networks:
        """The members as NumPy evaluates them."""
        self._model.load_state_dict(self._state)
        return Networks(
            tuple(self._model.layers()),
            settings.activation,
            scaling.input_mean,
            scaling.input_std,
            scaling.output_mean,
            scaling.output_std,
            scaling.input_low,
            scaling.input_high,
        )


def _shuffled(
    rows: list[tuple[Tensor, Tensor]], n: int, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Every member's rows in a new order, begun again where they are fewer than n."""
    inputs, targets = [], []
    for x, y in rows:
        order = torch.randperm(len(x), generator=generator)
        order = order.repeat(math.ceil(n / len(x)))[:n]
        inputs.append(x[order])
        targets.append(y[order])
    return torch.stack(inputs), torch.stack(targets)


def _train_epoch(
    model: _Model,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    x: Tensor,
    y: Tensor,
    size: int,
    settings: FitSettings,
    on_batch: Callable[[int], None],
) -> float:
    model.train()
    total, n_batches = 0.0, x.shape[1] // size
    for batch in range(n_batches):
        at = slice(batch * size, (batch + 1) * size)
        loss = _loss(model(x[:, at]), y[:, at], settings)
        optimiser.zero_grad()
        torch.autograd.backward(loss.sum())
        optimiser.step()
        schedule.step()
        total += float(loss.detach().mean())
        on_batch(batch + 1)
    return total / n_batches


def _batch_done(
    on_batch: Callable[[float], None], n_epochs: int, n_batches: int, batch: int
) -> None:
    on_batch(n_epochs + batch / n_batches)


def _validate_model(
    model: _Model, validation: tuple[Tensor, Tensor], settings: FitSettings
) -> Tensor:
    model.eval()
    with torch.no_grad():
        return _loss(model(validation[0]), validation[1], settings)


def _loss(given: Tensor, wanted: Tensor, settings: FitSettings) -> Tensor:
    """(n_members,) tensor: mean error of what is known, plus cross-entropy."""
    first = 1 if settings.has_class else 0
    is_known = ~torch.isnan(wanted[..., first:])
    difference = torch.where(
        is_known, given[..., first:] - torch.nan_to_num(wanted[..., first:]), 0.0
    )
    n_known = is_known.sum(dim=(1, 2)).clamp(min=1)
    error = difference.square()
    if settings.is_robust:
        # twice Huber's, so that small errors count as they do squared
        error = 2 * functional.huber_loss(
            difference, torch.zeros_like(difference), reduction="none", delta=_HUBER
        )
    loss = error.sum(dim=(1, 2)) / n_known
    if not settings.has_class:
        return loss
    is_labelled = ~torch.isnan(wanted[..., 0])
    entropy = functional.binary_cross_entropy_with_logits(
        given[..., 0], torch.nan_to_num(wanted[..., 0]), reduction="none"
    )
    n_labelled = is_labelled.sum(dim=1).clamp(min=1)
    return loss + torch.where(is_labelled, entropy, 0.0).sum(dim=1) / n_labelled


def _padded(parts: list[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """One tensor for all members; rows that pad have no targets."""
    n = max(len(x) for x, _ in parts)
    inputs = torch.stack([functional.pad(x, (0, 0, 0, n - len(x))) for x, _ in parts])
    targets = torch.stack(
        [functional.pad(y, (0, 0, 0, n - len(y)), value=float("nan")) for _, y in parts]
    )
    return inputs, targets

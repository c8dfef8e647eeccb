"""Trains a surrogate on a data set, and on parts of it to see how well it does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

import wetview
from wetview.errors import UserError
from wetview.surrogate.presets import preset_named
from wetview.surrogate.surrogate import Surrogate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wetview.surrogate.dataset import Dataset
    from wetview.surrogate.fitting import Fold, OnEpoch
    from wetview.surrogate.fitting_settings import FitSettings, History
    from wetview.surrogate.presets import Preset

_KEPT_ROWS = 4000
VALIDATION_SHARE = 0.2
"""Of the electrodes, or of the rows, which show when a network has learnt enough."""
MOST_GROUPS = 20
"""Electrodes are left out in so many groups at most: a hundred one at a time would take
half an hour, and all others teach hardly more than nineteen twentieths do."""


@dataclass(frozen=True)
class TrainingSettings:
    """What to train.

    Parameters
    ----------
    preset : str
        "paper" or "wetview".
    n_members : int or None
        Networks of the ensemble; None as the preset has it.
    fit : FitSettings or None
        Shape and course; None as the preset has it.
    seed : int
        Of weights, order and splits.
    """

    preset: str = "wetview"
    n_members: int | None = None
    fit: FitSettings | None = None
    seed: int = 0

    def settings(self) -> FitSettings:
        """Shape and course of the training."""
        return self.fit or preset_named(self.preset).settings


@dataclass(frozen=True, eq=False)
class Rows:
    """A data set in the form that networks learn from.

    Parameters
    ----------
    features, targets : (n, k) ndarray of float64
        What networks are given, and what they should give.
    columns : (n, n_inputs) ndarray of float64
        The preset's inputs.
    electrode : (n,) ndarray of str
        Which electrode each row belongs to.
    kept : (n_rows,) ndarray of bool
        Which rows of the data set these are.
    """

    features: NDArray[np.float64]
    targets: NDArray[np.float64]
    columns: NDArray[np.float64]
    electrode: NDArray[np.str_]
    kept: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.features)


def rows_of(dataset: Dataset, preset: Preset) -> Rows:
    """The rows of a data set that a preset learns from.

    The paper's learns from pores that fill; wetview's from all that a way leads to.

    Raises
    ------
    UserError
        If columns are missing or hold NaN, or no row is left.
    """
    columns = dataset.columns(preset.columns)
    times = dataset.times
    kept = np.ones(dataset.n_rows, bool) if preset.settings.has_class else times.fills
    if "geodesic_vx" in columns:
        kept = kept & np.isfinite(columns["geodesic_vx"])
    for name, values in columns.items():
        n_unknown = int((~np.isfinite(values[kept])).sum())
        if n_unknown:
            raise UserError(
                f"`{name}` is not a number in {n_unknown} pores",
                "Leave the runs out that it comes from, or find their pores again",
            )
    if not kept.any():
        raise UserError(
            "No pore of these runs fills",
            "Choose runs at a higher pressure or with a smaller contact angle",
        )
    if preset.name == "paper":
        kept = kept & (times.t_f0_s > 0)
    chosen = {name: values[kept] for name, values in columns.items()}
    of_kept = type(times)(
        *(
            getattr(times, name)[kept]
            for name in ("t_f0_s", "t_f1_s", "saturation", "final_saturation")
        )
    )
    return Rows(
        preset.features(chosen),
        preset.targets(chosen, of_kept),
        np.stack([chosen[name] for name in preset.columns], axis=1),
        dataset.electrode_of_row[kept],
        kept,
    )


def train(
    dataset: Dataset,
    settings: TrainingSettings,
    *,
    name: str = "",
    on_epoch: OnEpoch | None = None,
    on_batch: Callable[[float], None] | None = None,
) -> tuple[Surrogate, History]:
    """Train on all of a data set; a fifth of the electrodes, or of the rows, validates.

    Raises
    ------
    UserError
        If the data set teaches nothing.
    Cancelled
        If it was stopped before the first epoch was over.
    """
    preset = preset_named(settings.preset)
    rows = rows_of(dataset, preset)
    n_members = settings.n_members or preset.n_members
    folds = _validation_folds(rows, n_members, settings.seed)
    surrogate, history = train_folds(
        rows,
        folds,
        settings,
        name=name or dataset.name,
        on_epoch=on_epoch,
        on_batch=on_batch,
    )
    return surrogate, history


def train_folds(
    rows: Rows,
    folds: Sequence[Fold],
    settings: TrainingSettings,
    *,
    name: str,
    on_epoch: OnEpoch | None = None,
    on_batch: Callable[[float], None] | None = None,
) -> tuple[Surrogate, History]:
    """Train one network a fold; the surrogate holds them all as members."""
    from wetview.surrogate.fitting import fit  # PyTorch takes seconds to load

    listener: dict[str, Any] = {"on_epoch": on_epoch, "on_batch": on_batch}
    listener = {name: one for name, one in listener.items() if one is not None}
    networks, history = fit(
        rows.features,
        rows.targets,
        folds,
        settings.settings(),
        seed=settings.seed,
        **listener,
    )
    rng = np.random.default_rng(settings.seed)
    n_kept = min(_KEPT_ROWS, len(rows))
    sample = np.sort(rng.choice(len(rows), n_kept, replace=False))
    surrogate = Surrogate(
        name=name,
        preset_name=settings.preset,
        networks=networks,
        training_inputs=rows.columns[sample],
        ranges=np.stack([rows.columns.min(axis=0), rows.columns.max(axis=0)], axis=1),
        card={
            "version": wetview.__version__,
            "seed": settings.seed,
            "n_rows": len(rows),
            "electrodes": sorted(set(rows.electrode.tolist())),
            "n_epochs": history.epoch[-1],
            "was_stopped": history.was_stopped,
        },
    )
    return surrogate, history


def member(surrogate: Surrogate, which: slice) -> Surrogate:
    """The surrogate with some of its members only."""
    return replace(surrogate, networks=surrogate.networks.members(which))


def _validation_folds(rows: Rows, n_members: int, seed: int) -> list[Fold]:
    """Each member validates on other electrodes; on other rows where there are few."""
    from wetview.surrogate.fitting import Fold

    rng = np.random.default_rng(seed)
    electrodes = np.unique(rows.electrode)
    folds = []
    order = rng.permutation(electrodes)
    n_out = max(1, round(VALIDATION_SHARE * len(electrodes)))
    for index in range(n_members):
        if len(electrodes) >= 5 and n_members > 1:
            out = np.take(
                order, np.arange(index * n_out, (index + 1) * n_out), mode="wrap"
            )
            is_out = np.isin(rows.electrode, out)
        else:
            is_out = np.zeros(len(rows), bool)
            chosen = rng.permutation(len(rows))[: max(1, len(rows) // 5)]
            is_out[chosen] = True
        folds.append(Fold(np.flatnonzero(~is_out), np.flatnonzero(is_out)))
    return folds


def random_fold(rows: Rows, *, share: float = 0.2, seed: int = 0) -> Fold:
    """A random share of the rows validates, as in the paper."""
    from wetview.surrogate.fitting import Fold

    order = np.random.default_rng(seed).permutation(len(rows))
    n_out = round(share * len(rows))
    return Fold(np.sort(order[n_out:]), np.sort(order[:n_out]))


def leave_out_groups(electrodes: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Which electrodes are left out together: each alone, of many some at a time."""
    names = sorted(set(electrodes))
    n_groups = min(len(names), MOST_GROUPS)
    return tuple(tuple(names[first::n_groups]) for first in range(n_groups))


def leave_out_folds(rows: Rows) -> dict[tuple[str, ...], Fold]:
    """For each group of electrodes a fold that is trained on all others."""
    from wetview.surrogate.fitting import Fold

    groups = leave_out_groups(rows.electrode.tolist())
    if len(groups) < 2:
        raise UserError(
            "All runs are of one electrode, so none can be left out",
            "Choose runs of two electrodes or more",
        )
    is_out = {group: np.isin(rows.electrode, group) for group in groups}
    return {
        group: Fold(np.flatnonzero(~out), np.flatnonzero(out))
        for group, out in is_out.items()
    }

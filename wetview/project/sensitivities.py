"""Sobol's indices as one HDF5 group, and files of them; see docs/files.md."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.project import hdf5
from wetview.project.atomic import atomic_path
from wetview.project.hdf5 import NotOurs
from wetview.project.room import write_whole
from wetview.sensitivity import (
    Convergence,
    Factor,
    InputRange,
    SobolOutput,
    SobolResult,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import h5py
    from numpy.typing import NDArray

SENSITIVITY_FORMAT = "wetview-sensitivity"

_GROUP = "sobol"
_INDICES = ("first", "total")
_WIDTHS = ("first_half_width", "total_half_width")
_MOST_NAMES = 1000


def write_sobol(parent: h5py.Group, result: SobolResult) -> None:
    """Keep indices as the group "sobol"."""
    group = parent.create_group(_GROUP)
    hdf5.write_json_attribute(
        group,
        "about",
        {
            "model": result.model,
            "ranges": result.ranges,
            "factors": result.factors,
            "outputs": result.outputs,
            "n_base": result.n_base,
            "n_evaluations": result.n_evaluations,
            "seed": result.seed,
            "n_resamples": result.n_resamples,
            "confidence": result.confidence,
            "distribution": result.distribution,
            "notes": result.notes,
        },
    )
    for name in (*_INDICES, *_WIDTHS, "second", "second_half_width", "correlation"):
        group.create_dataset(name, data=getattr(result, name))
    steps = group.create_group("convergence")
    for name in ("n_base", *_INDICES, *_WIDTHS):
        steps.create_dataset(name, data=getattr(result.convergence, name))


def read_sobol(parent: h5py.Group) -> SobolResult:
    """Read the group "sobol"."""
    group = hdf5.group(parent, _GROUP)
    about = hdf5.json_attribute(group, "about")
    ranges = tuple(
        InputRange(
            *_texts(entry),
            low=_number(entry["low"]),
            high=_number(entry["high"]),
            factor=_number(entry["factor"]),
            is_log=entry.get("is_log", False) is True,
        )
        for entry in _items(about["ranges"])
    )
    factors = tuple(
        Factor(str(entry["title"]), tuple(str(name) for name in entry["inputs"]))
        for entry in _items(about["factors"])
    )
    outputs = tuple(
        SobolOutput(
            *_texts(entry),
            bool(entry["is_logarithm"]),
            int(entry["n_used"]),
            _number(entry["mean"]),
            _number(entry["deviation"]),
        )
        for entry in _items(about["outputs"])
    )
    distribution = about["distribution"]
    if distribution not in ("uniform", "training"):
        msg = f"the distribution is {distribution!r}"
        raise NotOurs(msg)
    shape = (len(outputs), len(factors))
    n_inputs = len(ranges)
    return SobolResult(
        model=str(about["model"]),
        ranges=ranges,
        factors=factors,
        outputs=outputs,
        **{name: _floats(group, name, shape) for name in (*_INDICES, *_WIDTHS)},
        second=_floats(group, "second", (*shape, shape[1])),
        second_half_width=_floats(group, "second_half_width", (*shape, shape[1])),
        n_base=int(about["n_base"]),
        n_evaluations=int(about["n_evaluations"]),
        seed=int(about["seed"]),
        n_resamples=int(about["n_resamples"]),
        confidence=_number(about["confidence"]),
        distribution=distribution,
        correlation=_floats(group, "correlation", (n_inputs, n_inputs)),
        convergence=_read_convergence(hdf5.group(group, "convergence"), shape),
        notes=tuple(str(note) for note in about["notes"]),
    )


def save_sensitivity(
    path: Path, result: SobolResult, *, provenance: Mapping[str, Any]
) -> None:
    """Write indices to a file of their own, whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    result : SobolResult
        What is written.
    provenance : mapping
        How it was made; see `provenance`.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """

    def build(file: h5py.File) -> None:
        hdf5.write_format(file, SENSITIVITY_FORMAT)
        file.attrs["name"] = result.model
        hdf5.write_json_attribute(file, "provenance", provenance)
        write_sobol(file, result)

    with atomic_path(Path(path)) as part:
        write_whole(part, build)


def load_sensitivity(path: Path) -> SobolResult:
    """Read indices from a file.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, or from a newer program.
    """
    kind = "a sensitivity analysis"
    with hdf5.open_to_read(path, file_format=SENSITIVITY_FORMAT, kind=kind) as file:
        return read_sobol(file)


def _read_convergence(group: h5py.Group, shape: tuple[int, int]) -> Convergence:
    n_base = hdf5.array(group, "n_base", np.int64, kinds="iu", shape=(None,))
    stepped = (len(n_base), *shape)
    return Convergence(
        n_base=n_base,
        **{name: _floats(group, name, stepped) for name in (*_INDICES, *_WIDTHS)},
    )


def _floats(
    group: h5py.Group, name: str, shape: tuple[int, ...]
) -> NDArray[np.float64]:
    """An array in which NaN stands for what is unknown."""
    return hdf5.array(group, name, np.float64, kinds="f", shape=shape, finite=False)


def _items(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > _MOST_NAMES:
        msg = "a list of names is damaged"
        raise NotOurs(msg)
    return value


def _texts(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(entry["name"]), str(entry["title"]), str(entry["unit"])


def _number(value: Any) -> float:
    """A number; JSON has null where there was none."""
    return np.nan if value is None else float(value)

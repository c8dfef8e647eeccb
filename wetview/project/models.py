"""Trained surrogates as HDF5 files: numbers and a card, nothing that is executed."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.project import hdf5
from wetview.project.atomic import atomic_path
from wetview.project.hdf5 import COMPRESSED, NotOurs
from wetview.project.room import write_whole
from wetview.project.training_records import read_record, write_record
from wetview.surrogate.final_level import FinalLevel
from wetview.surrogate.network import Layer, Networks
from wetview.surrogate.presets import PRESET_NAMES
from wetview.surrogate.surrogate import Surrogate

if TYPE_CHECKING:
    import h5py
    from numpy.typing import NDArray

    from wetview.surrogate.left_out import TrainingRecord
    from wetview.surrogate.network import Activation

MODEL_FORMAT = "wetview-model"

_LEVEL = "final_level"
_ACTIVATIONS: tuple[Activation, ...] = ("relu", "silu")
_MOST_LAYERS = 64
_MOST_NUMBERS = 50_000_000
_SCALINGS = ("input_mean", "input_std", "output_mean", "output_std")
_RANGES = ("input_low", "input_high")


def write_surrogate(
    path: Path, surrogate: Surrogate, record: TrainingRecord | None = None
) -> None:
    """Write a surrogate, whole or not at all.

    Parameters
    ----------
    path : Path
        The file.
    surrogate : Surrogate
        The networks, with their card.
    record : TrainingRecord, optional
        How they learnt, so that figures of it can be drawn again.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """

    def build(file: h5py.File) -> None:
        hdf5.write_format(file, MODEL_FORMAT)
        file.attrs["name"] = surrogate.name
        file.attrs["preset"] = surrogate.preset_name
        file.attrs["interval_factor"] = surrogate.interval_factor
        file.attrs["interval_floor"] = surrogate.interval_floor
        if surrogate.level is not None:
            hdf5.write_json_attribute(file, _LEVEL, asdict(surrogate.level))
        hdf5.write_json_attribute(file, "card", surrogate.card)
        file.attrs["inputs"] = ", ".join(surrogate.preset.columns)
        file.create_dataset("ranges", data=surrogate.ranges)
        file.create_dataset(
            "training_inputs",
            data=surrogate.training_inputs.astype(np.float32),
            **COMPRESSED,
        )
        _write_networks(file.create_group("networks"), surrogate.networks)
        if record is not None:
            write_record(file, record)

    with atomic_path(Path(path)) as part:
        write_whole(part, build)


def read_surrogate(path: Path) -> Surrogate:
    """Read a surrogate.

    Raises
    ------
    UserError
        If the file is missing, foreign, damaged, from a newer program, or does not fit
        the inputs that this version has.
    """
    with hdf5.open_to_read(path, file_format=MODEL_FORMAT, kind="a network") as file:
        preset = hdf5.text(file, "preset")
        if preset not in PRESET_NAMES:
            msg = f"its preset is {preset!r}"
            raise NotOurs(msg)
        ranges = hdf5.array(file, "ranges", np.float64, kinds="f", shape=(None, 2))
        return Surrogate(
            name=hdf5.text(file, "name"),
            preset_name=preset,
            networks=_read_networks(hdf5.group(file, "networks")),
            training_inputs=hdf5.array(
                file,
                "training_inputs",
                np.float64,
                kinds="f",
                shape=(None, len(ranges)),
            ),
            ranges=ranges,
            interval_factor=float(file.attrs["interval_factor"]),
            interval_floor=float(file.attrs["interval_floor"]),
            level=_read_level(file),
            card=hdf5.json_attribute(file, "card"),
        )


def read_training_record(path: Path) -> TrainingRecord | None:
    """How the networks of a file learnt; None where the file does not tell.

    Raises
    ------
    UserError
        As for `read_surrogate`.
    """
    with hdf5.open_to_read(path, file_format=MODEL_FORMAT, kind="a network") as file:
        return read_record(file)


def copy_surrogate(source: Path, target: Path, *, name: str | None = None) -> None:
    """Copy a network's file, whole or not at all; with another name if one is given.

    Raises
    ------
    UserError
        As for `read_surrogate` and `write_surrogate`.
    """
    surrogate, record = read_surrogate(source), read_training_record(source)
    if name is not None:
        surrogate = replace(surrogate, name=name)
    write_surrogate(target, surrogate, record)


def _read_level(file: h5py.File) -> FinalLevel | None:
    """The final level, which networks of earlier versions do not have."""
    if _LEVEL not in file.attrs:
        return None
    stored = hdf5.json_attribute(file, _LEVEL)
    numbers = {one.name: float(stored[one.name]) for one in fields(FinalLevel)}
    if not np.isfinite(list(numbers.values())).all():
        msg = f"its final level is {stored}"
        raise NotOurs(msg)
    return FinalLevel(**numbers)


def _write_networks(group: h5py.Group, networks: Networks) -> None:
    group.attrs["activation"] = networks.activation
    group.attrs["n_layers"] = len(networks.layers)
    for name in (*_SCALINGS, *_RANGES):
        values = getattr(networks, name)
        if values is not None:
            group.create_dataset(name, data=values)
    for index, layer in enumerate(networks.layers):
        stored = group.create_group(f"layer_{index:02d}")
        for name in ("weight", "bias", "scale", "shift"):
            values = getattr(layer, name)
            if values is not None:
                stored.create_dataset(name, data=values)


def _read_networks(group: h5py.Group) -> Networks:
    written = hdf5.text(group, "activation")
    activation = next((name for name in _ACTIVATIONS if name == written), None)
    if activation is None:
        msg = f"its activation is {written!r}"
        raise NotOurs(msg)
    n_layers = int(group.attrs["n_layers"])
    if not 1 <= n_layers <= _MOST_LAYERS:
        msg = f"it has {n_layers} layers"
        raise NotOurs(msg)
    scalings = [
        _numbers(group, name, np.float64, (None, 1, None)) for name in _SCALINGS
    ]
    n_members, _, n = scalings[0].shape
    layers = []
    for index in range(n_layers):
        stored = hdf5.group(group, f"layer_{index:02d}")
        weight = _numbers(stored, "weight", np.float32, (n_members, n, None))
        n = weight.shape[2]
        optional: dict[str, Any] = {
            name: _numbers(stored, name, np.float32, (n_members, 1, n))
            if name in stored
            else None
            for name in ("scale", "shift")
        }
        bias = _numbers(stored, "bias", np.float32, (n_members, 1, n))
        layers.append(Layer(weight, bias, **optional))
    n_inputs = scalings[0].shape[2]
    for name, scaling, width in zip(
        _SCALINGS, scalings, (n_inputs, n_inputs, n, n), strict=True
    ):
        if scaling.shape != (n_members, 1, width):
            msg = f"`{name}` has shape {scaling.shape}, not {(n_members, 1, width)}"
            raise NotOurs(msg)
    # networks of earlier versions, and the paper's, have no ranges
    names = _RANGES if _RANGES[0] in group else ()
    ranges: dict[str, Any] = {
        name: _numbers(group, name, np.float64, (n_members, 1, n_inputs))
        for name in names
    }
    return Networks(tuple(layers), activation, *scalings, **ranges)


def _numbers(
    group: h5py.Group,
    name: str,
    dtype: type[np.generic],
    shape: tuple[int | None, ...],
) -> NDArray[Any]:
    return hdf5.array(
        group, name, dtype, kinds="f", shape=shape, max_numbers=_MOST_NUMBERS
    )

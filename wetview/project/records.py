"""Phases and pores as HDF5 groups, and back; the layout stands in docs/files.md."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from wetview.pores import Pores, PoreTable
from wetview.project import hdf5
from wetview.project.hdf5 import COMPRESSED, MAX_VOXELS, NotOurs
from wetview.volume import Phase, Phases

if TYPE_CHECKING:
    import h5py

_COLUMNS: dict[str, tuple[type[np.generic], str, int | None]] = {
    "volume_vx": (np.int64, "iu", None),
    "surface_area_vx2": (np.float64, "f", None),
    "contact_area_vx2": (np.float64, "f", None),
    "centre_vx": (np.float64, "f", 3),
    "touches_inlet": (np.bool_, "b", None),
    "touches_outlet": (np.bool_, "b", None),
}
"""Type, allowed kinds and width of each column that every pore table has."""

_LATER_COLUMNS = (
    "active_area_vx2",
    "binder_area_vx2",
    "inscribed_radius_vx",
    "geodesic_distance_vx",
    "bottleneck_radius_vx",
)
"""Columns that older files lack; what has no value, or no end, is infinite."""


PHASES_DATASET = "phases/labels"
"""Where the phases of a sample or a run lie in its file."""


def write_phases(parent: h5py.Group, phases: Phases) -> None:
    """Keep phases as the group "phases"."""
    group = parent.create_group("phases")
    group.attrs["name"] = phases.name
    group.attrs["voxel_m"] = phases.voxel_m
    group.attrs["axes"] = (
        "x, y, z; the liquid enters at x = 0 unless a run says another inlet"
    )
    group.attrs["values"] = ", ".join(f"{phase} {phase.title}" for phase in Phase)
    group.create_dataset(
        "labels",
        data=phases.labels,
        chunks=hdf5.volume_chunks(phases.shape),
        **COMPRESSED,
    )


def read_phases(parent: h5py.Group) -> Phases:
    """Read the group "phases"."""
    group = hdf5.group(parent, "phases")
    labels = hdf5.array(
        group,
        "labels",
        np.uint8,
        kinds="u",
        shape=(None, None, None),
        max_numbers=MAX_VOXELS,
    )
    return Phases(labels, hdf5.number(group, "voxel_m"), hdf5.text(group, "name"))


def write_pores(parent: h5py.Group, pores: Pores) -> None:
    """Keep pores as the group "pores"."""
    group = parent.create_group("pores")
    group.attrs["voxel_m"] = pores.voxel_m
    group.create_dataset(
        "labels",
        data=pores.labels,
        chunks=hdf5.volume_chunks(pores.labels.shape),
        **COMPRESSED,
    )
    group.create_dataset("neighbours", data=pores.neighbours)
    group.create_dataset("shared_area_vx2", data=pores.shared_area_vx2)
    if pores.throat_radius_vx is not None:
        group.create_dataset("throat_radius_vx", data=pores.throat_radius_vx)
    if pores.fragments is not None:
        group.create_dataset(
            "fragments",
            data=pores.fragments,
            chunks=hdf5.volume_chunks(pores.fragments.shape),
            **COMPRESSED,
        )
    table = group.create_group("table")
    for field in fields(PoreTable):
        column = getattr(pores.table, field.name)
        if column is not None:
            table.create_dataset(field.name, data=column)


def read_pores(parent: h5py.Group, phases: Phases) -> Pores:
    """Read the group "pores", which must fit the phases."""
    group = hdf5.group(parent, "pores")
    labels = hdf5.array(
        group,
        "labels",
        np.int32,
        kinds="iu",
        shape=phases.shape,
        max_numbers=MAX_VOXELS,
    )
    table = _read_table(hdf5.group(group, "table"))
    neighbours = hdf5.array(group, "neighbours", np.int32, kinds="iu", shape=(None, 2))
    shared_area_vx2 = hdf5.array(
        group, "shared_area_vx2", np.float64, kinds="f", shape=(len(neighbours),)
    )
    _validate_labels(labels, len(table), "labels", lowest=0)
    _validate_labels(neighbours, len(table), "neighbours", lowest=1)
    pores = Pores(labels, table, neighbours, shared_area_vx2, phases.voxel_m)
    return _with_later_parts(group, pores)


def _with_later_parts(group: h5py.Group, pores: Pores) -> Pores:
    """Add what older files lack, where there is any."""
    if "throat_radius_vx" in group:
        throat_radius_vx = hdf5.array(
            group,
            "throat_radius_vx",
            np.float64,
            kinds="f",
            shape=(len(pores.neighbours),),
            finite=False,
        )
        pores = replace(pores, throat_radius_vx=throat_radius_vx)
    if "fragments" in group:
        fragments = hdf5.array(
            group,
            "fragments",
            np.int32,
            kinds="iu",
            shape=pores.labels.shape,
            max_numbers=MAX_VOXELS,
        )
        if fragments.min() < 0 or fragments.max() > fragments.size:
            msg = f"`fragments` runs from {fragments.min()} to {fragments.max()}"
            raise NotOurs(msg)
        pores = replace(pores, fragments=fragments)
    return pores


def _read_table(group: h5py.Group) -> PoreTable:
    n_pores: int | None = None
    columns = {}
    for name, (dtype, kinds, width) in _COLUMNS.items():
        shape = (n_pores,) if width is None else (n_pores, width)
        columns[name] = hdf5.array(group, name, dtype, kinds=kinds, shape=shape)
        n_pores = len(columns[name])
    for name in _LATER_COLUMNS:
        if name in group:
            columns[name] = hdf5.array(
                group, name, np.float64, kinds="f", shape=(n_pores,), finite=False
            )
    return PoreTable(**columns)


def _validate_labels(
    labels: np.ndarray, n_pores: int, name: str, *, lowest: int
) -> None:
    if labels.size and not lowest <= labels.min() <= labels.max() <= n_pores:
        msg = (
            f"`{name}` runs from {labels.min()} to {labels.max()}, "
            f"but there are {n_pores} pores"
        )
        raise NotOurs(msg)

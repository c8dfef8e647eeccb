"""Voxels of another size: the phase that fills most of each, or its mean grey value."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from wetview.errors import UserError
from wetview.memory import validate_fits_memory
from wetview.units import UM
from wetview.volume.phases import Phase, Phases, Volume, validate_voxel_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TIE = np.float32(1e-5)
"""Shares closer than this are equal: float32 adds up a voxel to some 1e-6."""

_BYTES_A_VOXEL = 8


def resample(phases: Phases, voxel_m: float) -> Phases:
    """The same electrode on voxels of another size.

    Each new voxel becomes the phase that has the largest share of its volume. The
    shares are exact: a voxel that is cut counts by the part that lies inside.

    Parameters
    ----------
    phases : Phases
        The electrode as it is.
    voxel_m : float
        Edge of the new voxels in metres.

    Returns
    -------
    Phases
        Of round(extent / voxel_m) voxels along each axis, centred on the old ones:
        what does not fit a whole number of voxels is shared by both ends.

    Raises
    ------
    UserError
        If the new voxels are larger than the electrode, or too many.

    Notes
    -----
    Where two phases share a voxel evenly, the lower one wins on the even sites of a
    checkerboard and the higher one on the odd ones, so that porosity keeps its mean.
    """
    validate_voxel_m(voxel_m)
    if math.isclose(voxel_m, phases.voxel_m, rel_tol=1e-9):
        return replace(phases, voxel_m=voxel_m)
    shape = _new_shape(phases, voxel_m)
    ratio = voxel_m / phases.voxel_m
    along_x, along_y, along_z = (
        _weights(n_old, n_new, ratio)
        for n_old, n_new in zip(phases.shape, shape, strict=True)
    )
    present = [phase for phase in Phase if (phases.labels == phase).any()]
    labels = np.empty(shape, dtype=np.uint8)
    for i in range(shape[0]):
        columns = along_x.indices[along_x.indptr[i] : along_x.indptr[i + 1]]
        weights = along_x.data[along_x.indptr[i] : along_x.indptr[i + 1]]
        slab = phases.labels[columns[0] : columns[-1] + 1]
        shares = np.empty((len(present), *shape[1:]), dtype=np.float32)
        for share, phase in zip(shares, present, strict=True):
            plane = np.tensordot(weights, (slab == phase).astype(np.float32), axes=1)
            share[:] = (along_z @ (along_y @ plane).T).T
        labels[i] = np.array(present, dtype=np.uint8)[_largest(shares, parity=i)]
    return Phases(labels, voxel_m, phases.name)


def resample_grey(volume: Volume, voxel_m: float) -> Volume:
    """The same grey values on voxels of another size, each the mean over its part.

    Parameters
    ----------
    volume : Volume
        Grey values; their type stays.
    voxel_m : float
        Edge of the new voxels in metres.

    Raises
    ------
    UserError
        If the volume states no voxel size, or the new voxels are larger than it.
    """
    validate_voxel_m(voxel_m)
    if volume.voxel_m is None:
        raise UserError(
            f"{volume.name} does not state its voxel size",
            "Give the edge length of one voxel first",
        )
    if math.isclose(voxel_m, volume.voxel_m, rel_tol=1e-9):
        return replace(volume, voxel_m=voxel_m)
    shape = _new_shape(volume, voxel_m)
    ratio = voxel_m / volume.voxel_m
    weights = [
        _weights(n_old, n_new, ratio)
        for n_old, n_new in zip(volume.shape, shape, strict=True)
    ]
    # At both ends a new voxel may reach over the old ones: a mean over what is there.
    along_x, along_y, along_z = (
        sparse.diags(1 / np.asarray(w.sum(axis=1)).ravel()).tocsr() @ w for w in weights
    )
    along_x.sort_indices()
    dtype = volume.voxels.dtype
    resampled = np.empty(shape, dtype)
    for i in range(shape[0]):
        columns = along_x.indices[along_x.indptr[i] : along_x.indptr[i + 1]]
        shares = along_x.data[along_x.indptr[i] : along_x.indptr[i + 1]]
        slab = volume.voxels[columns[0] : columns[-1] + 1].astype(np.float32)
        plane = np.tensordot(shares, slab, axes=1)
        mean = (along_z @ (along_y @ plane).T).T
        if dtype.kind != "f":
            limits = np.iinfo(dtype)
            mean = np.clip(np.round(mean), limits.min, limits.max)
        resampled[i] = mean.astype(dtype)
    return Volume(resampled, voxel_m, volume.name)


def _new_shape(phases: Phases | Volume, voxel_m: float) -> tuple[int, int, int]:
    assert phases.voxel_m is not None
    old_m = phases.voxel_m
    nx, ny, nz = (round(n * old_m / voxel_m) for n in phases.shape)
    if 0 in (nx, ny, nz):
        extents = " x ".join(f"{n * old_m / UM:g}" for n in phases.shape)
        raise UserError(
            f"The new voxel size is {voxel_m / UM:g} um but the volume measures "
            f"{extents} um",
            "Give a voxel size well below the shortest edge",
        )
    validate_fits_memory(
        f"{phases.name} with voxels of {voxel_m / UM:g} um ({nx} x {ny} x {nz})",
        nx * ny * nz * _BYTES_A_VOXEL,
    )
    return nx, ny, nz


def _weights(n_old: int, n_new: int, ratio: float) -> sparse.csr_matrix:
    """(n_new, n_old) lengths, in old voxels, that new and old voxels have in common."""
    start = (n_old - n_new * ratio) / 2
    rows, columns, lengths = [], [], []
    for row in range(n_new):
        low, high = start + row * ratio, start + (row + 1) * ratio
        for column in range(max(0, math.floor(low)), min(n_old, math.ceil(high))):
            length = min(high, column + 1) - max(low, column)
            if length > 1e-9:
                rows.append(row)
                columns.append(column)
                lengths.append(length)
    data = np.array(lengths, dtype=np.float32) / np.float32(ratio)
    return sparse.csr_matrix((data, (rows, columns)), shape=(n_new, n_old))


def _largest(shares: NDArray[np.float32], *, parity: int) -> NDArray[np.intp]:
    """Index of the largest share; ties go by a checkerboard of the given parity."""
    _, ny, nz = shares.shape
    is_largest = shares >= shares.max(axis=0) - _TIE
    lowest = is_largest.argmax(axis=0)
    highest = len(shares) - 1 - is_largest[::-1].argmax(axis=0)
    odd = (np.arange(ny)[:, None] + np.arange(nz) + parity) % 2 == 1
    winners: NDArray[np.intp] = np.where(odd, highest, lowest)
    return winners

"""How thick the slabs are in which large samples are worked on."""

from __future__ import annotations

_FEWEST_LAYERS = 64
_VOXELS = 128_000_000
"""In a slab where the layers are small: some GB for what is known of each voxel."""


def layers_at_a_time(shape: tuple[int, ...]) -> int:
    """Layers along x that are worked on at once; a sample of fewer is done whole."""
    _, ny, nz = shape
    return max(_FEWEST_LAYERS, _VOXELS // (ny * nz))

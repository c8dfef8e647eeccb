"""What differs between wetview's table of pores and PoreSpy's, on the same labels.

Run by hand where PoreSpy is installed: `python benchmarks/pores_like_porespy.py`. The
labels are wetview's; PoreSpy measures them with `regions_to_network`.
"""

from __future__ import annotations

import numpy as np
import porespy

from wetview.pores import label_pores
from wetview.pores.geometry import AREA_PER_FACE
from wetview.volume import generate_electrode

_SHAPE = (60, 50, 48)
_SEED = 1


def main() -> None:
    """Compare and print."""
    porespy.settings.tqdm["disable"] = True
    pores = label_pores(generate_electrode(_SHAPE, seed=_SEED))
    table = pores.table
    network = porespy.networks.regions_to_network(pores.labels)
    print(f"PoreSpy {porespy.__version__}, {len(pores)} pores of {_SHAPE}")
    _compare("volume", table.volume_vx, network["pore.region_volume"])
    for axis, name in enumerate("xyz"):
        # PoreSpy counts from the corner of the sample with a margin of half a voxel.
        theirs = network["pore.geometric_centroid"][:, axis]
        _compare(f"centre {name}", table.centre_vx[:, axis], theirs)
    ours = {tuple(pair) for pair in (pores.neighbours - 1).tolist()}
    conns = np.sort(network["throat.conns"], axis=1)
    theirs = {tuple(pair) for pair in conns.tolist()}
    print(
        f"pairs: {len(ours)} here, {len(theirs)} there, {len(ours & theirs)} in both, "
        f"{len(theirs - ours)} there alone, {len(ours - theirs)} here alone"
    )
    _compare("inscribed radius", table.inscribed_radius_vx, _half(network, "pore"))
    shared = dict(
        zip(map(tuple, (pores.neighbours - 1).tolist()), range(len(ours)), strict=True)
    )
    both = [row for row, pair in enumerate(conns.tolist()) if tuple(pair) in shared]
    mine = [shared[tuple(pair)] for pair in conns[both].tolist()]
    faces = pores.shared_area_vx2[mine] / AREA_PER_FACE
    _compare("shared faces", faces, network["throat.cross_sectional_area"][both])
    assert pores.throat_radius_vx is not None
    throat = pores.throat_radius_vx[mine]
    _compare("throat radius", throat, _half(network, "throat")[both])
    _compare("surface", table.surface_area_vx2, network["pore.surface_area"])


def _half(network: dict[str, np.ndarray], element: str) -> np.ndarray:
    return np.asarray(network[f"{element}.inscribed_diameter"]) / 2


def _compare(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    difference = np.asarray(theirs, dtype=float) - ours
    ratio = np.median(np.asarray(theirs)[ours > 0] / ours[ours > 0])
    print(
        f"{name:18} the same in {np.mean(np.abs(difference) < 1e-6):6.1%}, theirs less "
        f"ours {np.mean(difference):+.3f} on average, {np.min(difference):+.3f} to "
        f"{np.max(difference):+.3f}; median ratio {ratio:.3f}"
    )


if __name__ == "__main__":
    main()

"""How large a box must be to stand for the whole: porosity and its spread over size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.progress import silent
from wetview.volume.integral import porosities, table_of_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume.phases import Phases

_SMALLEST_EDGE = 4
_MOST_PLACES = 40


@dataclass(frozen=True, eq=False)
class Representativeness:
    """Porosities of cubes of rising size, over all their places.

    Parameters
    ----------
    edge_m : (n,) ndarray of float64
        Edge of the cubes in metres.
    mean, deviation, lowest, highest : (n,) ndarray of float64
        Porosity over the places of a cube: mean, standard deviation and limits.
    n_apart : (n,) ndarray of int64
        Cubes that fit side by side: with fewer than a few the spread says little.
    whole : float
        Porosity of all.
    """

    edge_m: NDArray[np.float64]
    mean: NDArray[np.float64]
    deviation: NDArray[np.float64]
    lowest: NDArray[np.float64]
    highest: NDArray[np.float64]
    n_apart: NDArray[np.int64]
    whole: float

    def representative_edge_m(self, tolerance: float = 0.05) -> float | None:
        """The smallest cube from which on the spread stays within a share of the mean.

        Returns
        -------
        float or None
            Edge in metres; None where the volume is too small to tell, that is, where
            fewer than eight cubes of that edge fit side by side.
        """
        spread = self.deviation / np.maximum(self.mean, 1e-12)
        is_beyond = np.flatnonzero(spread > tolerance)
        first = 0 if len(is_beyond) == 0 else int(is_beyond[-1]) + 1
        if first >= len(spread) or self.n_apart[first] < 8:
            return None
        return float(self.edge_m[first])


def representativeness(
    phases: Phases, *, n_sizes: int = 24, report: Report = silent
) -> Representativeness:
    """Porosity and its spread over the size of a cube.

    Parameters
    ----------
    phases : Phases
        The electrode.
    n_sizes : int
        How many sizes, from 4 voxels to the shortest edge, in even ratios.
    report : Report
        Is told how far it is.

    Notes
    -----
    Cubes at some 40 places along each axis are taken, overlapping ones too. For a
    random medium the spread falls as the edge to the power of -3/2 once the cube is
    large against the pores; C. Lantuejoul, J. Microsc. 161, 387 (1991).
    """
    largest = min(phases.shape)
    edges = np.unique(
        np.round(np.geomspace(min(_SMALLEST_EDGE, largest), largest, n_sizes))
    ).astype(np.int64)
    sums = table_of_sums(phases.is_pore)
    rows = []
    for index, edge in enumerate(edges.tolist()):
        report(index, len(edges), "Porosity over box size")
        step = [max(1, (n - edge) // _MOST_PLACES) for n in phases.shape]
        found = porosities(sums, (edge, edge, edge), step)
        n_apart = int(np.prod([n // edge for n in phases.shape]))
        rows.append((found.mean(), found.std(), found.min(), found.max(), n_apart))
    mean, deviation, lowest, highest, n_apart_all = map(
        np.array, zip(*rows, strict=True)
    )
    return Representativeness(
        edges.astype(np.float64) * phases.voxel_m,
        mean,
        deviation,
        lowest,
        highest,
        n_apart_all,
        phases.porosity,
    )

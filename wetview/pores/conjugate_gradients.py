"""Laplace's equation on linked nodes, by conjugate gradients that see far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy.sparse.linalg import splu

from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.slow_flow import Links
    from wetview.progress import Report

_MOST_STEPS = 20_000


class ConjugateGradients:
    """Comes nearer to the solution with every step.

    Parameters
    ----------
    links : Links
        Nodes, and what flows between them.
    source : (n,) ndarray of float64
        What flows into each node from outside.
    value : (n,) ndarray of float64
        A guess.
    cells : tuple of int and (n,) ndarray of int32, optional
        How many cells there are, and that of each node.

    Attributes
    ----------
    value : (n,) ndarray of float64
        The solution, as near as it has come.
    error : float
        What flows into all nodes and not out of them again, over what comes from
        outside; both as root of the sum of squares.

    Notes
    -----
    Preconditioned by the diagonal, with which every step carries news by one node, and
    by the solution of the same equation on the cells, which see at once what the nodes
    would hand on one by one (R. A. Nicolaides, SIAM J. Numer. Anal. 24 (1987) 355).
    """

    def __init__(
        self,
        links: Links,
        source: NDArray[np.float64],
        value: NDArray[np.float64],
        cells: tuple[int, NDArray[np.int32]] | None = None,
    ) -> None:
        n_cells, self._cell = cells or (0, np.zeros(0, dtype=np.int32))
        self._of_cells = splu(links.of_cells(*cells).matrix()) if cells else None
        self._links = links
        self._inverse = 1 / links.diagonal()
        self._source_norm = float(np.linalg.norm(source))
        self.value = value.astype(np.float64)
        self._product = np.empty_like(self.value)
        _flow_out(
            self.value, links.one, links.other, links.link, links.ends, self._product
        )
        self._residual = source - self._product
        self._direction = np.zeros_like(self.value)
        self._on_cells = np.zeros(n_cells)
        if cells:
            self._on_cells += np.bincount(self._cell, self._residual, n_cells)
        self._strength = 1.0
        self.error = float(np.linalg.norm(self._residual)) / self._source_norm

    def step(self) -> None:
        """Go one step; none if there is nothing left to do."""
        if not self._strength:
            return
        if self._of_cells is not None:
            self._on_cells = self._of_cells.solve(self._on_cells)
        links = self._links
        self._strength, squares = _step(
            *(links.one, links.other, links.link, links.ends, self._inverse),
            *(self._cell, self._on_cells),
            *(self.value, self._residual, self._direction, self._product),
            self._strength,
        )
        self.error = float(np.sqrt(squares)) / self._source_norm


def solve(
    links: Links,
    source: NDArray[np.float64],
    guess: NDArray[np.float64],
    *,
    tolerance: float,
    cells: tuple[int, NDArray[np.int32]] | None = None,
    report: Report = silent,
) -> NDArray[np.float64]:
    """Values at which as much flows out of each node as into it.

    Parameters
    ----------
    links, source, guess, cells
        See `ConjugateGradients`.
    tolerance : float
        The error at which it ends.
    report : callable, optional
        Told how far the work is, as a share that is only estimated.
    """
    found = ConjugateGradients(links, source, guess, cells)
    nearest = 1.0
    for _ in range(_MOST_STEPS):
        if found.error <= tolerance:
            break
        nearest = min(nearest, found.error)  # errors rise now and then
        share = np.log(nearest) / np.log(tolerance)
        report(float(share), 1, "Flow through the pores")
        found.step()
    return found.value


@njit(cache=True, nogil=True)
def _flow_out(value, one, other, link, ends, product):  # type: ignore[no-untyped-def]
    """What flows out of each node, with 0 behind the ends."""
    for i in range(len(value)):
        product[i] = ends[i] * value[i]
    for i in range(len(link)):
        flow = link[i] * (value[one[i]] - value[other[i]])
        product[one[i]] += flow
        product[other[i]] -= flow


@njit(cache=True, nogil=True)
def _step(  # type: ignore[no-untyped-def]
    one,
    other,
    link,
    ends,
    inverse,
    cell,
    on_cells,
    value,
    residual,
    direction,
    product,
    strength,
):
    """One step of conjugate gradients; `strength` is that of the step before.

    In `on_cells`, which holds the cells' solution, it puts the sums of the new
    residuals.

    Returns
    -------
    strength : float
        The residual times the preconditioned one; 0 where nothing is left to do.
    squares : float
        Sum of the squares of the new residuals.
    """
    has_cells = len(on_cells) > 0
    new_strength, squares = 0.0, 0.0
    for i in range(len(value)):
        better = residual[i] * inverse[i]
        if has_cells:
            better += on_cells[cell[i]]
        new_strength += residual[i] * better
        squares += residual[i] * residual[i]
    if new_strength <= 0:
        return 0.0, squares
    turn = new_strength / strength
    for i in range(len(value)):
        better = residual[i] * inverse[i]
        if has_cells:
            better += on_cells[cell[i]]
        direction[i] = better + turn * direction[i]
    _flow_out(direction, one, other, link, ends, product)
    along = 0.0
    for i in range(len(value)):
        along += direction[i] * product[i]
    length = new_strength / along
    on_cells[:] = 0
    squares = 0.0
    for i in range(len(value)):
        value[i] += length * direction[i]
        residual[i] -= length * product[i]
        squares += residual[i] * residual[i]
        if has_cells:
            on_cells[cell[i]] += residual[i]
    return new_strength, squares

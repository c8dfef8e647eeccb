"""Laplace's equation on pore voxels, and what adds up along its streamlines."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.linalg import spsolve

from wetview.pores.cells import cut_into_cells
from wetview.pores.conjugate_gradients import ConjugateGradients, solve
from wetview.pores.slow_flow import (
    Links,
    half_links,
    joins_both_faces,
    touching_voxels,
)
from wetview.pores.streamlines import along_streamlines


@pytest.fixture
def pores() -> np.ndarray:
    """A maze of voxels that joins both faces."""
    rng = np.random.default_rng(0)
    return joins_both_faces(rng.random((60, 16, 16)) < 0.6)


def _links(pores: np.ndarray) -> tuple[Links, np.ndarray]:
    """Links of different strength, and what comes from the first face."""
    one, other = touching_voxels(pores)
    conductivity = np.random.default_rng(1).uniform(0.1, 5, int(pores.sum()))
    first, last = (half_links(pores, at, conductivity) for at in (0, -1))
    link = np.sqrt(conductivity[one] * conductivity[other]).astype(np.float32)
    return Links(one, other, link, first + last), first


def test_every_pair_of_voxels_that_share_a_face_is_linked_once(pores):
    one, other = touching_voxels(pores)
    place = np.argwhere(pores)
    assert (np.abs(place[one] - place[other]).sum(axis=1) == 1).all()
    assert len({*zip(one.tolist(), other.tolist(), strict=True)}) == len(one)
    n_faces = sum(
        int((along[:-1] & along[1:]).sum())
        for along in (np.moveaxis(pores, axis, 0) for axis in range(3))
    )
    assert len(one) == n_faces


def test_the_solution_is_that_of_a_direct_solver(pores):
    links, source = _links(pores)
    exact = spsolve(links.matrix(), source)
    guess = np.zeros(len(links))
    for cells in (None, cut_into_cells(pores, 5.0)):
        found = solve(links, source, guess, tolerance=1e-12, cells=cells)
        np.testing.assert_allclose(found, exact, atol=1e-9)


def test_cells_spare_the_solver_most_of_its_steps(pores):
    links, source = _links(pores)

    def n_steps(cells: tuple[int, np.ndarray] | None) -> int:
        found = ConjugateGradients(links, source, np.zeros(len(links)), cells)
        for step in range(2000):
            if found.error < 1e-10:
                return step
            found.step()
        raise AssertionError(found.error)

    assert n_steps(cut_into_cells(pores, 5.0)) < n_steps(None) / 2


def test_nothing_is_left_to_do_where_the_guess_is_right():
    tube = np.ones((5, 1, 1), bool)
    one, other = touching_voxels(tube)
    first, last = (half_links(tube, at, np.ones(5)) for at in (0, -1))
    links = Links(one, other, np.ones(4, np.float32), first + last)
    right = 1 - (np.arange(5) + 0.5) / 5
    found = ConjugateGradients(links, first, right)
    for _ in range(3):
        found.step()
    np.testing.assert_allclose(found.value, right)
    assert found.error < 1e-12


def test_each_line_takes_as_long_as_what_it_has_passed(pores):
    links, source = _links(pores)
    pressure = solve(links, source, np.zeros(len(links)), tolerance=1e-13)
    flow = links.link * (pressure[links.one] - pressure[links.other])
    into = source * (1 - pressure)
    arriving = into + np.bincount(links.other, np.maximum(flow, 0), len(links))
    arriving += np.bincount(links.one, np.maximum(-flow, 0), len(links))
    volume = np.ones((len(links), 1))
    order = np.argsort(-pressure)
    time, through = along_streamlines(order, links, flow, into, volume)
    # Where next to nothing flows, more is taken to; all else is exact.
    assert (through >= arriving * (1 - 1e-9)).all()
    assert (through <= 1.001 * arriving + 1.001e-4 * through.mean()).all()
    # All flow leaves at the last face, and took its share of each voxel's volume.
    out = (links.ends - source) * pressure
    assert out.sum() == pytest.approx(into.sum(), rel=1e-9)
    assert out @ time[:, 0] == pytest.approx((arriving / through).sum(), rel=1e-6)

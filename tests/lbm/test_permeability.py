"""Permeability against channels whose flow is known."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.lbm.permeability import RESERVOIR_VX, measure_permeability
from wetview.units import DARCY
from wetview.volume import Phases, generate_electrode

VOXEL_M = 0.5e-6


def _slit(width_vx: int, length_vx: int = 4) -> Phases:
    """A slit along x that repeats along z, with a wall of two voxels."""
    labels = np.ones((length_vx, width_vx + 2, 3), np.uint8)
    labels[:, 1:-1] = 0
    return Phases(labels, VOXEL_M, "slit")


def _slit_theory_m2(width_vx: int, n_voxels: int) -> float:
    """`H^2 / 12` of the slit's own cross-section, on the lattice's nodes.

    The speed of a parabola at the nodes, half a voxel from the walls on, adds up to
    `(H^2 + 1/2) / 12` instead of `H^2 / 12`.
    """
    return (width_vx**2 + 0.5) / 12 * width_vx / n_voxels * VOXEL_M**2


@pytest.mark.parametrize("width_vx", [4, 8, 16])
def test_a_slit_has_the_permeability_of_its_formula(width_vx: int) -> None:
    found = measure_permeability(
        _slit(width_vx), "x", ends="periodic", sides="periodic", tolerance=3e-6
    )
    # Single precision over some thousand steps.
    theory = _slit_theory_m2(width_vx, width_vx + 2)
    assert found.value_m2 == pytest.approx(theory, rel=5e-5)
    # That of the continuum is met as the square of the voxel.
    continuum = width_vx**2 / 12 * width_vx / (width_vx + 2) * VOXEL_M**2
    assert found.value_m2 / continuum - 1 < 0.51 / width_vx**2 + 5e-5


@pytest.mark.parametrize("axis", ["y", "z"])
def test_the_axis_is_that_of_the_sample(axis: str) -> None:
    slit = _slit(6)
    turned = Phases(
        np.ascontiguousarray(slit.labels.swapaxes(0, "xyz".index(axis))),
        VOXEL_M,
        "turned",
    )
    found = measure_permeability(
        turned, axis, ends="periodic", sides="periodic", tolerance=3e-6
    )
    assert found.axis == axis
    assert found.value_m2 == pytest.approx(_slit_theory_m2(6, 8), rel=5e-5)


def test_reservoirs_hardly_resist_beside_a_long_slit() -> None:
    long = _slit(6, length_vx=60)
    found = measure_permeability(long, "x", ends="reservoirs", sides="periodic")
    # The flow narrows and widens within about half a width at each end.
    theory = _slit_theory_m2(6, 8)
    assert found.value_m2 == pytest.approx(theory, rel=0.05)
    assert found.value_m2 < theory
    assert RESERVOIR_VX >= 6


def test_a_mirrored_sample_has_the_permeability_of_its_halves() -> None:
    found = measure_permeability(
        _slit(6, length_vx=5), "x", ends="mirrored", sides="periodic", tolerance=3e-6
    )
    assert found.value_m2 == pytest.approx(_slit_theory_m2(6, 8), rel=5e-5)


def test_walls_at_the_sides_hold_the_flow_back() -> None:
    open_duct = Phases(np.zeros((4, 8, 8), np.uint8), VOXEL_M, "duct")
    found = measure_permeability(open_duct, "x", ends="periodic", tolerance=3e-6)
    # Square duct: mean speed 0.03514 a^2 F / mu; the nodes' sum is 1/(2 H^2) too large
    # for each pair of walls, as in the slit.
    assert found.value_m2 == pytest.approx(0.035144 * 64 * VOXEL_M**2, rel=0.02)


def test_pores_that_lead_nowhere_have_none() -> None:
    labels = np.zeros((8, 6, 6), np.uint8)
    labels[4] = 1
    found = measure_permeability(Phases(labels, VOXEL_M, "closed"), "x")
    assert found.value_m2 == 0
    assert found.steps == 0
    across = measure_permeability(Phases(labels, VOXEL_M, "closed"), "y")
    assert across.value_m2 > 0


def test_a_wide_channel_among_narrow_pores_does_not_run_too_fast() -> None:
    # Its flow is far beyond what the mean pore would let expect.
    rng = np.random.default_rng(4)
    labels = (rng.random((4, 30, 30)) < 0.4).astype(np.uint8)
    labels[:] = labels[:1]
    labels[:, 8:22, 8:22] = 0
    found = measure_permeability(
        Phases(labels, VOXEL_M, "channel"), "x", ends="periodic", tolerance=1e-4
    )
    # At least that of the square duct alone, at most of one two voxels wider.
    narrow, wide = (0.035144 * width**4 / 30**2 * VOXEL_M**2 for width in (14, 14 + 2))
    assert narrow < found.value_m2 < wide


def test_the_tolerance_is_kept() -> None:
    electrode = generate_electrode((32, 16, 16), seed=3)
    usual = measure_permeability(electrode, "x")
    fine = measure_permeability(electrode, "x", tolerance=1e-5)
    assert fine.steps > usual.steps
    assert usual.value_m2 == pytest.approx(fine.value_m2, rel=1.5e-3)


def test_a_darcy_is_what_it_is_by_definition() -> None:
    found = measure_permeability(_slit(4), "x", ends="periodic", sides="periodic")
    assert found.darcy * DARCY == pytest.approx(found.value_m2)
    assert found.um2 == pytest.approx(found.value_m2 * 1e12)


def test_it_can_be_stopped() -> None:
    def stop(done: float, total: float, note: str) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_permeability(_slit(8), "x", report=stop)


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"axis": "w"}, "axis is 'w'"), ({"ends": "open"}, "ends setting is 'open'")],
)
def test_an_unknown_setting_is_named(settings: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        measure_permeability(_slit(4), **{"axis": "x", **settings})


def test_a_solid_block_is_refused() -> None:
    solid = Phases(np.ones((4, 4, 4), np.uint8), VOXEL_M, "block")
    with pytest.raises(UserError, match="no pore voxel"):
        measure_permeability(solid, "x")

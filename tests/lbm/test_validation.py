"""The engine against theory, on cases small enough for every run of the tests.

The same cases run in full in benchmarks/lbm_validation.py; docs/validation.md has their
figures. Tolerances are those of the full cases where a small one can meet them, and
say why where it can not.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from wetview.lbm.validation import (
    bubble_in_closed_box,
    contact_angle_in_slit_deg,
    contact_angle_in_staircase_deg,
    contact_angle_of_drop_deg,
    cosine_in_slit,
    duct_entry_pressure,
    imbibition,
    layered_flow,
    mayer_stowe_princen,
    overlapping_spheres,
    refinement,
    sphere_array_permeability,
    split,
)

THIN_GAS = 1 / 60
"""A tenth of the liquid's viscosity, as in the runs that users start."""


@pytest.mark.parametrize("angle_deg", [30, 45, 60, 90, 120, 150])
def test_the_angle_does_not_depend_on_the_gas_being_thinner(angle_deg):
    measured = contact_angle_in_slit_deg(
        angle_deg, width_vx=8, steps=6000, gas_viscosity=THIN_GAS
    )
    # 3 degrees, as for fluids of one viscosity.
    assert measured == pytest.approx(angle_deg, abs=3)


@pytest.mark.parametrize("angle_deg", [30, 60, 90, 120, 150])
def test_a_meniscus_meets_stairs_at_the_contact_angle(angle_deg):
    measured = contact_angle_in_staircase_deg(angle_deg, steps=4000)
    # 8 degrees: the wall's place between its voxels is a matter of definition.
    assert measured == pytest.approx(angle_deg, abs=8)


@pytest.mark.parametrize(("first_deg", "second_deg"), [(60, 120), (60, 90), (30, 90)])
def test_each_of_two_walls_has_its_own_angle(first_deg, second_deg):
    measured = cosine_in_slit(
        first_deg, other_angle_deg=second_deg, width_vx=8, steps=4000
    )
    theory = (
        math.cos(math.radians(first_deg)) + math.cos(math.radians(second_deg))
    ) / 2
    # What 3 degrees make of a cosine at 60 degrees.
    assert measured == pytest.approx(theory, abs=0.045)


@pytest.mark.parametrize("angle_deg", [30, 60, 120, 150])
def test_a_drop_sits_on_a_flat_wall_at_the_contact_angle(angle_deg):
    measured = contact_angle_of_drop_deg(angle_deg, radius_vx=9, steps=2000)
    # 3 degrees, as for the larger drops of the full case.
    assert measured == pytest.approx(angle_deg, abs=3)


@pytest.mark.parametrize("angle_deg", [0, 20, 160, 180])
def test_walls_that_one_fluid_covers_wholly_act_no_more_than_they_can(angle_deg):
    measured = cosine_in_slit(angle_deg, width_vx=8, steps=4000)
    # Of a cosine, where degrees say little; as for two walls of different angles.
    assert measured == pytest.approx(math.cos(math.radians(angle_deg)), abs=0.045)


def test_a_closed_box_keeps_a_bubble_and_both_masses():
    drift = bubble_in_closed_box(box_vx=20, bubble_vx=8, steps=1000)
    # A tenth of the tolerances for ten times the steps.
    assert abs(drift.bubble_volume) < 1e-4
    assert abs(drift.liquid_mass) < 1e-5
    assert abs(drift.gas_mass) < 1e-5


def test_liquid_beside_a_thinner_gas_flows_in_two_parabolas():
    flow = layered_flow(layer_vx=16)
    off_interface = np.abs(flow.y - 16) > 3
    error = np.abs(flow.speed - flow.theory) / flow.theory.max()
    # 2 % outside of the interface, where the bend of the profile is spread over about
    # three voxels; at the bend itself that spread costs more until layers are wider.
    assert error[off_interface].max() < 0.02
    assert error.max() < 0.05


def test_spheres_have_the_permeability_of_zick_and_homsy():
    found = sphere_array_permeability(0.216, cell_vx=30)
    # 2 % are asked for at 40 voxels a cell: stairs cost more in a coarser one.
    assert found.measured == pytest.approx(found.theory, rel=0.04)


@pytest.mark.parametrize("section", ["slit", "duct"])
def test_liquid_is_sucked_in_as_lucas_and_washburn_say(section):
    found = imbibition(section, angle_deg=60, width_vx=6, length_vx=50)
    # 5 %, as asked for in longer channels.
    assert found.rate == pytest.approx(found.theory_rate, rel=0.05)


def test_the_theory_of_entry_has_its_known_limits():
    # Princen: 1 + sqrt(pi) / 2 where the walls are wet wholly; beyond 45 degrees, where
    # nothing stays in the corners, the pressure of a meniscus without them.
    assert mayer_stowe_princen(0) == pytest.approx(1 + math.sqrt(math.pi) / 2)
    assert mayer_stowe_princen(45) == pytest.approx(math.sqrt(2))
    assert mayer_stowe_princen(44.999) == pytest.approx(math.sqrt(2), rel=1e-4)


def test_liquid_enters_a_duct_at_the_pressure_of_mayer_stowe_and_princen():
    found = duct_entry_pressure(45, width_vx=6, resolution=0.1)
    # 5 % are asked for at 8 voxels and a finer search; here a search to 0.1 / 1.41.
    assert found.measured == pytest.approx(found.theory, rel=0.1)


def test_a_finer_lattice_fills_the_same_pores_alike():
    coarse, fine = (overlapping_spheres(n, radius=0.3, count=4) for n in (16, 32))
    curves = refinement(coarse, fine, angle_deg=90, pressure=5.56, steps=600, samples=6)
    # 3 % are asked for with half these spacings: the coarse throats are 4 voxels wide.
    assert curves.coarse[-1] == pytest.approx(curves.fine[-1], rel=0.06)


def test_splitting_voxels_keeps_the_pores():
    pores = overlapping_spheres(8)
    finer = split(pores)
    assert finer.shape == (16, 16, 16)
    np.testing.assert_array_equal(finer[::2, ::2, ::2], pores)
    np.testing.assert_array_equal(finer[1::2, 1::2, 1::2], pores)

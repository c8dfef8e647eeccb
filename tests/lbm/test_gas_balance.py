"""Gas is out, dissolved, trapped, or on its way: nothing is lost."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from wetview.filling import filling_end
from wetview.lbm import FillingRun, Fluids, PressureSchedule, plan_filling
from wetview.units import ATM
from wetview.volume import Phases, generate_electrode

FLUIDS = Fluids("test", 1300, 3.7e-3, 0.0728)


def _balance(run: FillingRun):
    trapped = run.trapped_gas()
    return run.gas_balance(trapped), trapped


def _run(phases: Phases, **settings: object) -> FillingRun:
    plan = plan_filling(
        phases, FLUIDS, pressure=PressureSchedule.constant(4 * ATM), **settings
    )
    return FillingRun(phases, plan)


def test_before_filling_all_gas_is_inside_and_only_closed_pores_hold_it():
    electrode = generate_electrode((24, 16, 16), seed=1)
    run = _run(electrode)
    balance, trapped = _balance(run)
    clusters, _ = ndimage.label(electrode.is_pore)
    faces = np.union1d(clusters[0], clusters[-1])
    closed = electrode.is_pore & ~np.isin(clusters, faces)
    np.testing.assert_array_equal(trapped.labels > 0, closed)
    share = closed.sum() / electrode.is_pore.sum()
    assert balance.gas_trapped_pv == pytest.approx(share)
    assert balance.liquid_in_pv == pytest.approx(0, abs=1e-6)
    assert balance.gas_inside_pv == pytest.approx(1, abs=1e-6)


def test_gas_goes_out_as_liquid_comes_in():
    run = _run(generate_electrode((24, 16, 16), seed=1))
    run.advance(400)
    balance, _ = _balance(run)
    assert 0.2 < balance.liquid_in_pv < 1
    assert balance.gas_out_pv > 0.1
    # What is inside is liquid and gas, each at most 15 % denser than at rest.
    inside_pv = balance.liquid_in_pv + balance.gas_inside_pv
    assert 1 <= inside_pv < 1.15
    assert balance.liquid_in_pv == pytest.approx(run.saturation, rel=0.15)


def test_a_dead_end_traps_gas():
    # A wide channel along x, and a pocket at its side that only a throat leads to,
    # away from the outlet: liquid runs past it.
    labels = np.ones((32, 14, 8), np.uint8)
    labels[:, 1:6, 1:7] = 0
    labels[14:18, 6, 3:5] = 0
    labels[10:22, 7:13, 1:7] = 0
    pocket_vx = 12 * 6 * 6
    phases = Phases(labels, 1e-6, "pocket")
    run = _run(phases)
    run.advance(6000)
    balance, trapped = _balance(run)
    assert len(trapped) >= 1
    assert trapped.volume_vx[0] == pytest.approx(pocket_vx, rel=0.3)
    n_nodes = phases.is_pore.sum()
    # Trapped gas is under pressure: denser than at rest, by 15 % at most.
    share = trapped.volume_vx.sum() / n_nodes
    assert share < balance.gas_trapped_pv < 1.16 * share
    # All of it is in the pocket.
    assert set(np.flatnonzero((trapped.labels > 0).any(axis=(0, 2)))) <= set(
        range(6, 13)
    )


def test_a_closed_outlet_traps_what_an_open_one_would_let_out():
    electrode = generate_electrode((24, 16, 16), seed=1)
    open_end, closed = _run(electrode), _run(electrode, outlet="closed")
    trapped_pv = []
    for run in (open_end, closed):
        run.advance(600)
        trapped_pv.append(_balance(run)[0].gas_trapped_pv)
    assert trapped_pv[1] > trapped_pv[0] + 0.1


def test_periodic_sides_join_what_lies_across_them():
    # A bubble of gas in the middle of a sample is one, however the sample is rolled.
    labels = np.zeros((16, 12, 12), np.uint8)
    labels[4:12, 2:10, 2:10] = 1
    labels[6:10, 4:8, 4:8] = 0
    counts = []
    for shift in (0, 6):
        rolled = Phases(np.roll(labels, shift, axis=1), 1e-6, "bubble")
        run = _run(rolled, sides="periodic", outlet="open")
        run.advance(2000)
        counts.append(run.trapped_gas().volume_vx.tolist())
    # Some gas may stick to the bubble's shell where liquid runs against it.
    assert counts[0] == counts[1]
    assert counts[0][0] == 64


def test_dissolving_gas_is_counted():
    run = _run(generate_electrode((24, 16, 16), seed=1), trapped_gas="dissolving")
    run.advance(1500)
    balance, _ = _balance(run)
    assert balance.gas_dissolved_pv > 0
    assert balance.gas_out_pv + balance.gas_dissolved_pv < 1.001


def test_the_filling_of_an_electrode_has_its_times_in_order():
    run = _run(generate_electrode((24, 16, 16), seed=1))
    times, saturations = [run.time_s], [run.saturation]
    for _ in range(15):
        run.advance(50)
        times.append(run.time_s)
        saturations.append(run.saturation)
    end = filling_end(times, saturations, is_flat=False)
    assert 0 < end.t50_of_end_s < end.t90_of_end_s < end.t99_of_end_s <= times[-1]

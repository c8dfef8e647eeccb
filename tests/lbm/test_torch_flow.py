"""PyTorch's engine against the CPU's, on PyTorch's CPU device.

A GPU takes the same functions; benchmarks/lbm_gpu.py repeats the comparison there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from scipy import ndimage

from wetview.errors import UserError
from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model, ramp
from wetview.lbm.torch_flow import TorchFlow

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _threads() -> Iterator[None]:
    n_threads = torch.get_num_threads()
    yield
    torch.set_num_threads(n_threads)


def _advance(flow: CpuFlow | TorchFlow, n_steps: int) -> None:
    # Both engines' threads come from one OpenMP, and numba has set how many; for
    # samples as small as these, to wait for each other takes the longest.
    torch.set_num_threads(1)
    flow.advance(n_steps)


def _porous(*, ends, sides):
    """A sample of pores some voxels wide, between solids of two contact angles."""
    rng = np.random.default_rng(6)
    shape = (16, 12, 10)
    is_pore = ndimage.gaussian_filter(rng.random(shape), 1.0) < 0.515
    angles_deg = np.where(np.indices(shape)[1] < 6, 60, 115)
    cosine = np.cos(np.radians(angles_deg)).astype(np.float32)
    return build_lattice(is_pore, cosine, ends=ends, sides=sides)


def _bubble(shape, radius):
    centre = (np.array(shape) - 1) / 2
    distance = np.linalg.norm(np.indices(shape).T - centre, axis=-1).T
    return (0.5 * (1 + np.tanh(distance - radius))).astype(np.float32).ravel()


def _closed_box(shape):
    is_pore = np.ones(shape, dtype=bool)
    return build_lattice(is_pore, np.zeros(shape, dtype=np.float32), ends="walls")


def _require_equal(flow: TorchFlow, reference: CpuFlow) -> None:
    # 1e-4 is promised; round-off alone makes 1e-6.
    np.testing.assert_allclose(flow.colour, reference.colour, rtol=0, atol=1e-4)
    np.testing.assert_allclose(flow.density(), reference.density(), rtol=0, atol=1e-5)
    np.testing.assert_allclose(flow.velocity(), reference.velocity(), rtol=0, atol=1e-5)
    assert flow.liquid_mass == pytest.approx(reference.liquid_mass, rel=1e-5)
    assert flow.dissolved_gas == pytest.approx(reference.dissolved_gas, rel=1e-4)


def test_both_engines_fill_a_sample_equally_for_1000_steps():
    lattice = _porous(ends="inlet and outlet", sides="wall")
    model = Model(0.02, 1 / 6, 1 / 60, inlet_knots=ramp(1.15, 200), gas_sink=0.02)
    reference, flow = CpuFlow(lattice, model), TorchFlow(lattice, model)
    _advance(reference, 1000)
    _advance(flow, 1000)
    assert 0.3 < reference.saturation < 0.9
    assert reference.dissolved_gas > 1
    _require_equal(flow, reference)


@pytest.mark.parametrize(
    ("ends", "sides", "holds_liquid"),
    [
        ("inlet and outlet", "periodic", False),
        ("inlet and outlet", "vent", True),
        ("inlet and wall", "vent", False),
        ("inlet and wall", "wall", True),
        ("periodic", "periodic", True),
    ],
)
def test_both_engines_agree_at_every_kind_of_face(ends, sides, holds_liquid):
    lattice = _porous(ends=ends, sides=sides)
    model = Model(
        0.02,
        0.05,
        0.02,
        inlet_knots=ramp(1.1, 100),
        holds_liquid=holds_liquid,
        force_x=1e-4,
    )
    colour = (lattice.node_voxel % 1201 / 1200).astype(np.float32)
    reference = CpuFlow(lattice, model, colour=colour)
    flow = TorchFlow(lattice, model, colour=colour)
    _advance(reference, 300)
    _advance(flow, 300)
    _require_equal(flow, reference)


def test_a_vent_that_liquid_has_reached_is_shut_by_both_engines():
    shape = (6, 6, 5)
    lattice = build_lattice(np.ones(shape, dtype=bool), np.zeros(shape, np.float32))
    model = Model(0.01, 1 / 6, 1 / 6, inlet_knots=ramp(1.1))
    colour = np.linspace(1, 0, lattice.n_nodes, dtype=np.float32)
    reference = CpuFlow(lattice, model, colour=colour)
    flow = TorchFlow(lattice, model, colour=colour)
    _advance(reference, 400)
    _advance(flow, 400)
    assert flow.colour.reshape(shape)[-1].mean() > 0.5
    _require_equal(flow, reference)


def test_a_closed_box_keeps_the_mass_of_each_fluid():
    shape = (16, 16, 16)
    flow = TorchFlow(
        _closed_box(shape), Model(0.02, 1 / 6, 1 / 60), colour=_bubble(shape, 5)
    )
    liquid, gas = flow.liquid_mass, flow.gas_mass
    _advance(flow, 300)
    # 1e-4 is allowed over 20 000 steps: a share of it for these.
    assert flow.liquid_mass == pytest.approx(liquid, rel=1e-6)
    assert flow.gas_mass == pytest.approx(gas, rel=1e-5)


def test_gas_that_dissolves_is_counted():
    shape = (12, 12, 12)
    flow = TorchFlow(
        _closed_box(shape),
        Model(0.03, 1 / 6, 1 / 60, gas_sink=0.02),
        colour=_bubble(shape, 4),
    )
    whole = flow.density().sum()
    _advance(flow, 300)
    lost = whole - flow.density().sum()
    assert lost > 0.1
    # What rounding makes of the sum over all nodes is 1e-5 of a node.
    assert flow.dissolved_gas == pytest.approx(lost, rel=1e-3)


def test_a_run_goes_on_from_its_state_bit_for_bit():
    lattice = _porous(ends="inlet and outlet", sides="wall")
    model = Model(0.02, 1 / 6, 1 / 60, inlet_knots=ramp(1.1, 100), gas_sink=0.02)
    whole, first = TorchFlow(lattice, model), TorchFlow(lattice, model)
    _advance(whole, 120)
    _advance(first, 50)
    second = TorchFlow(lattice, model)
    second.restore(first.state())
    _advance(second, 70)
    assert second.step == whole.step
    for name, value in whole.state().items():
        np.testing.assert_array_equal(second.state()[name], value, err_msg=name)


def test_either_engine_goes_on_from_the_state_of_the_other():
    lattice = _porous(ends="inlet and outlet", sides="vent")
    model = Model(0.02, 1 / 6, 1 / 60, inlet_knots=ramp(1.1, 100), gas_sink=0.02)
    whole, on_cpu = CpuFlow(lattice, model), CpuFlow(lattice, model)
    on_device = TorchFlow(lattice, model)
    _advance(whole, 180)
    _advance(on_cpu, 60)
    on_device.restore(on_cpu.state())
    _advance(on_device, 60)
    on_cpu.restore(on_device.state())
    _advance(on_cpu, 60)
    assert on_cpu.step == whole.step
    np.testing.assert_allclose(on_cpu.colour, whole.colour, rtol=0, atol=1e-4)
    assert on_cpu.dissolved_gas == pytest.approx(whole.dissolved_gas, rel=1e-4)


def test_a_state_of_another_sample_is_refused():
    model = Model(0.02, 1 / 6, 1 / 60)
    other = TorchFlow(_porous(ends="periodic", sides="periodic"), model)
    flow = TorchFlow(_porous(ends="inlet and outlet", sides="wall"), model)
    with pytest.raises(ValueError, match="`populations` is of"):
        flow.restore(other.state())


def test_numbers_that_leave_their_range_are_noticed():
    lattice = _porous(ends="inlet and outlet", sides="wall")
    flow = TorchFlow(lattice, Model(3.0, 0.001, 0.001, inlet_knots=ramp(4.0)))
    with pytest.raises(UserError, match="became unstable"):
        _advance(flow, 400)

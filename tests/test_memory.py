"""What does not fit into memory is refused before it is begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wetview import memory
from wetview.errors import UserError
from wetview.lbm import FillingRun, Fluids, PressureSchedule, plan_filling
from wetview.lbm.permeability import measure_permeability
from wetview.pores import label_pores
from wetview.pores.pore_space import measure_whole
from wetview.surrogate import view_electrode
from wetview.units import ATM
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from wetview.volume import Phases


@pytest.fixture(scope="module")
def electrode() -> Phases:
    return generate_electrode((20, 16, 16), seed=3)


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda: 100_000)


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    "work",
    [
        lambda electrode: measure_whole(electrode),
        lambda electrode: measure_permeability(electrode, "x"),
        lambda electrode: view_electrode(electrode, label_pores(electrode)),
    ],
    ids=["whole", "permeability", "view"],
)
def test_work_that_does_not_fit_is_refused_in_words(electrode, work):
    with pytest.raises(UserError, match=r"needs about .+ of memory, and 100 kB are fr"):
        work(electrode)


@pytest.mark.usefixtures("little")
def test_a_simulation_that_does_not_fit_is_refused_in_words(electrode):
    fluids = Fluids("test", 1300, 3.7e-3, 0.0728)
    pressure = PressureSchedule.constant(4 * ATM)
    plan = plan_filling(electrode, fluids, pressure=pressure)
    with pytest.raises(UserError, match="The simulation needs about"):
        FillingRun(electrode, plan)


def test_what_fits_is_not_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 1000)
    memory.require_memory("It", 1000)
    with pytest.raises(UserError, match="It needs about 1 kB"):
        memory.require_memory("It", 1001)


def test_a_plan_says_how_much_memory_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 2_000_000)
    assert memory.memory_text(2_000_000) == "2 MB"
    assert memory.memory_text(3_000_000) == "3 MB, but 2 MB are free"

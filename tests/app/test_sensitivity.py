"""The step Sensitivity with a small formula in the place of a network."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from wetview.app.models import NetworkChoice, SensitivityDesk, Step
from wetview.app.panels.range_table import RangeTable
from wetview.project import Project, load_sensitivity, write_surrogate
from wetview.sensitivity import Ranked, WhatIf
from wetview.surrogate import Surrogate
from wetview.surrogate.network import Layer, Networks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow
    from wetview.progress import Report

SOON_MS = 30_000


@dataclass(frozen=True)
class _Column:
    name: str
    title: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    factor: float = 1.0


class StandIn:
    """T = 1 us (1 + distance) / pressure; volume goes with the distance."""

    name = "stand-in"
    inputs = (
        _Column("distance_vx", "Distance", "voxels", 0.0, 10.0),
        _Column("volume_vx", "Volume", "voxels", 0.0, 100.0),
        _Column("pressure_pa", "Pressure", "kPa", 1e5, 4e5, 1e-3),
    )
    outputs = (_Column("t_f1_s", "Filling stops"), _Column("s_f1", "Late saturation"))

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        distance = rng.uniform(0, 10, 200)
        pressure = rng.uniform(1e5, 4e5, 200)
        self.training_inputs = np.column_stack([distance, 10 * distance, pressure])

    def evaluate(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        distance, _, pressure = inputs.T
        return np.column_stack([0.1 * (1 + distance) / pressure, pressure / 4e5])

    def curve(
        self, inputs: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        stops_s, level = self.evaluate(inputs[None])[0]
        time_s = np.linspace(0, stops_s, 20)
        return time_s, level * time_s / stops_s


def _stand_in(report: Report) -> StandIn:
    return StandIn()


@pytest.fixture
def desk() -> SensitivityDesk:
    """Give a desk on which the stand-in lies."""
    desk = SensitivityDesk()
    desk.set_networks([NetworkChoice("a", "A", _stand_in)])
    desk.choose("a")
    desk.set_model("a", StandIn())
    return desk


@pytest.fixture
def window(make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot):
    """Give a window in the step, with the stand-in chosen."""
    window = make_window()
    project = Project.create(tmp_path / "a.wetview", "a")
    window.open_path(project.folder)
    session = window.context.session
    qtbot.waitUntil(lambda: session.project is not None, timeout=SOON_MS)
    session.set_step(Step.SENSITIVITY)
    desk = window.context.sensitivity
    desk.set_networks([NetworkChoice("a", "A", _stand_in)])
    qtbot.waitUntil(lambda: desk.model is not None, timeout=SOON_MS)
    return window


def test_a_model_of_a_network_no_longer_chosen_is_ignored(desk):
    desk.set_networks([*desk.networks, NetworkChoice("b", "B", _stand_in)])
    desk.choose("b")
    desk.set_model("a", StandIn())
    assert desk.model is None
    assert desk.request is None


def test_correlated_inputs_are_grouped_and_drawn_together(desk):
    desk.group_correlated(True)
    assert desk.request.groups == (("distance_vx", "volume_vx"),)
    assert desk.request.distribution == "training"
    desk.group_correlated(False)
    assert desk.request.groups == ()
    assert desk.request.distribution == "uniform"


def test_rows_of_the_ranking_hold_where_the_inputs_stood(desk):
    desk.set_input(2, 3e5)
    desk.rank_position()
    desk.set_input(2, 2e5)
    desk.rank_position()
    assert [row.inputs[2] for row in desk.what_ifs] == [3e5, 2e5]
    assert [row.name for row in desk.what_ifs] == ["What if 1", "What if 2"]


@pytest.mark.qt
def test_a_limit_is_typed_in_the_users_unit_and_nonsense_is_refused(qtbot, desk):
    table = RangeTable()
    qtbot.addWidget(table)
    table.set_ranges(desk.request.ranges)
    with qtbot.waitSignal(table.edited) as edited:
        table.item(2, 1).setText("150")
    assert edited.args[0][2].low == pytest.approx(1.5e5)
    for text, words in (("many", "not a number"), ("900", "which is less")):
        with qtbot.waitSignal(table.refused) as refused:
            table.item(2, 1).setText(text)
        assert words in refused.args[0]
        assert table.item(2, 1).text() == "100"


@pytest.mark.gl
def test_sensitivities_are_found_and_drawn(window, qtbot):
    desk = window.context.sensitivity
    find = window.context.actions["find_sensitivity"]
    qtbot.waitUntil(find.isEnabled, timeout=SOON_MS)
    find.trigger()
    qtbot.waitUntil(lambda: desk.result is not None, timeout=SOON_MS)
    # Of the late saturation nothing but the pressure matters.
    assert desk.result.total[1] == pytest.approx([0, 0, 1], abs=1e-3)
    assert any("go together" in note for note in desk.result.notes)
    page = window.sensitivity_view.figures[0]
    qtbot.waitUntil(lambda: page.view.image is not None, timeout=SOON_MS)
    image = page.view.image
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), 7)
        for y in range(0, image.height(), 7)
    }
    assert len(colours) > 5
    assert desk.progress is None


@pytest.mark.gl
def test_networks_of_the_project_are_offered_and_their_indices_kept(
    make_window, tmp_path, qtbot
):
    project = Project.create(tmp_path / "b.wetview", "b")
    write_surrogate(project.new_model_path("line"), _line())
    project.refresh()
    window = make_window()
    session, desk = window.context.session, window.context.sensitivity
    window.open_path(project.folder)
    qtbot.waitUntil(lambda: session.project is not None, timeout=SOON_MS)
    assert "line: single pores" in [one.title for one in desk.networks]
    session.set_step(Step.SENSITIVITY)
    qtbot.waitUntil(lambda: desk.model is not None, timeout=SOON_MS)
    window.context.actions["find_sensitivity"].trigger()
    kept = project.folder / "sensitivities" / "line-single-pores.h5"
    qtbot.waitUntil(kept.exists, timeout=SOON_MS)
    assert load_sensitivity(kept).total[0] == pytest.approx(
        desk.result.total[0], nan_ok=True
    )
    key = desk.chosen.key
    desk.set_networks([])
    assert desk.result is None
    window.sensitivity.offer_networks()
    qtbot.waitUntil(lambda: desk.result is not None, timeout=SOON_MS)
    assert desk.chosen.key == key


def _line() -> Surrogate:
    """A network of one layer: all outputs rise with the distance from the inlet."""
    weight = np.zeros((1, 6, 7), np.float32)
    weight[0, 4] = 0.01
    networks = Networks(
        (Layer(weight, np.full((1, 1, 7), 0.1, np.float32)),),
        "relu",
        *(np.full((1, 1, n), value) for n in (6, 7) for value in (0.0, 1.0)),
    )
    rows = np.random.default_rng(0).uniform(1, 20, (50, 6))
    ranges = np.column_stack([rows.min(axis=0), rows.max(axis=0)])
    return Surrogate("line", "paper", networks, rows, ranges)


@pytest.mark.gl
def test_an_analysis_that_is_cancelled_leaves_the_former_result(window, qtbot):
    desk = window.context.sensitivity

    def evaluate(self, inputs):
        window.sensitivity.cancel()
        return StandIn.evaluate(self, inputs)

    endless = type("Endless", (StandIn,), {"evaluate": evaluate})
    desk.set_networks([NetworkChoice("b", "B", lambda report: endless())])
    qtbot.waitUntil(lambda: desk.model is not None, timeout=SOON_MS)
    desk.set_request(desk.request.__class__(desk.request.ranges, ("t_f1_s",), 4096))
    window.context.actions["find_sensitivity"].trigger()
    qtbot.waitUntil(lambda: desk.progress is None, timeout=SOON_MS)
    assert desk.result is None


@pytest.mark.gl
def test_moving_an_input_moves_the_curve(window, qtbot):
    view, desk = window.sensitivity_view, window.context.sensitivity
    view.tabs.setCurrentWidget(view.what_if)
    qtbot.waitUntil(lambda: view.what_if.answer is not None, timeout=SOON_MS)
    desk.set_input(2, 1e5)
    qtbot.waitUntil(
        lambda: view.what_if.answer.outputs[1] == pytest.approx(0.25), timeout=SOON_MS
    )
    desk.set_input(2, 4e5)
    qtbot.waitUntil(
        lambda: view.what_if.answer.outputs[1] == pytest.approx(1.0), timeout=SOON_MS
    )
    assert view.what_if.answer.curve[1][-1] == pytest.approx(1.0)
    assert view.what_if.answer.swept.input.name == "distance_vx"


@pytest.mark.gl
def test_what_ifs_are_ranked_by_the_time_they_take(window, qtbot):
    view, desk = window.sensitivity_view, window.context.sensitivity
    desk.set_what_ifs(
        [WhatIf("slow", (9.0, 50.0, 1e5)), WhatIf("fast", (1.0, 50.0, 4e5))]
    )
    qtbot.waitUntil(lambda: len(view.ranking.ranked) == 2, timeout=SOON_MS)
    first: Ranked = view.ranking.ranked[0]
    assert first.what_if.name == "fast"
    assert first.value == pytest.approx(0.1 * 2 / 4e5)


@pytest.mark.gl
def test_a_saved_figure_has_its_numbers_beside_it(window, qtbot, tmp_path):
    view, desk = window.sensitivity_view, window.context.sensitivity
    window.context.actions["find_sensitivity"].trigger()
    qtbot.waitUntil(lambda: desk.result is not None, timeout=SOON_MS)
    view.save_requested.disconnect(window.commands.save_figure)
    view.save_requested.connect(
        lambda name, make, table: window.exports.write_figure(
            tmp_path / "bars.pdf", make, table
        )
    )
    window.exports.written.disconnect()
    button = next(
        button
        for button in view.figures[0].findChildren(QPushButton)
        if button.text() == "Save figure…"
    )
    with qtbot.waitSignal(window.exports.written, timeout=SOON_MS):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "bars.pdf").read_bytes().startswith(b"%PDF")
    with (tmp_path / "bars.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 2 * 3
    assert float(rows[0]["total"]) == pytest.approx(desk.result.total[0, 0], rel=1e-6)

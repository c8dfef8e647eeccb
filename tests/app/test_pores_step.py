"""The step Pores: what is found, seen, hidden and picked."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView
from superqt import QRangeSlider

from wetview.app.models import Step
from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.pore_look_form import PoreLookForm
from wetview.app.views.pore_slice_view import PoreSliceView
from wetview.pores import label_pores
from wetview.project import Project, provenance, read_sample
from wetview.scene import pore_shapes
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 60_000

pytestmark = pytest.mark.gl


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    phases = generate_electrode((30, 20, 20), seed=3)
    project = Project.create(tmp_path / "Small.wetview", "Small")
    project.add_sample("Small", phases, label_pores(phases), provenance({}, None))
    window = make_window()
    window.open_path(project.folder)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.PORES)
    qtbot.waitUntil(lambda: session.pore_numbers is not None, timeout=SOON_MS)
    return window


def test_the_table_shows_the_rows_that_the_filter_lets_through(
    window: MainWindow,
) -> None:
    table, pores = window.workbench.pore_table, window.context.session.sample.pores
    window.context.pore_filter.set_text("volume > 20")
    is_large = pores.table.volume_vx > 20
    assert sorted(table.pores.tolist()) == np.flatnonzero(is_large).tolist()


def test_the_surface_of_the_pores_that_are_left_is_made_in_a_thread(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_here: list[bool] = []
    surface = pore_shapes.ShownPores.surface
    qtbot.waitUntil(lambda: window.workbench.scene_view.is_built, timeout=SOON_MS)

    def noted(self, clip, *, coarse):
        if threading.current_thread() is threading.main_thread():
            drawn_here.append(bool(self._levels))  # whether it is made already
        return surface(self, clip, coarse=coarse)

    monkeypatch.setattr(pore_shapes.ShownPores, "surface", noted)
    window.context.pore_filter.set_text("volume > 20")
    qtbot.waitUntil(lambda: bool(drawn_here), timeout=SOON_MS)
    assert all(drawn_here)


def test_the_slider_goes_through_the_pores_by_their_values(window: MainWindow) -> None:
    form = window.workbench.pores_panel.findChild(PoreLookForm)
    pores, wanted = window.context.session.sample.pores, window.context.pore_filter
    choice = next(
        field
        for field in form.findChildren(ChoiceField)
        if field.accessibleName() == "Show only by"
    )
    choice.activated.emit(1)
    assert wanted.range is not None
    assert wanted.range[0] == "volume"
    assert wanted.shown(pores, None).all()
    slider = form.findChild(QRangeSlider)
    slider.setValue((slider.maximum() // 2, slider.maximum()))
    largest = np.sort(pores.table.volume_vx)[round(len(pores) / 2) :]
    assert wanted.shown(pores, None).sum() >= len(largest)
    assert not wanted.shown(pores, None).all()
    choice.activated.emit(0)
    assert wanted.shown(pores, None) is None


def test_the_picked_pore_has_a_slice_and_its_neighbours_are_marked(
    window: MainWindow, qtbot: QtBot
) -> None:
    context = window.context
    pores = context.session.sample.pores
    one, other = pores.neighbours[0].tolist()
    context.selection.pore = one
    view = window.workbench.findChild(PoreSliceView)
    qtbot.waitUntil(lambda: view.figure.image is not None, timeout=SOON_MS)
    table = window.workbench.pore_table.findChild(QTableView).model()
    bold = [
        int(table.index(row, 0).data())
        for row in range(table.rowCount())
        if table.index(row, 0).data(Qt.ItemDataRole.FontRole) is not None
    ]
    pairs = pores.neighbours[(pores.neighbours == one).any(axis=1)]
    assert other in bold
    assert set(bold) == set(pairs.ravel().tolist()) - {one}
    context.selection.pore = None
    assert not view.isVisible()


def test_the_picked_pore_is_in_sight_after_a_filter_is_taken_away(window, qtbot):
    table = window.workbench.pore_table
    view, n_pores = table._view, table._model.n_pores
    view.setFixedHeight(120)  # a few rows, so that the last one is not among them
    window.context.selection.pore = n_pores
    window.context.pore_filter.set_text("pore < 3")
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() == 0, timeout=5000)
    window.context.pore_filter.set_text("")
    last = table._model.index(n_pores - 1, 0)
    qtbot.waitUntil(
        lambda: view.viewport().rect().intersects(view.visualRect(last)), timeout=5000
    )


def test_the_fragments_are_shown_while_they_are_asked_for(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, display = window.context.session, window.context.display
    display.set_shows_fragments(True)
    qtbot.waitUntil(lambda: session.fragments is not None, timeout=SOON_MS)
    pores = session.sample.pores
    assert len(session.fragments) == pores.fragments.max() > len(pores)
    display.set_shows_fragments(False)
    assert session.fragments is None


def test_what_is_measured_of_the_whole_stays_with_the_sample(
    window: MainWindow, qtbot: QtBot
) -> None:
    session = window.context.session
    assert not session.sample.whole
    window.context.actions["measure_pore_space"].trigger()
    qtbot.waitUntil(lambda: bool(session.sample.whole), timeout=120_000)
    kept = read_sample(session.sample.path)
    assert kept.whole == session.sample.whole
    assert len(kept.whole["tortuosity"]) == 3
    assert len(kept.pores) == len(session.sample.pores)

"""The step Compare in a real window: panes, timeline, plots, table, and back again."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QTableView

from wetview.app.models import Step
from wetview.app.models.pane_choices import PaneChoice
from wetview.app.views import compare_plot
from wetview.app.views.compare_plot import ComparePlot
from wetview.plots.pressure_curves import PressureCurves
from wetview.pores import label_pores
from wetview.project import FillingWriter, Project, provenance
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SHAPE = (30, 20, 20)
N_FRAMES = 16
SOON_MS = 30_000
JOB_MS = 120_000
"""A process of its own, which loads the libraries of the 3D view again."""
END_S = {"fast": 1e-4, "slow": 2e-4, "predicted": 1.2e-4}


def _write_front(path: Path, phases: Any, pores: Any, name: str, kind: str) -> None:
    """A flat front that is through after `END_S`."""
    is_pore = phases.is_pore
    volume = np.maximum(np.bincount(pores.labels.ravel())[1:], 1)
    with FillingWriter(
        path,
        phases=phases,
        pores=pores,
        name=name,
        description={"kind": kind, "pressure_pa": 4e5 if name != "slow" else 1e5},
        provenance={"version": "0", "seed": 1},
    ) as writer:
        for index in range(N_FRAMES):
            share = index / (N_FRAMES - 1)
            depth = np.clip(share * SHAPE[0] - np.arange(SHAPE[0]), 0, 1)
            fraction = np.broadcast_to(depth[:, None, None], SHAPE) * is_pore
            filled = np.bincount(pores.labels.ravel(), weights=fraction.ravel())[1:]
            time_s = share * END_S[name]
            saturation = float(fraction.sum() / is_pore.sum())
            writer.add_sample(index, time_s, saturation, filled / volume)
            writer.add_frame(
                time_s, saturation, np.rint(255 * fraction).astype(np.uint8)
            )
        writer.finish("flat", {"saturation": 1.0})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with one sample and two simulated runs of it."""
    phases = generate_electrode(SHAPE, seed=3)
    pores = label_pores(phases)
    project = Project.create(tmp_path_factory.mktemp("once") / "two.wetview", "two")
    project.add_sample("electrode", phases, pores, provenance({}, None))
    for name in ("fast", "slow"):
        path = project.folder / "runs" / f"{name}.h5"
        _write_front(path, phases, pores, name, "simulate")
    return project.folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Path:
    """Return a copy of it, which a test may change."""
    return shutil.copytree(written, tmp_path / "projects" / written.name)


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], project: Path, qtbot: QtBot
) -> MainWindow:
    """Open the project at the step Compare, when both fillings are compared."""
    window = make_window()
    _open(window, project, qtbot)
    return window


def _open(window: MainWindow, project: Path, qtbot: QtBot) -> None:
    session, comparing = window.context.session, window.context.comparing
    window.open_path(project)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.COMPARE)
    qtbot.waitUntil(lambda: comparing.compared is not None, timeout=SOON_MS)
    QApplication.processEvents()


def _on_screen(window: MainWindow, qtbot: QtBot) -> np.ndarray:
    """The 3D view as the screen has it."""
    window.raise_()
    qtbot.wait(300)
    view = window.workbench.scene_view
    grabbed = window.screen().grabWindow(
        0,
        view.mapToGlobal(view.rect().topLeft()).x(),
        view.mapToGlobal(view.rect().topLeft()).y(),
        view.width(),
        view.height(),
    )
    image = grabbed.toImage().convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    rows = pixels.reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), -1, 3).astype(int)


def _teal(image: np.ndarray) -> float:
    red, green, blue = (image[..., i] for i in range(3))
    return float(np.mean((blue > red + 40) & (green > red + 20)))


def test_the_faster_run_shows_more_liquid_in_its_pane_on_the_screen(
    window: MainWindow, qtbot: QtBot
) -> None:
    comparing = window.context.comparing
    names = (comparing.first.name, comparing.second.name)
    assert names == ("fast", "slow")
    comparing.timeline.seek(len(comparing.moments) // 2)

    def the_first_shows_more() -> bool:
        image = _on_screen(window, qtbot)
        middle = image.shape[1] // 2
        # The frame round the inlet has the same colour in both.
        return _teal(image[:, :middle]) > 1.2 * _teal(image[:, middle:]) > 0

    qtbot.waitUntil(the_first_shows_more, timeout=SOON_MS)


def test_the_timeline_drives_both_panes(window: MainWindow, qtbot: QtBot) -> None:
    timeline = window.context.comparing.timeline
    timeline.seek(2)
    before = _on_screen(window, qtbot)
    timeline.seek(timeline.n_frames - 3)
    middle = before.shape[1] // 2

    def both_have_changed() -> bool:
        change = np.abs(_on_screen(window, qtbot) - before)
        return change[:, :middle].mean() > 1 < change[:, middle:].mean()

    # A busy machine takes its time to draw them.
    qtbot.waitUntil(both_have_changed, timeout=SOON_MS)


def test_playing_goes_through_the_moments_and_leaves_the_other_timeline_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    context = window.context
    context.comparing.timeline.seek(0)
    before = context.timeline.index
    context.actions["play"].trigger()
    qtbot.waitUntil(lambda: context.comparing.timeline.index > 2, timeout=SOON_MS)
    context.actions["play"].trigger()
    assert not context.comparing.timeline.is_playing
    assert context.timeline.index == before


@pytest.mark.parametrize("step", [Step.COMPARE, Step.SIMULATE])
def test_nothing_moves_or_is_cut_while_the_words_of_the_timeline_change(
    window: MainWindow, qtbot: QtBot, step: Step
) -> None:
    context = window.context
    context.session.set_step(step)
    is_compare = step is Step.COMPARE
    timeline = context.comparing.timeline if is_compare else context.timeline
    qtbot.waitUntil(lambda: timeline.n_frames > 2, timeout=SOON_MS)
    window.resize(window.minimumSizeHint())
    view = window.workbench.scene_view
    words = next(
        label
        for label in window.findChildren(QLabel)
        if label.isVisible() and "% filled" in label.text()
    )
    bar = words.parentWidget()
    # The panes of the step take their places when the window gets round to it.
    qtbot.waitUntil(
        lambda: view.width() >= bar.minimumSizeHint().width(), timeout=SOON_MS
    )
    frames = range(timeline.n_frames)
    widths = []
    for index in (*frames, *frames):
        timeline.seek(index)
        qtbot.wait(1)
        widths.append(view.width())
        assert words.fontMetrics().horizontalAdvance(words.text()) < words.width()
    # In the first round they may still take their places.
    assert len(set(widths[len(frames) :])) == 1


def test_leaving_the_step_stops_playing_and_brings_the_sample_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    context = window.context
    context.actions["play"].trigger()
    context.session.set_step(Step.VOLUME)
    assert not context.comparing.timeline.is_playing

    def one_is_across_the_middle() -> bool:
        """Say whether there is none of the edge that two panes have there."""
        alone = _on_screen(window, qtbot)
        middle = alone.shape[1] // 2
        return alone[200:-200, middle - 40 : middle + 40].std() > 15

    qtbot.waitUntil(one_is_across_the_middle, timeout=SOON_MS)


def _drag(window: MainWindow, at: tuple[float, float], by: tuple[float, float]) -> None:
    """Press, move and release the left button in the 3D view."""
    from pyvistaqt import QtInteractor

    target = window.workbench.scene_view.findChild(QtInteractor)
    start, end = QPointF(*at), QPointF(at[0] + by[0], at[1] + by[1])
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, place, button, held in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, start, none, left),
        (QEvent.Type.MouseMove, end, none, left),
        (QEvent.Type.MouseButtonRelease, end, left, none),
    ):
        event = QMouseEvent(
            kind,
            place,
            target.mapToGlobal(place),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(target, event)
        QApplication.processEvents()


def test_turning_one_pane_turns_both_until_they_are_unlinked(
    window: MainWindow, qtbot: QtBot
) -> None:
    comparing, view = window.context.comparing, window.workbench.scene_view
    qtbot.wait(200)
    first, second = view.pane_cameras()
    before = first["position"]
    _drag(window, (150, 150), (60, 20))
    first, second = view.pane_cameras()
    assert first["position"] != pytest.approx(before)
    assert second["position"] == pytest.approx(first["position"])

    comparing.set_settings(dataclasses.replace(comparing.settings, linked=False))
    _drag(window, (150, 150), (-60, 20))
    first, turned_back = view.pane_cameras()
    assert turned_back["position"] == pytest.approx(second["position"])
    assert first["position"] != pytest.approx(second["position"])


def test_a_drag_in_the_second_pane_turns_the_second_camera(
    window: MainWindow, qtbot: QtBot
) -> None:
    comparing, view = window.context.comparing, window.workbench.scene_view
    comparing.set_settings(dataclasses.replace(comparing.settings, linked=False))
    qtbot.wait(200)
    before = view.pane_cameras()
    _drag(window, (view.width() - 150, 150), (40, 0))
    after = view.pane_cameras()
    assert after[0]["position"] == pytest.approx(before[0]["position"])
    assert after[1]["position"] != pytest.approx(before[1]["position"])


def test_every_pane_shows_another_picture_and_the_picture_is_saved_as_shown(
    window: MainWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    comparing = window.context.comparing
    comparing.set_settings(dataclasses.replace(comparing.settings, count=4))
    comparing.timeline.seek(comparing.timeline.n_frames // 2)
    path, view = tmp_path / "panes.png", window.workbench.scene_view
    proportions = view.width() / view.height()
    monkeypatch.setattr("wetview.app.export_commands.ask_save", lambda *_: path)
    window.context.actions["export_comparison"].trigger()
    assert window.context.jobs.active()
    qtbot.waitUntil(path.exists, timeout=JOB_MS)
    image = np.asarray(Image.open(path)).astype(int)
    height, width = image.shape[:2]
    assert width >= 1920
    assert width / height == pytest.approx(proportions, rel=0.01)
    y, x = height // 2, width // 2
    parts = [image[top : top + y, left : left + x] for top in (0, y) for left in (0, x)]
    for number, part in enumerate(parts):
        assert part.std() > 5
        for other in parts[number + 1 :]:
            assert np.abs(part - other).mean() > 0.5


def test_a_legend_that_makes_way_for_a_curve_is_still_in_the_figure(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filling = window.context.comparing.runs[0].filling
    slower = [
        PressureCurves(
            f"{n} kPa", dataclasses.replace(filling, time_s=n * filling.time_s), None
        )
        for n in (1, 2, 4, 8, 12, 16, 20)
    ]
    monkeypatch.setattr(compare_plot, "curves_by_pressure", lambda fillings: slower)
    plot = ComparePlot(window.context, "pressures")
    qtbot.addWidget(plot)
    plot.resize(560, 240)
    plot.show()
    qtbot.waitExposed(plot)
    plot.draw()
    (axes,) = plot.figure.axes
    legend = axes.get_legend().get_window_extent()
    assert legend.x0 >= axes.bbox.x1
    assert legend.x1 <= plot.figure.bbox.x1


def test_a_row_of_the_table_picks_the_pore_and_flies_to_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = window.workbench.scene_view
    table = window.workbench.compare_area.findChild(QTableView)
    errors = [float(table.model().index(row, 1).data()) for row in range(5)]
    assert errors == sorted(errors, reverse=True)
    place = table.visualRect(table.model().index(0, 1)).center()
    before = view.pane_cameras()[0]
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    pore = int(table.model().index(0, 0).data())
    assert window.context.selection.pore == pore
    camera = view.pane_cameras()[0]
    centre = window.context.session.sample.pores.table.centre_vx[pore - 1] + 0.5
    np.testing.assert_allclose(camera["focus"], centre, atol=1e-6)
    assert camera["scale"] < before["scale"]


def test_a_pore_picked_in_3d_selects_its_row(window: MainWindow, qtbot: QtBot) -> None:
    comparing, view = window.context.comparing, window.workbench.scene_view
    panes = (PaneChoice("pores", "error"), *comparing.settings.panes[1:])
    comparing.set_settings(dataclasses.replace(comparing.settings, panes=panes))
    qtbot.wait(300)
    _drag(window, (view.width() // 4, view.height() // 2), (0, 0))
    picked = window.context.selection.pore
    assert picked is not None
    table = window.workbench.compare_area.findChild(QTableView)
    [row] = table.selectionModel().selectedRows()
    assert int(row.data()) == picked


def test_at_common_saturation_both_have_filled_equally_far(
    window: MainWindow,
) -> None:
    comparing = window.context.comparing
    comparing.set_settings(dataclasses.replace(comparing.settings, common="saturation"))
    moments = comparing.moments
    np.testing.assert_allclose(
        moments.first_saturation, moments.second_saturation, atol=1e-6
    )
    assert moments.second_s[-1] == pytest.approx(2 * moments.first_s[-1], rel=1e-6)


def test_exchanging_a_and_b_turns_the_signs(window: MainWindow, qtbot: QtBot) -> None:
    comparing = window.context.comparing
    before = comparing.compared.difference.copy()
    window.context.actions["exchange_fillings"].trigger()
    qtbot.waitUntil(lambda: comparing.compared is not None, timeout=SOON_MS)
    np.testing.assert_allclose(comparing.compared.difference, -before, atol=1e-9)


def test_a_prediction_is_put_beside_its_simulation(
    make_window: Callable[[], MainWindow], project: Path, qtbot: QtBot
) -> None:
    opened = Project.open(project)
    [entry] = opened.samples()
    from wetview.project import read_sample

    sample = read_sample(entry.path)
    path = project / "runs" / "predicted.h5"
    _write_front(path, sample.phases, sample.pores, "predicted", "predict")
    window = make_window()
    _open(window, project, qtbot)
    comparing = window.context.comparing
    # "fast" has its pressure, "slow" another.
    assert comparing.first.name == "fast"
    assert comparing.second.is_predicted


def test_the_choice_is_there_again_after_reopening(
    make_window: Callable[[], MainWindow], project: Path, qtbot: QtBot
) -> None:
    window = make_window()
    _open(window, project, qtbot)
    comparing = window.context.comparing
    panes = (
        PaneChoice("difference", "saturation"),
        PaneChoice("second", "fill_time"),
        *comparing.settings.panes[2:],
    )
    changed = dataclasses.replace(
        comparing.settings,
        first="slow.h5",
        second="fast.h5",
        count=4,
        panes=panes,
        linked=False,
        common="saturation",
        solid="translucent",
        slices=(0.5, None, 0.25),
    )
    comparing.set_settings(changed)
    qtbot.waitUntil(lambda: comparing.compared is not None, timeout=SOON_MS)
    window.close()

    again = make_window()
    again.open_path(project)
    restored = again.context.comparing
    qtbot.waitUntil(lambda: restored.compared is not None, timeout=SOON_MS)
    assert again.context.session.step is Step.COMPARE
    assert restored.settings == changed
    assert restored.first.name == "slow"


def test_the_window_closes_while_it_still_compares(
    make_window: Callable[[], MainWindow], project: Path, qtbot: QtBot
) -> None:
    window = make_window()
    session = window.context.session
    window.open_path(project)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.COMPARE)
    qtbot.waitUntil(lambda: bool(window.context.comparing.runs), timeout=SOON_MS)
    window.close()


def test_runs_of_other_pores_are_refused_in_words(
    make_window: Callable[[], MainWindow], project: Path, qtbot: QtBot
) -> None:
    opened = Project.open(project)
    [entry] = opened.samples()
    from wetview.project import read_sample

    sample = read_sample(entry.path)
    fewer = label_pores(sample.phases, merge_fraction=1.0)
    if len(fewer) == len(sample.pores):
        pytest.fail("merging changed nothing: the test shows nothing")
    (project / "runs" / "slow.h5").unlink()
    _write_front(project / "runs" / "slow.h5", sample.phases, fewer, "slow", "simulate")
    window = make_window()
    session, comparing = window.context.session, window.context.comparing
    window.open_path(project)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.COMPARE)
    qtbot.waitUntil(lambda: comparing.problem is not None, timeout=SOON_MS)
    assert "pores" in str(comparing.problem)

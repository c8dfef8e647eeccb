"""The step Learn in a window: training, networks, predictions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox, QLabel

from wetview.app.models import LearnPage, Step
from wetview.errors import UserError
from wetview.lbm.fluids import Fluids
from wetview.pores import Pores, label_pores
from wetview.project import (
    FillingWriter,
    Project,
    read_dataset,
    read_filling,
    read_surrogate,
    shipped_dataset_path,
    write_surrogate,
)
from wetview.surrogate import (
    Dataset,
    ElectrodeView,
    FitSettings,
    RunRecord,
    Surrogate,
    TrainingSettings,
    train,
    view_electrode,
)
from wetview.volume import Phases, generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow
    from wetview.filling import Filling

pytestmark = pytest.mark.gl

SOON_MS = 240_000
FLUIDS = Fluids("LP30", 1300.0, 0.0037, 0.042, 60.0)
PRESSURES_PA = (50e3, 200e3)
N_ELECTRODES = 3
FIT = FitSettings((16,), "silu", normalise=False, n_epochs=30, has_class=True)

Electrode = tuple[Phases, Pores, ElectrodeView]


@pytest.fixture(scope="module")
def electrodes() -> list[Electrode]:
    made = []
    for seed in range(N_ELECTRODES):
        phases = generate_electrode((28, 20, 20), mean_diameter_m=5e-6, seed=seed)
        phases = replace(phases, name=f"e{seed}")
        pores = label_pores(phases)
        made.append((phases, pores, view_electrode(phases, pores)))
    return made


def _record(electrode: Electrode, pressure_pa: float) -> RunRecord:
    """Pores fill linearly while Darcy's front crosses them; what is dry stays so."""
    phases, _, view = electrode
    columns = view.with_conditions(FLUIDS, pressure_pa)
    seconds = columns["liquid_viscosity_pa_s"] / pressure_pa
    crossing = columns["front_crossing"]
    begins = seconds * (columns["front_begin"] + 0.01 * crossing)
    ends = seconds * (columns["front_end"] + 0.05 * crossing)
    time = np.linspace(0, 1.3 * ends.max(), 120)
    final = np.where(view.is_reached, 0.9, 0.0)
    curves = final * np.clip((time[:, None] - begins) / (ends - begins), 0, 1)
    name = f"{phases.name} {pressure_pa / 1e3:g} kPa"
    return RunRecord(name, phases.name, time, curves.astype(np.float32), columns)


@pytest.fixture(scope="module")
def surrogate(electrodes: list[Electrode]) -> Surrogate:
    records = [_record(one, p) for one in electrodes for p in PRESSURES_PA]
    settings = TrainingSettings(n_members=2, fit=FIT)
    return train(Dataset("law", tuple(records)), settings, name="Law")[0]


def _write_run(
    folder: Path, electrode: Electrode, pressure_pa: float, outcome: str = "flat"
) -> None:
    phases, pores, _ = electrode
    record = _record(electrode, pressure_pa)
    description = {
        "kind": "simulate",
        "fluids": dict(vars(FLUIDS)),
        "pressure_pa": pressure_pa,
    }
    with FillingWriter(
        folder / f"{record.name}.h5",
        phases=phases,
        pores=pores,
        name=record.name,
        description=description,
        provenance={},
    ) as writer:
        for row, time_s in enumerate(record.time_s.tolist()):
            saturation = float(record.saturation[row])
            writer.add_sample(row, time_s, saturation, record.pore_saturation[row])
        writer.add_frame(0.0, 0.0, np.zeros(phases.shape, np.uint8))
        writer.finish(outcome, {"saturation": float(record.saturation[-1])})


@pytest.fixture(scope="module")
def written(
    electrodes: list[Electrode],
    surrogate: Surrogate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Two runs an electrode, one of them stopped, a sample with pores, a network."""
    made = Project.create(tmp_path_factory.mktemp("once") / "learn.wetview", "learn")
    for number, electrode in enumerate(electrodes):
        for pressure_pa in PRESSURES_PA:
            was_stopped = number == 2 and pressure_pa == 200e3
            outcome = "stopped" if was_stopped else "flat"
            _write_run(made.folder / "runs", electrode, pressure_pa, outcome)
    phases, pores, _ = electrodes[0]
    made.add_sample("A", phases, pores, {})
    write_surrogate(made.new_model_path("Law"), surrogate)
    made.refresh()
    return made.folder


@pytest.fixture
def project(written: Path, tmp_path: Path) -> Project:
    """A copy of it, which a test may change."""
    return Project.open(shutil.copytree(written, tmp_path / written.name))


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], project: Project, qtbot: QtBot
) -> MainWindow:
    """A window with the project, in the step."""
    window = make_window()
    window.open_path(project.folder)
    session = window.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    session.set_step(Step.LEARN)
    shelf = window.context.learning.shelf
    qtbot.waitUntil(lambda: shelf.chosen is not None, timeout=SOON_MS)
    own = [one for one in shelf.models if not one.is_shipped]
    shelf.choose(own[0].path)
    return window


def _words(widget: Any) -> str:
    labels = widget.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if not label.isHidden())


def _look(window: MainWindow, qtbot: QtBot) -> None:
    window.context.learning.set_page(LearnPage.TRAIN)
    desk = window.context.learning.training
    qtbot.waitUntil(lambda: desk.glance is not None, timeout=SOON_MS)


def _predict(window: MainWindow, qtbot: QtBot) -> Filling:
    window.context.actions["predict"].trigger()
    desk = window.context.learning.prediction
    qtbot.waitUntil(lambda: desk.predicted is not None, timeout=SOON_MS)
    filling = window.context.session.filling
    assert filling is not None
    return filling


def test_runs_are_listed_and_one_that_was_stopped_says_why_it_is_of_no_use(
    window, qtbot
):
    _look(window, qtbot)
    desk = window.context.learning.training
    assert len(desk.runs) == 6
    assert len(desk.chosen) == 5
    panel = window.workbench.learn_panel.train
    assert "5 of 6 runs" in _words(panel)
    assert "was stopped before its filling had ended" in _words(panel)


def test_the_data_set_is_counted_and_follows_the_choice(window, qtbot):
    _look(window, qtbot)
    desk = window.context.learning.training
    assert desk.glance.n_runs == 5
    assert len(desk.glance.electrodes) == N_ELECTRODES
    high = [run.path for run in desk.runs if "200" in run.name]
    desk.check(high, False)
    qtbot.waitUntil(
        lambda: desk.glance is not None and desk.glance.n_runs == 3, timeout=SOON_MS
    )
    words = _words(window.workbench.learn_panel.train)
    assert "All runs are at 50 kPa" in words
    desk.check([run.path for run in desk.runs], False)
    missing = "Choose runs to learn from."
    qtbot.waitUntil(
        lambda: missing in _words(window.workbench.learn_panel.train), timeout=SOON_MS
    )
    assert not window.context.actions["train"].isEnabled()


def test_runs_are_joined_with_the_simulations_that_come_with_the_program(window, qtbot):
    _look(window, qtbot)
    desk = window.context.learning.training
    n_own = desk.glance.n_rows
    choice = window.workbench.learn_panel.train.findChild(QComboBox)
    choice.setCurrentIndex(1)
    choice.activated.emit(1)
    shipped = read_dataset(shipped_dataset_path())
    qtbot.waitUntil(
        lambda: desk.glance is not None and desk.glance.n_rows > n_own, timeout=SOON_MS
    )
    assert desk.glance.n_rows == n_own + shipped.n_rows
    assert desk.glance.n_runs == 5 + len(shipped.records)
    assert (len(desk.source.runs), desk.source.with_shipped) == (5, True)
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    qtbot.waitUntil(
        lambda: desk.glance is not None and desk.glance.n_rows == shipped.n_rows,
        timeout=SOON_MS,
    )
    assert desk.source.runs == ()


def test_a_training_leaves_a_network_with_scores_and_figures(window, qtbot):
    _look(window, qtbot)
    desk, shelf = window.context.learning.training, window.context.learning.shelf
    desk.set_request(
        replace(desk.request, name="Mine", n_members=2, fit=replace(FIT, n_epochs=12))
    )
    with qtbot.waitSignal(window.training.trained, timeout=SOON_MS):
        window.context.actions["train"].trigger()
    assert [loss.epoch for loss in desk.losses["train"]] == list(range(1, 13))
    assert len(desk.losses["leave out"]) == 12
    qtbot.waitUntil(
        lambda: shelf.chosen is not None and shelf.chosen.name == "Mine",
        timeout=SOON_MS,
    )
    assert window.context.learning.page is LearnPage.NETWORKS
    view = window.learn_view.network
    titles = [view.scores.item(row, 0).text() for row in range(view.scores.rowCount())]
    assert {"e0", "e1", "e2"} < set(titles)
    record = shelf.chosen.record
    assert sum(len(run.simulated_t_f0_s) for run in record.left_out) == (
        desk.glance.n_rows
    )
    for index in (2, 3, 4, 5):
        view.tabs.setCurrentIndex(index)
        page = view.figures[index - 2]
        qtbot.waitUntil(lambda page=page: page.view.image is not None, timeout=SOON_MS)


def test_the_button_that_started_a_training_stops_it_and_the_best_is_kept(
    window, qtbot
):
    _look(window, qtbot)
    desk, train = window.context.learning.training, window.context.actions["train"]
    desk.set_request(
        replace(desk.request, name="Long", fit=replace(FIT, n_epochs=20_000))
    )
    train.trigger()
    assert train.text() == "Stop and keep the best"
    # An error every 100 epochs.
    qtbot.waitUntil(lambda: bool(desk.losses), timeout=SOON_MS)
    with qtbot.waitSignal(window.training.trained, timeout=SOON_MS) as made:
        train.trigger()
    kept = read_surrogate(made.args[0])
    assert kept.card["was_stopped"]
    assert kept.card["n_epochs"] < 20_000
    assert train.text() == "Train"
    assert desk.course is None


def test_closing_the_window_ends_a_training_and_the_best_is_kept(
    window, qtbot, project, monkeypatch
):
    _look(window, qtbot)
    desk = window.context.learning.training
    desk.set_request(
        replace(desk.request, name="Long", fit=replace(FIT, n_epochs=20_000))
    )
    window.context.actions["train"].trigger()
    qtbot.waitUntil(lambda: bool(desk.losses), timeout=SOON_MS)
    monkeypatch.setattr("wetview.app.window.ask", lambda *_, **__: True)
    assert window.close()
    assert not window.context.jobs.active()
    models = Project.open(project.folder).models()
    (kept,) = (entry for entry in models if entry.name == "Long")
    assert read_surrogate(kept.path).card["was_stopped"]


def test_a_prediction_is_shown_as_a_filling_with_its_interval(window, qtbot):
    filling = _predict(window, qtbot)
    assert filling.is_predicted
    assert window.context.timeline.n_frames == filling.n_frames
    assert set(filling.results["interval_90"]) == {"time_s", "low", "high"}
    panel = window.workbench.learn_panel.predict
    assert "Never fill" in _words(panel)


def test_moving_a_slider_predicts_again_and_measures_the_electrode_once(
    window, qtbot, monkeypatch
):
    measured = []

    def counted(*arguments: Any, **options: Any) -> ElectrodeView:
        measured.append(arguments)
        return view_electrode(*arguments, **options)

    monkeypatch.setattr("wetview.app.control.prediction.view_electrode", counted)
    desk = window.context.learning.prediction
    _predict(window, qtbot)
    for kpa in (100.0, 400.0):
        window.workbench.learn_panel.predict.pressure.moved.emit(kpa)
        qtbot.waitUntil(
            lambda kpa=kpa: (
                desk.predicted is not None
                and desk.predicted.filling.description["pressure_pa"] == 1e3 * kpa
            ),
            timeout=SOON_MS,
        )
    slow, fast = 1e5, 4e5
    assert window.context.session.filling is desk.predicted.filling
    assert desk.conditions.pressure_pa == fast != slow
    assert len(measured) == 1


def test_an_input_outside_of_the_training_is_named(window, qtbot):
    _predict(window, qtbot)
    desk = window.context.learning.prediction
    window.workbench.learn_panel.predict.pressure.moved.emit(1500.0)
    qtbot.waitUntil(
        lambda: (
            desk.predicted is not None
            and desk.predicted.filling.description["pressure_pa"] == 1.5e6
        ),
        timeout=SOON_MS,
    )
    words = _words(window.workbench.learn_panel.predict)
    assert "Outside of what the network was trained on" in words
    assert "Applied pressure is 1.5e+03 kPa" in words


def test_a_prediction_that_is_kept_is_a_run_marked_as_predicted(window, qtbot, project):
    filling = _predict(window, qtbot)
    with qtbot.waitSignal(window.prediction.kept, timeout=SOON_MS) as kept:
        window.context.actions["keep_prediction"].trigger()
    read = read_filling(kept.args[0])
    assert read.is_predicted
    np.testing.assert_allclose(read.saturation, filling.saturation, atol=1e-6)
    assert window.context.session.filling_path == kept.args[0]
    assert not window.context.actions["keep_prediction"].isEnabled()
    window.context.session.set_step(Step.SIMULATE)
    runs = window.workbench.simulate_panel.runs
    assert any("predicted" in text for text in runs.texts)
    # A network cannot learn from another: the run is listed as of no use.
    window.context.session.set_step(Step.LEARN)
    desk = window.context.learning.training
    qtbot.waitUntil(lambda: len(desk.runs) == 7, timeout=SOON_MS)
    made = next(run for run in desk.runs if run.path == kept.args[0])
    assert "predicted by a network" in str(made.problem)


def test_a_sample_without_pores_says_what_to_do(window, qtbot):
    session = window.context.session
    session.set_pores(None)
    window.context.actions["predict"].trigger()
    desk = window.context.learning.prediction
    assert "Find them in the step Pores" in desk.missing
    assert not window.context.actions["keep_prediction"].isEnabled()


def test_networks_are_renamed_exported_imported_and_deleted(
    window, qtbot, project, tmp_path, in_trash
):
    shelf, networks = window.context.learning.shelf, window.networks
    window.context.session.set_step(Step.LEARN)
    window.context.learning.set_page(LearnPage.NETWORKS)
    path = shelf.chosen.path
    networks.rename(path, "Better")
    qtbot.waitUntil(
        lambda: shelf.chosen is not None and shelf.chosen.name == "Better",
        timeout=SOON_MS,
    )
    networks.written.disconnect()
    with qtbot.waitSignal(networks.written, timeout=SOON_MS):
        networks.export(path, tmp_path / "out.h5")
    assert read_surrogate(tmp_path / "out.h5").name == "Better"
    networks.import_file(tmp_path / "out.h5")
    qtbot.waitUntil(
        lambda: shelf.chosen is not None and shelf.chosen.path.stem == "out",
        timeout=SOON_MS,
    )
    shelf.compare_with(path)
    card = window.learn_view.network.card
    assert card.columnCount() == 3
    networks.delete(path)
    assert not path.exists()
    assert in_trash() == {path.name}
    qtbot.waitUntil(
        lambda: all(one.path != path for one in shelf.models), timeout=SOON_MS
    )


def test_a_file_that_is_no_network_is_refused_and_nothing_changes(
    window, qtbot, project, tmp_path
):
    foreign = tmp_path / "foreign.h5"
    foreign.write_bytes(b"\x80\x04}q\x00.")
    before = sorted((project.folder / "models").iterdir())
    window.background.failed.disconnect(window.problems.show)
    with qtbot.waitSignal(window.background.failed, timeout=SOON_MS) as failed:
        window.networks.import_file(foreign)
    assert isinstance(failed.args[0], UserError)
    assert "a network" in failed.args[0].message
    assert sorted((project.folder / "models").iterdir()) == before


def test_without_a_network_that_comes_with_the_program_one_is_told_to_train(
    window, qtbot, monkeypatch
):
    def missing() -> Path:
        raise FileNotFoundError

    monkeypatch.setattr("wetview.app.control.networks.shipped_model_path", missing)
    shelf = window.context.learning.shelf
    window.networks.delete(shelf.chosen.path)
    qtbot.waitUntil(lambda: shelf.chosen is None, timeout=SOON_MS)
    assert not window.context.actions["predict"].isEnabled()
    window.context.learning.set_page(LearnPage.PREDICT)
    assert "train one, or import one" in window.context.learning.prediction.missing

"""What the step Export offers, and that its jobs leave what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton

from wetview.app.models import Step
from wetview.app.panels.fields import ChoiceField, NumberField
from wetview.app.panels.key_frame_list import KeyFrameList
from wetview.app.panels.preview_picture import PreviewPicture
from wetview.jobs import BundleJob, SeriesJob
from wetview.pores import label_pores
from wetview.project import FillingWriter, Project, provenance, read_filling
from wetview.volume import generate_electrode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SOON_MS, JOB_MS = 20_000, 120_000
SHAPE = (24, 16, 16)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a sample and two runs, in which a front goes along x."""
    made = Project.create(tmp_path / "a.wetview", "a")
    phases = generate_electrode(SHAPE, seed=3)
    pores = label_pores(phases)
    x = np.indices(SHAPE)[0]
    made.add_sample("electrode", phases, pores, provenance({}, None))
    sample = made.samples()[0].path
    for number in (1, 2):
        path = made.new_run_path("electrode")
        with FillingWriter(
            path,
            phases=phases,
            pores=pores,
            name=f"run {number}",
            description={"kind": "simulate", "sample": str(sample)},
            provenance=provenance({}, sample),
        ) as writer:
            for frame in range(4):
                liquid = phases.is_pore * np.where(x < 8 * frame, 255, 0).astype(
                    np.uint8
                )
                share = float(liquid.sum() / 255 / phases.is_pore.sum())
                time_s = number * frame * 1e-6
                writer.add_sample(frame, time_s, share, [share] * len(pores))
                writer.add_frame(time_s, share, liquid)
            writer.finish("flat", {"saturation": 1.0})
    made.settings["sample_of_run"] = {
        entry.path.name: sample.name for entry in made.runs()
    }
    made.refresh()
    return made


@pytest.fixture
def window(
    make_window: Callable[[], MainWindow], project: Project, qtbot: QtBot
) -> MainWindow:
    """A window in the step Export, with a run shown."""
    made = make_window()
    made.open_path(project.folder)
    session = made.context.session
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    made.runs.show_run(project.runs()[0].path)
    qtbot.waitUntil(lambda: session.filling_path is not None, timeout=SOON_MS)
    session.set_step(Step.EXPORT)
    return made


def test_other_runs_of_the_sample_are_offered_beside(window, qtbot):
    def offered() -> bool:
        return len(window.context.comparing.runs) == 2

    qtbot.waitUntil(offered, timeout=SOON_MS)
    assert window.context.actions["export_video"].isEnabled()
    form = window.workbench.export_panel.form
    first, second, third = (
        next(
            field
            for field in form.findChildren(ChoiceField)
            if field.accessibleName() == f"Beside it, {number}"
        )
        for number in (1, 2, 3)
    )
    assert not second.isVisibleTo(form)
    [other] = window.workbench.export_panel._others()
    first.set_value(other[1])
    first.edited.emit(other[1])
    form._difference.setChecked(True)
    assert form.settings.of_pictures(None)["difference"] is True
    assert second.isVisibleTo(form)
    assert not third.isVisibleTo(form)
    # The same run is shown once, however often it is chosen.
    second.set_value(other[1])
    second.edited.emit(other[1])
    assert form.settings.of_pictures(None)["compare_with"] == [other[1]]


def test_camera_through_key_frames_waits_for_a_view(window, qtbot):
    form = window.workbench.export_panel.form
    camera = next(
        field
        for field in form.findChildren(ChoiceField)
        if field.accessibleName() == "Camera"
    )
    camera.set_value("key frames")
    camera.edited.emit("key frames")
    assert form.settings.camera == "key frames"
    assert not window.context.actions["export_video"].isEnabled()
    window.context.actions["add_key_frame"].trigger()
    assert window.context.actions["export_video"].isEnabled()
    [key] = form.settings.of_pictures(None)["key_frames"]
    assert key["at"] == 0
    assert key["view"]["scale"] > 0
    for _ in range(2):
        window.context.actions["add_key_frame"].trigger()
    assert [at for at, _ in form.settings.key_frames] == [0, 0.5, 1]
    rows = form.findChild(KeyFrameList)
    names = {"When view 2 is reached": NumberField, "Remove view 1": QPushButton}
    at, remove = (
        [one for one in rows.findChildren(kind) if one.accessibleName() == name][-1]
        for name, kind in names.items()
    )
    at.setValue(30)
    assert [at for at, _ in form.settings.key_frames] == [0, 0.3, 1]
    remove.click()
    assert [at for at, _ in form.settings.key_frames] == [0.3, 1]
    window.context.actions["clear_key_frames"].trigger()
    assert not window.context.actions["export_video"].isEnabled()


def test_preview_is_drawn_in_a_job(window, qtbot):
    center = window.job_center
    with qtbot.waitSignal(center.preview_made, timeout=JOB_MS) as made:
        window.context.actions["preview_video"].trigger()
        assert window.context.jobs.active("video")
    with Image.open(made.args[0]) as preview:
        assert preview.n_frames > 8
    shown = window.workbench.export_panel.findChild(PreviewPicture)
    qtbot.waitUntil(lambda: not shown.pixmap().isNull(), timeout=SOON_MS)
    first = shown.pixmap().toImage()
    qtbot.waitUntil(lambda: shown.pixmap().toImage() != first, timeout=SOON_MS)


def test_job_writes_for_paraview(window, project, tmp_path, qtbot):
    run, out = project.runs()[0].path, tmp_path / "out.pvd"
    with qtbot.waitSignal(window.job_center.video_made, timeout=JOB_MS):
        window.job_center.export(SeriesJob(run=run, out=out), "Writing", out)
    n_files = len(list((tmp_path / "out_frames").iterdir()))
    assert n_files == read_filling(run).n_frames


def test_bundle_is_opened_as_a_project(window, project, tmp_path, qtbot):
    out = tmp_path / "a.zip"
    job = BundleJob(project=project.folder, out=out)
    with qtbot.waitSignal(window.job_center.video_made, timeout=JOB_MS):
        window.job_center.export(job, "Packing", out)
    folder = tmp_path / "b.wetview"
    with qtbot.waitSignal(window.projects.opened, timeout=SOON_MS):
        window.export_commands.open_bundle(out, folder)
    opened = window.context.session.project
    assert opened is not None
    assert opened.folder == folder.resolve()
    assert len(opened.runs()) == 2

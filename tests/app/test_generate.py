"""An electrode generated in the window, from the dialog to the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wetview.app.dialogs.generate_dialog import GenerateDialog
from wetview.app.models import Step
from wetview.jobs import ElectrodeSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.gl

SOON_MS = 120_000


def test_a_generated_electrode_becomes_the_sample_of_a_new_project(
    make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = make_window()
    session = window.context.session
    asked = ElectrodeSettings(
        name="Half as open", shape=(24, 20, 20), porosity=0.4, mean_diameter_m=6e-6
    )
    window.sample_commands.generate(asked)
    qtbot.waitUntil(lambda: session.sample is not None, timeout=SOON_MS)
    assert session.sample.name == "Half as open"
    assert session.sample.phases.shape == (24, 20, 20)
    assert session.sample.phases.porosity == pytest.approx(0.4, abs=1e-3)
    assert session.step is Step.PORES
    assert [entry.name for entry in session.project.samples()] == ["Half as open"]


def test_the_dialog_says_what_cannot_be(qtbot: QtBot) -> None:
    dialog = GenerateDialog(None)
    qtbot.addWidget(dialog)
    assert dialog._generate.isEnabled()
    dialog._porosity.setValue(60)
    dialog._binder.setValue(45)
    assert not dialog._generate.isEnabled()
    assert "active material" in dialog._verdict.text()
    dialog._binder.setValue(5)
    dialog._mean.setValue(2)
    assert "too few voxels" in dialog._verdict.text()
    dialog._mean.setValue(8)
    dialog._aspect_ratio.setValue(10)
    assert "Flakes thinner than 2 µm" in dialog._verdict.text()
    assert not dialog._generate.isEnabled()
    dialog._aspect_ratio.setValue(3)
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog._generate.click()
    assert chosen.args[0].porosity == 0.6
    assert chosen.args[0].aspect_ratio == 3

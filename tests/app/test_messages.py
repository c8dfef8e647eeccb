"""Bad files and wrong settings become sentences, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox

from wetview.app.dialogs.raw_dialog import RawDialog
from wetview.app.dialogs.report_dialog import ReportDialog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

SOON_MS = 30_000

pytestmark = pytest.mark.gl


def _write_text(path: Path) -> None:
    path.write_text("this is no picture")


def _write_empty(path: Path) -> None:
    path.write_bytes(b"")


def _write_flat(path: Path) -> None:
    tifffile.imwrite(path, np.arange(64, dtype=np.uint8).reshape(8, 8))


def _write_nothing(path: Path) -> None:
    """The file is missing."""


@pytest.mark.parametrize(
    "write", [_write_text, _write_empty, _write_flat, _write_nothing]
)
def test_a_bad_file_shows_a_sentence_and_changes_nothing(
    write: Callable[[Path], None],
    make_window: Callable[[], MainWindow],
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    path = tmp_path / "bad.tif"
    write(path)
    window = make_window()
    window.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=SOON_MS)
    box = window.findChild(QMessageBox)
    assert "bad.tif" in box.text()
    assert box.informativeText()
    assert window.context.session.is_empty
    assert path not in window.context.preferences.recent
    box.reject()


def test_a_bug_shows_the_report_with_its_details(
    make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = make_window()
    window.problems.show(ZeroDivisionError("a fault of ours"))
    dialog = window.findChild(ReportDialog)
    assert dialog is not None
    dialog.reject()


def test_a_raw_file_can_be_opened_only_if_its_size_fits(
    make_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "plain-6x5x4-uint8.raw"
    np.tile(np.array([0, 1], dtype=np.uint8), 60).tofile(path)
    window = make_window()
    window.open_path(path)
    qtbot.waitUntil(lambda: window.findChild(RawDialog) is not None, timeout=SOON_MS)
    dialog = window.findChild(RawDialog)
    button = dialog.findChild(QDialogButtonBox).button(
        QDialogButtonBox.StandardButton.Open
    )
    assert button.isEnabled()
    slices = next(
        field
        for field in dialog.findChildren(object)
        if getattr(field, "accessibleName", str)() == "Slices"
    )
    right = slices.value()
    slices.setValue(right + 1)
    assert not button.isEnabled()
    slices.setValue(right)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.context.session.source is not None, timeout=SOON_MS)
    assert sorted(window.context.session.source.volume.shape) == [4, 5, 6]


def test_the_theme_can_be_switched_while_the_window_is_open(
    make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = make_window()
    light = window.palette().window().color().lightness()
    window.context.actions["theme_dark"].trigger()
    assert window.context.preferences.theme == "dark"
    assert window.context.icons.theme.name == "dark"
    qtbot.waitUntil(
        lambda: window.palette().window().color().lightness() < light, timeout=SOON_MS
    )


def test_every_control_has_a_tooltip_and_a_name(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> None:
    from PySide6.QtWidgets import (
        QAbstractButton,
        QAbstractSpinBox,
        QComboBox,
        QLineEdit,
        QSlider,
        QTabBar,
    )

    window = make_window()
    window.open_path(tomogram)
    qtbot.waitUntil(lambda: window.context.session.source is not None, timeout=SOON_MS)
    nameless = [
        widget
        for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider)
        for widget in window.workbench.findChildren(kind)
        if not widget.objectName().startswith("qt_")
        # Qt's own, to scroll tabs and to empty a line
        and not isinstance(widget.parent(), (QTabBar, QLineEdit))
        and (
            not widget.toolTip()
            or not (widget.accessibleName() or getattr(widget, "text", str)())
        )
    ]
    assert not nameless
    assert not window.findChildren(QDialog)

"""The page that is shown while nothing is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from wetview.app.views.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow


def _button(page: Welcome, name: str) -> QPushButton:
    return next(
        button
        for button in page.findChildren(QPushButton)
        if button.accessibleName() == name
    )


def test_a_choice_says_what_it_does_and_does_it_wherever_it_is_clicked(
    make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    page = make_window().findChild(Welcome)
    triggered = []
    action = page._context.actions["open_project"]
    action.triggered.disconnect()
    action.triggered.connect(lambda: triggered.append(action))
    button = _button(page, "Open a project")
    title, explanation = button.findChildren(QLabel)
    assert (title.text(), explanation.text()) == (
        "Open a project",
        "Go on where you stopped",
    )
    # Neither line is cut off by the button's edge.
    for label in (title, explanation):
        assert label.height() >= label.fontMetrics().height()
        assert button.rect().contains(label.geometry())
    middle = title.geometry().center()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=middle)
    assert triggered == [action]
    # Words that come with a change of the action do not hide the two lines.
    action.setToolTip("Something else")
    assert button.text() == ""
    assert button.accessibleName() == "Open a project"


def test_recent_files_that_are_gone_are_not_offered(
    make_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    page = make_window().findChild(Welcome)
    here, gone = tmp_path / "here.tif", tmp_path / "gone.tif"
    for path in (here, gone):
        path.touch()
        page._context.preferences.add_recent(path)
    gone.unlink()
    page.refresh()
    names = [b.accessibleName() for b in page.findChildren(QPushButton)]
    assert "Open here.tif" in names
    assert "Open gone.tif" not in names
    with qtbot.waitSignal(page.path_requested) as requested:
        _button(page, "Open here.tif").click()
    assert requested.args == [here]

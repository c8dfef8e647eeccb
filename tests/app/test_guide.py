"""The guide in the window: it opens where the user is, and its links lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtWidgets import QTextBrowser

from wetview.app.icons import IconSet
from wetview.app.models import Step
from wetview.app.preferences import Preferences
from wetview.app.views.guide_window import GuideWindow
from wetview.assets import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from wetview.app.window import MainWindow

pytestmark = pytest.mark.qt

_SOON_MS = 10_000
_NEAR_THE_TOP = QPoint(200, 26)
_PAGES = sorted(document("guide.md").parent.rglob("*.md"))


@pytest.fixture
def guide(qtbot: QtBot) -> GuideWindow:
    window = GuideWindow(IconSet(), None)
    qtbot.addWidget(window)
    return window


def _at_top(guide: GuideWindow) -> str:
    page = guide.findChild(QTextBrowser)
    return page.cursorForPosition(_NEAR_THE_TOP).block().text()


@pytest.mark.parametrize("step", list(Step))
def test_every_step_has_its_section(
    step: Step, guide: GuideWindow, qtbot: QtBot
) -> None:
    section = step.value.capitalize()
    guide.open("guide.md", section)
    guide.show()
    if step is Step.EXPORT:  # the last section may be too short to come to the top
        page = guide.findChild(QTextBrowser)
        bar = page.verticalScrollBar()
        qtbot.waitUntil(lambda: bar.value() > bar.maximum() / 2, timeout=_SOON_MS)
    else:
        qtbot.waitUntil(lambda: _at_top(guide) == section, timeout=_SOON_MS)


def test_a_link_leads_to_a_heading_of_another_page_and_back(
    guide: GuideWindow, qtbot: QtBot
) -> None:
    guide.open("guide.md")
    guide.show()
    page = guide.findChild(QTextBrowser)
    page.anchorClicked.emit(QUrl("files.md#the-project-folder"))
    qtbot.waitUntil(lambda: _at_top(guide) == "The project folder", timeout=_SOON_MS)
    page.backward()
    qtbot.waitUntil(lambda: _at_top(guide) == "User guide", timeout=_SOON_MS)


@pytest.mark.gl
def test_the_window_opens_the_guide_at_its_step_and_has_the_keys_that_were_kept(
    make_window: Callable[[], MainWindow], tomogram: Path, qtbot: QtBot
) -> None:
    Preferences().shortcuts = {"guide": "F2"}
    window = make_window()
    action = window.context.actions["guide"]
    assert action.shortcut().toString() == "F2"
    window.open_path(tomogram)
    session = window.context.session
    qtbot.waitUntil(lambda: session.source is not None, timeout=_SOON_MS)
    session.set_step(Step.COMPARE)
    action.trigger()
    guide = window.findChild(GuideWindow)
    qtbot.waitUntil(lambda: _at_top(guide) == "Compare", timeout=_SOON_MS)
    Preferences().shortcuts = {}


@pytest.mark.parametrize("path", _PAGES, ids=lambda path: path.stem)
def test_links_and_pictures_of_the_pages_are_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("http"):
            continue
        name, _, heading = target.partition("#")
        other = path.parent / name if name else path
        assert other.exists(), target
        if heading:
            headings = re.findall(r"^#+ (.+)$", other.read_text(), re.MULTILINE)
            slugs = [re.sub(r"[^\w\- ]", "", h.lower()) for h in headings]
            assert heading in [slug.replace(" ", "-") for slug in slugs], target

"""What the tests of all rooms share: fresh folders, no leaks, no silent skips."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared"
_has_passed = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of the reference volumes, which are no part of the repository."""
    if not _BESIDE_THE_CHECKOUT.is_dir():
        pytest.skip(
            "the folder `shared` with reference volumes is not beside the checkout"
        )
    return _BESIDE_THE_CHECKOUT / "data"


def pytest_addoption(
    parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager
) -> None:
    """Let `-p no:pytest-qt` work: the science is tested without Qt, too."""
    if not pluginmanager.hasplugin("pytest-qt"):
        parser.addini("qt_api", "unused without pytest-qt")


def pytest_configure() -> None:
    """Without a screen, Qt's plain widgets are drawn off screen.

    Compiled code stays where users have it, though the tests get fresh folders.
    """
    compiled = Path(platformdirs.user_cache_dir("wetview", appauthor=False)) / "numba"
    os.environ.setdefault("NUMBA_CACHE_DIR", str(compiled))
    screens = os.environ.get("WETVIEW_TEST_SCREENS", "").split()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    if screens:
        os.environ["DISPLAY"] = screens[int(worker) % len(screens)]
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop a test of a 3D window that would abort pytest for want of a screen."""
    needs_window = item.get_closest_marker("gl") and "qtbot" in _fixtures(item)
    if needs_window and os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        pytest.fail("needs a screen: run `python3 packaging/start.py test`")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure, unless `_may_be_skipped`."""
    report = yield
    is_skip = report.skipped and not hasattr(report, "wasxfail")
    if is_skip and not _may_be_skipped(item):
        report.outcome = "failed"
        report.longrepr = f"nobody expected this test to be skipped: {report.longrepr}"
    if report.when == "call":
        item.stash[_has_passed] = report.passed
    return report


def _may_be_skipped(item: pytest.Item) -> bool:
    """Say whether the reference volumes may be missing, or the platform be another."""
    needs_volumes = item.get_closest_marker("shared") or "shared_data" in _fixtures(
        item
    )
    other_platform = not sys.platform.startswith("linux")
    return bool(needs_volumes or (other_platform and item.get_closest_marker("skipif")))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    """Turn a skipped file into a failure: it would hide all of its tests."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"nobody expected this file to be skipped: {report.longrepr}"
    return report


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", []))


@pytest.fixture(autouse=True)
def _fresh_folders(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give each test settings, data and documents of its own; never the user's."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(folder / "documents"))
    monkeypatch.setenv("APPDATA", str(folder / "config"))
    if _is_about_qt(request.node):
        from PySide6.QtCore import QSettings

        for file_format in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
            QSettings.setPath(
                file_format, QSettings.Scope.UserScope, str(folder / "config")
            )


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test of the window that leaves a window or a thread behind."""
    if not _is_about_qt(request.node):
        yield
        return
    threads_before = set(threading.enumerate())
    gc.freeze()  # modules and what they keep need not be looked through after each test
    yield
    windows = _remaining_windows()
    threads = _remaining_threads(threads_before)
    if request.node.stash.get(_has_passed, False):
        assert not windows, f"left open: {', '.join(windows)}"
        assert not threads, f"left running: {', '.join(threads)}"


def _is_about_qt(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("qt")) or "qtbot" in _fixtures(item)


def _remaining_windows() -> list[str]:
    """Return what top-level widgets there are, and close them for the next test."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    names = []
    for widget in QApplication.topLevelWidgets():
        class_name = widget.metaObject().className()
        if class_name != "QTipLabel":  # Qt keeps its last tooltip
            names.append(f"{class_name} {widget.objectName()}".strip())
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return names


def _remaining_threads(before: set[threading.Thread]) -> list[str]:
    """Return what threads were started and have not ended within two seconds."""
    limit_s = time.monotonic() + 2.0
    while True:
        new = [thread for thread in threading.enumerate() if thread not in before]
        names = [thread.name for thread in new if not thread.daemon]
        if not names or time.monotonic() > limit_s:
            return names
        time.sleep(0.02)

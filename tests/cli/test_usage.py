"""Help, wrong usage, and the exit codes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from wetview.cli import main
from wetview.cli.main import _VERBS, UNREAD, _parser

VERBS = re.findall(r"^ {4}([a-z][a-z-]*)", _parser().format_help(), re.MULTILINE)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_json(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"wetview {verb}" in shown
    assert "--json" in shown


def test_the_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "\n    simulate " in capsys.readouterr().out
    assert len(VERBS) == len(_VERBS)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, wetview.cli; wetview.cli.main(['simulate', '--help']);"
        "heavy = {'numpy', 'numba', 'h5py', 'scipy', 'vtk', 'PySide6', 'pydantic'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["melt"],
        ["info"],
        ["pores", "x.tif", "--thickness-axis", "3"],
        ["pores", "x.tif", "--crop", "0:10"],
        ["pores", "x.tif", "--crop", "10:0,0:1,0:1"],
        ["pores", "x.tif", "--pore", "zero"],
        ["pores", "x.tif", "--voxel-um", "wide"],
        ["pores", "x.tif", "--merge-fraction", "2"],
        ["info", "x.raw", "--raw-shape", "10,10"],
        ["info", "x.raw", "--raw-shape", "10,10,0"],
        ["info", "x.raw", "--raw-dtype", "object"],
        ["info", "x.raw", "--raw-dtype", "nonsense"],
        ["simulate", "x.tif"],
        ["simulate", "x.tif", "--out", "r.h5", "--outlet", "sideways"],
        ["simulate", "x.tif", "--out", "r.h5", "--threads", "0"],
        ["video", "r.h5", "v.mp4", "--size", "large"],
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert "error:" in shown.err
    assert shown.out == ""


def test_no_screen_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main(["open"]) == 1
    assert "no screen" in capsys.readouterr().err
    assert main([]) == 1
    assert "no screen" in capsys.readouterr().err


def test_a_project_that_is_missing_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["open", "nowhere.wetview"]) == 1
    assert "nowhere.wetview" in capsys.readouterr().err


class _Interrupted:
    """Stands for Ctrl-C while the command line is imported."""

    def find_spec(self, name: str, *rest: object) -> None:
        if name == "wetview.cli":
            raise KeyboardInterrupt


def test_ctrl_c_during_the_imports_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from wetview.__main__ import main as start

    monkeypatch.delitem(sys.modules, "wetview.cli")
    monkeypatch.setattr(sys, "meta_path", [_Interrupted(), *sys.meta_path])
    assert start() == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    import wetview

    assert main(["--version"]) == 0
    assert wetview.__version__ in capsys.readouterr().out


def test_a_reader_who_has_enough_is_no_error() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "wetview", "fluids"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == UNREAD
    assert said == ""

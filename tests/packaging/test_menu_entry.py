import configparser
import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import start
from first_run.console import StartError
from first_run.environment import Environment
from first_run.menu_entry import add_menu_entry
from PIL import Image

from wetview.assets import asset

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The home of a user whose applications lie where they usually do."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("APPDATA", raising=False)
    return tmp_path


def entry_of(path):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser["Desktop Entry"]


def test_linux_finds_wetview_among_the_applications(home):
    environment = Environment(CHECKOUT)
    path = add_menu_entry(environment, "linux")
    assert path == home / ".local/share/applications/wetview.desktop"
    entry = entry_of(path)
    program, file = shlex.split(entry["Exec"])
    assert program == str(environment.python.with_name("wetview-window"))
    assert file == "%f"
    assert Path(entry["Icon"]).is_file()
    assert entry["Terminal"] == "false"


def test_an_absolute_xdg_data_home_is_kept_to(home, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    path = add_menu_entry(Environment(CHECKOUT), "linux")
    assert path == home / "data/applications/wetview.desktop"
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    path = add_menu_entry(Environment(CHECKOUT), "linux")
    assert path == home / ".local/share/applications/wetview.desktop"


# Exec's own quotes and field codes, then the escapes of any string of such a file.
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("my programs", "my programs"),
        ('a"b', r'a\\"b'),
        ("$HOME`x`", r"\\$HOME\\`x\\`"),
        ("100 %f", "100 %%f"),
        (r"a\b", r"a\\\\b"),
    ],
)
def test_an_odd_path_stays_one_program(home, name, written):
    path = add_menu_entry(Environment(home / name), "linux")
    line = entry_of(path)["Exec"]
    assert line == f'"{home}/{written}/.venv/bin/wetview-window" %f'
    assert entry_of(path)["Icon"].startswith(f"{home}/{name}".replace("\\", r"\\"))


def test_a_second_time_brings_the_entry_up_to_date(home):
    add_menu_entry(Environment(home / "before"), "linux")
    path = add_menu_entry(Environment(home / "after"), "linux")
    assert "after" in entry_of(path)["Exec"]


def test_macos_gets_a_bundle_that_opens_the_window(home):
    environment = Environment(CHECKOUT)
    bundle = add_menu_entry(environment, "darwin")
    assert bundle == home / "Applications/wetview.app"
    about = plistlib.loads((bundle / "Contents/Info.plist").read_bytes())
    program = bundle / "Contents/MacOS" / about["CFBundleExecutable"]
    assert program.stat().st_mode & 0o111 == 0o111
    assert (bundle / "Contents/Resources" / about["CFBundleIconFile"]).is_file()


@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no sh")
def test_the_bundle_starts_a_program_in_a_folder_with_a_quote(home):
    environment = Environment(home / "Max's programs")
    window = environment.python.with_name("wetview-window")
    window.parent.mkdir(parents=True)
    window.write_text('#!/bin/sh\necho "opened $1"\n')
    window.chmod(0o755)
    shutil.copytree(
        CHECKOUT / "resources" / "icons", environment.checkout / "resources" / "icons"
    )
    program = add_menu_entry(environment, "darwin") / "Contents/MacOS/wetview"
    done = subprocess.run(
        [str(program), "a file"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "opened a file\n"


def test_windows_gets_a_shortcut_by_way_of_powershell(home, monkeypatch):
    calls = []

    def run(command, *, env, **options):
        calls.append((command, env))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    path = add_menu_entry(Environment(CHECKOUT), "win32")
    (command, env), *others = calls
    assert not others
    assert command[0] == "powershell"
    assert env["WETVIEW_LINK"] == str(path)
    assert path.name == "wetview.lnk"
    assert path.parent.name == "Programs"
    assert path.parent.is_dir()
    assert env["WETVIEW_PROGRAM"].endswith("wetview-window.exe")
    assert Path(env["WETVIEW_ICON"]).is_file()
    # No value stands in the command itself.
    assert str(CHECKOUT) not in command[-1]


def test_what_powershell_says_is_passed_on(home, monkeypatch):
    def run(command, **options):
        return subprocess.CompletedProcess(command, 1, "", "Access is denied.\n")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(StartError, match=r"wetview\.lnk could not be made:\nAccess is"):
        add_menu_entry(Environment(CHECKOUT), "win32")


@pytest.mark.parametrize("suffix", ["ico", "icns"])
def test_icons_for_menus_are_drawn_from_the_svg(suffix):
    with Image.open(asset(f"icons/wetview.{suffix}")) as icon:
        sizes = {max(size) for size in icon.info["sizes"]}
        pixel = icon.convert("RGBA").resize((64, 64)).getpixel((20, 19))
    assert {16, 32, 256} <= sizes
    # The first grain of the drawing, #e8edf2.
    assert pixel == pytest.approx((0xE8, 0xED, 0xF2, 0xFF), abs=4)


def test_without_a_screen_nothing_is_added(home, monkeypatch, capsys):
    monkeypatch.setattr(start, "has_screen", lambda variables: False)
    start.join_applications(Environment(CHECKOUT))
    assert not list(home.iterdir())
    assert capsys.readouterr().out == ""


def test_a_start_says_where_the_entry_is(home, monkeypatch, capsys):
    monkeypatch.setattr(start, "has_screen", lambda variables: True)
    start.join_applications(Environment(CHECKOUT))
    assert str(home) in capsys.readouterr().out


def test_a_start_goes_on_without_an_entry(home, monkeypatch, capsys):
    monkeypatch.setattr(start, "has_screen", lambda variables: True)
    monkeypatch.setenv("XDG_DATA_HOME", str(CHECKOUT / "README.md"))
    start.join_applications(Environment(CHECKOUT))
    assert "could not be added to your applications" in capsys.readouterr().out

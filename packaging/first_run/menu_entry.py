"""wetview among the applications of the desktop: later starts need no terminal."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from first_run.console import StartError
from first_run.processes import run_quietly

if TYPE_CHECKING:
    from first_run.environment import Environment

_COMMENT = "See electrolyte fill the pores of a battery electrode"
# Values come as variables, so that no character of a path can be taken for a command.
_MAKE_SHORTCUT = """
$ErrorActionPreference = "Stop"
$link = (New-Object -ComObject WScript.Shell).CreateShortcut($env:WETVIEW_LINK)
$link.TargetPath = $env:WETVIEW_PROGRAM
$link.IconLocation = $env:WETVIEW_ICON
$link.Description = $env:WETVIEW_COMMENT
$link.Save()
"""


def add_menu_entry(environment: Environment, platform: str = sys.platform) -> Path:
    """Add wetview to the user's applications, or bring its entry up to date.

    Returns
    -------
    Path
        The entry: a file, on macOS a folder. Deleting it takes wetview out again.

    Raises
    ------
    StartError
        If the desktop refuses it. wetview runs without an entry.
    OSError
        If it cannot be written.
    """
    if platform == "win32":
        return _add_shortcut(environment)
    if platform == "darwin":
        return _add_bundle(environment)
    return _add_desktop_file(environment)


def _program(environment: Environment) -> Path:
    """The environment's command that opens the window."""
    return environment.python.with_name("wetview-window")


def _add_desktop_file(environment: Environment) -> Path:
    data_home = os.environ.get("XDG_DATA_HOME", "")
    # A relative path counts as none: XDG Base Directory Specification.
    folder = Path(data_home if os.path.isabs(data_home) else "~/.local/share")
    path = folder.expanduser() / "applications" / "wetview.desktop"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=wetview",
        f"Comment={_COMMENT}",
        f"Exec={_desktop_command(_program(environment))} %f",
        f"Icon={_desktop_string(str(_icon(environment, 'svg')))}",
        "Terminal=false",
        "Categories=Science;Education;",
        "StartupWMClass=wetview",
    )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _desktop_command(program: Path) -> str:
    """A program's path as Exec wants it: Desktop Entry Specification 1.5."""
    quoted = str(program)
    for character in '\\"`$':
        quoted = quoted.replace(character, f"\\{character}")
    return _desktop_string('"' + quoted.replace("%", "%%") + '"')


def _desktop_string(text: str) -> str:
    return text.replace("\\", "\\\\")


def _add_shortcut(environment: Environment) -> Path:
    roaming = os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming"
    programs = Path(roaming, "Microsoft", "Windows", "Start Menu", "Programs")
    path = programs / "wetview.lnk"
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "WETVIEW_LINK": str(path),
        "WETVIEW_PROGRAM": str(_program(environment).with_suffix(".exe")),
        "WETVIEW_ICON": str(_icon(environment, "ico")),
        "WETVIEW_COMMENT": _COMMENT,
    }
    done = run_quietly(
        ["powershell", "-NoProfile", "-NonInteractive", "-Command", _MAKE_SHORTCUT],
        {**os.environ, **values},
    )
    if done.returncode:
        raise StartError(f"{path} could not be made:\n{done.stderr.strip()}")
    return path


def _add_bundle(environment: Environment) -> Path:
    bundle = Path("~/Applications/wetview.app").expanduser()
    contents = bundle / "Contents"
    program = contents / "MacOS" / "wetview"
    icon = contents / "Resources" / "wetview.icns"
    for folder in (program.parent, icon.parent):
        folder.mkdir(parents=True, exist_ok=True)
    about = {
        "CFBundleName": "wetview",
        "CFBundleIdentifier": "org.wetview.wetview",
        "CFBundleExecutable": program.name,
        "CFBundleIconFile": icon.name,
        "CFBundlePackageType": "APPL",
        "NSHighResolutionCapable": True,
    }
    (contents / "Info.plist").write_bytes(plistlib.dumps(about))
    shutil.copyfile(_icon(environment, "icns"), icon)
    command = shlex.quote(str(_program(environment)))
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return bundle


def _icon(environment: Environment, suffix: str) -> Path:
    return environment.checkout / "resources" / "icons" / f"wetview.{suffix}"

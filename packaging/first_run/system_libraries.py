"""The Linux libraries that Qt and OpenGL need, and the packages that hold them.

Windows and macOS bring all of it along. Package names: Debian's were tried on a
bare system (Ubuntu has the same), Fedora's and Arch's are from their package lists.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable

from first_run.console import StartError, say, timed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Need:
    """Something of the system, and the package of each family that brings it.

    A package is "" where the need cannot arise.
    """

    name: str
    debian: str
    fedora: str
    arch: str


LIBRARIES = (
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need(
        "libxkbcommon-x11.so.0",
        "libxkbcommon-x11-0",
        "libxkbcommon-x11",
        "libxkbcommon-x11",
    ),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need(
        "libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"
    ),
    Need(
        "libxcb-render-util.so.0",
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
)
FONTS = Need("a font", "fonts-dejavu-core", "dejavu-sans-fonts", "ttf-dejavu")
XVFB = Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb")

_FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)


def is_loadable(library: str) -> bool:
    """Say whether the dynamic loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(
    is_present: Callable[[str], bool] = is_loadable,
) -> list[Need]:
    """Return the libraries that this Linux lacks."""
    return [need for need in LIBRARIES if not is_present(need.name)]


def missing_needs(*, with_xvfb: bool = False) -> list[Need]:
    """Return what this machine lacks for windows (and for tests without a screen)."""
    if not sys.platform.startswith("linux"):
        return []
    missing = missing_libraries()
    if not _has_font():
        missing.append(FONTS)
    if with_xvfb and shutil.which("Xvfb") is None:
        missing.append(XVFB)
    return missing


def _has_font() -> bool:
    endings = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")
    return any(
        name.endswith(endings)
        for folder in _FONT_FOLDERS
        for _, _, names in os.walk(folder)
        for name in names
    )


def install_line(needs: Iterable[Need], os_release: Mapping[str, str]) -> str:
    """Return the command that installs the needs; "" for an unknown distribution."""
    family = {os_release.get("ID", ""), *os_release.get("ID_LIKE", "").split()}
    if family & {"debian", "ubuntu"}:
        packages = _packages(need.debian for need in needs)
        return f"sudo apt-get install --no-install-recommends {packages}"
    if "fedora" in family:
        return f"sudo dnf install {_packages(need.fedora for need in needs)}"
    if "arch" in family:
        return f"sudo pacman -S --needed {_packages(need.arch for need in needs)}"
    return ""


def _packages(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(name for name in names if name))


def read_os_release() -> dict[str, str]:
    """Return the fields of /etc/os-release, {} where there is none."""
    for path in (Path("/etc/os-release"), Path("/usr/lib/os-release")):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        pairs = (line.partition("=") for line in lines if "=" in line)
        return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}
    return {}


def provide(needs: list[Need]) -> None:
    """Install the needs where that is allowed, else stop with the line to copy."""
    if not needs:
        return
    if may_install():
        _install_with_apt([need.debian for need in needs])
        return
    line = install_line(needs, read_os_release())
    advice = (
        f"Copy this line into the terminal, then start again:\n  {line}"
        if line
        else "Install the packages of your system that hold them, then start again."
    )
    raise StartError(
        f"this machine lacks {', '.join(need.name for need in needs)}. {advice}"
    )


def may_install() -> bool:
    """Say whether this process may install Debian packages by itself."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return is_root and shutil.which("apt-get") is not None


def _install_with_apt(packages: list[str]) -> None:
    """Install Debian packages, as root."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with timed("Installing system packages"):
        say(f"  {' '.join(packages)}")
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "--no-install-recommends", *packages],
        ):
            done = subprocess.run(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            # A failed update is no reason to stop: the lists at hand may do.
            if done.returncode and "install" in command:
                reason = "\n".join(done.stdout.strip().splitlines()[-5:])
                raise StartError(
                    f"the system packages {' '.join(packages)} could not be "
                    f"installed. apt-get said:\n{reason}"
                )

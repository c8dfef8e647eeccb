"""Whether there is a screen, and a virtual one for the tests where there is none."""

from __future__ import annotations

import os
import select
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from first_run.console import StartError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OPTIONS = ("-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset")
_START_LIMIT_S = 30.0


def has_screen(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether a window can be opened.

    On Linux that takes an X server that answers at DISPLAY (XWayland will do); on
    Windows and macOS there is always a desktop.
    """
    if not platform.startswith("linux"):
        return True
    display = environment.get("DISPLAY", "")
    host, colon, number = display.rpartition(":")
    number = number.split(".")[0]
    if not colon or not number.isdigit():
        return False
    if host in ("", "unix"):
        return _answers_locally(number)
    return _answers_at(host, 6000 + int(number))


def _answers_locally(number: str) -> bool:
    path = f"/tmp/.X11-unix/X{number}"
    for address in (path, "\0" + path):
        with socket.socket(socket.AF_UNIX) as connection:
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False


def _answers_at(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=3.0).close()
    except OSError:
        return False
    return True


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Run Xvfb on a free display while the block runs, and give its DISPLAY."""
    program = shutil.which("Xvfb")
    if program is None:
        raise StartError("Xvfb is not installed.")
    read_end, write_end = os.pipe()
    try:
        server = subprocess.Popen(
            [program, "-displayfd", str(write_end), *_OPTIONS],
            pass_fds=(write_end,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(write_end)
    try:
        yield f":{_read_display(read_end)}"
    finally:
        os.close(read_end)
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _read_display(read_end: int) -> int:
    """Read the number that Xvfb writes once it is ready."""
    text = b""
    limit_s = time.monotonic() + _START_LIMIT_S
    while not text.endswith(b"\n"):
        ready, _, _ = select.select([read_end], [], [], limit_s - time.monotonic())
        piece = os.read(read_end, 16) if ready else b""
        if not piece:
            raise StartError(
                "Xvfb, which gives the tests a screen, did not start. "
                f"Is {Path('/tmp')} writable?"
            )
        text += piece
    return int(text)

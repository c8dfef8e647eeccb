"""How many pore voxels the engine does in a second here, measured once and kept.

It takes some seconds and compiles the engine where that was not done before, which
would hold the window up: the window has `wetview speed` do it, in a process of its own.
"""

from __future__ import annotations

import json
import logging
import os
import platform
from dataclasses import asdict
from pathlib import Path
from typing import Any

import platformdirs

import wetview
from wetview.errors import UserError
from wetview.jobs.threads import n_cores, threads_beside_a_window
from wetview.lbm.self_timing import EngineSpeed, measure_engine_speed
from wetview.project import write_json
from wetview.project.file_errors import reading, writing

_logger = logging.getLogger(__name__)


def known_speed(
    device: str = "auto", n_threads: int | None = None
) -> EngineSpeed | None:
    """The speed, if this version has measured it on this machine.

    Parameters
    ----------
    device : str
        As in `SimulateJob`.
    n_threads : int or None
        Threads that compute; None as a run would choose.
    """
    stored: Any = _speeds().get(_key(device, n_threads))
    try:
        speed = EngineSpeed(**stored)
        return speed if speed.nodes_per_second > 0 else None
    except TypeError:
        return None


def measure_speed(device: str = "auto", n_threads: int | None = None) -> EngineSpeed:
    """Measure the speed and keep it.

    Raises
    ------
    UserError
        If there is no such device, or the speed cannot be kept.
    """
    threads = threads_beside_a_window(n_threads)
    speed = measure_engine_speed(device, n_threads=threads)
    keep_speed(speed, device, n_threads)
    return speed


def keep_speed(
    speed: EngineSpeed, device: str = "auto", n_threads: int | None = None
) -> None:
    """Keep a speed for the next time.

    Raises
    ------
    UserError
        If the user's cache folder cannot be written.
    """
    speeds = {**_speeds(), _key(device, n_threads): asdict(speed)}
    path = speed_path()
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {**_machine(), "speeds": speeds})


def speed_path() -> Path:
    """The file in the user's cache folder in which speeds are kept."""
    return Path(platformdirs.user_cache_path("wetview", appauthor=False)) / "speed.json"


def _speeds() -> dict[str, Any]:
    """What is kept for this version on this machine; nothing if that is unreadable."""
    path = speed_path()
    if not path.exists():
        return {}
    try:
        with reading(path, "a list of speeds"):
            stored = json.loads(path.read_text(encoding="utf-8"))
    except UserError as problem:
        _logger.info("the speed is measured again: %s", problem)
        return {}
    machine = _machine()
    if not isinstance(stored, dict) or machine != {
        key: stored.get(key) for key in machine
    }:
        return {}
    speeds = stored.get("speeds")
    return speeds if isinstance(speeds, dict) else {}


def _machine() -> dict[str, str | int]:
    """What a speed belongs to."""
    return {
        "version": wetview.__version__,
        "machine": f"{platform.node()} {platform.machine()} {platform.processor()}",
        "cores": os.cpu_count() or 1,
    }


def _key(device: str, n_threads: int | None) -> str:
    return f"{device}, {threads_beside_a_window(n_threads)} of {n_cores()} threads"

"""How much memory there is, so that what does not fit is refused before it is begun.

Where memory runs out the system may end any program, or grind to a halt.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from wetview.errors import UserError
from wetview.units import format_bytes

_LARGEST_SHARE = 0.5
"""Of the free memory: the voxels need room a second time for what is done with them."""

_UNKNOWN_BYTES = 8_000_000_000


def validate_fits_memory(name: str, n_bytes: int) -> None:
    """Refuse a volume that this computer cannot work on.

    Raises
    ------
    UserError
        If it takes more than half of the memory that is free.
    """
    limit = int(available_bytes() * _LARGEST_SHARE)
    if n_bytes > limit:
        raise UserError(
            f"{name} needs {_long_bytes(n_bytes)} of memory but at most "
            f"{_long_bytes(limit)} can be used here",
            "Crop it or save it with larger voxels first, or use a larger computer",
        )


def require_memory(work: str, n_bytes: int) -> None:
    """Refuse work that takes more memory than is free.

    Raises
    ------
    UserError
        If it does.
    """
    free = available_bytes()
    if n_bytes > free:
        raise UserError(
            f"{work} needs about {_long_bytes(n_bytes)} of memory, and "
            f"{_long_bytes(free)} are free",
            "Take a smaller box or larger voxels, or close other programs",
        )


def memory_text(n_bytes: int) -> str:
    """How much work takes, and what is free where that is less."""
    free = available_bytes()
    more = f", but {_long_bytes(free)} are free" if n_bytes > free else ""
    return f"{_long_bytes(n_bytes)}{more}"


def available_bytes() -> int:
    """Memory that can be taken now, as far as the system tells."""
    if sys.platform == "win32":
        return _available_on_windows()
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        for line in meminfo.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return _UNKNOWN_BYTES


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("available", ctypes.c_ulonglong),
        ("total_page_file", ctypes.c_ulonglong),
        ("available_page_file", ctypes.c_ulonglong),
        ("total_virtual", ctypes.c_ulonglong),
        ("available_virtual", ctypes.c_ulonglong),
        ("available_extended", ctypes.c_ulonglong),
    )


def _available_on_windows() -> int:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        return _UNKNOWN_BYTES
    return int(status.available)


def _long_bytes(n_bytes: int) -> str:
    if n_bytes >= 1e12:
        return f"{n_bytes / 1e12:,.3g} TB" if n_bytes < 1e15 else f"{n_bytes:.3g} bytes"
    return format_bytes(n_bytes)

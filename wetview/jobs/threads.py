"""How many threads compute: one core stays free, for the window."""

from __future__ import annotations

import os


def n_cores() -> int:
    """Number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def threads_beside_a_window(wanted: int | None = None) -> int:
    """`wanted` threads, or one fewer than there are cores."""
    return max(1, n_cores() - 1) if wanted is None else min(wanted, n_cores())

"""A wish to stop, and what happens when the work does not hear it in time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 1.5
"""A stop counts within two seconds, whatever is under way."""


class StopRequest:
    """Asked once, from any thread or a signal handler.

    Work asks `requested` from time to time and says `acknowledge` when it begins to
    end. Some work cannot ask, while code is compiled for example: then `give_up` is
    called from another thread. What a run has finished is safe even then.

    Parameters
    ----------
    give_up : callable
        Ends the work by force.
    patience_s : float
        How long the work has until then.
    """

    def __init__(
        self, give_up: Callable[[], None], *, patience_s: float = PATIENCE_S
    ) -> None:
        self._give_up = give_up
        self._patience_s = patience_s
        self._is_requested = threading.Event()
        self._is_acknowledged = threading.Event()

    def request(self) -> None:
        """Ask the work to stop."""
        if self._is_requested.is_set():
            return
        self._is_requested.set()
        threading.Thread(target=self._wait, name="stop", daemon=True).start()

    def requested(self) -> bool:
        """Whether a stop was asked for."""
        return self._is_requested.is_set()

    def acknowledge(self) -> None:
        """Say that the work is ending by itself."""
        self._is_acknowledged.set()

    def _wait(self) -> None:
        if not self._is_acknowledged.wait(self._patience_s):
            self._give_up()

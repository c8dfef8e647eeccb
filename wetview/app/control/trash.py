"""What is deleted in the window goes to the trash, and comes back from there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile

from wetview.project import erase

if TYPE_CHECKING:
    from pathlib import Path

NO_TRASH = "A drive without a trash loses it for good."
_log = logging.getLogger(__name__)


def to_trash(path: Path) -> None:
    """Move a file or a folder to the trash; drives without one lose it for good.

    Raises
    ------
    OSError
        If it is in use or read-only.
    """
    if not QFile.moveToTrash(str(path)):
        _log.info("no trash takes %s, it is removed", path.name)
        erase(path)

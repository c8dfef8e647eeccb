"""What is deleted in the window goes to the trash, and comes back from there."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from wetview.project import erase

NO_TRASH = "A drive without a trash loses it for good."
_log = logging.getLogger(__name__)


def to_trash(path: Path) -> None:
    """Move a file or a folder to the trash; drives without one lose it for good.

    Raises
    ------
    OSError
        If it is in use or read-only.
    """
    # Qt makes the trash of a new account only where the folder about it is there.
    data = QStandardPaths.StandardLocation.GenericDataLocation
    with suppress(OSError):  # then there is no trash
        Path(QStandardPaths.writableLocation(data)).mkdir(parents=True, exist_ok=True)
    if not QFile.moveToTrash(str(path)):
        _log.info("no trash takes %s, it is removed", path.name)
        erase(path)

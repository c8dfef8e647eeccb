"""Draw the program's icon for the menus of Windows and macOS, from its SVG.

Run by hand after a change of wetview.svg: `.venv/bin/python packaging/icons.py`.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QImageReader

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
_PIXELS = 1024
_ICO_PIXELS = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    """Write wetview.ico and wetview.icns beside wetview.svg."""
    picture = _drawn(ICONS / "wetview.svg")
    picture.save(ICONS / "wetview.ico", sizes=[(n, n) for n in _ICO_PIXELS])
    picture.save(ICONS / "wetview.icns")


def _drawn(svg: Path) -> Image.Image:
    reader = QImageReader(str(svg))
    reader.setScaledSize(QSize(_PIXELS, _PIXELS))
    buffer = QBuffer()
    reader.read().save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


if __name__ == "__main__":
    main()

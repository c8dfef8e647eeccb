"""The program's own icons, drawn in the colours of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from wetview.app.theme import LIGHT, Theme
from wetview.assets import asset

_SIZES = (16, 20, 24, 32, 48, 64)


class IconSet:
    """Icons by name in the colours of the theme that is shown.

    Parameters
    ----------
    theme : Theme, optional
        Whose colours are taken at first.
    """

    def __init__(self, theme: Theme = LIGHT) -> None:
        self.theme = theme

    def icon(self, name: str) -> QIcon:
        """The icon ``resources/icons/<name>.svg``, recoloured."""
        return _coloured_icon(
            name, self.theme.text, self.theme.disabled, self.theme.accent
        )

    def on_accent(self, name: str) -> QIcon:
        """The same for a place that has the accent colour behind it."""
        return _coloured_icon(
            name, self.theme.accent_text, self.theme.disabled, self.theme.accent_text
        )


def program_icon() -> QIcon:
    """The program's own sign."""
    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(_pixmap(_svg("wetview"), size))
    return icon


@lru_cache(maxsize=256)
def _coloured_icon(name: str, normal: str, disabled: str, checked: str) -> QIcon:
    icon = QIcon()
    svg = _svg(name)
    for size in _SIZES:
        for colour, mode, state in (
            (normal, QIcon.Mode.Normal, QIcon.State.Off),
            (checked, QIcon.Mode.Normal, QIcon.State.On),
            (disabled, QIcon.Mode.Disabled, QIcon.State.Off),
        ):
            recoloured = svg.replace("currentColor", colour)
            icon.addPixmap(_pixmap(recoloured, size), mode, state)
    return icon


@lru_cache(maxsize=64)
def _svg(name: str) -> str:
    return asset(f"icons/{name}.svg").read_text(encoding="utf-8")


def _pixmap(svg: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap

"""The viewpoints that a camera goes through: when each is reached, and away with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wetview.app.panels.fields import NumberField
from wetview.app.theme import FIELD_HEIGHT, GAP

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class KeyFrame:
    """A viewpoint, and when the camera is there.

    Parameters
    ----------
    at : float
        Share of the video, 0 to 1.
    view : dict
        Where the camera stands; see `wetview.scene.viewpoint.Viewpoint`.
    """

    at: float
    view: dict[str, Any]


def with_one_more(
    keys: Sequence[KeyFrame], view: dict[str, Any]
) -> tuple[KeyFrame, ...]:
    """The viewpoints with another one at the end; the others make room for it."""
    n_keys = len(keys)
    if n_keys == 0:
        return (KeyFrame(0.0, view),)
    share = (n_keys - 1) / n_keys
    return (*(replace(key, at=key.at * share) for key in keys), KeyFrame(1.0, view))


class KeyFrameList(QWidget):
    """A row a viewpoint."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keys: tuple[KeyFrame, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP // 2)

    @property
    def keys(self) -> tuple[KeyFrame, ...]:
        """The viewpoints in the order in which the camera reaches them."""
        return tuple(sorted(self._keys, key=lambda key: key.at))

    def set_keys(self, keys: Sequence[KeyFrame]) -> None:
        """Show other viewpoints."""
        self._keys = tuple(sorted(keys, key=lambda key: key.at))
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, key in enumerate(self._keys):
            self._layout.addWidget(self._make_row(number, key))

    def _make_row(self, number: int, key: KeyFrame) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        at = NumberField("% of the video", 0, 100, decimals=0, step=5)
        at.set_value(100 * key.at)
        at.setProperty("number", number)
        at.setToolTip("When the camera reaches this view")
        at.setAccessibleName(f"When view {number + 1} is reached")
        at.edited.connect(self._on_moved)
        remove = QPushButton("Remove")
        remove.setProperty("number", number)
        remove.setMinimumHeight(FIELD_HEIGHT)
        remove.setToolTip("Take this view away")
        remove.setAccessibleName(f"Remove view {number + 1}")
        remove.clicked.connect(self._on_removed)
        layout.addWidget(QLabel(f"View {number + 1}"))
        layout.addWidget(at, 1)
        layout.addWidget(remove)
        return row

    @Slot(float)
    def _on_moved(self, percent: float) -> None:
        number = self._number_of_sender()
        if number is not None:
            keys = list(self._keys)
            keys[number] = replace(keys[number], at=percent / 100)
            self._keys = tuple(keys)
            self.edited.emit()

    @Slot()
    def _on_removed(self) -> None:
        number = self._number_of_sender()
        if number is not None:
            self.set_keys((*self._keys[:number], *self._keys[number + 1 :]))
            self.edited.emit()

    def _number_of_sender(self) -> int | None:
        sender = self.sender()
        return None if sender is None else int(sender.property("number"))

"""A few results, one a line: what it is at the left, the value at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence


class Numbers(QFrame):
    """A card of results."""

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(GAP + 4, GAP, GAP + 4, GAP)
        self._layout.setVerticalSpacing(GAP // 2 + 2)
        self._layout.setColumnStretch(0, 1)
        self._labels: list[tuple[QLabel, QLabel]] = []

    def set_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show other results: (name, value, explanation)."""
        while len(self._labels) < len(rows):
            self._add_row()
        for index, (name_label, value_label) in enumerate(self._labels):
            is_used = index < len(rows)
            name_label.setVisible(is_used)
            value_label.setVisible(is_used)
            if is_used:
                name, value, tip = rows[index]
                name_label.setText(name)
                name_label.setToolTip(tip)
                value_label.setText(value)
                value_label.setToolTip(tip)

    def _add_row(self) -> None:
        name, value = QLabel(), QLabel()
        set_look(name, "muted")
        value.setAlignment(Qt.AlignmentFlag.AlignRight)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = len(self._labels)
        self._layout.addWidget(name, row, 0)
        self._layout.addWidget(value, row, 1)
        self._labels.append((name, value))

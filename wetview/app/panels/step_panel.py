"""What the panels of all steps have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.action_button import ActionButton
from wetview.app.theme import GAP, MARGIN, PANEL_WIDTH, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from wetview.app.icons import IconSet


class StepPanel(QFrame):
    """A title, a scrolling body, and at the foot the one primary button.

    Parameters
    ----------
    title : str
        Name of the step.
    summary : str
        What it is for, in one sentence.
    primary : QAction
        What the primary button does.
    icons : IconSet
        Where its icon comes from.
    icon : str
        Name of that icon.
    """

    def __init__(
        self, title: str, summary: str, primary: QAction, icons: IconSet, icon: str
    ) -> None:
        super().__init__()
        self._icons = icons
        self._icon = icon
        set_look(self, "panel")
        self.setFixedWidth(PANEL_WIDTH)
        self._primary = primary
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_scroll_area(title, summary), 1)
        layout.addWidget(self._make_footer(primary))

    def add(self, widget: QWidget) -> None:
        """Append a widget to the body."""
        self._body.insertWidget(self._body.count() - 1, widget)

    def add_section(self, title: str) -> QLabel:
        """Append a heading and return it."""
        label = QLabel(title)
        set_look(label, "section")
        label.setContentsMargins(0, GAP, 0, 0)
        self.add(label)
        return label

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        self._button.set_icon(self._icons.on_accent(self._icon))

    def set_missing(self, text: str) -> None:
        """Say what is still missing; nothing missing enables the primary button.

        A text that ends in "…" is about the program, not about the user.
        """
        self._missing.setText(text)
        set_look(self._missing, "muted" if text.endswith("…") else "missing")
        self._missing.setVisible(bool(text))
        self._primary.setEnabled(not text)

    def set_outcome(self, text: str, *, is_bad: bool = False) -> None:
        """Say beside the primary button what it will give."""
        self._outcome.setText(text)
        self._outcome.setVisible(bool(text))
        set_look(self._outcome, "missing" if is_bad else "")

    def _make_scroll_area(self, title: str, summary: str) -> QScrollArea:
        heading = QLabel(title)
        set_look(heading, "title")
        explanation = QLabel(summary)
        explanation.setWordWrap(True)
        set_look(explanation, "muted")
        body = QWidget()
        body.setObjectName("panel_body")
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._body.setSpacing(GAP)
        self._body.addWidget(heading)
        self._body.addWidget(explanation)
        self._body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return scroll

    def _make_footer(self, primary: QAction) -> QFrame:
        footer = QFrame()
        set_look(footer, "footer")
        layout = QVBoxLayout(footer)
        layout.setContentsMargins(MARGIN, GAP + 4, MARGIN, GAP + 4)
        layout.setSpacing(GAP)
        self._outcome = QLabel()
        self._outcome.setWordWrap(True)
        self._outcome.setVisible(False)
        layout.addWidget(self._outcome)
        self._missing = QLabel()
        self._missing.setWordWrap(True)
        set_look(self._missing, "missing")
        self._missing.setVisible(False)
        layout.addWidget(self._missing)
        self._button = ActionButton(
            primary, look="primary", icon=self._icons.on_accent(self._icon)
        )
        layout.addWidget(self._button)
        return footer

"""A page with a figure: what is chosen above it, and how it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wetview.app.panels.fields import ChoiceField
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.app.views.figure_view import FigureView

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.work import Background

_CHOICE_WIDTH = 260


class FigurePage(QWidget):
    """A figure with a choice and a button.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where figures are drawn.
    name : str
        What the figure shows.
    choice : str
        What the choice above it is called; "" for none.
    """

    chosen = Signal(object)
    """The user chose another thing to see."""
    save_requested = Signal()

    def __init__(
        self, context: Context, background: Background, name: str, *, choice: str = ""
    ) -> None:
        super().__init__()
        self.name = name
        self.view = FigureView(context, background, name)
        self._choice = ChoiceField()
        self._choice.setParent(self)
        self._choice.setVisible(bool(choice))
        self._choice.setAccessibleName(choice or name)
        self._choice.setToolTip(f"{choice}: what the figure shows")
        self._choice.setFixedWidth(_CHOICE_WIDTH)
        self._choice.edited.connect(self._on_chosen)
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_look(self._note, "muted")
        self._save = QPushButton("Save figure…")
        self._save.setMinimumHeight(FIELD_HEIGHT)
        self._save.setToolTip(
            "Write this figure as PNG, SVG or PDF at the width of a journal's page, "
            "with its numbers as CSV beside it"
        )
        self._save.setAccessibleName(f"Save figure: {name}")
        self._save.clicked.connect(self.save_requested)
        row = QHBoxLayout()
        row.setContentsMargins(GAP, GAP, GAP, 0)
        row.setSpacing(GAP)
        if choice:
            row.addWidget(QLabel(choice))
            row.addWidget(self._choice)
        row.addWidget(self._note, 1)
        row.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)

    @property
    def choice(self) -> Any:
        """What is chosen, or None."""
        return self._choice.chosen

    def set_choices(self, choices: tuple[tuple[str, Any], ...]) -> None:
        """Offer other things; the chosen one stays if it is still there."""
        former = self._choice.chosen
        self._choice.set_choices(choices)
        values = [value for _, value in choices]
        self._choice.set_value(former if former in values else next(iter(values), None))

    def show_figure(
        self, make: MakeFigure | None, *, message: str = "", note: str = ""
    ) -> None:
        """Show another figure."""
        self._save.setEnabled(make is not None)
        self._note.setText(note)
        self.view.show_figure(make, message=message)

    @Slot(object)
    def _on_chosen(self, value: object) -> None:
        self.chosen.emit(value)

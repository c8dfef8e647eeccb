"""What each pane of the step Compare shows, and what colours it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from wetview.app.models.pane_choices import (
    COLOURS,
    COUNTS,
    SHOWS,
    USUAL_PANES,
    PaneChoice,
)
from wetview.app.panels.fields import CheckField, ChoiceField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from wetview.app.context import Context


class PaneForm(QWidget):
    """Number of panes, one camera or several, and a row for each pane.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._count = ChoiceField(COUNTS)
        self._count.edited.connect(self._on_count)
        form = Form()
        form.add("Panes", self._count, "How many pictures stand side by side")
        self._linked = CheckField("One camera for all panes")
        self._linked.edited.connect(self._on_linked)
        form.add_wide(
            self._linked,
            "Turning one pane turns all; switch it off to turn each alone",
            "One camera for all panes",
        )
        self._rows = [self._make_row(number) for number in range(len(USUAL_PANES))]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP // 2)
        grid.setVerticalSpacing(GAP // 2 + 2)
        grid.addWidget(form, 0, 0, 1, 3)
        for number, row in enumerate(self._rows):
            for column, widget in enumerate(row):
                grid.addWidget(widget, number + 1, column)
        # Where rows are hidden none of the others is to grow.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        context.comparing.settings_changed.connect(self.refresh)
        self.refresh()

    def _make_row(self, number: int) -> tuple[QLabel, ChoiceField, ChoiceField]:
        label = QLabel(f"{number + 1}")
        set_look(label, "muted")
        shows, colour = ChoiceField(SHOWS), ChoiceField()
        for field, name, tip in (
            (shows, "shows", "What this pane shows"),
            (colour, "coloured by", "What the colours in this pane mean"),
        ):
            field.setAccessibleName(f"Pane {number + 1} {name}")
            field.setToolTip(tip)
            field.setProperty("pane", number)
        shows.edited.connect(self._on_shows)
        colour.edited.connect(self._on_colour)
        return label, shows, colour

    def refresh(self) -> None:
        """Show the settings."""
        settings = self._context.comparing.settings
        self._count.set_value(settings.count)
        self._linked.set_value(settings.linked)
        self._linked.setVisible(settings.count > 1)
        for number, (label, shows, colour) in enumerate(self._rows):
            is_used = number < settings.count
            for widget in (label, shows, colour):
                widget.setVisible(is_used)
            choice = settings.panes[number]
            shows.set_value(choice.shows)
            colour.set_choices(COLOURS[choice.shows])
            colour.set_value(choice.colour_by)
            colour.setEnabled(len(COLOURS[choice.shows]) > 1)

    def _change(self, **values: Any) -> None:
        comparing = self._context.comparing
        comparing.set_settings(replace(comparing.settings, **values))

    def _change_pane(self, choice: PaneChoice) -> None:
        comparing, sender = self._context.comparing, self.sender()
        if sender is not None:
            number = int(sender.property("pane"))
            comparing.set_settings(comparing.settings.with_pane(number, choice))

    @Slot(object)
    def _on_count(self, count: int) -> None:
        self._change(count=count)

    @Slot(bool)
    def _on_linked(self, linked: bool) -> None:
        self._change(linked=linked)

    @Slot(object)
    def _on_shows(self, shows: str) -> None:
        self._change_pane(PaneChoice.usual(shows))

    @Slot(object)
    def _on_colour(self, colour_by: str) -> None:
        sender = self.sender()
        if sender is not None:
            number = int(sender.property("pane"))
            shows = self._context.comparing.settings.panes[number].shows
            self._change_pane(PaneChoice(shows, colour_by))

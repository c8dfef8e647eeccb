"""Beside the page Networks: card, scores, parity and curves of the chosen network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QTabWidget, QVBoxLayout, QWidget

from wetview.app.theme import GAP, set_look
from wetview.app.views.facts_table import FactsTable
from wetview.app.views.figure_page import FigurePage
from wetview.app.views.learn_figures import curves_of_record, learning, left_out, parity
from wetview.app.views.model_card import SCORE_HEADINGS, card_rows, score_rows

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from wetview.app.context import Context
    from wetview.app.models import KnownModel
    from wetview.app.work import Background
    from wetview.surrogate import LeftOutRun

_ALL = "all"
_NO_SCORES = (
    "This network has no scores: no electrode was left out when it was trained, or "
    "there were fewer than three."
)
_NO_RECORD = "The file of this network does not tell how it learnt."


class NetworkView(QFrame):
    """Tabs on the chosen network.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where figures are drawn.
    """

    save_requested = Signal(str, object, object)
    """The user wants a figure in files: its name, how it is made, its numbers."""

    def __init__(self, context: Context, background: Background) -> None:
        super().__init__()
        self._context = context
        set_look(self, "panel")
        self._card = FactsTable("Card of the network")
        self._scores = FactsTable("Scores of the network")
        self._no_scores = QLabel(_NO_SCORES)
        self._no_scores.setWordWrap(True)
        self._no_scores.setContentsMargins(GAP, GAP, GAP, GAP)
        set_look(self._no_scores, "muted")
        self._starts = FigurePage(context, background, "T_f0", choice="Electrode")
        self._stops = FigurePage(context, background, "T_f1", choice="Electrode")
        self._curves = FigurePage(context, background, "Curves", choice="Electrode")
        self._learning = FigurePage(context, background, "Training")
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Views of the network")
        for page, title, tip in (
            (self._card, "Card", "Data, scores and limits"),
            (self._scores_page(), "Scores", "On electrodes that were left out whole"),
            (self._starts, "T_f0", "When pores start to fill, predicted and simulated"),
            (self._stops, "T_f1", "When they stop"),
            (self._curves, "Curves", "Of electrodes that were left out"),
            (self._learning, "Training", "Errors over the epochs"),
        ):
            self._tabs.addTab(page, title)
            self._tabs.setTabToolTip(self._tabs.count() - 1, tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)
        for page, save in (
            (self._starts, self._save_starts),
            (self._stops, self._save_stops),
            (self._curves, self._save_curves),
            (self._learning, self._save_learning),
        ):
            page.chosen.connect(self._on_choice)
            page.save_requested.connect(save)
        context.learning.shelf.chosen_changed.connect(self.refresh)
        self._shown: object = None

    @property
    def tabs(self) -> QTabWidget:
        """The tabs."""
        return self._tabs

    @property
    def card(self) -> FactsTable:
        """The card, or two of them."""
        return self._card

    @property
    def scores(self) -> FactsTable:
        """The scores by electrode and pressure."""
        return self._scores

    @property
    def figures(self) -> tuple[FigurePage, ...]:
        """The pages with a figure."""
        return self._starts, self._stops, self._curves, self._learning

    def redraw(self) -> None:
        """Draw in the colours of the theme."""
        for page in self.figures:
            page.view.redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's override: what has changed while nobody looked is drawn now."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen network, and the one it is compared with."""
        shelf = self._context.learning.shelf
        chosen, other = shelf.chosen, shelf.other
        if not self.isVisible() or (chosen, other) == self._shown:
            return
        self._shown = (chosen, other)
        models = [one for one in (chosen, other) if one is not None and one.surrogate]
        headings = ("", *(one.name for one in models))
        self._card.show_rows(headings, card_rows(models) if models else [])
        self._show_scores(chosen)
        self._offer_electrodes(chosen)
        self._draw()

    def _scores_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._no_scores)
        column.addWidget(self._scores, 1)
        return page

    def _show_scores(self, chosen: KnownModel | None) -> None:
        surrogate = None if chosen is None else chosen.surrogate
        rows = [] if surrogate is None else score_rows(surrogate)
        self._scores.show_rows(SCORE_HEADINGS, rows)
        self._scores.setVisible(bool(rows))
        self._no_scores.setVisible(not rows)

    def _offer_electrodes(self, chosen: KnownModel | None) -> None:
        record = None if chosen is None else chosen.record
        names = sorted({run.electrode for run in record.left_out} if record else ())
        each = tuple((name, name) for name in names)
        for page in (self._starts, self._stops):
            page.set_choices((("All electrodes", _ALL), *each))
        self._curves.set_choices(each)

    # figures

    def _runs(self, electrode: object) -> list[LeftOutRun]:
        chosen = self._context.learning.shelf.chosen
        if chosen is None or chosen.record is None:
            return []
        return [
            run for run in chosen.record.left_out if electrode in (_ALL, run.electrode)
        ]

    @property
    def _has_seconds(self) -> bool:
        chosen = self._context.learning.shelf.chosen
        if chosen is None or chosen.surrogate is None:
            return True
        return chosen.surrogate.card.get("time_unit") != "lattice steps"

    @Slot(object)
    def _on_choice(self, value: object) -> None:
        self._draw()

    def _draw(self) -> None:
        for page, which in ((self._starts, "t_f0"), (self._stops, "t_f1")):
            runs = self._runs(page.choice)
            if runs:
                make, _ = parity(runs, which, has_seconds=self._has_seconds)  # type: ignore[arg-type]
                note = "Pores of electrodes that the network never saw."
                page.show_figure(make, note=note)
            else:
                page.show_figure(None, message=_NO_SCORES)
        runs = self._runs(self._curves.choice)
        if runs:
            make, _ = left_out(runs, has_seconds=self._has_seconds)
            self._curves.show_figure(
                make, note="Predicted by networks that never saw this electrode."
            )
        else:
            self._curves.show_figure(None, message=_NO_SCORES)
        chosen = self._context.learning.shelf.chosen
        if chosen is None or chosen.record is None or chosen.surrogate is None:
            self._learning.show_figure(None, message=_NO_RECORD)
        else:
            preset = chosen.surrogate.preset_name
            make, _ = learning(curves_of_record(chosen.record, preset=preset))
            self._learning.show_figure(make)

    @Slot()
    def _save_starts(self) -> None:
        figure = parity(
            self._runs(self._starts.choice), "t_f0", has_seconds=self._has_seconds
        )
        self.save_requested.emit("parity T_f0", *figure)

    @Slot()
    def _save_stops(self) -> None:
        figure = parity(
            self._runs(self._stops.choice), "t_f1", has_seconds=self._has_seconds
        )
        self.save_requested.emit("parity T_f1", *figure)

    @Slot()
    def _save_curves(self) -> None:
        runs = self._runs(self._curves.choice)
        figure = left_out(runs, has_seconds=self._has_seconds)
        self.save_requested.emit(f"left out {self._curves.choice}", *figure)

    @Slot()
    def _save_learning(self) -> None:
        chosen = self._context.learning.shelf.chosen
        if chosen is not None and chosen.record and chosen.surrogate:
            preset = chosen.surrogate.preset_name
            figure = learning(curves_of_record(chosen.record, preset=preset))
            self.save_requested.emit("training", *figure)

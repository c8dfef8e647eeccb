"""Beside the page Train: the data set, and the errors while a network learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QTabWidget, QVBoxLayout, QWidget

from wetview.app.theme import GAP, set_look
from wetview.app.views.facts_table import FactRow, FactsTable
from wetview.app.views.figure_page import FigurePage
from wetview.app.views.learn_figures import curves_of_losses, learning
from wetview.units import ATM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.plots import LearningCurve
    from wetview.surrogate import Glance

_LIVE_MS = 600
_HEADINGS = ("Input", "Lowest", "Median", "Highest", "Unit", "")
_NOTHING = "Choose runs to see what they come to."


class TrainView(QFrame):
    """Tabs: the data set, and the training that runs or ran last.

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
        self._message = QLabel(_NOTHING)
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._message.setContentsMargins(GAP, GAP, GAP, GAP)
        set_look(self._message, "muted")
        self._table = FactsTable("Inputs of the data set")
        data = QWidget()
        column = QVBoxLayout(data)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._message)
        column.addWidget(self._table, 1)
        self._training = FigurePage(context, background, "Training so far")
        self._training.save_requested.connect(self._save)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Views of the training")
        self._tabs.addTab(data, "Data set")
        self._tabs.setTabToolTip(0, "What the chosen runs come to")
        self._tabs.addTab(self._training, "Training")
        self._tabs.setTabToolTip(1, "Errors over the epochs, while it learns")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tabs)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_LIVE_MS)
        self._pause.timeout.connect(self._draw)
        desk = context.learning.training
        desk.glance_changed.connect(self._show_glance)
        desk.losses_changed.connect(self._draw_soon)
        desk.course_changed.connect(self._on_course)
        self._had_course = False
        self._show_glance()
        self._draw()

    @property
    def tabs(self) -> QTabWidget:
        """The tabs."""
        return self._tabs

    @property
    def training(self) -> FigurePage:
        """The page of the errors."""
        return self._training

    @property
    def table(self) -> FactsTable:
        """The inputs of the data set."""
        return self._table

    def redraw(self) -> None:
        """Draw in the colours of the theme."""
        self._training.view.redraw()

    def _show_glance(self) -> None:
        desk = self._context.learning.training
        glance = desk.glance
        self._table.setVisible(glance is not None)
        if glance is None:
            problem = "" if desk.problem is None else str(desk.problem)
            looking = f"{desk.looking}…" if desk.looking else ""
            self._message.setText(looking or problem or _NOTHING)
            return
        words = [_words(glance)]
        if glance.refusal is not None:
            words.append(str(glance.refusal))
        self._message.setText("\n".join(words))
        self._table.show_rows(
            _HEADINGS,
            [*_inputs(glance), *_pressures(glance)],
            words=(0, 4, 5),
            stretches=True,
        )

    def _on_course(self) -> None:
        """Show the errors when a training begins."""
        has_course = self._context.learning.training.course is not None
        if has_course and not self._had_course:
            self._tabs.setCurrentWidget(self._training)
        self._had_course = has_course

    def _draw_soon(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    @Slot()
    def _draw(self) -> None:
        desk = self._context.learning.training
        if not desk.losses:
            message = "Press Train to see the errors fall here."
            if desk.course is not None:
                message = "The first epochs are under way…"
            self._training.show_figure(None, message=message)
            return
        make, _ = learning(self._curves())
        self._training.show_figure(
            make,
            note="Mean square error in units of each output's spread, plus the "
            "cross-entropy of whether a pore fills.",
        )

    def _curves(self) -> tuple[LearningCurve, ...]:
        desk = self._context.learning.training
        return curves_of_losses(
            desk.losses,
            n_epochs=desk.request.fit.n_epochs,
            leaves_out=desk.request.leaves_out,
            preset=desk.request.preset,
        )

    @Slot()
    def _save(self) -> None:
        make, table = learning(self._curves())
        self.save_requested.emit("training", make, table)


def _words(glance: Glance) -> str:
    runs = "1 run" if glance.n_runs == 1 else f"{glance.n_runs} runs"
    names = ", ".join(glance.electrodes)
    if len(glance.electrodes) == 1:
        return f"{glance.n_rows:,} pores of {runs} of one electrode: {names}."
    n_electrodes = len(glance.electrodes)
    return f"{glance.n_rows:,} pores of {runs} of {n_electrodes} electrodes: {names}."


def _inputs(glance: Glance) -> Iterator[FactRow]:
    yield FactRow(("Inputs of this preset",), is_title=True)
    for one in glance.columns:
        column = one.column
        low, middle, high = (
            _number(value * column.factor) for value in (one.low, one.middle, one.high)
        )
        note = "the same everywhere" if one.is_constant else ""
        if one.n_unknown:
            note = f"not a number in {one.n_unknown} rows"
        yield FactRow((column.title, low, middle, high, column.unit, note))


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:.4g}"


def _pressures(glance: Glance) -> Iterator[FactRow]:
    yield FactRow(("Pores that never fill",), is_title=True)
    for one in glance.pressures:
        runs = "1 run" if one.n_runs == 1 else f"{one.n_runs} runs"
        yield FactRow(
            (
                f"at {one.pressure_pa / 1e3:.4g} kPa ({one.pressure_pa / ATM:.3g} atm)",
                f"{100 * one.never_share:.1f} %",
                "",
                "",
                "",
                f"{runs}, {one.n_rows:,} rows",
            )
        )

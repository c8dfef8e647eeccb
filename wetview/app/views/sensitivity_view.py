"""The results of the step Sensitivity: figures and what-ifs in tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QTabWidget, QVBoxLayout

from wetview.app.theme import GAP, set_look
from wetview.app.views.figure_page import FigurePage
from wetview.app.views.ranking_page import RankingPage
from wetview.app.views.what_if_page import WhatIfPage
from wetview.plots import (
    convergence_figure,
    convergence_table,
    correlation_figure,
    correlation_table,
    second_order_figure,
    second_order_table,
    sobol_figure,
    sobol_table,
    sweep_figure,
    sweep_table,
)
from wetview.plots.ranking import ranking_table

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.what_if import WhatIfAnswers
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.work import Background
    from wetview.plots import Table
    from wetview.plots.sobol_bars import Order
    from wetview.sensitivity import SobolResult

_ORDERS = (
    ("First order before total", "both"),
    ("Total", "total"),
    ("First order", "first"),
)
_NOTHING = "Press Find sensitivities to see them here."
_RUNNING = "The sensitivities are being found…"
_ALL = -1


class SensitivityView(QFrame):
    """Tabs: bars, second order, convergence, one at a time, correlations, ranking.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where figures are drawn.
    answers : WhatIfAnswers
        Says what moved inputs give.
    """

    save_requested = Signal(str, object, object)
    """The user wants a figure in files: its name, how it is made, its numbers."""
    electrodes_requested = Signal()
    """The user wants every electrode of the project in the ranking."""
    table_requested = Signal(str, object)
    """The same for a table alone."""

    def __init__(
        self, context: Context, background: Background, answers: WhatIfAnswers
    ) -> None:
        super().__init__()
        self._context = context
        self._answers = answers
        self._was_running = False
        set_look(self, "panel")
        self._bars = FigurePage(context, background, "Sobol indices", choice="Bars")
        self._bars.set_choices(_ORDERS)
        self._second = FigurePage(context, background, "Second order", choice="Output")
        self._convergence = FigurePage(
            context, background, "Convergence", choice="Output"
        )
        self._correlations = FigurePage(context, background, "Correlations")
        self._what_if = WhatIfPage(context)
        self._ranking = RankingPage(context)
        self._notes = QLabel()
        self._notes.setWordWrap(True)
        self._notes.setContentsMargins(GAP, GAP, GAP, 0)
        set_look(self._notes, "missing")
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Views of the sensitivities")
        for page, title, tip in (
            (self._bars, "Indices", "First-order and total indices, an input a group"),
            (self._second, "Second order", "Which inputs act only together"),
            (self._convergence, "Convergence", "Whether N was large enough"),
            (self._what_if, "One at a time", "Move an input and see the curve move"),
            (self._correlations, "Correlations", "How inputs go together in training"),
            (self._ranking, "Ranking", "What-ifs in the order of a predicted time"),
        ):
            self._tabs.addTab(page, title)
            self._tabs.setTabToolTip(self._tabs.count() - 1, tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._notes)
        layout.addWidget(self._tabs, 1)
        self._connect()
        self._show_model()
        self._show_result()

    @property
    def tabs(self) -> QTabWidget:
        """The tabs."""
        return self._tabs

    @property
    def ranking(self) -> RankingPage:
        """The page of the ranking."""
        return self._ranking

    @property
    def what_if(self) -> WhatIfPage:
        """The page of one at a time."""
        return self._what_if

    @property
    def figures(self) -> tuple[FigurePage, ...]:
        """The pages with a figure."""
        return self._bars, self._second, self._convergence, self._correlations

    def redraw(self) -> None:
        """Draw everything in the colours of the theme."""
        for page in self.figures:
            page.view.redraw()
        self._what_if.redraw()

    def _connect(self) -> None:
        desk = self._context.sensitivity
        desk.result_changed.connect(self._show_result)
        desk.progress_changed.connect(self._show_progress)
        desk.model_changed.connect(self._show_model)
        desk.what_ifs_changed.connect(self._count_what_ifs)
        self._bars.chosen.connect(self._on_choice)
        self._second.chosen.connect(self._on_choice)
        self._convergence.chosen.connect(self._on_choice)
        self._bars.save_requested.connect(self._save_bars)
        self._second.save_requested.connect(self._save_second)
        self._convergence.save_requested.connect(self._save_convergence)
        self._correlations.save_requested.connect(self._save_correlations)
        self._what_if.save_requested.connect(self._save_sweep)
        self._what_if.shown.connect(self._answers.want)
        self._what_if.input_chosen.connect(self._answers.sweep_input)
        self._what_if.keep_requested.connect(desk.rank_position)
        self._answers.answered.connect(self._what_if.show_answer)
        self._answers.ranked.connect(self._ranking.show_ranked)
        self._ranking.output_chosen.connect(self._answers.rank_by)
        self._ranking.fluids_requested.connect(self._add_electrolytes)
        self._ranking.electrodes_requested.connect(self.electrodes_requested)
        self._ranking.save_requested.connect(self._save_ranking)
        self._answers.rank_by(self._ranking.output)

    # what is shown

    def _show_model(self) -> None:
        desk = self._context.sensitivity
        if desk.request is None:
            self._correlations.show_figure(None, message="Choose a network.")
        elif not len(desk.model.training_inputs if desk.model else ()):
            self._correlations.show_figure(
                None, message="No training data are known of these inputs."
            )
        else:
            self._correlations.show_figure(
                self._make_correlations(),
                note="From 0.5 on, single indices of these inputs mislead.",
            )

    def _show_result(self) -> None:
        result = self._context.sensitivity.result
        self._notes.setText("\n".join(result.notes) if result else "")
        self._notes.setVisible(bool(result and result.notes))
        if result is None:
            for page in (self._bars, self._second, self._convergence):
                page.show_figure(None, message=self._why_nothing())
            return
        outputs = tuple((one.title, at) for at, one in enumerate(result.outputs))
        self._second.set_choices(outputs)
        self._convergence.set_choices((("All outputs", _ALL), *outputs))
        self._draw(result)

    def _why_nothing(self) -> str:
        desk = self._context.sensitivity
        return _NOTHING if desk.progress is None else _RUNNING

    def _show_progress(self) -> None:
        """Say in the empty pages whether an analysis runs; once at its ends."""
        desk = self._context.sensitivity
        is_running = desk.progress is not None
        if is_running is not self._was_running and desk.result is None:
            self._show_result()
        self._was_running = is_running

    def _draw(self, result: SobolResult) -> None:
        level = f"{result.confidence:.0%}"
        about = (
            f"{result.model}: N = {result.n_base}, {result.n_evaluations} evaluations, "
            f"{level} intervals of {result.n_resamples} resamples"
        )
        self._bars.show_figure(self._make_bars(result), note=about)
        self._second.show_figure(
            self._make_second(result),
            note="First order on the diagonal; bold where surely above zero.",
        )
        self._convergence.show_figure(
            self._make_convergence(result),
            note=f"Total indices from the first N samples, with {level} intervals.",
        )

    @Slot(object)
    def _on_choice(self, value: object) -> None:
        result = self._context.sensitivity.result
        if result is not None:
            self._draw(result)

    # figures

    def _make_bars(self, result: SobolResult) -> MakeFigure:
        order: Order = self._bars.choice or "both"
        return partial(_of_size, partial(sobol_figure, result, order=order))

    def _make_second(self, result: SobolResult) -> MakeFigure:
        at = self._second.choice or 0
        figure = partial(second_order_figure, result, outputs=[at])
        return partial(_of_size, figure)

    def _make_convergence(self, result: SobolResult) -> MakeFigure:
        chosen = self._convergence.choice
        outputs = None if chosen in (None, _ALL) else [chosen]
        return partial(_of_size, partial(convergence_figure, result, outputs=outputs))

    def _make_correlations(self) -> MakeFigure:
        desk = self._context.sensitivity
        assert desk.request is not None
        titles = [entry.title for entry in desk.request.ranges]
        return partial(_of_size, partial(correlation_figure, desk.correlation, titles))

    # saving

    @Slot()
    def _save_bars(self) -> None:
        result = self._context.sensitivity.result
        if result is not None:
            self._want("sobol", self._make_bars(result), sobol_table(result))

    @Slot()
    def _save_second(self) -> None:
        result = self._context.sensitivity.result
        if result is not None:
            table = second_order_table(result)
            self._want("second order", self._make_second(result), table)

    @Slot()
    def _save_convergence(self) -> None:
        result = self._context.sensitivity.result
        if result is not None:
            table = convergence_table(result)
            self._want("convergence", self._make_convergence(result), table)

    @Slot()
    def _save_correlations(self) -> None:
        desk = self._context.sensitivity
        if desk.request is not None:
            names = [entry.name for entry in desk.request.ranges]
            table = correlation_table(desk.correlation, names)
            self._want("correlations", self._make_correlations(), table)

    @Slot()
    def _save_sweep(self) -> None:
        desk, answer = self._context.sensitivity, self._what_if.answer
        if desk.model is None or answer is None or answer.swept is None:
            return
        outputs = tuple(desk.model.outputs)
        make = partial(_of_size, partial(sweep_figure, answer.swept, outputs))
        self._want("one at a time", make, sweep_table(answer.swept, outputs))

    @Slot()
    def _save_ranking(self) -> None:
        model = self._context.sensitivity.model
        if model is not None:
            table = ranking_table(self._ranking.ranked, model, self._ranking.output)
            self.table_requested.emit("ranking", table)

    def _want(self, name: str, make: MakeFigure, table: Table) -> None:
        self.save_requested.emit(name, make, table)

    # what-ifs

    @Slot()
    def _add_electrolytes(self) -> None:
        presets = self._context.fluids.presets.values()
        self._context.sensitivity.rank_fluids([preset.fluids for preset in presets])

    def _count_what_ifs(self) -> None:
        n_rows = len(self._context.sensitivity.what_ifs)
        text = f"Ranking ({n_rows})" if n_rows else "Ranking"
        self._tabs.setTabText(self._tabs.indexOf(self._ranking), text)


def _of_size(figure: Any, theme: str, size_in: tuple[float, float]) -> Any:
    """A figure for a theme and a size: what `FigureView` and files ask for."""
    return figure(theme=theme, size_in=size_in)

"""The step Sensitivity: which inputs govern the filling."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from wetview.app.panels.advanced import Advanced
from wetview.app.panels.fields import CheckField, ChoiceField, IntegerField
from wetview.app.panels.form import Form
from wetview.app.panels.range_table import RangeTable
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.errors import UserError
from wetview.sensitivity import (
    LARGEST_N_BASE,
    SMALLEST_N_BASE,
    correlated_pairs,
    n_evaluations,
    usual_ranges,
)
from wetview.units import format_number

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models.sensitivity_desk import SensitivityRequest
    from wetview.sensitivity import Distribution

_SIZES = (
    ("256, a first look", 256),
    ("1000, as in the paper", 1000),
    ("1024, usual", 1024),
    ("4096, narrow intervals", 4096),
    ("Custom", 0),
)
_DISTRIBUTIONS = (
    ("Evenly in their ranges", "uniform"),
    ("As in the training data", "training"),
)


class SensitivityPanel(StepPanel):
    """Network, ranges of its inputs, and how many samples.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    cancel_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Sensitivity",
            "See which inputs govern the filling: Sobol indices of a trained network.",
            context.actions["find_sensitivity"],
            context.icons,
            "sensitivity",
        )
        self._context = context
        self._refusal = ""
        self._add_network()
        self._add_ranges()
        self._add_sampling()
        self._add_advanced()
        self._add_progress()
        desk = context.sensitivity
        for signal in (
            desk.networks_changed,
            desk.model_changed,
            desk.request_changed,
            desk.progress_changed,
            context.session.project_changed,
        ):
            signal.connect(self.refresh)
        self.refresh()

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        super().update_icons()
        self._advanced.update_icons()

    def refresh(self) -> None:
        """Show the settings, and what is missing."""
        desk = self._context.sensitivity
        request = desk.request
        self._network.set_choices(tuple((one.title, one.key) for one in desk.networks))
        self._network.set_value(desk.chosen.key if desk.chosen else None)
        for part in self._parts:
            part.setVisible(request is not None)
        is_running = desk.progress is not None
        self._progress_row.setVisible(is_running)
        self._progress.setValue(round(100 * (desk.progress or 0.0)))
        if request is not None:
            self._show_request(request)
        else:
            self.set_outcome("")
            self._grouped.setVisible(False)
            self._warning.setVisible(False)
        self._say_what_is_missing(request, is_running)

    # what there is

    def _add_network(self) -> None:
        form = Form()
        self._network = ChoiceField()
        self._network.edited.connect(self._on_network)
        form.add(
            "Network",
            self._network,
            "Which trained network is asked, and of what: of single pores, or of the "
            "electrode that is open",
        )
        self.add(form)

    def _add_ranges(self) -> None:
        heading = self.add_section("Inputs")
        self._ranges = RangeTable()
        self._ranges.edited.connect(self._on_ranges)
        self._ranges.refused.connect(self._on_refused)
        self.add(self._ranges)
        self._reset = QPushButton("Ranges of the training data")
        self._reset.setToolTip("Set all limits back to those of the training data")
        self._reset.setAccessibleName(self._reset.text())
        set_look(self._reset, "link")
        self._reset.clicked.connect(self._on_reset)
        self.add(self._reset)
        self._warning = QLabel()
        self._warning.setWordWrap(True)
        set_look(self._warning, "missing")
        self.add(self._warning)
        self._grouped = CheckField("Group inputs that go together")
        self._grouped.setToolTip(
            "Give inputs that are correlated in the training data one index together, "
            "and draw them together from the training data. Sobol's indices of single "
            "inputs assume that they vary independently"
        )
        self._grouped.edited.connect(self._context.sensitivity.group_correlated)
        self.add(self._grouped)
        self._parts: list[QWidget] = [heading, self._ranges, self._reset]

    def _add_sampling(self) -> None:
        form = Form()
        self._size = ChoiceField(_SIZES)
        self._size.edited.connect(self._on_size)
        form.add(
            "Samples N",
            self._size,
            "Base samples; a network is asked N (2 d + 2) times for d inputs. More "
            "make the intervals narrower, with the square root of N",
        )
        self._custom = IntegerField("", SMALLEST_N_BASE, LARGEST_N_BASE)
        self._custom.edited.connect(self._on_custom_size)
        form.add(
            "N",
            self._custom,
            "Base samples; powers of two are best for a Sobol sequence",
        )
        self._distribution = ChoiceField(_DISTRIBUTIONS)
        self._distribution.edited.connect(self._on_distribution)
        form.add(
            "Inputs vary",
            self._distribution,
            "Evenly within their ranges; or each as it is distributed in the training "
            "data, groups together",
        )
        self._form = form
        self.add(form)
        self._parts.append(form)

    def _add_advanced(self) -> None:
        self._outputs_form = Form()
        self._outputs: dict[str, CheckField] = {}
        self._seed = IntegerField("", 0, 2**31 - 1)
        self._seed.edited.connect(self._on_seed)
        self._outputs_form.add(
            "Seed", self._seed, "Of the sequence; the same seed gives the same indices"
        )
        self._outputs_form.add_note("Outputs")
        self._advanced = Advanced(self._context.icons, self._outputs_form)
        self.add(self._advanced)
        self._parts.append(self._advanced)

    def _add_progress(self) -> None:
        self._progress_row = QWidget()
        row = QHBoxLayout(self._progress_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._progress = QProgressBar()
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName("Progress of the analysis")
        row.addWidget(self._progress, 1)
        cancel = QPushButton("Cancel")
        cancel.setToolTip("Stop the analysis")
        cancel.setAccessibleName("Cancel the analysis")
        cancel.setMinimumHeight(FIELD_HEIGHT)
        cancel.clicked.connect(self.cancel_requested)
        row.addWidget(cancel)
        self.add(self._progress_row)

    # what it shows

    def _show_request(self, request: SensitivityRequest) -> None:
        desk = self._context.sensitivity
        self._ranges.set_ranges(request.ranges)
        known = [value for _, value in _SIZES]
        is_custom = request.n_base not in known or self._size.chosen == 0
        self._size.set_value(0 if is_custom else request.n_base)
        self._form.set_row_visible(self._custom, is_custom)
        self._custom.set_value(request.n_base)
        self._distribution.set_value(request.distribution)
        self._seed.set_value(request.seed)
        self._reset.setVisible(
            desk.model is not None
            and request.ranges != usual_ranges(desk.model, request.distribution)
        )
        self._show_outputs(request)
        self._show_correlation(request)
        n_factors = len(request.factors)
        n_times = format_number(n_evaluations(request.n_base, n_factors))
        what = "groups and inputs" if request.groups else "inputs"
        self.set_outcome(f"Asks the network {n_times} times about {n_factors} {what}")

    def _show_outputs(self, request: SensitivityRequest) -> None:
        model = self._context.sensitivity.model
        columns = model.outputs if model is not None else ()
        names = [column.name for column in columns]
        if names != list(self._outputs):
            for box in self._outputs.values():
                self._outputs_form.remove(box)
            self._outputs = {}
            for column in columns:
                box = CheckField(column.title)
                box.setObjectName(column.name)
                box.edited.connect(self._on_outputs)
                self._outputs_form.add_wide(
                    box, f"Find indices of: {column.title}", column.title
                )
                self._outputs[column.name] = box
        for name, box in self._outputs.items():
            box.set_value(name in request.outputs)

    def _show_correlation(self, request: SensitivityRequest) -> None:
        pairs = correlated_pairs(self._context.sensitivity.correlation)
        names = [entry.name for entry in request.ranges]
        in_group = {
            frozenset((one, other))
            for group in request.groups
            for one in group
            for other in group
        }
        loose = [
            pair
            for pair in pairs
            if frozenset((names[pair.first], names[pair.second])) not in in_group
        ]
        self._grouped.setVisible(bool(pairs))
        self._grouped.set_value(bool(request.groups))
        self._warning.setVisible(bool(loose))
        if loose:
            first = loose[0]
            title = request.ranges[first.first].title.lower()
            other = request.ranges[first.second].title.lower()
            n_more = len(loose) - 1
            more = f" and {n_more} more pairs" if n_more else ""
            self._warning.setText(
                f"Inputs go together in the training data: {title} and {other} "
                f"({first.correlation:+.2f}){more}. Indices of single inputs assume "
                "that they do not; see the tab Correlations."
            )

    def _say_what_is_missing(
        self, request: SensitivityRequest | None, is_running: bool
    ) -> None:
        desk = self._context.sensitivity
        if self._refusal:
            self.set_missing(self._refusal)
        elif not desk.networks:
            self.set_missing("Train a network in the step Learn first.")
        elif desk.chosen is None:
            self.set_missing("Choose a network.")
        elif request is None:
            self.set_missing("The network is being read…")
        elif is_running:
            self.set_missing("The sensitivities are being found…")
        elif len(request.factors) < 2:
            self.set_missing("Give at least two inputs a range.")
        elif not request.outputs:
            self.set_missing("Choose at least one output under Advanced.")
        else:
            self.set_missing("")

    # what the user wants

    @Slot(object)
    def _on_network(self, key: str) -> None:
        self._context.sensitivity.choose(key)

    @Slot(object)
    def _on_ranges(self, ranges: Any) -> None:
        self._change(ranges=ranges)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        self._refusal = reason
        self.refresh()
        self._refusal = ""

    @Slot()
    def _on_reset(self) -> None:
        desk = self._context.sensitivity
        if desk.model is not None and desk.request is not None:
            ranges = usual_ranges(desk.model, desk.request.distribution)
            self._change(ranges=ranges)

    @Slot(object)
    def _on_size(self, n_base: int) -> None:
        if n_base:
            self._change(n_base=n_base)
        self.refresh()

    @Slot(int)
    def _on_custom_size(self, n_base: int) -> None:
        self._change(n_base=n_base)

    @Slot(object)
    def _on_distribution(self, distribution: Distribution) -> None:
        self._context.sensitivity.set_distribution(distribution)

    @Slot(int)
    def _on_seed(self, seed: int) -> None:
        self._change(seed=seed)

    @Slot(bool)
    def _on_outputs(self, is_checked: bool) -> None:
        chosen = [name for name, box in self._outputs.items() if box.isChecked()]
        self._change(outputs=tuple(chosen))

    def _change(self, **changes: Any) -> None:
        desk = self._context.sensitivity
        if desk.request is None:
            return
        try:
            desk.set_request(replace(desk.request, **changes))
        except UserError as problem:
            self._on_refused(str(problem))

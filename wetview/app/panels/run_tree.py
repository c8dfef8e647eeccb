"""The runs that a network may learn from, under their electrodes, with checks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wetview.app.models import RunToLearn

_PATH = Qt.ItemDataRole.UserRole
_OUTCOMES = {"flat": "flat", "max_steps": "steps used up"}
_HEADINGS = ("Run", "kPa", "°", "Ended")
_WIDTHS = (132, 46, 38)
_ROWS, _ROW_HEIGHT = (4, 11), 22
_UNREADABLE = "Cannot be read"


class RunTree(QTreeWidget):
    """Electrodes, and under each its runs; a check chooses a run or all of them."""

    checked = Signal(object, bool)
    """Paths that the user has chosen, or left out."""

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderLabels(_HEADINGS)
        self.setAccessibleName("Runs to learn from")
        self.setToolTip("Check the runs that the network is to learn from")
        self.setRootIsDecorated(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        header = self.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)
        header.setStretchLastSection(True)
        header_item = self.headerItem()
        for column, tip in enumerate(
            (
                "Electrode, and its runs",
                "Applied pressure in kPa",
                "Contact angle on the active material in degrees",
                "Why the run ended, or why it cannot be used",
            )
        ):
            header_item.setToolTip(column, tip)
        self.itemChanged.connect(self._on_changed)

    def set_runs(self, runs: Sequence[RunToLearn], chosen: Collection[Path]) -> None:
        """List other runs."""
        closed = {item.text(0) for item in self._electrodes() if not item.isExpanded()}
        with QSignalBlocker(self):
            self.clear()
            parents: dict[str, QTreeWidgetItem] = {}
            for run in runs:
                electrode = run.electrode or _UNREADABLE
                if electrode not in parents:
                    parents[electrode] = self._add_electrode(electrode)
                self._add_run(parents[electrode], run, run.path in chosen)
            for electrode, parent in parents.items():
                parent.setExpanded(electrode not in closed)
            self._count(parents)
        n_rows = len(runs) + len(parents)
        shown = min(max(n_rows, _ROWS[0]), _ROWS[1])
        self.setFixedHeight((shown + 1) * _ROW_HEIGHT + 2 * self.frameWidth())

    def set_chosen(self, chosen: Collection[Path]) -> None:
        """Show which runs are chosen."""
        with QSignalBlocker(self):
            for parent in self._electrodes():
                for index in range(parent.childCount()):
                    child = parent.child(index)
                    if child is None:
                        continue
                    if child.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                        is_chosen = _path(child) in chosen
                        child.setCheckState(0, _state(is_chosen))

    def _electrodes(self) -> list[QTreeWidgetItem]:
        items = [self.topLevelItem(row) for row in range(self.topLevelItemCount())]
        return [item for item in items if item is not None]

    def _add_electrode(self, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self, [name])
        item.setFirstColumnSpanned(True)
        item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
        if name != _UNREADABLE:
            item.setFlags(
                item.flags()
                | Qt.ItemFlag.ItemIsAutoTristate
                | Qt.ItemFlag.ItemIsUserCheckable
            )
        return item

    def _add_run(
        self, parent: QTreeWidgetItem, run: RunToLearn, is_chosen: bool
    ) -> None:
        facts = run.facts
        name = run.name.removeprefix(run.electrode or "").lstrip(" ,") or run.name
        if facts is None:
            texts = [name, "", "", "damaged"]
        else:
            texts = [
                name,
                _number(facts.pressure_pa, 1e3),
                _number(facts.contact_angle_deg, 1.0),
                _OUTCOMES.get(facts.outcome, facts.outcome),
            ]
        if run.problem is not None and facts is not None:
            texts[3] = _why(run)
        item = QTreeWidgetItem(parent, texts)
        item.setData(0, _PATH, str(run.path))
        item.setSizeHint(0, QSize(0, _ROW_HEIGHT))
        for column in (1, 2):
            item.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        tip = run.name if run.problem is None else str(run.problem)
        for column in range(len(texts)):
            item.setToolTip(column, tip)
        if run.problem is None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, _state(is_chosen))
        else:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)

    def _count(self, parents: dict[str, QTreeWidgetItem]) -> None:
        for electrode, parent in parents.items():
            n_runs = parent.childCount()
            noun = "run" if n_runs == 1 else "runs"
            parent.setToolTip(0, f"{electrode}: {n_runs} {noun}")

    @Slot(QTreeWidgetItem, int)
    def _on_changed(self, item: QTreeWidgetItem, column: int) -> None:
        """Report single runs: checking an electrode changes its runs."""
        if item.parent() is not None and column == 0:
            is_checked = item.checkState(0) is Qt.CheckState.Checked
            self.checked.emit((_path(item),), is_checked)


def _why(run: RunToLearn) -> str:
    """Why a run cannot be used, in a word or two."""
    facts = run.facts
    assert facts is not None
    if facts.is_predicted:
        return "predicted"
    if facts.n_pores == 0:
        return "no pores"
    if facts.pressure_changes:
        return "pressure changes"
    if not facts.has_fluids:
        return "no fluids"
    return "stopped"


def _number(value: float | None, unit: float) -> str:
    return "" if value is None else f"{value / unit:.4g}"


def _path(item: QTreeWidgetItem) -> Path:
    return Path(str(item.data(0, _PATH)))


def _state(is_chosen: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked

"""Below the panes of Compare: the timeline, figures in tabs, the pores by error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from wetview.app.views.compare_timeline_bar import CompareTimelineBar
from wetview.app.views.error_table import ErrorTable

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.views.compare_plot import ComparePlot, Kind

_TABLE_WIDTH = 400
_TABS: tuple[tuple[str, Kind], ...] = (
    ("Electrode", "electrode"),
    ("Pore", "pore"),
    ("All runs", "pressures"),
    ("Error", "error"),
    ("Dice", "dice"),
    ("Parity", "parity"),
)


class CompareArea(QWidget):
    """Lays out what says how two fillings differ.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    pore_chosen = Signal(int)
    """The user wants to see a pore."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.timeline_bar = CompareTimelineBar(context)
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Figures of the comparison")
        self._plots: list[ComparePlot] = []
        table = ErrorTable(context)
        table.pore_chosen.connect(self.pore_chosen)
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        columns.addWidget(self._tabs)
        columns.addWidget(table)
        columns.setStretchFactor(0, 1)
        columns.setSizes([800, _TABLE_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.timeline_bar)
        layout.addWidget(columns, 1)

    def build(self) -> None:
        """Make the figures, once their library is loaded."""
        from wetview.app.views.compare_plot import TIPS, ComparePlot

        for title, kind in _TABS:
            plot = ComparePlot(self._context, kind)
            plot.setAccessibleName(f"{title}: {TIPS[kind]}")
            plot.seek_requested.connect(self._seek)
            self._plots.append(plot)
            index = self._tabs.addTab(plot, title)
            self._tabs.setTabToolTip(index, TIPS[kind])

    def update_theme(self) -> None:
        """Draw in the colours of the theme."""
        self.timeline_bar.update_icons()
        for plot in self._plots:
            plot.redraw()

    @Slot(int)
    def _seek(self, index: int) -> None:
        timeline = self._context.comparing.timeline
        timeline.stop()
        timeline.seek(index)

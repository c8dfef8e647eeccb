"""The step Learn: train a network on runs, keep networks, and predict with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout

from wetview.app.models import LearnPage
from wetview.app.panels.networks_panel import NetworksPanel
from wetview.app.panels.predict_panel import PredictPanel
from wetview.app.panels.train_panel import TrainPanel
from wetview.app.theme import PANEL_WIDTH, set_look

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.panels.step_panel import StepPanel

_PAGES = tuple(LearnPage)
_TIPS = {
    LearnPage.TRAIN: "Choose runs, and train a network on them",
    LearnPage.NETWORKS: "The networks of this project, their scores and limits",
    LearnPage.PREDICT: "Predict how this sample fills",
}


class LearnPanel(QFrame):
    """The pages of the step, each a panel of its own.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        set_look(self, "panel")
        self.setFixedWidth(PANEL_WIDTH)
        self.train = TrainPanel(context)
        self.networks = NetworksPanel(context)
        self.predict = PredictPanel(context)
        self._tabs = QTabBar()
        self._tabs.setAccessibleName("Pages of the step Learn")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(True)
        for page in _PAGES:
            self._tabs.addTab(page.value)
            self._tabs.setTabToolTip(self._tabs.count() - 1, _TIPS[page])
        self._tabs.currentChanged.connect(self._on_tab)
        self._stack = QStackedWidget()
        for panel in self.pages:
            self._stack.addWidget(panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)
        context.learning.page_changed.connect(self.refresh)
        self.refresh()

    @property
    def pages(self) -> tuple[StepPanel, ...]:
        """The panels in the order of the pages."""
        return self.train, self.networks, self.predict

    def update_icons(self) -> None:
        """Draw icons again, in the colours of the theme."""
        for panel in self.pages:
            panel.update_icons()

    def refresh(self) -> None:
        """Show the page."""
        index = _PAGES.index(self._context.learning.page)
        self._tabs.setCurrentIndex(index)
        self._stack.setCurrentIndex(index)

    @Slot(int)
    def _on_tab(self, index: int) -> None:
        self._context.learning.set_page(_PAGES[index])

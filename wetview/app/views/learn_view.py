"""What stands beside the pages Train and Networks of the step Learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from wetview.app.models import LearnPage
from wetview.app.views.network_view import NetworkView
from wetview.app.views.train_view import TrainView

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.work import Background


class LearnView(QStackedWidget):
    """The view of the page that is shown; Predict is shown in 3D.

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
        self.train = TrainView(context, background)
        self.network = NetworkView(context, background)
        for view in (self.train, self.network):
            view.save_requested.connect(self.save_requested)
            self.addWidget(view)
        context.learning.page_changed.connect(self.refresh)
        self.refresh()

    def redraw(self) -> None:
        """Draw in the colours of the theme."""
        self.train.redraw()
        self.network.redraw()

    def refresh(self) -> None:
        """Show the view of the page."""
        is_train = self._context.learning.page is LearnPage.TRAIN
        self.setCurrentWidget(self.train if is_train else self.network)

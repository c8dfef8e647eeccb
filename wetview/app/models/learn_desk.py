"""The step Learn: which of its pages is shown, and what each works on."""

from __future__ import annotations

from enum import Enum

from psygnal import Signal

from wetview.app.models.model_shelf import ModelShelf
from wetview.app.models.prediction_desk import PredictionDesk
from wetview.app.models.training_desk import TrainingDesk


class LearnPage(Enum):
    """The pages of the step."""

    TRAIN = "Train"
    NETWORKS = "Networks"
    PREDICT = "Predict"


class LearnDesk:
    """State of the step."""

    page_changed = Signal()

    def __init__(self) -> None:
        self.training = TrainingDesk()
        self.shelf = ModelShelf()
        self.prediction = PredictionDesk()
        self._page = LearnPage.TRAIN

    @property
    def page(self) -> LearnPage:
        """The page that is shown."""
        return self._page

    def set_page(self, page: LearnPage) -> None:
        """Go to a page."""
        if page is not self._page:
            self._page = page
            self.page_changed.emit()

"""How a network is shaped and trained: what the presets settle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit

from wetview.app.panels.fields import CheckField, IntegerField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import FIELD_HEIGHT

if TYPE_CHECKING:
    from wetview.app.context import Context

_MOST_LAYERS, _MOST_NEURONS = 12, 1024


class FitForm(Form):
    """The settings under Advanced.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    refused = Signal(str)
    """Hidden layers that make no network, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._desk = context.learning.training
        self._epochs = IntegerField("", 1, 100_000, step=10)
        self._epochs.edited.connect(self._on_epochs)
        self.add("Epochs", self._epochs, "Passes over the training rows")
        self._members = IntegerField("", 1, 50)
        self._members.edited.connect(self._on_members)
        self.add(
            "Members",
            self._members,
            "Networks of the ensemble; where they disagree, the interval is wider",
        )
        self._hidden = QLineEdit()
        self._hidden.setMinimumHeight(FIELD_HEIGHT)
        self._hidden.editingFinished.connect(self._on_hidden)
        self.add(
            "Hidden layers",
            self._hidden,
            "Neurons of each hidden layer: 64, 64, 64",
        )
        self._batch = IntegerField("rows", 8, 1_000_000, step=64)
        self._batch.edited.connect(self._on_batch)
        self.add("Batch", self._batch, "Rows of one step")
        self._rate = NumberField("", 1e-6, 1.0, decimals=6, step=0.001)
        self._rate.edited.connect(self._on_rate)
        self.add(
            "Learning rate",
            self._rate,
            "The largest one; it rises over the first tenth of the steps, then falls",
        )
        self._decay = NumberField("", 0.0, 10.0, decimals=3, step=0.1)
        self._decay.edited.connect(self._on_decay)
        self.add(
            "Weight decay", self._decay, "Keeps weights small, against learning by rote"
        )
        self._seed = IntegerField("", 0, 2**31 - 1)
        self._seed.edited.connect(self._on_seed)
        self.add("Seed", self._seed, "Of weights, order and splits")
        self._leaves_out = CheckField("Leave electrodes out for the scores")
        self._leaves_out.edited.connect(self._on_leaves_out)
        self.add_wide(
            self._leaves_out,
            "Train again without each electrode (of many, without a twentieth at a "
            "time) and predict it. Without this there are no scores, and no interval",
            "Leave electrodes out",
        )
        self._desk.request_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the settings."""
        request = self._desk.request
        fit = request.fit
        self._epochs.set_value(fit.n_epochs)
        self._members.set_value(request.n_members)
        self._hidden.setText(", ".join(map(str, fit.hidden)))
        self._batch.set_value(fit.batch_size)
        self._rate.set_value(fit.learning_rate)
        self._decay.set_value(fit.weight_decay)
        self._seed.set_value(request.seed)
        self._leaves_out.set_value(request.leaves_out)

    def _change(self, **values: Any) -> None:
        self._desk.set_request(replace(self._desk.request, **values))

    def _change_fit(self, **values: Any) -> None:
        self._change(fit=replace(self._desk.request.fit, **values))

    @Slot(int)
    def _on_epochs(self, value: int) -> None:
        self._change_fit(n_epochs=value)

    @Slot(int)
    def _on_members(self, value: int) -> None:
        self._change(n_members=value)

    @Slot(int)
    def _on_batch(self, value: int) -> None:
        self._change_fit(batch_size=value)

    @Slot(float)
    def _on_rate(self, value: float) -> None:
        self._change_fit(learning_rate=value)

    @Slot(float)
    def _on_decay(self, value: float) -> None:
        self._change_fit(weight_decay=value)

    @Slot(int)
    def _on_seed(self, value: int) -> None:
        self._change(seed=value)

    @Slot(bool)
    def _on_leaves_out(self, is_checked: bool) -> None:
        self._change(leaves_out=is_checked)

    @Slot()
    def _on_hidden(self) -> None:
        text = self._hidden.text()
        try:
            hidden = tuple(int(part) for part in text.replace(";", ",").split(","))
        except ValueError:
            hidden = ()
        is_network = 1 <= len(hidden) <= _MOST_LAYERS and all(
            1 <= one <= _MOST_NEURONS for one in hidden
        )
        if is_network:
            self._change_fit(hidden=hidden)
            return
        self.refresh()
        self.refused.emit(
            f"`{text}` is no list of hidden layers. Give up to {_MOST_LAYERS} whole "
            f"numbers from 1 to {_MOST_NEURONS}: 64, 64, 64."
        )

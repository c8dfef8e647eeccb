"""The slice of the picked pore, with its volume, surface, contacts and place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from wetview.app.models import Step
from wetview.app.models.pore_columns import inlet_of
from wetview.app.panels.action_button import ActionButton
from wetview.app.theme import GAP, set_look
from wetview.app.views.figure_view import FigureView

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.pores import Pores
    from wetview.volume import Phases
    from wetview.volume.faces import Face


class PoreSliceView(QFrame):
    """Shows the picked pore in the step Pores; hidden where none is picked.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the figure is drawn.
    """

    def __init__(self, context: Context, background: Background) -> None:
        super().__init__()
        set_look(self, "panel")
        self._context = context
        self._figure = FigureView(context, background, "Slice of the picked pore")
        heading = QLabel("Picked pore")
        set_look(heading, "section")
        save = context.actions["export_pore_slice"]
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        text = context.actions.short_text("export_pore_slice")
        top.addWidget(ActionButton(save, text=text))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addLayout(top)
        layout.addWidget(self._figure, 1)
        session = context.session
        for signal in (
            session.pores_changed,
            session.filling_changed,
            session.step_changed,
            context.selection.pore_changed,
        ):
            signal.connect(self._on_changed)
        self.refresh()

    @property
    def figure(self) -> FigureView:
        """What shows the slice."""
        return self._figure

    def redraw(self) -> None:
        """Draw it again, in the colours of the theme."""
        self._figure.redraw()

    def refresh(self) -> None:
        """Show the pore that is picked."""
        session, label = self._context.session, self._context.selection.pore
        sample = session.sample
        pores = sample.pores if sample else None
        is_shown = (
            session.step is Step.PORES
            and sample is not None
            and pores is not None
            and label is not None
            and label <= len(pores)
        )
        self.setVisible(is_shown)
        self._context.actions["export_pore_slice"].setEnabled(is_shown)
        if not is_shown or sample is None or pores is None or label is None:
            self._figure.show_figure(None)
            return
        inlet = inlet_of(session.filling)
        self._figure.show_figure(partial(_made, sample.phases, pores, label, inlet))

    def _on_changed(self, *_: object) -> None:
        self.refresh()


def _made(
    phases: Phases,
    pores: Pores,
    label: int,
    inlet: Face,
    theme: str,
    size_in: tuple[float, float],
) -> Figure:
    from wetview.plots.pore_slice import pore_slice_figure

    return pore_slice_figure(
        phases, pores, label, inlet=inlet, theme=theme, size_in=size_in
    )

"""The one pane of the other steps: the sample, its pores and the filling shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from wetview.app.models import Step
from wetview.app.models.display import PARTS
from wetview.app.models.pore_columns import column, inlet_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.work import Background
    from wetview.pores import Pores
    from wetview.scene import ElectrodeScene
    from wetview.volume.faces import Face

_LIVE_INTERVAL_MS = 900
_BEHIND_BOXES = 0.25
"""Opacity of the solid that representative boxes stand in."""
_FILTER_PAUSE_MS = 120
"""A surface without the hidden pores takes a noticeable time: not at every letter."""
_FILTERED = "filtered pores"


class SamplePane(QObject):
    """Shows in a scene what the models of the window say.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the surface of the pores is made that a filter leaves.
    scene : ElectrodeScene
        Where it is shown.
    parent : QObject
        Owner.
    """

    changed = Signal()
    """The picture is to be drawn again."""
    framing_wanted = Signal()
    """The sample should be brought into sight, unless the user has turned it."""
    sample_shown = Signal()
    """Another sample is shown."""
    frame_failed = Signal(object)
    """A frame could not be read."""

    def __init__(
        self,
        context: Context,
        background: Background,
        scene: ElectrodeScene,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._background = background
        self._scene = scene
        self._shown_sample: object = None
        self._shown_pores: Pores | None = None
        self._pore_of_fragment: NDArray[np.int32] | None = None
        self._shown_inlet: Face = "x-"
        self._has_legend = False
        self._live_timer = QTimer(self)
        self._live_timer.setSingleShot(True)
        self._live_timer.timeout.connect(self._show_frame)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(_FILTER_PAUSE_MS)
        self._filter_timer.timeout.connect(self._filter)
        self._connect(True)

    @property
    def has_sample(self) -> bool:
        """Whether there is something to see."""
        return self._shown_sample is not None

    @property
    def has_pores(self) -> bool:
        """Whether there are pores to pick."""
        return self._shown_pores is not None

    def close(self) -> None:
        """Listen no longer."""
        self._live_timer.stop()
        self._filter_timer.stop()
        self._background.drop(_FILTERED)
        self._connect(False)

    def _connect(self, listens: bool) -> None:
        context = self._context
        for signal, method in (
            (context.session.sample_changed, self.refresh),
            (context.session.pores_changed, self.refresh),
            (context.session.fragments_changed, self._on_fragments_changed),
            (context.pore_filter.changed, self._on_filter_changed),
            (context.session.filling_changed, self._on_filling_changed),
            (context.session.request_changed, self._show_inlet),
            (context.display.changed, self._on_display_changed),
            (context.boxes.changed, self._show_boxes),
            (context.selection.pore_changed, self._on_pore_changed),
            (context.timeline.index_changed, self._on_index_changed),
        ):
            if listens:
                signal.connect(method)
            else:
                signal.disconnect(method)

    def refresh(self) -> None:
        """Show the sample, pores, filling and options of the models."""
        sample = self._context.session.sample
        around = dict.fromkeys(("axes", "inlet", "scale"), sample is not None)
        self._scene.show(**around)
        if sample is None:
            self._shown_sample = self._shown_pores = None
            self._scene.show(**dict.fromkeys(PARTS, False))
            self._scene.hide_legend()
            self.changed.emit()
            return
        if sample.phases is not self._shown_sample:
            self._shown_sample = sample.phases
            self._shown_pores = None
            self._scene.set_pores(None)
            self._scene.set_phases(sample.phases)
            self._show_inlet()
            self.sample_shown.emit()
        self._show_pores()
        self._show_frame()
        self._show_parts()

    def _show_pores(self) -> None:
        session = self._context.session
        if session.sample is None:
            return
        pores = session.sample.pores
        if pores is None:
            self._scene.set_pores(None)
            self._shown_pores = None
            return
        self._shown_pores = pores
        fragments = session.fragments
        if fragments is not None:
            self._scene.set_pores(fragments)
            if self._pore_of_fragment is None:
                self._pore_of_fragment = _pores_of(fragments, pores)
            self._frame_legend(False)
            self._hide_pores()
            return
        self._pore_of_fragment = None
        key = self._context.display.colour_by
        values = None
        if key != "categorical" and "pores" in self._context.display.visible:
            values = column(key).values(pores, session.filling)
        if values is None:
            self._scene.set_pores(pores)
        else:
            self._scene.set_pores(pores, values, title=column(key).heading)
        self._frame_legend(values is not None)
        self._hide_pores()
        self._on_pore_changed(self._context.selection.pore)

    def _frame_legend(self, is_there: bool) -> None:
        if is_there != self._has_legend:
            self._has_legend = is_there
            self.framing_wanted.emit()

    def _hide_pores(self) -> None:
        """Show the pores alone that the filter lets through."""
        if self._has_visible_pores:
            self._scene.show_pores(self._filtered())

    @property
    def _has_visible_pores(self) -> bool:
        is_visible = "pores" in self._context.display.visible
        return is_visible and self._shown_pores is not None

    def _filtered(self) -> NDArray[np.bool_] | None:
        """Which pores, or fragments, the filter lets through; None where it is off."""
        pores, session = self._shown_pores, self._context.session
        if pores is None or session.step is not Step.PORES:
            return None
        shown = self._context.pore_filter.shown(pores, session.filling)
        if shown is not None and self._pore_of_fragment is not None:
            shown = np.append(False, shown)[self._pore_of_fragment]
        return shown

    def pick(self, x: float, y: float) -> int:
        """The pore at a pixel of the view; 0 where there is none."""
        label = self._scene.pick(x, y)
        if label and self._pore_of_fragment is not None:
            return int(self._pore_of_fragment[label - 1])
        return label

    def _show_parts(self) -> None:
        if self._context.session.sample is None:
            return
        visible = self._context.display.visible
        if "pores" in visible and self._shown_pores is None:
            visible = visible | {"solid", "binder"}
        has_inside = "liquid" in visible and self._context.session.filling is not None
        self._show_inside(has_inside)
        self._scene.show(**{part: part in visible for part in PARTS})
        self.changed.emit()

    def _show_boxes(self) -> None:
        """Mark the representative boxes that were found."""
        if self._context.session.sample is None:
            return
        found = self._context.boxes.found
        self._scene.set_boxes(() if found is None else found.boxes)
        self._scene.set_solid_opacity(1.0 if found is None else _BEHIND_BOXES)
        self.changed.emit()

    def _show_inside(self, is_shown: bool) -> None:
        """Cut a part of the solid away where there is something behind it."""
        from wetview.scene import Cutaway

        cutaway = Cutaway.FRONT if is_shown else Cutaway.NONE
        if self._scene.cutaway is not cutaway:
            self._scene.set_cutaway(cutaway)

    @Slot()
    def _show_frame(self) -> None:
        session = self._context.session
        if session.sample is None:
            return
        filling = session.filling
        index = self._context.timeline.index
        if filling is None or not 0 <= index < filling.n_frames:
            self._scene.set_liquid(None)
        elif "liquid" in self._context.display.visible:
            try:
                frame = filling.frames[index]
            except Exception as error:  # noqa: BLE001 - shown by the window
                self._context.timeline.stop()
                self.frame_failed.emit(error)
                return
            is_live = filling.outcome == "running" or self._context.timeline.is_playing
            self._scene.set_liquid(frame, fast=is_live)
        self.changed.emit()

    def _show_inlet(self) -> None:
        """Mark where the electrolyte came in, or where the next run would."""
        session = self._context.session
        inlet = (
            session.request.inlet
            if session.filling is None
            else inlet_of(session.filling)
        )
        if inlet != self._shown_inlet:
            self._shown_inlet = inlet
            self._scene.set_inlet(inlet)
            self.framing_wanted.emit()
            self.changed.emit()

    def _on_filling_changed(self) -> None:
        self._show_inlet()
        if self._context.display.colour_by == "saturation":
            self._show_pores()
        self._show_parts()
        self._show_frame()

    def _on_display_changed(self) -> None:
        self._show_pores()
        self._show_parts()
        self._show_frame()

    def _on_fragments_changed(self) -> None:
        self._pore_of_fragment = None
        self._show_pores()
        self.changed.emit()

    def _on_filter_changed(self) -> None:
        self._filter_timer.start()

    @Slot()
    def _filter(self) -> None:
        """Make the surface of the pores that are left, and then show them."""
        shown = self._filtered()
        if shown is None or not self._has_visible_pores:
            self._background.drop(_FILTERED)
            self._hide_pores()
            self.changed.emit()
            return
        self._background.start(
            _FILTERED,
            partial(self._scene.prepare_shown, shown),
            then=lambda _: self._show_prepared(shown),
        )

    def _show_prepared(self, shown: NDArray[np.bool_]) -> None:
        """Show what was prepared, unless something else is to be shown by now."""
        wanted = self._filtered()
        if wanted is not None and np.array_equal(wanted, shown):
            self._hide_pores()
            self.changed.emit()

    def _on_pore_changed(self, pore: int | None) -> None:
        if self._shown_pores is None or self._pore_of_fragment is not None:
            return
        n_pores = len(self._shown_pores)
        self._scene.highlight_pore(pore if pore and pore <= n_pores else None)
        self.changed.emit()

    def _on_index_changed(self, index: int) -> None:
        filling = self._context.session.filling
        if filling is not None and filling.outcome == "running":
            if not self._live_timer.isActive():
                self._live_timer.start(_LIVE_INTERVAL_MS)
        else:
            self._show_frame()


def _pores_of(fragments: Pores, pores: Pores) -> NDArray[np.int32]:
    """(n_fragments,) ndarray, the pore that each fragment went into."""
    from wetview.pores.counting import label_within

    return label_within(fragments.labels, pores.labels, len(fragments))[1:]

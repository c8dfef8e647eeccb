"""Three linked slices of the tomogram, and the histogram of its values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from wetview.app.theme import GAP, set_look
from wetview.app.views.histogram_view import HistogramView
from wetview.app.views.slice_image import grey_range, slice_colours
from wetview.app.views.slice_view import AXIS_NAMES, SliceView

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor


class Slices(QWidget):
    """Shows the tomogram that is open and the box that will be cut out.

    Parameters
    ----------
    context : Context
        Models of the window.
    editor : DraftEditor
        Takes what the user changes by the mouse.
    """

    def __init__(self, context: Context, editor: DraftEditor) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._grey = (0.0, 1.0)
        self._gesture = ""
        self._views = tuple(SliceView(context.icons, axis) for axis in range(3))
        self._histogram = HistogramView(context.icons)
        self._histogram.threshold_dragged.connect(self._on_threshold)
        self._histogram.drag_started.connect(self._on_drag_started)
        self._shows_phases = QCheckBox("Show what is pore and what is solid")
        self._shows_phases.setChecked(True)
        self._shows_phases.setToolTip(
            "Lay the colours of the phases over the values of the file"
        )
        self._shows_phases.toggled.connect(self.refresh)
        for view in self._views:
            view.index_requested.connect(self._on_index)
            view.crosshair_requested.connect(self._on_crosshair)
            view.box_requested.connect(self._on_box)
            view.canvas.drag_started.connect(self._on_drag_started)
        layout = QGridLayout(self)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.setSpacing(GAP)
        layout.addWidget(self._views[2], 0, 0)
        layout.addWidget(self._views[0], 0, 1)
        layout.addWidget(self._views[1], 1, 0)
        layout.addWidget(self._make_values_card(), 1, 1)
        for index in (0, 1):
            layout.setColumnStretch(index, 1)
            layout.setRowStretch(index, 1)
        session = context.session
        session.source_changed.connect(self._on_source_changed)
        session.draft_changed.connect(self.refresh)
        context.slices.places_changed.connect(self.refresh)
        context.slices.filtered_changed.connect(self._on_filtered)

    def _make_values_card(self) -> QFrame:
        card = QFrame()
        set_look(card, "card")
        self._heading = QLabel()
        set_look(self._heading, "section")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(GAP, GAP // 2, GAP, GAP)
        layout.addWidget(self._heading)
        layout.addWidget(self._histogram, 1)
        layout.addWidget(self._shows_phases)
        hint = QLabel(
            "Wheel: next slice. Click: move the cross. Drag the dashed box by its "
            "edges, or anywhere with Shift."
        )
        hint.setWordWrap(True)
        set_look(hint, "muted")
        layout.addWidget(hint)
        return card

    def _on_source_changed(self) -> None:
        source = self._context.session.source
        self._histogram.set_source(source)
        if source is not None:
            x, y, z = (size // 2 for size in source.shape)
            self._context.slices.go_to((x, y, z))
        self._on_filtered()

    def _on_filtered(self) -> None:
        """Take black and white, and the histogram, from the values that are shown."""
        source, filtered = self._context.session.source, self._context.slices.filtered
        values = None
        if filtered:
            values = np.concatenate([plane.ravel() for plane in filtered.values()])
        if source is not None:
            shown = source.volume.voxels if values is None else values
            self._grey = grey_range(shown)
        self._histogram.set_filtered(values)
        self._heading.setText(
            "Values in the file" if values is None else "Values after the filters"
        )
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Draw everything again."""
        self._histogram.set_draft(self._context.session.draft)
        for view in self._views:
            self._show_slice(view)

    def _show_slice(self, view: SliceView) -> None:
        source, draft = self._context.session.source, self._context.session.draft
        if source is None or draft is None:
            view.set_slice(None, index=0, n_slices=0, voxel_m=None)
            return
        places = self._context.slices.places
        index = places[view.axis]
        pixels = slice_colours(
            source,
            draft,
            axis=view.axis,
            index=index,
            theme=self._context.icons.theme,
            grey=self._grey,
            shows_phases=self._shows_phases.isChecked(),
            filtered=self._context.slices.filtered.get((view.axis, index)),
        )
        across, down = view.canvas.axes
        view.set_slice(
            pixels,
            index=index,
            n_slices=source.shape[view.axis],
            voxel_m=draft.voxel_m,
            size=(source.shape[across], source.shape[down]),
        )
        spans = (draft.box.x, draft.box.y, draft.box.z)
        view.canvas.set_box(spans[across], spans[down])
        view.canvas.set_crosshair(places[across], places[down])

    @Slot(int, int)
    def _on_index(self, axis: int, index: int) -> None:
        self._on_crosshair({axis: index})

    @Slot(object)
    def _on_crosshair(self, indices: dict[int, int]) -> None:
        source = self._context.session.source
        if source is None:
            return
        desk = self._context.slices
        x, y, z = (
            max(0, min(indices.get(axis, place), size - 1))
            for axis, (place, size) in enumerate(
                zip(desk.places, source.shape, strict=True)
            )
        )
        desk.go_to((x, y, z))

    @Slot()
    def _on_drag_started(self) -> None:
        self._gesture = self._editor.new_gesture()

    @Slot(object)
    def _on_box(self, spans: dict[int, tuple[int, int]]) -> None:
        draft = self._context.session.draft
        if draft is not None:
            by_name = {AXIS_NAMES[axis]: span for axis, span in spans.items()}
            box = replace(draft.box, **by_name)
            self._editor.change("crop box", key=self._gesture, box=box)

    @Slot(int, float)
    def _on_threshold(self, number: int, threshold: float) -> None:
        self._editor.change_threshold(number, threshold, key=self._gesture)

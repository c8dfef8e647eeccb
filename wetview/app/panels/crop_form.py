"""Which box is cut out: presets, and first and last voxel along each axis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from wetview.app.control.tomogram import QUICK_LOOK_GRID, REV_GRID
from wetview.app.panels.fields import IntegerField
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.errors import UserError
from wetview.volume import Box, box_for

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor

_AXES = ("x", "y", "z")
_MEANINGS = ("x, with the flow", "y", "z")


class CropForm(QWidget):
    """Spin boxes in voxels of the file, and their size in micrometres.

    Parameters
    ----------
    context : Context
        Models of the window.
    editor : DraftEditor
        Takes what the user changes.
    """

    def __init__(self, context: Context, editor: DraftEditor) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._fields: dict[tuple[str, int], IntegerField] = {}
        self._sizes: dict[str, QLabel] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(GAP)
        layout.setVerticalSpacing(GAP // 2)
        layout.setColumnStretch(1, 1)
        layout.setColumnStretch(2, 1)
        layout.setColumnMinimumWidth(3, 66)
        layout.addLayout(self._make_presets(), 0, 0, 1, 4)
        for column, text in enumerate(("", "From voxel", "To voxel", "Size"), start=0):
            heading = QLabel(text)
            set_look(heading, "muted")
            layout.addWidget(heading, 1, column)
        for row, axis in enumerate(_AXES, start=2):
            self._add_row(layout, row, axis)
        context.session.source_changed.connect(self._on_source_changed)
        context.session.draft_changed.connect(self.refresh)

    def _make_presets(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP // 2)
        self._presets: dict[str, QPushButton] = {}
        quick = " × ".join(map(str, QUICK_LOOK_GRID))
        rev = " × ".join(map(str, REV_GRID))
        for name, text, tip in (
            (
                "quick",
                f"Quick look\n{quick}",
                f"The middle, {quick} voxels after resampling",
            ),
            (
                "rev",
                f"REV\n{rev}",
                f"Representative volume: the middle, {rev} voxels after resampling",
            ),
            ("whole", "Whole\nvolume", "Everything that is in the file"),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setProperty("preset", name)
            button.setMinimumHeight(2 * FIELD_HEIGHT - GAP)
            button.clicked.connect(self._on_preset)
            self._presets[name] = button
            row.addWidget(button)
        return row

    def _add_row(self, layout: QGridLayout, row: int, axis: str) -> None:
        layout.addWidget(QLabel(axis), row, 0)
        for end, column in ((0, 1), (1, 2)):
            field = IntegerField("", 0, 1)
            what = "First voxel" if end == 0 else "Voxel after the last one"
            meaning = _MEANINGS[_AXES.index(axis)]
            field.setToolTip(f"{what} of the box along {meaning}")
            field.setAccessibleName(f"{what} along {axis}")
            field.setProperty("axis", axis)
            field.setProperty("end", end)
            field.edited.connect(self._on_edited)
            self._fields[axis, end] = field
            layout.addWidget(field, row, column)
        size = QLabel()
        set_look(size, "muted")
        self._sizes[axis] = size
        layout.addWidget(size, row, 3)

    def _on_source_changed(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show the box of the draft."""
        source, draft = self._context.session.source, self._context.session.draft
        if source is None or draft is None:
            return
        for index, axis in enumerate(_AXES):
            first, end = getattr(draft.box, axis)
            self._fields[axis, 0].set_range(0, end - 1)
            self._fields[axis, 1].set_range(first + 1, source.shape[index])
            self._fields[axis, 0].set_value(first)
            self._fields[axis, 1].set_value(end)
            size = "" if draft.voxel_m is None else _um((end - first) * draft.voxel_m)
            self._sizes[axis].setText(size)
        for name in ("quick", "rev"):
            self._presets[name].setEnabled(draft.voxel_m is not None)

    @Slot(int)
    def _on_edited(self, value: int) -> None:
        sender, draft = self.sender(), self._context.session.draft
        if sender is None or draft is None:
            return
        axis, end = str(sender.property("axis")), int(sender.property("end"))
        span = list(getattr(draft.box, axis))
        span[end] = value
        box = replace(draft.box, **{axis: (span[0], span[1])})
        self._editor.change("crop box", key=f"crop {axis}{end}", box=box)

    @Slot()
    def _on_preset(self) -> None:
        sender = self.sender()
        source, draft = self._context.session.source, self._context.session.draft
        if sender is None or source is None or draft is None:
            return
        shape = source.shape
        preset = str(sender.property("preset"))
        if preset == "whole" or draft.voxel_m is None:
            box = Box.whole(shape)
        else:
            grid = QUICK_LOOK_GRID if preset == "quick" else REV_GRID
            try:
                box = box_for(
                    shape, draft.voxel_m, grid=grid, grid_voxel_m=draft.grid_voxel_m
                )
            except UserError:
                return
        self._editor.change("crop box", box=box)


def _um(length_m: float) -> str:
    return f"{length_m * 1e6:.4g} µm"

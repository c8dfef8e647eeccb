"""How the panes of the step Compare are drawn: solid, planes, clip box, effects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget
from superqt import QRangeSlider

from wetview.app.models.pane_choices import DEPTHS, PRESETS, SOLIDS
from wetview.app.panels.fields import CheckField, ChoiceField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, set_look
from wetview.units import UM

if TYPE_CHECKING:
    from wetview.app.context import Context

_FINE = 1000
_PAUSE_MS = 60
"""Sliders are followed as often as pictures can be drawn, not with every pixel."""


class LookForm(QWidget):
    """Choices above, then for x, y and z a plane and the ends of the clip box.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        form = Form()
        self._solid = ChoiceField(SOLIDS)
        self._solid.edited.connect(self._on_solid)
        form.add("Solid", self._solid, "How the solid makes room for what is inside")
        self._preset = ChoiceField(PRESETS)
        self._preset.edited.connect(self._on_preset)
        form.add("Colours", self._preset, "Ground and text of the pictures")
        self._depth = ChoiceField(DEPTHS)
        self._depth.edited.connect(self._on_depth)
        form.add(
            "Depth effect",
            self._depth,
            "Darkens folds, which is slow without a graphics card, or outlines what "
            "stands before something else",
        )
        self._axes = CheckField("Outline and numbers")
        self._axes.edited.connect(self._on_axes)
        form.add_wide(self._axes, "The box round the sample with its axes", "Outline")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._take_sliders)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2 + 2)
        grid.addWidget(form, 0, 0, 1, 3)
        self._slices = [self._make_slice(axis, grid) for axis in "xyz"]
        self._clips = [self._make_clip(axis, grid) for axis in "xyz"]
        grid.setColumnStretch(1, 1)
        context.comparing.settings_changed.connect(self.refresh)
        context.session.sample_changed.connect(self.refresh)
        self.refresh()

    def _make_slice(
        self, axis: str, grid: QGridLayout
    ) -> tuple[CheckField, QSlider, QLabel]:
        row = grid.rowCount()
        check = CheckField(f"Plane {axis}")
        check.setToolTip(f"Show a plane across {axis}")
        check.setAccessibleName(f"Plane across {axis}")
        check.edited.connect(self._on_check)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _FINE)
        slider.setValue(_FINE // 2)
        slider.setToolTip(f"Where the plane across {axis} is")
        slider.setAccessibleName(f"Place of the plane across {axis}")
        slider.valueChanged.connect(self._on_slider)
        where = QLabel()
        set_look(where, "muted")
        for column, widget in enumerate((check, slider, where)):
            grid.addWidget(widget, row, column)
        return check, slider, where

    def _make_clip(self, axis: str, grid: QGridLayout) -> tuple[QRangeSlider, QLabel]:
        row = grid.rowCount()
        label = QLabel(f"Clip {axis}")
        slider = QRangeSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, _FINE)
        slider.setValue((0, _FINE))
        tip = f"Cuts solid, pores and liquid outside this part of {axis}"
        slider.setToolTip(tip)
        label.setToolTip(tip)
        slider.setAccessibleName(f"Ends of the clip box along {axis}")
        slider.valueChanged.connect(self._on_slider)
        where = QLabel()
        set_look(where, "muted")
        for column, widget in enumerate((label, slider, where)):
            grid.addWidget(widget, row, column)
        return slider, where

    def refresh(self) -> None:
        """Show the settings."""
        settings = self._context.comparing.settings
        self._solid.set_value(settings.solid)
        self._preset.set_value(settings.preset)
        self._depth.set_value(settings.depth)
        self._axes.set_value(settings.axes)
        sizes_um = self._sizes_um()
        for (check, slider, where), place, size in zip(
            self._slices, settings.slices, sizes_um, strict=True
        ):
            check.set_value(place is not None)
            slider.setEnabled(place is not None)
            with QSignalBlocker(slider):
                if place is not None:
                    slider.setValue(round(_FINE * place))
            where.setText("" if place is None else f"{place * size:.0f} µm")
        for (range_slider, where), (low, high), size in zip(
            self._clips, settings.clip, sizes_um, strict=True
        ):
            with QSignalBlocker(range_slider):
                range_slider.setValue((round(_FINE * low), round(_FINE * high)))
            is_whole = (low, high) == (0.0, 1.0)
            where.setText(
                "whole" if is_whole else f"{low * size:.0f}–{high * size:.0f} µm"
            )

    def _sizes_um(self) -> tuple[float, float, float]:
        sample = self._context.session.sample
        if sample is None:
            return 1.0, 1.0, 1.0
        nx, ny, nz = sample.phases.shape
        voxel_um = sample.phases.voxel_m / UM
        return nx * voxel_um, ny * voxel_um, nz * voxel_um

    def _change(self, **values: Any) -> None:
        comparing = self._context.comparing
        comparing.set_settings(replace(comparing.settings, **values))

    @Slot(object)
    def _on_solid(self, solid: str) -> None:
        self._change(solid=solid)

    @Slot(object)
    def _on_preset(self, preset: str) -> None:
        self._change(preset=preset)

    @Slot(object)
    def _on_depth(self, depth: str) -> None:
        self._change(depth=depth)

    @Slot(bool)
    def _on_axes(self, axes: bool) -> None:
        self._change(axes=axes)

    @Slot(bool)
    def _on_check(self, is_checked: bool) -> None:
        self._take_sliders()

    @Slot()
    def _on_slider(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _take_sliders(self) -> None:
        slices = tuple(
            slider.value() / _FINE if check.isChecked() else None
            for check, slider, _ in self._slices
        )
        clip = tuple(_ends(*slider.value()) for slider, _ in self._clips)
        self._change(slices=slices, clip=clip)


def _ends(low: int, high: int) -> tuple[float, float]:
    """The ends of a range slider, 0 to 1, never at the same place."""
    low = min(low, _FINE - 1)
    return low / _FINE, max(high, low + 1) / _FINE

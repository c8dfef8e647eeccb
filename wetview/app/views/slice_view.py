"""One of the three linked slices: heading, picture and slider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout

from wetview.app.theme import GAP, set_look
from wetview.app.views.slice_canvas import SliceCanvas

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.app.icons import IconSet

AXIS_NAMES = ("x", "y", "z")
_SMALLEST_HEADING = 60


class SliceView(QFrame):
    """Shows slices across one axis.

    Parameters
    ----------
    icons : IconSet
        For the colours of the theme.
    axis : int
        The axis across which it cuts.
    """

    index_requested = Signal(int, int)
    """Axis and index of a slice that the user wants."""
    crosshair_requested = Signal(object)
    """{axis: index} of the other two slices."""
    box_requested = Signal(object)
    """{axis: (first, end)} of the crop box."""

    def __init__(self, icons: IconSet, axis: int) -> None:
        super().__init__()
        set_look(self, "card")
        self.axis = axis
        across, down = (other for other in range(3) if other != axis)
        self.canvas = SliceCanvas(icons, (across, down))
        self.canvas.setAccessibleName(f"Slice across {AXIS_NAMES[axis]}")
        self._heading = QLabel()
        set_look(self._heading, "section")
        self._heading.setMinimumWidth(_SMALLEST_HEADING)
        self._position = QLabel()
        set_look(self._position, "muted")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(f"Position along {AXIS_NAMES[axis]}")
        self._slider.setToolTip(f"Move this slice along {AXIS_NAMES[axis]}")
        self._slider.valueChanged.connect(self._on_slider)
        self.canvas.scrubbed.connect(self._on_wheel)
        self.canvas.crosshair_moved.connect(self._on_crosshair)
        self.canvas.box_dragged.connect(self._on_box)
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._position)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        layout.setSpacing(GAP // 2)
        layout.addLayout(top)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._slider)
        self._show_heading()

    def set_slice(
        self,
        pixels: NDArray[np.uint8] | None,
        *,
        index: int,
        n_slices: int,
        voxel_m: float | None,
        size: tuple[int, int] = (1, 1),
    ) -> None:
        """Show a slice, of so many voxels, and where it lies."""
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(n_slices - 1, 0))
            self._slider.setValue(index)
        where = f"{index + 1} of {n_slices}" if n_slices else ""
        if voxel_m is not None and n_slices:
            where += f"  ·  {(index + 0.5) * voxel_m * 1e6:.1f} µm"
        self._position.setText(where)
        self.canvas.set_picture(pixels, size)
        self.canvas.set_voxel_m(voxel_m)

    def _show_heading(self) -> None:
        name = AXIS_NAMES[self.axis]
        across, down = (AXIS_NAMES[axis] for axis in self.canvas.axes)
        if self.axis == 0:
            text = f"Across the flow ({across} → right, {down} ↓)"
        else:
            text = f"Across {name} (inlet at the left, {down} ↓)"
        self._heading.setText(text)

    @Slot(int)
    def _on_slider(self, index: int) -> None:
        self.index_requested.emit(self.axis, index)

    @Slot(int)
    def _on_wheel(self, steps: int) -> None:
        self.index_requested.emit(self.axis, self._slider.value() + steps)

    @Slot(int, int)
    def _on_crosshair(self, across: int, down: int) -> None:
        axes = self.canvas.axes
        self.crosshair_requested.emit({axes[0]: across, axes[1]: down})

    @Slot(object, object)
    def _on_box(self, across: tuple[int, int], down: tuple[int, int]) -> None:
        axes = self.canvas.axes
        self.box_requested.emit({axes[0]: across, axes[1]: down})

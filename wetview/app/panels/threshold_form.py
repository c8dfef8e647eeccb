"""For grey tomograms: the threshold between pores and solid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from wetview.app.panels.fields import CheckField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor

_SLIDER_STEPS = 1000


class ThresholdForm(QWidget):
    """Threshold by number and by slider, Otsu's suggestion, and which side is pore.

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
        self._range = (0.0, 1.0)
        tip = "Grey value that divides pores from solid; the slices show it at once"
        self._number = NumberField("", -1e9, 1e9, decimals=1)
        self._number.edited.connect(self._on_number)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _SLIDER_STEPS)
        self._slider.setAccessibleName("Threshold")
        self._slider.setToolTip(tip)
        self._slider.valueChanged.connect(self._on_slider)
        self._dark = CheckField("Pores are darker than the solid")
        self._dark.setToolTip("Off: the pores are the brighter side")
        self._dark.edited.connect(self._on_dark)
        self._otsu = QPushButton()
        self._otsu.setAccessibleName("Use Otsu's threshold")
        self._otsu.setToolTip(
            "Otsu's method: the value that divides the histogram best in two"
        )
        set_look(self._otsu, "link")
        self._otsu.clicked.connect(self._on_otsu)
        form = Form()
        form.add("Threshold", self._number, tip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for widget in (form, self._slider, self._otsu, self._dark):
            layout.addWidget(widget)
        context.session.source_changed.connect(self._on_source_changed)
        context.session.draft_changed.connect(self.refresh)

    def _on_source_changed(self) -> None:
        source = self._context.session.source
        if source is None or source.labels is not None:
            return
        voxels = source.volume.voxels
        self._range = (float(voxels.min()), float(voxels.max()))
        span = self._range[1] - self._range[0]
        is_whole = voxels.dtype.kind in "iu"
        self._number.setDecimals(0 if is_whole else 4)
        self._number.setSingleStep(max(span / 256, 1) if is_whole else span / 256)
        with QSignalBlocker(self._number):
            self._number.setRange(*self._range)
        self._otsu.setText(f"Use Otsu's value, {source.otsu:.6g}")

    def refresh(self) -> None:
        """Show the threshold of the draft."""
        draft = self._context.session.draft
        if draft is None or draft.threshold is None:
            return
        self._number.set_value(draft.threshold)
        self._dark.set_value(draft.pore_is_dark)
        low, high = self._range
        share = (draft.threshold - low) / (high - low) if high > low else 0.0
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(share * _SLIDER_STEPS))

    def _set_threshold(self, threshold: float) -> None:
        self._editor.change("threshold", key="threshold", threshold=threshold)

    @Slot(float)
    def _on_number(self, threshold: float) -> None:
        self._set_threshold(threshold)

    @Slot(int)
    def _on_slider(self, position: int) -> None:
        low, high = self._range
        self._set_threshold(low + position / _SLIDER_STEPS * (high - low))

    @Slot()
    def _on_otsu(self) -> None:
        source = self._context.session.source
        if source is not None and source.otsu is not None:
            self._editor.change("threshold", threshold=source.otsu)

    @Slot(bool)
    def _on_dark(self, is_dark: bool) -> None:
        self._editor.change("side of the pores", pore_is_dark=is_dark)

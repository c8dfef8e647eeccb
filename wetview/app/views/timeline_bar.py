"""Play, loop, speed, the slider over frames, and where in time that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wetview.app.models.timeline import SPEEDS
from wetview.app.panels.fields import ChoiceField
from wetview.app.theme import GAP, ICON_SIZE, set_look
from wetview.units import format_time

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import Timeline

_SLIDER_STEP = 10


class TimelineBar(QFrame):
    """Controls of the timeline; the curves are put below it.

    Parameters
    ----------
    context : Context
        Models of the window.
    timeline : Timeline, optional
        What is moved; that of the filling shown by default.
    """

    def __init__(self, context: Context, timeline: Timeline | None = None) -> None:
        super().__init__()
        set_look(self, "footer")
        self._context = context
        self._timeline = context.timeline if timeline is None else timeline
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setPageStep(_SLIDER_STEP)
        self._slider.setAccessibleName("Frame")
        self._slider.setToolTip("Drag to another moment of the filling")
        self._slider.valueChanged.connect(self._on_slider)
        self._speed = ChoiceField(tuple((f"{speed:g} ×", speed) for speed in SPEEDS))
        self._speed.set_value(1.0)
        self._speed.setMinimumContentsLength(5)
        self._speed.setFixedWidth(78)
        self._speed.setAccessibleName("Speed")
        self._speed.setToolTip("How fast the filling is played")
        self._speed.edited.connect(self._on_speed)
        self._where = QLabel()
        self._where.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        row = QHBoxLayout()
        row.setContentsMargins(GAP, GAP // 2, GAP + 4, 0)
        row.setSpacing(GAP // 2)
        for name in ("previous_frame", "play", "next_frame", "loop"):
            row.addWidget(self._make_button(name))
        row.addWidget(self._speed)
        row.addStretch(1)
        row.addWidget(self._where)
        slider_row = QHBoxLayout()
        slider_row.setContentsMargins(GAP + 4, 0, GAP + 4, 0)
        slider_row.addWidget(self._slider)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(row)
        self._layout.addLayout(slider_row)
        timeline = self._timeline
        timeline.length_changed.connect(self._on_frames_changed)
        timeline.index_changed.connect(self._refresh)
        timeline.playing_changed.connect(self._on_playing_changed)
        timeline.options_changed.connect(self._show_options)
        context.session.filling_grew.connect(self._on_frames_changed)
        context.session.filling_changed.connect(self._on_frames_changed)
        self._show_options()
        self._on_frames_changed()

    def add_curves(self, curves: QWidget) -> None:
        """Put the saturation curves below the slider."""
        self._layout.addWidget(curves, 1)

    def update_icons(self) -> None:
        """Show play or pause in the colours of the theme."""
        self._on_playing_changed(self._timeline.is_playing)

    def _make_button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._context.actions[name])
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setAccessibleName(self._context.actions[name].text())
        set_look(button, "flat")
        return button

    def _on_frames_changed(self, *_: object) -> None:
        # As wide as it ever gets: else the panes beside would move while it plays.
        metrics = self._where.fontMetrics()
        words = map(self._where_words, range(self._timeline.n_frames))
        self._where.setMinimumWidth(
            max(map(metrics.horizontalAdvance, words), default=0) + 1
        )
        self._refresh()

    def _refresh(self, *_: object) -> None:
        timeline = self._timeline
        with QSignalBlocker(self._slider):
            self._slider.setRange(0, max(timeline.n_frames - 1, 0))
            self._slider.setValue(timeline.index)
        self._where.setText(self._where_words(timeline.index))

    def _where_words(self, index: int) -> str:
        """Where in time a frame is, in words."""
        filling = self._context.session.filling
        if filling is None or index >= len(filling.frame_time_s):
            return ""
        time_s = float(filling.frame_time_s[index])
        saturation = 100 * float(filling.frame_saturation[index])
        return (
            f"{format_time(time_s)}   ·   {saturation:.1f} % filled   ·   "
            f"{index + 1}/{self._timeline.n_frames}"
        )

    def _on_playing_changed(self, is_playing: bool) -> None:
        action = self._context.actions["play"]
        action.setText("Pause" if is_playing else "Play")
        action.setIcon(self._context.icons.icon("pause" if is_playing else "play"))

    def _show_options(self) -> None:
        self._context.actions["loop"].setChecked(self._timeline.loops)
        self._speed.set_value(self._timeline.speed)

    @Slot(int)
    def _on_slider(self, index: int) -> None:
        self._timeline.stop()
        self._timeline.seek(index)

    @Slot(object)
    def _on_speed(self, speed: float) -> None:
        self._timeline.set_speed(speed)

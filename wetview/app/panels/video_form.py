"""The fields of a video: what it shows, format, camera, and what is burnt in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from wetview.app.models.video_settings import FORMATS, VideoSettings
from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.fields import (
    CheckField,
    ChoiceField,
    IntegerField,
    NumberField,
)
from wetview.app.panels.form import Form
from wetview.app.panels.key_frame_list import KeyFrameList, with_one_more
from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wetview.app.context import Context

_MOST_BESIDE = 3
_CUSTOM = (0, 0)
_SIZES = (
    ("1280 × 720", (1280, 720)),
    ("1920 × 1080 (full HD)", (1920, 1080)),
    ("2560 × 1440", (2560, 1440)),
    ("3840 × 2160 (4K)", (3840, 2160)),
    ("1080 × 1080", (1080, 1080)),
    ("Custom", _CUSTOM),
)
_COLOURS = (
    ("One colour", "electrolyte"),
    ("Time of filling", "fill_time"),
    ("Order of filling", "order"),
    ("Saturation of the pore", "pore_saturation"),
)
_SOLIDS = (
    ("Front half cut", "cut"),
    ("Quarter cut", "quarter"),
    ("Translucent", "translucent"),
    ("Whole", "whole"),
    ("Hidden", "hidden"),
)
_CAMERAS = (
    ("Still", "still"),
    ("Turntable", "turntable"),
    ("Key frames", "key frames"),
)
_STARTS = (("Whole sample", False), ("As in the 3D view", True))
_PACES = (("Saturation rises evenly", "saturation"), ("Time runs evenly", "time"))
_THEMES = (("Light", "light"), ("Dark", "dark"), ("Print", "print"))
_BURNT_IN = (
    ("curves", "Curves", "A panel with the saturation curves and the key to colours"),
    ("show_time", "Time", "Physical time and saturation"),
    ("names", "Names", "What each pane shows"),
    ("scale_bar", "Scale bar", "A bar with its length"),
    ("axes", "Axes, inlet", "Outline with numbers, and where electrolyte enters"),
)


class VideoForm(QWidget):
    """Says what the user wants of a video; `edited` tells of every change.

    Parameters
    ----------
    context : Context
        For the actions.
    """

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._keys = KeyFrameList()
        self._keys.edited.connect(self._on_edited)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self._form = Form()
        layout.addWidget(self._form, 0, 0, 1, 2)
        self._add_shown()
        self._add_size()
        self._add_camera(context, layout)
        heading = QLabel("Written into the pictures")
        set_look(heading, "muted")
        layout.addWidget(heading, 3, 0, 1, 2)
        self._burnt_in: dict[str, CheckField] = {}
        for number, (name, title, tip) in enumerate(_BURNT_IN):
            field = CheckField(title)
            field.setChecked(True)
            field.setToolTip(f"Burnt in: {tip[0].lower()}{tip[1:]}")
            field.setAccessibleName(f"Burnt in: {title}")
            field.edited.connect(self._on_edited)
            self._burnt_in[name] = field
            layout.addWidget(field, 4 + number // 2, number % 2)
        self._show_rows()

    @property
    def settings(self) -> VideoSettings:
        """What the fields say."""
        size = self._size.chosen
        if size == _CUSTOM:
            # Codecs take even numbers only.
            size = (self._width.value() // 2 * 2, self._height.value() // 2 * 2)
        return VideoSettings(
            suffix=self._format.chosen,
            width=size[0],
            height=size[1],
            frames_per_second=self._speed.value(),
            seconds=self._seconds.value(),
            pace=self._pace.chosen,
            theme=self._theme.chosen,
            colour_by=self._colour.chosen,
            solid=self._solid.chosen,
            camera=self._camera.chosen,
            turn_deg=self._turn.value(),
            from_here=self._start.chosen,
            compare_with=self._others,
            difference=self._difference.isChecked(),
            key_frames=tuple((key.at, key.view) for key in self._keys.keys),
            burnt_in={
                name: field.isChecked() for name, field in self._burnt_in.items()
            },
        )

    def add_key_frame(self, view: dict[str, Any]) -> None:
        """Let the camera go to another viewpoint at the end."""
        self._keys.set_keys(with_one_more(self._keys.keys, view))
        self._on_edited()

    def clear_key_frames(self) -> None:
        """Forget all viewpoints."""
        self._keys.set_keys(())
        self._on_edited()

    def set_others(self, runs: Sequence[tuple[str, Path]]) -> None:
        """Offer other runs of the sample, by name and path."""
        paths = [path for _, path in runs]
        for field in self._beside:
            former = field.chosen
            field.set_choices((("Nothing", None), *runs))
            field.set_value(former if former in paths else None)
            field.setEnabled(bool(runs))
        self._show_rows()

    @property
    def _others(self) -> tuple[Path, ...]:
        """The runs that are chosen, each once."""
        chosen = (field.chosen for field in self._beside)
        return tuple(dict.fromkeys(path for path in chosen if path is not None))

    # construction

    def _add_shown(self) -> None:
        self._beside = [ChoiceField((("Nothing", None),)) for _ in range(_MOST_BESIDE)]
        for number, beside in enumerate(self._beside):
            beside.setAccessibleName(f"Beside it, {number + 1}")
            self._form.add(
                "and" if number else "Beside it",
                beside,
                "Another run or prediction of this sample, at the same physical time "
                "and seen by the same camera",
            )
        self._difference = CheckField("Show the difference, too")
        self._form.add_wide(
            self._difference,
            "Two more panes: where one is ahead of the other, and how far the curves "
            "of the pores are apart",
            "Show the difference",
        )
        self._colour = ChoiceField(_COLOURS)
        self._form.add("Liquid", self._colour, "What colours the liquid")
        self._solid = ChoiceField(_SOLIDS)
        self._form.add("Solid", self._solid, "How the solid makes room for the liquid")
        self._theme = ChoiceField(_THEMES)
        self._form.add("Colours", self._theme, "Ground and colours of the video")
        for field in (*self._beside, self._colour, self._solid, self._theme):
            field.edited.connect(self._on_edited)
        self._difference.edited.connect(self._on_edited)

    def _add_size(self) -> None:
        self._format = ChoiceField(FORMATS)
        self._form.add(
            "Format",
            self._format,
            "MP4 plays in PowerPoint and browsers; WebM is smaller; GIF has 256 "
            "colours; PNG loses nothing",
        )
        self._size = ChoiceField(_SIZES)
        self._size.set_value((1920, 1080))
        self._form.add(
            "Size", self._size, "Pixels of the video; the window's size does not matter"
        )
        self._width = IntegerField("pixels", 240, 7680, step=2)
        self._width.set_value(1280)
        self._form.add("Width", self._width, "Width of the video, an even number")
        self._height = IntegerField("pixels", 240, 4320, step=2)
        self._height.set_value(720)
        self._form.add("Height", self._height, "Height of the video, an even number")
        self._seconds = NumberField("s", 0.5, 600, decimals=1)
        self._seconds.set_value(10.0)
        self._form.add("Length", self._seconds, "How long the video lasts, about")
        self._speed = IntegerField("pictures a second", 1, 60)
        self._speed.set_value(25)
        self._form.add("Speed", self._speed, "Pictures shown each second; GIF up to 50")
        self._pace = ChoiceField(_PACES)
        self._form.add(
            "Pace",
            self._pace,
            "Whether each frame is shown equally long, or physical time runs evenly",
        )
        for field in (self._format, self._size, self._pace):
            field.edited.connect(self._on_edited)
        for number in (self._width, self._height, self._seconds, self._speed):
            number.edited.connect(self._on_edited)

    def _add_camera(self, context: Context, layout: QGridLayout) -> None:
        self._camera = ChoiceField(_CAMERAS)
        self._form.add(
            "Camera",
            self._camera,
            "It stays, goes round the sample, or goes from viewpoint to viewpoint",
        )
        self._start = ChoiceField(_STARTS)
        self._form.add("It starts", self._start, "Where the camera stands at first")
        self._turn = NumberField("°", -3600, 3600, decimals=0, step=45)
        self._turn.set_value(360)
        self._form.add(
            "Turn by", self._turn, "How far it goes round, against the clock from above"
        )
        self._key_note = self._form.add_note()
        for field in (self._camera, self._start):
            field.edited.connect(self._on_edited)
        self._turn.edited.connect(self._on_edited)
        self._key_buttons = [
            ActionButton(context.actions[name])
            for name in ("add_key_frame", "clear_key_frames")
        ]
        for column, button in enumerate(self._key_buttons):
            layout.addWidget(button, 2, column)
        layout.addWidget(self._keys, 1, 0, 1, 2)

    @Slot()
    def _on_edited(self, *_: object) -> None:
        self._show_rows()
        self.edited.emit()

    def _show_rows(self) -> None:
        """Show the fields that matter with what is chosen."""
        is_custom = self._size.chosen == _CUSTOM
        for field in (self._width, self._height):
            self._form.set_row_visible(field, is_custom)
        camera = self._camera.chosen
        has_keys = camera == "key frames"
        self._form.set_row_visible(self._turn, camera == "turntable")
        self._form.set_row_visible(self._start, not has_keys)
        self._form.set_row_visible(self._key_note, has_keys)
        n_others = len(self._others)
        for number, beside in enumerate(self._beside):
            self._form.set_row_visible(beside, number <= n_others)
        self._form.set_row_visible(self._difference, n_others == 1)
        for widget in (self._keys, *self._key_buttons):
            widget.setVisible(has_keys)
        self._key_note.setText(
            "Turn the 3D view and add it; the camera goes from view to view."
        )

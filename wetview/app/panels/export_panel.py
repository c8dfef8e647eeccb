"""The step Export: videos, figures and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Slot

from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.fields import ChoiceField, IntegerField
from wetview.app.panels.form import Form
from wetview.app.panels.step_panel import StepPanel

if TYPE_CHECKING:
    from wetview.app.context import Context

_CUSTOM = (0, 0)
_SIZES = (
    ("1280 × 720", (1280, 720)),
    ("1920 × 1080", (1920, 1080)),
    ("Custom", _CUSTOM),
)


@dataclass(frozen=True)
class VideoSettings:
    """What the user wants of a video."""

    width: int
    height: int
    frames_per_second: int
    theme: Literal["light", "dark"]


class ExportPanel(StepPanel):
    """Size and speed of the video; buttons for the rest.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Export",
            "Take results out of the program: a video of the filling, figures, and "
            "tables for other programs.",
            context.actions["export_video"],
            context.icons,
            "film",
        )
        self._context = context
        self.add_section("Figures and tables")
        for name in ("export_figure", "export_saturation", "export_pores"):
            self.add(ActionButton(context.actions[name]))
        self.add_section("Video")
        self._form = Form()
        self._size = ChoiceField(_SIZES)
        self._size.set_value((1280, 720))
        self._size.edited.connect(self._on_size)
        self._form.add(
            "Size", self._size, "Pixels of the video; the window's size does not matter"
        )
        self._width = IntegerField("pixels", 160, 7680, step=2)
        self._width.set_value(1280)
        self._form.add("Width", self._width, "Width of the video, an even number")
        self._height = IntegerField("pixels", 120, 4320, step=2)
        self._height.set_value(720)
        self._form.add("Height", self._height, "Height of the video, an even number")
        self._speed = IntegerField("frames a second", 1, 60)
        self._speed.set_value(25)
        self._form.add("Speed", self._speed, "Frames shown each second")
        self._theme = ChoiceField((("Light", "light"), ("Dark", "dark")))
        self._theme.set_value("light")
        self._form.add("Colours", self._theme, "Ground and colours of the video")
        self.add(self._form)
        session = context.session
        for signal in (
            session.filling_changed,
            session.pores_changed,
            session.sample_changed,
        ):
            signal.connect(self.refresh)
        context.jobs.added.connect(self._on_job)
        context.jobs.finished.connect(self._on_job)
        self._on_size((1280, 720))
        self.refresh()

    @property
    def video(self) -> VideoSettings:
        """What the fields say."""
        size = self._size.chosen
        if size == _CUSTOM:
            size = (self._width.value(), self._height.value())
        return VideoSettings(size[0], size[1], self._speed.value(), self._theme.chosen)

    def _on_job(self, job: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Say what can be exported now."""
        session, actions = self._context.session, self._context.actions
        filling = session.filling
        is_finished = filling is not None and session.filling_path is not None
        has_pores = session.sample is not None and session.sample.pores is not None
        actions["export_pores"].setEnabled(has_pores)
        actions["export_figure"].setEnabled(filling is not None)
        actions["export_saturation"].setEnabled(filling is not None)
        if self._context.jobs.active("video"):
            self.set_missing("A video is being made…")
        elif filling is None:
            self.set_missing("Simulate a filling, or choose a run there, first.")
        elif not is_finished:
            self.set_missing("A simulation is running…")
        else:
            self.set_missing("")

    @Slot(object)
    def _on_size(self, size: tuple[int, int]) -> None:
        for field in (self._width, self._height):
            self._form.set_row_visible(field, size == _CUSTOM)

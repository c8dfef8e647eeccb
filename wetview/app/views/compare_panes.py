"""The panes of the step Compare: what the models say, shown in linked scenes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from wetview.app.models.pore_columns import COLOURABLE, column
from wetview.app.views.view_camera import stored_camera

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.app.context import Context
    from wetview.app.models.compare_settings import CompareSettings
    from wetview.scene import ComparisonData, ComparisonView, Panes

_PICTURE_WIDTH_PX = 1920


class ComparePanes(QObject):
    """Shows fillings A and B in panes of the 3D view, as long as the step is Compare.

    Parameters
    ----------
    context : Context
        Models of the window.
    panes : Panes
        Where they are shown.
    parent : QObject
        Owner.
    """

    changed = Signal()
    """The picture is to be drawn again."""
    framing_wanted = Signal()
    """The sample should be brought into sight, unless the user has turned it."""
    sample_shown = Signal()
    """Another sample is shown."""
    stepped = Signal()
    """Another moment is shown, in little detail until `settle` is called."""
    frame_failed = Signal(object)
    """A frame could not be read."""

    def __init__(self, context: Context, panes: Panes, parent: QObject) -> None:
        from wetview.scene import ComparisonScene

        super().__init__(parent)
        self._context = context
        self._panes = panes
        self._scene = ComparisonScene(panes)
        self._shown: tuple[object, ...] = ()
        self._settings: CompareSettings | None = None
        self._is_active = False
        self._is_fast = False
        self._connect(True)

    @property
    def has_sample(self) -> bool:
        """Whether there is something to see."""
        return self._scene.data is not None

    @property
    def data(self) -> ComparisonData | None:
        """What is shown."""
        return self._scene.data

    @property
    def view(self) -> ComparisonView | None:
        """How it is shown."""
        return None if self.data is None else self._view()

    def set_active(self, active: bool) -> None:
        """Show the panes, or leave the 3D view to the other steps."""
        self._is_active = active
        self._panes.show(active)
        if active:
            self.refresh()

    def close(self) -> None:
        """Listen no longer."""
        self._connect(False)

    def _connect(self, listens: bool) -> None:
        context = self._context
        for signal, method in (
            (context.session.sample_changed, self.refresh),
            (context.session.pores_changed, self.refresh),
            (context.comparing.fillings_changed, self.refresh),
            (context.comparing.compared_changed, self.refresh),
            (context.comparing.settings_changed, self._on_settings_changed),
            (context.comparing.timeline.index_changed, self._on_index_changed),
            (context.comparing.timeline.playing_changed, self._on_playing_changed),
            (context.selection.pore_changed, self._on_pore_changed),
        ):
            if listens:
                signal.connect(method)
            else:
                signal.disconnect(method)

    def refresh(self) -> None:
        """Show the fillings and settings of the models."""
        session, comparing = self._context.session, self._context.comparing
        sample = session.sample
        if not self._is_active or sample is None:
            return
        first, second = comparing.first, comparing.second
        shown = (
            sample.phases,
            sample.pores,
            None if first is None else first.filling,
            None if second is None else second.filling,
            comparing.compared,
        )
        if all(
            one is other for one, other in zip(shown, self._shown, strict=False)
        ) and (self._shown):
            self._on_settings_changed()
            return
        is_new_sample = not self._shown or self._shown[0] is not sample.phases
        self._shown = shown
        self._try(self._take_data)
        if is_new_sample:
            self.sample_shown.emit()
        self._on_pore_changed(self._context.selection.pore)
        self.framing_wanted.emit()
        self.changed.emit()

    def _take_data(self) -> None:
        from wetview.scene import ComparisonData

        session, comparing = self._context.session, self._context.comparing
        sample = session.sample
        assert sample is not None
        first, second = comparing.first, comparing.second
        columns: dict[str, tuple[str, NDArray[np.floating]]] = {}
        if sample.pores is not None:
            filling = None if first is None else first.filling
            for key in COLOURABLE:
                values = column(key).values(sample.pores, filling)
                if values is not None:
                    columns[key] = (column(key).heading, values)
        data = ComparisonData(
            sample.phases,
            sample.pores,
            None if first is None else first.filling,
            None if second is None else second.filling,
            comparing.compared,
            columns,
        )
        self._settings = comparing.settings
        self._panes.set_theme(self._theme())
        self._scene.move_to(self._instant())
        self._scene.set_view(self._view_of(sample.phases.shape))
        self._scene.set_data(data)

    def _on_settings_changed(self) -> None:
        sample = self._context.session.sample
        if not self._is_active or sample is None or self._scene.data is None:
            return
        settings = self._context.comparing.settings
        former, self._settings = self._settings, settings
        if former == settings:
            return
        self._panes.set_theme(self._theme())
        self._scene.move_to(self._instant())
        self._try(lambda: self._scene.set_view(self._view_of(sample.phases.shape)))
        if former is None or (former.count, former.panes) != (
            settings.count,
            settings.panes,
        ):
            self.framing_wanted.emit()
        self.changed.emit()

    def set_theme(self) -> None:
        """Draw in the colours of the theme, or of the preset."""
        self._panes.set_theme(self._theme())

    def _theme(self) -> str:
        preset = self._context.comparing.settings.preset
        return self._context.icons.theme.name if preset == "window" else preset

    def _view(self) -> ComparisonView:
        sample = self._context.session.sample
        assert sample is not None
        return self._view_of(sample.phases.shape)

    def _view_of(self, shape: tuple[int, int, int]) -> ComparisonView:
        """The settings as the scene takes them: places in voxels."""
        from wetview.scene import Clip, ComparisonView, PaneSource, SceneLook

        settings = self._context.comparing.settings
        slices = tuple(
            None if place is None else min(int(place * size), size - 1)
            for place, size in zip(settings.slices, shape, strict=True)
        )
        ends = [
            (round(low * size), max(round(high * size), round(low * size) + 1))
            for (low, high), size in zip(settings.clip, shape, strict=True)
        ]
        clip = Clip(*ends).within(shape)
        look: Any = SceneLook(
            solid=settings.solid,  # type: ignore[arg-type]
            depth=settings.depth,  # type: ignore[arg-type]
            slices=slices,  # type: ignore[arg-type]
            clip=None if clip == Clip.whole(shape) else clip,
            axes=settings.axes,
        )
        sources: Any = tuple(
            PaneSource(pane.shows, pane.colour_by)  # type: ignore[arg-type]
            for pane in settings.panes
        )
        return ComparisonView(settings.count, sources, settings.linked, look)

    def _instant(self) -> Any:
        from wetview.scene import Instant

        comparing = self._context.comparing
        moments, index = comparing.moments, comparing.timeline.index
        if moments is None or not 0 <= index < len(moments):
            return Instant(0.0, 0.0)
        return Instant(float(moments.first_s[index]), float(moments.second_s[index]))

    @property
    def instant(self) -> Any:
        """The moment that is shown."""
        return self._instant()

    def _on_index_changed(self, index: int) -> None:
        if not self._is_active or self._scene.data is None:
            return
        self._is_fast = True
        self.stepped.emit()
        self._try(lambda: self._scene.show(self._instant(), fast=True))
        self.changed.emit()

    def settle(self) -> None:
        """Show the moment in full detail, unless the next one comes at once."""
        is_playing = self._context.comparing.timeline.is_playing
        if self._is_active and self._is_fast and not is_playing and self.has_sample:
            self._is_fast = False
            self._try(lambda: self._scene.show(self._instant()))
            self.changed.emit()

    def _on_playing_changed(self, is_playing: bool) -> None:
        self.stepped.emit()

    def _on_pore_changed(self, pore: int | None) -> None:
        data = self._scene.data
        if not self._is_active or data is None or data.pores is None:
            return
        self._scene.highlight_pore(pore if pore and pore <= len(data.pores) else None)
        self.changed.emit()

    def picture_settings(self, size: tuple[int, int]) -> dict[str, Any]:
        """Settings of a `PanesJob` that draws what the panes show now.

        Parameters
        ----------
        size : (width, height)
            Its proportions are kept; the picture is as wide as a screen at least.
        """
        data, view, instant = self._scene.data, self._view(), self._instant()
        assert data is not None
        width, height = size
        larger = max(_PICTURE_WIDTH_PX / max(width, 1), 1.0)
        shown = view.sources[: view.count]
        wanted = {pane.colour_by for pane in shown if pane.shows == "pores"}
        clip = view.look.clip
        return {
            "panes": [
                {"shows": pane.shows, "colour_by": pane.colour_by} for pane in shown
            ],
            "solid": view.look.solid,
            "depth": view.look.depth,
            "slices": view.look.slices,
            "clip": None if clip is None else (clip.x, clip.y, clip.z),
            "axes": view.look.axes,
            "first_s": instant.first_s,
            "second_s": instant.second_s,
            "width": round(larger * width),
            "height": round(larger * height),
            "theme": self._theme(),
            "text_scale": larger,
            "cameras": [
                stored_camera(camera) for camera in self._panes.cameras[: view.count]
            ],
            "pore": self._context.selection.pore,
            "columns": [
                {"key": key, "title": title, "values": _or_none(values)}
                for key, (title, values) in data.columns.items()
                if key in wanted
            ],
        }

    def fly_to(self, pore: int) -> None:
        """Bring a pore to the middle of every pane."""
        data = self._scene.data
        if data is not None and data.pores is not None and pore <= len(data.pores):
            self._panes.fly_to(data.pores, pore)
            self.changed.emit()

    def pick(self, x: float, y: float) -> int | None:
        """The pore at a pixel from the lower left; None where no pane is."""
        number = self._panes.at(x, y)
        data = self._scene.data
        if number is None or data is None or data.pores is None:
            return None
        self._scene.make_pickable(number)
        return self._panes.scenes[number].pick(x, y)

    def _try(self, work: Any) -> None:
        """Show what a damaged or missing file says instead of failing."""
        try:
            work()
        except Exception as error:  # noqa: BLE001 - shown by the window
            self._context.comparing.timeline.stop()
            self.frame_failed.emit(error)


def _or_none(values: NDArray[np.floating]) -> list[float | None]:
    """As JSON holds them."""
    return [value if math.isfinite(value) else None for value in values.tolist()]

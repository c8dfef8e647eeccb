"""Panes in no window, with a filling in each: what videos and stills are taken of."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyvista

from wetview.filling.comparison import compare_fillings
from wetview.filling.fill_time import voxel_fill_times
from wetview.filling.in_between import FramesInTime
from wetview.scene.comparison_colours import ORDER_MAP, ComparisonColours
from wetview.scene.comparison_view import ComparisonData, SceneLook
from wetview.scene.looks import apply_look
from wetview.scene.offscreen import averaged, picture, prepare_offscreen
from wetview.scene.panes import MOST_PANES, Panes
from wetview.scene.surface_colours import FieldColours
from wetview.scene.video_clock import last_moment_s
from wetview.scene.viewpoint import Viewpoint, turning_view
from wetview.units import format_time, time_unit
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.pores.pores import Pores
    from wetview.scene.electrode import ElectrodeScene
    from wetview.scene.surface_colours import SurfaceColours
    from wetview.scene.theme import SceneTheme
    from wetview.scene.video_look import VideoLook
    from wetview.volume.phases import Phases

_NAME_LENGTH = 40
LETTERS = "ABCD"


class Stage:
    """Draws fillings of one sample at a moment, from a viewpoint.

    Parameters
    ----------
    panes : Panes
        Where they are shown.
    fillings : sequence of Filling
        One a pane.
    phases : Phases
        The sample.
    pores : Pores or None
        Its pores.
    look : VideoLook
        What else is seen.
    """

    def __init__(
        self,
        panes: Panes,
        fillings: Sequence[Filling],
        phases: Phases,
        pores: Pores | None,
        look: VideoLook,
    ) -> None:
        self._panes = panes
        self._fillings = fillings
        self._pores = pores
        self._look = look
        self._frames = [FramesInTime(filling) for filling in fillings]
        self._size_um = np.array(phases.shape) * phases.voxel_m * 1e6
        panes.set_count(n_panes(fillings, look))
        panes.set_phases(phases, face_named(fillings[0].description.get("inlet")))
        burnt = look.burnt_in
        for scene in panes.scenes:
            apply_look(scene, SceneLook(solid=look.solid, axes=burnt.axes))
            scene.show(scale=burnt.scale_bar, inlet=burnt.axes)
            scene.set_smooth_edges(look.supersampling == 1)
        self._colours = self._make_colours(phases)
        self._time_s: float | None = None
        self.show(float(fillings[0].frame_time_s[0]))
        panes.reset_camera()

    def show(self, time_s: float) -> None:
        """Show the liquid of another moment."""
        if time_s == self._time_s:
            return
        self._time_s = time_s
        scenes = self._panes.scenes
        for number, (scene, frames) in enumerate(
            zip(scenes, self._frames, strict=False)
        ):
            colours = self._colours[number]
            if self._look.colour_by == "pore_saturation":
                colours = self._of_pores[number].of_filling(
                    "first", "pore_saturation", time_s
                )
            scene.set_liquid(frames.at(time_s), colours=colours)
            scene.set_caption(self._caption(number, time_s))
        if self._look.difference and len(self._fillings) == 2:
            self._show_difference(scenes[2], scenes[3], time_s)
        elif len(scenes) > len(self._fillings):
            self._show_pores(scenes[-1])

    @property
    def aspect(self) -> float:
        """Width over height of a pane."""
        width, height = self._panes.scenes[0].renderer.GetSize()
        return float(width / max(height, 1))

    @property
    def start(self) -> Viewpoint:
        """Where the camera stands before it moves."""
        move = self._look.camera
        if move.start is not None:
            return move.start
        camera = self._panes.cameras[0]
        view = Viewpoint(
            tuple(camera.position),
            tuple(camera.focal_point),
            tuple(camera.up),
            float(camera.parallel_scale),
        )
        if move.kind == "turntable":
            return turning_view(view, self._size_um, self.aspect)
        return view

    def look_from(self, viewpoint: Viewpoint) -> None:
        """Put the camera elsewhere."""
        self._panes.place_cameras([viewpoint.place(self.aspect)])

    def picture(self) -> NDArray[np.uint8]:
        """(height, width, 3) ndarray of uint8, what is shown now."""
        return averaged(picture(self._panes.scenes[0]), self._look.supersampling)

    # what the panes show

    def _make_colours(self, phases: Phases) -> list[SurfaceColours | None]:
        """What colours the liquid of each pane throughout, on one scale for all."""
        fillings, colour_by = self._fillings, self._look.colour_by
        if self._look.difference and len(fillings) == 2:
            one, other = fillings
            compared = compare_fillings(one, other, phases.is_pore)
            self._difference = ComparisonColours(
                ComparisonData(phases, self._pores, one, other, compared)
            )
        self._of_pores = [
            ComparisonColours(ComparisonData(phases, self._pores, filling))
            for filling in fillings
        ]
        if colour_by not in ("fill_time", "order"):
            return [None] * len(fillings)
        fills = [voxel_fill_times(filling, phases.is_pore) for filling in fillings]
        if colour_by == "order":
            return [
                FieldColours(
                    100 * fill.saturation,
                    (0.0, 100.0),
                    colour_map=ORDER_MAP,
                    title="Filled when\n% was full",
                )
                for fill in fills
            ]
        second_s, unit = time_unit(last_moment_s(fillings))
        times = [fill.time_s / np.float32(second_s) for fill in fills]
        known = np.concatenate([time[np.isfinite(time)] for time in times])
        latest = float(np.percentile(known, 99)) if len(known) else 1.0
        return [
            FieldColours(
                time, (0.0, latest), colour_map=ORDER_MAP, title=f"Filled at,\n{unit}"
            )
            for time in times
        ]

    def _show_difference(
        self, voxels: ElectrodeScene, pores: ElectrodeScene, time_s: float
    ) -> None:
        one, other = (frames.at(time_s) for frames in self._frames)
        voxels.set_liquid(
            np.maximum(one, other),
            colours=self._difference.of_difference("time", one, other),
        )
        if self._look.burnt_in.names:
            voxels.set_caption(("Difference", "blue: A ahead, orange: B ahead"))
        found = self._difference.of_pores("error", time_s, time_s)
        if self._pores is None or found is None:
            return
        values, limits, colour_map, title = found
        pores.show(solid=False, binder=False, liquid=False)
        pores.set_pores(
            self._pores, values, title=title, limits=limits, colour_map=colour_map
        )
        if self._look.burnt_in.names:
            pores.set_caption(("Pores", "mean difference of their curves"))

    def _show_pores(self, scene: ElectrodeScene) -> None:
        if self._pores is not None and not scene.has_pores:
            scene.show(solid=False, binder=False, liquid=False)
            scene.set_pores(self._pores)
            if self._look.burnt_in.names:
                scene.set_caption(("Pores", f"{len(self._pores):,}"))

    def _caption(self, number: int, time_s: float) -> tuple[str, ...]:
        burnt, filling = self._look.burnt_in, self._fillings[number]
        has_panes = len(self._panes.scenes) > 1
        lines: list[str] = []
        if burnt.names and (has_panes or not burnt.curves):
            letter = f"{LETTERS[number]}  " if len(self._fillings) > 1 else ""
            lines.append(letter + shortened(filling.name, _NAME_LENGTH))
            if has_panes:
                lines.append("predicted" if filling.is_predicted else "simulated")
        if burnt.time and not burnt.curves:
            saturation = float(np.interp(time_s, filling.time_s, filling.saturation))
            lines.append(f"{format_time(time_s)},  {100 * saturation:.1f} % filled")
        return tuple(lines)


@contextmanager
def stage_for(
    fillings: Sequence[Filling],
    phases: Phases,
    pores: Pores | None,
    look: VideoLook,
    *,
    size: tuple[int, int],
    theme: SceneTheme,
    text_scale: float,
) -> Iterator[Stage]:
    """A stage of (width, height) pixels in no window; closed at the end."""
    prepare_offscreen()
    n = look.supersampling
    plotter: Any = pyvista.Plotter(
        off_screen=True,
        window_size=[n * size[0], n * size[1]],
        lighting="none",
        border=False,
        shape=(1, MOST_PANES),
    )
    try:
        panes = Panes(plotter, theme=theme, text_scale=n * text_scale)
        try:
            yield Stage(panes, fillings, phases, pores, look)
        finally:
            panes.close()
    finally:
        plotter.close()


def n_panes(fillings: Sequence[Filling], look: VideoLook) -> int:
    """How many panes show some fillings: 1, 2 or 4."""
    if len(fillings) == 2 and not look.difference:
        return 2
    return 1 if len(fillings) == 1 else 4


def shortened(name: str, length: int) -> str:
    """A name that takes no more than so many characters."""
    return name if len(name) <= length else name[: length - 1].rstrip() + "…"

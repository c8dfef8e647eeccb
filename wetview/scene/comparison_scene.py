"""Two fillings in linked panes: phases, pores, both fillings, and their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.filling.in_between import FramesInTime
from wetview.scene.comparison_colours import ComparisonColours
from wetview.scene.comparison_view import ComparisonView, Instant, PaneSource
from wetview.scene.looks import apply_look
from wetview.units import format_time
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.scene.comparison_view import ComparisonData
    from wetview.scene.electrode import ElectrodeScene
    from wetview.scene.panes import Panes

_NAME_LENGTH = 34


class ComparisonScene:
    """Fills panes with the pictures of a comparison, moment by moment.

    Nothing is drawn before the plotter renders.

    Parameters
    ----------
    panes : Panes
        Where it is shown.
    """

    def __init__(self, panes: Panes) -> None:
        self._panes = panes
        self._data: ComparisonData | None = None
        self._view = ComparisonView()
        self._instant = Instant(0.0, 0.0)
        self._colours: ComparisonColours | None = None
        self._first: FramesInTime | None = None
        self._second: FramesInTime | None = None
        self._highlighted: int | None = None

    @property
    def data(self) -> ComparisonData | None:
        """What is shown."""
        return self._data

    def set_data(self, data: ComparisonData) -> None:
        """Show other fillings, or another sample."""
        former, self._data = self._data, data
        self._colours = ComparisonColours(data)
        self._first = _frames(data.first, former.first if former else None, self._first)
        self._second = _frames(
            data.second, former.second if former else None, self._second
        )
        if former is None or former.phases is not data.phases:
            shown = data.first or data.second
            inlet = face_named(
                None if shown is None else shown.description.get("inlet")
            )
            self._panes.set_phases(data.phases, inlet)
            self._highlighted = None
        self.set_view(self._view)

    def set_view(self, view: ComparisonView) -> None:
        """Arrange the panes, choose what they show, and how."""
        self._view = view
        self._panes.set_count(view.count)
        self._panes.link(view.linked)
        if self._data is None:
            return
        for scene in self._panes.scenes:
            apply_look(scene, view.look)
        self.show(self._instant)
        self.highlight_pore(self._highlighted)

    def move_to(self, instant: Instant) -> None:
        """Take a moment that the next `set_data` or `set_view` shows."""
        self._instant = instant

    def make_pickable(self, number: int) -> None:
        """Let a pane know the pores under what it shows."""
        scene = self._panes.scenes[number]
        if self._data is not None and not scene.has_pores:
            scene.set_pores(self._data.pores, legend=False)

    def show(self, instant: Instant, *, fast: bool = False) -> None:
        """Show one moment in every pane.

        Parameters
        ----------
        instant : Instant
            Physical time in both fillings.
        fast : bool
            Half the resolution of liquid, while it is played.
        """
        self._instant = instant
        for scene, source in zip(self._panes.scenes, self._view.sources, strict=False):
            self._show_pane(scene, source, fast=fast)

    def highlight_pore(self, label: int | None) -> None:
        """Draw one pore in a strong colour in every pane; None ends it."""
        pores = None if self._data is None else self._data.pores
        self._highlighted = label if pores is not None else None
        for number, scene in enumerate(self._panes.scenes):
            if self._highlighted:
                self.make_pickable(number)
            scene.highlight_pore(self._highlighted if scene.has_pores else None)

    # one pane

    def _show_pane(
        self, scene: ElectrodeScene, source: PaneSource, *, fast: bool
    ) -> None:
        data = self._data
        if data is None or self._colours is None:
            return
        show_solid = self._view.look.solid != "hidden"
        scene.hide_legend()
        is_liquid = source.shows in ("first", "second", "difference")
        is_pores = source.shows == "pores" and data.pores is not None
        scene.show(
            solid=show_solid and not is_pores,
            binder=show_solid and not is_pores,
            pores=is_pores,
            liquid=is_liquid,
        )
        if is_pores:
            scene.set_liquid(None)
            self._show_pores(scene, source)
        elif source.shows == "difference":
            self._show_difference(scene, source, fast=fast)
        elif is_liquid:
            self._show_filling(scene, source, fast=fast)
        else:
            scene.set_liquid(None)
        scene.set_caption(self._caption(source))

    def _show_pores(self, scene: ElectrodeScene, source: PaneSource) -> None:
        assert self._data is not None
        assert self._colours is not None
        instant = self._instant
        found = self._colours.of_pores(
            source.colour_by, instant.first_s, instant.second_s
        )
        if found is None:
            scene.set_pores(self._data.pores)
            return
        values, limits, colour_map, title = found
        scene.set_pores(
            self._data.pores,
            values,
            title=title,
            limits=limits,
            colour_map=colour_map,
        )

    def _show_filling(
        self, scene: ElectrodeScene, source: PaneSource, *, fast: bool
    ) -> None:
        assert self._colours is not None
        is_first = source.shows == "first"
        time_s = self._instant.first_s if is_first else self._instant.second_s
        frames = self._first if is_first else self._second
        colours = self._colours.of_filling(source.shows, source.colour_by, time_s)
        liquid = None if frames is None else frames.at(time_s)
        scene.set_liquid(liquid, fast=fast, colours=colours)

    def _show_difference(
        self, scene: ElectrodeScene, source: PaneSource, *, fast: bool
    ) -> None:
        assert self._colours is not None
        if self._first is None or self._second is None:
            scene.set_liquid(None)
            return
        one, other = self._liquid_of_both(self._first, self._second)
        colours = self._colours.of_difference(source.colour_by, one, other)
        scene.set_liquid(np.maximum(one, other), fast=fast, colours=colours)

    def _liquid_of_both(
        self, first: FramesInTime, second: FramesInTime
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        return first.at(self._instant.first_s), second.at(self._instant.second_s)

    def _caption(self, source: PaneSource) -> tuple[str, ...]:
        data = self._data
        assert data is not None
        if source.shows in ("first", "second"):
            is_first = source.shows == "first"
            filling = data.first if is_first else data.second
            letter = "A" if is_first else "B"
            if filling is None:
                return (f"{letter}", "nothing chosen")
            time_s = self._instant.first_s if is_first else self._instant.second_s
            return _filling_caption(letter, filling, time_s)
        if source.shows == "difference":
            if data.second is None or data.first is None:
                return ("Difference of A and B", "two fillings are needed")
            at = format_time(self._instant.first_s)
            if self._instant.first_s != self._instant.second_s:
                at += f" in A, {format_time(self._instant.second_s)} in B"
            return ("Difference", "blue: A ahead, orange: B ahead", at)
        if source.shows == "pores":
            n_pores = 0 if data.pores is None else len(data.pores)
            return ("Pores", f"{n_pores:,}" if n_pores else "not found yet")
        return ("Phases",)


def _filling_caption(letter: str, filling: Filling, time_s: float) -> tuple[str, ...]:
    saturation = float(np.interp(time_s, filling.time_s, filling.saturation))
    name = filling.name
    if len(name) > _NAME_LENGTH:
        name = name[: _NAME_LENGTH - 1].rstrip() + "…"
    return (
        f"{letter}  {name}",
        "predicted" if filling.is_predicted else "simulated",
        f"{format_time(time_s)},  {100 * saturation:.1f} % filled",
    )


def _frames(
    filling: Filling | None, former: Filling | None, kept: FramesInTime | None
) -> FramesInTime | None:
    if filling is None:
        return None
    if filling is former and kept is not None:
        return kept
    return FramesInTime(filling)

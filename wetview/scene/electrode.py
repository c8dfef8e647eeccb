"""An electrode in 3D: its solid, its pores and the electrolyte that fills them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wetview.scene.box_marks import BoxMarks
from wetview.scene.colours import extremes, value_colours
from wetview.scene.framed_scene import FramedScene
from wetview.scene.liquid_layer import LiquidLayer
from wetview.scene.picking import label_under, pick_surface
from wetview.scene.pore_layer import PoreLayer
from wetview.scene.sample import Clip, Cutaway
from wetview.scene.slice_layer import SliceLayer
from wetview.scene.solid_layer import SolidLayer
from wetview.scene.solid_shapes import solid_shapes
from wetview.scene.theme import SceneTheme, scene_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pyvista
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.scene.layers import Layer
    from wetview.scene.surface_colours import SurfaceColours
    from wetview.volume.box import Box
    from wetview.volume.phases import Phases

_EDGE_WIDTH = 0.004
"""Of the sample's diagonal: a line or two on a screen that the sample fills."""
_PARTS = ("solid", "binder", "pores", "liquid", "axes", "inlet", "scale")


class ElectrodeScene(FramedScene):
    """An electrode in one renderer of a plotter, off screen or in a window.

    Nothing is drawn before `render` is called, so that several changes cost one
    picture. Setting a liquid exchanges a surface and leaves everything else alone.

    Parameters
    ----------
    plotter : pyvista.BasePlotter
        `pyvista.Plotter(off_screen=True)` or a `pyvistaqt.QtInteractor`.
    theme : SceneTheme or {"light", "dark"}
        Colours.
    renderer_index : int, optional
        Which renderer of the plotter; the active one by default.
    text_scale : float
        Factor on text and lines, for large pictures and dense screens.
    """

    def __init__(
        self,
        plotter: pyvista.BasePlotter,
        *,
        theme: SceneTheme | str = "light",
        renderer_index: int | None = None,
        text_scale: float = 1.0,
    ) -> None:
        super().__init__(plotter, renderer_index=renderer_index, text_scale=text_scale)
        self._phases: Phases | None = None
        self._clip: Clip | None = None
        self._cutaway = Cutaway.FRONT
        self._is_coarse = False
        self._wanted = dict.fromkeys(_PARTS, True)
        self._solid = SolidLayer()
        self._liquid = LiquidLayer()
        self._pore_layer = PoreLayer()
        self._slices = SliceLayer()
        self._boxes = BoxMarks(self.renderer)
        self.renderer.GetRenderWindow().SetMultiSamples(0)
        for layer in self._layers:
            self.renderer.AddViewProp(layer.actor)
            self.renderer.AddViewProp(layer.edge)
        for actor in self._slices.actors:
            self.renderer.AddViewProp(actor)
        self.set_theme(theme)

    # What is shown.

    def set_phases(self, phases: Phases) -> None:
        """Show another sample; pores and liquid of the former one are dropped."""
        is_first = self._phases is None
        same_size = self._phases is not None and (
            (self._phases.shape, self._phases.voxel_m) == (phases.shape, phases.voxel_m)
        )
        self._phases = phases
        self._boxes.set_boxes((), self._voxel_um)
        self._solid.set_shapes(solid_shapes(phases))
        self._liquid.set_liquid(None)
        self._pore_layer.clear()
        self._slices.set_sample(phases)
        self._surroundings.legend.hide()
        if not same_size:
            self._clip = None
            size_um = [n * self._voxel_um for n in phases.shape]
            self._surroundings.set_size(size_um)
        self._draw_solid()
        self._draw_liquid()
        self._update_visibility()
        if is_first or not same_size:
            self.reset_camera()

    def set_pores(
        self,
        pores: Pores | None,
        values: NDArray[np.floating] | None = None,
        *,
        title: str = "",
        limits: tuple[float, float] | None = None,
        colour_map: str = "viridis",
        legend: bool = True,
    ) -> None:
        """Colour every pore, by categories or by a value.

        Parameters
        ----------
        pores : Pores or None
            Pores of the sample; None takes them away.
        values : (n_pores,) ndarray, optional
            A number for each pore, NaN where there is none. Without it neighbours
            differ in colour and the colours mean nothing else.
        title : str
            What the values are, with their unit, for the legend.
        limits : (low, high), optional
            Ends of the scale; the extremes of the values by default.
        colour_map : str
            Name of a matplotlib colour map; the default suits the colour-blind.
        legend : bool
            Whether the scale of the picture is theirs; the liquid may have one.

        Notes
        -----
        The same pores with other values cost no new surface.
        """
        if pores is None:
            self._pore_layer.clear()
            self._surroundings.legend.hide()
            self._update_visibility()
            return
        if pores is not self._pore_layer.pores:
            self._require_shape(pores.labels.shape, "pores")
            self._pore_layer.set_pores(pores)
        if values is None:
            colours = self._pore_layer.categories
            if legend:
                self._surroundings.legend.hide()
        else:
            ends = extremes(values) if limits is None else limits
            colours = value_colours(values, ends, colour_map=colour_map)
            if legend:
                self._surroundings.legend.show(title, ends, colour_map)
        self._pore_layer.set_colours(colours, self._theme)
        self._update_visibility()

    def prepare_shown(self, is_shown: NDArray[np.bool_]) -> None:
        """Make what `show_pores` draws, which takes long enough for a thread."""
        self._pore_layer.prepare_shown(is_shown, self._whole_or_clip)

    def show_pores(self, is_shown: NDArray[np.bool_] | None) -> None:
        """Hide pores: (n_pores,) bool, which are to be seen; None shows all."""
        self._pore_layer.set_shown(is_shown)
        self._update_visibility()

    def set_liquid(
        self,
        liquid_fraction: NDArray[np.uint8] | None,
        *,
        fast: bool = False,
        colours: SurfaceColours | None = None,
    ) -> None:
        """Show where the electrolyte is.

        Parameters
        ----------
        liquid_fraction : (nx, ny, nz) ndarray of uint8 or None
            0 to 255; None takes the liquid away.
        fast : bool
            Half the resolution, for a view that follows a run.
        colours : SurfaceColours, optional
            What colours its surface; the colour of the electrolyte by default.
        """
        if liquid_fraction is not None:
            self._require_shape(liquid_fraction.shape, "liquid")
        if colours is not None:
            self._surroundings.legend.show(
                colours.title, colours.limits, colours.colour_map
            )
        elif self._liquid.colours is not None:
            self._surroundings.legend.hide()
        self._liquid.set_liquid(liquid_fraction, fast=fast, colours=colours)
        self._draw_liquid()
        self._update_visibility()

    def highlight_pore(self, label: int | None) -> None:
        """Draw one pore in a strong colour and mute the others; None ends it."""
        pores = self._pore_layer.pores
        if pores is not None and label is not None and not 1 <= label <= len(pores):
            msg = f"`label` is {label} but the pores are 1 to {len(pores)}"
            raise ValueError(msg)
        self._pore_layer.highlight(label, self._whole_or_clip, self._theme)
        self._update_visibility()

    def show(self, **parts: bool) -> None:
        """Show or hide parts of the picture.

        Parameters
        ----------
        **parts : bool
            Any of `solid` (active material), `binder`, `pores`, `liquid`, `axes`
            (with the outline), `inlet` and `scale`.
        """
        unknown = parts.keys() - self._wanted.keys()
        if unknown:
            msg = f"{sorted(unknown)} cannot be shown, only {sorted(self._wanted)}"
            raise ValueError(msg)
        changed = {name for name in parts if parts[name] != self._wanted[name]}
        self._wanted.update(parts)
        if changed & {"solid", "binder"}:
            self._draw_solid()
        if "liquid" in changed:
            self._draw_liquid()
        self._update_visibility()

    def is_shown(self, part: str) -> bool:
        """Whether a part is wanted in the picture."""
        return self._wanted[part]

    def set_clip(self, clip: Clip | None) -> None:
        """Show solid, pores and liquid in a box of voxels only; None: everywhere."""
        if self._phases is None:
            return
        self._clip = None if clip is None else clip.within(self._phases.shape)
        self._draw_solid()
        self._draw_liquid()
        if self._pore_layer.highlighted is not None:
            self.highlight_pore(self._pore_layer.highlighted)
        self._update_visibility()

    def set_slices(self, at: tuple[int | None, int | None, int | None]) -> None:
        """Show planes across x, y and z through these voxels; None for no plane."""
        self._slices.set_places(at)
        self._draw_slices()
        self._update_visibility()

    def set_boxes(self, boxes: Sequence[Box]) -> None:
        """Mark boxes of the sample, each in its colour; none for no boxes."""
        if boxes or self._boxes.is_shown:
            self._boxes.set_boxes(boxes, self._voxel_um, self._surroundings.pixel_scale)

    def set_coarse(self, coarse: bool) -> None:
        """Draw fewer triangles, as long as the view moves."""
        if coarse != self._is_coarse and self._phases is not None:
            self._is_coarse = coarse
            self._draw_solid()
            self._draw_liquid()
            self._update_visibility()

    @property
    def cutaway(self) -> Cutaway:
        """Which part of the solid is taken away."""
        return self._cutaway

    def set_cutaway(self, cutaway: Cutaway) -> None:
        """Take a part of the solid away, or none; liquid and pores stay whole."""
        self._cutaway = cutaway
        self._draw_solid()
        self._update_visibility()

    def set_solid_opacity(self, opacity: float) -> None:
        """How opaque the solid is, 0 to 1. Below 1 a picture takes longer."""
        self._solid.set_opacity(opacity)

    def set_theme(self, theme: SceneTheme | str) -> None:
        """Draw in other colours."""
        self._theme = scene_theme(theme)
        self._surroundings.set_theme(self._theme)
        self._solid.paint(self._theme)
        if self._phases is not None:
            self._liquid.paint(self._theme, self._voxel_um)
            self._draw_slices()
        self._pore_layer.paint(self._theme)

    def set_edges(self, are_shown: bool) -> None:
        """Draw dark lines where a surface ends before what is behind it, or none."""
        width_um = 0.0
        if are_shown and self._phases is not None:
            diagonal_um = self._voxel_um * math.hypot(*self._phases.shape)
            width_um = _EDGE_WIDTH * diagonal_um
        for layer in self._layers:
            layer.set_edge(width_um)
        self._update_visibility()

    # The picture.

    @property
    def has_pores(self) -> bool:
        """Whether pores were set that can be highlighted and picked."""
        return self._pore_layer.pores is not None

    def pick(self, x: float, y: float) -> int:
        """The pore seen at a place of the picture.

        Parameters
        ----------
        x, y : float
            Pixels of the render window from its lower left corner.

        Returns
        -------
        int
            Label of the pore; 0 where there is solid, or nothing.
        """
        pores = self._pore_layer.pores
        if pores is None:
            return 0
        actors = [*(layer.actor for layer in self._layers), *self._slices.actors]
        seen = [actor for actor in actors if actor.GetVisibility()]
        hit = pick_surface(self.renderer, seen, (x, y))
        if hit is None or hit.actor is self._solid.layer.actor:
            return 0
        if hit.actor is self._pore_layer.all.actor:
            return self._pore_layer.label_of(hit.triangle)
        if hit.actor is self._pore_layer.one.actor:
            return self._pore_layer.highlighted or 0
        return label_under(hit, pores.labels, self._voxel_um)

    def close(self) -> None:
        """Leave the renderer, which stays; the scene cannot be used after this."""
        self._surroundings.close()
        self._boxes.close()
        for layer in self._layers:
            self.renderer.RemoveViewProp(layer.actor)
            self.renderer.RemoveViewProp(layer.edge)
        for actor in self._slices.actors:
            self.renderer.RemoveViewProp(actor)

    # Inside.

    @property
    def _voxel_um(self) -> float:
        assert self._phases is not None
        return self._phases.voxel_m * 1e6

    @property
    def _whole_or_clip(self) -> Clip:
        assert self._phases is not None
        return self._clip or Clip.whole(self._phases.shape)

    @property
    def _layers(self) -> tuple[Layer, ...]:
        layers = self._pore_layer
        inside = self._solid.layer, self._liquid.layer
        return *inside, layers.all, layers.one, layers.ghost

    def _require_shape(self, shape: tuple[int, ...], what: str) -> None:
        if self._phases is None or shape != self._phases.shape:
            sample = None if self._phases is None else self._phases.shape
            msg = f"the {what} have shape {shape} but the sample has {sample}"
            raise ValueError(msg)

    def _draw_solid(self) -> None:
        if self._phases is not None:
            self._solid.draw(
                self._whole_or_clip,
                self._cutaway,
                self._theme,
                active=self._wanted["solid"],
                binder=self._wanted["binder"],
                coarse=self._is_coarse,
            )

    def _draw_liquid(self) -> None:
        if self._phases is not None:
            self._liquid.draw(
                self._whole_or_clip,
                self._voxel_um,
                self._theme,
                shown=self._wanted["liquid"],
                coarse=self._is_coarse,
            )
            self._draw_slices()

    def _draw_slices(self) -> None:
        if self._phases is not None:
            self._slices.draw(
                self._whole_or_clip,
                self._theme,
                self._liquid.fraction,
                self._liquid.colours,
            )

    def _update_visibility(self) -> None:
        wanted = self._wanted
        layers = self._pore_layer
        if wanted["pores"] and layers.pores is not None:
            layers.draw(self._whole_or_clip, self._theme, coarse=self._is_coarse)
        for layer, shown in (
            (self._solid.layer, wanted["solid"] or wanted["binder"]),
            (self._liquid.layer, wanted["liquid"]),
            (layers.all, wanted["pores"]),
            (layers.one, layers.highlighted is not None),
            (layers.ghost, layers.highlighted is not None),
        ):
            layer.show(bool(shown))
        self._surroundings.show(wanted)

"""An electrode in 3D: its solid, its pores and the electrolyte that fills them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.scene.colours import category_colours, value_colours
from wetview.scene.layers import Layer
from wetview.scene.picking import label_under, pick_surface
from wetview.scene.pore_layer import PoreLayer
from wetview.scene.sample import Clip, Cutaway, Part, Solid
from wetview.scene.surfaces import coarsening_for, smooth_field
from wetview.scene.surroundings import Surroundings
from wetview.scene.theme import SceneTheme, scene_theme

if TYPE_CHECKING:
    import pyvista
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.volume.faces import Face
    from wetview.volume.phases import Phases

SOLID_BUDGET = 300_000
LIQUID_BUDGET = 1_200_000
"""Voxels that a surface is made of at most; larger samples are coarsened."""

_PARTS = ("solid", "binder", "pores", "liquid", "axes", "inlet", "scale")
_MUTED = 0.35


class ElectrodeScene:
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
        self._plotter = plotter
        self.renderer: Any = (
            plotter.renderer
            if renderer_index is None
            else plotter.renderers[renderer_index]
        )
        self._phases: Phases | None = None
        self._solid: Solid | None = None
        self._liquid: NDArray[np.uint8] | None = None
        self._is_liquid_fast = False
        self._clip: Clip | None = None
        self._cutaway = Cutaway.FRONT
        self._highlighted: int | None = None
        self._colours = np.zeros((1, 3), dtype=np.uint8)
        self._binder_share: NDArray[np.floating] = np.zeros(0)
        self._wanted = dict.fromkeys(_PARTS, True)
        self._solid_layer = Layer(behind=True)
        self._liquid_layer = Layer(specular=0.25)
        self._pore_layer = PoreLayer()
        self._surroundings = Surroundings(self.renderer, text_scale)
        self.renderer.GetRenderWindow().SetMultiSamples(0)
        for layer in self._layers:
            self.renderer.AddViewProp(layer.actor)
        self.set_theme(theme)

    # What is shown.

    def set_phases(self, phases: Phases) -> None:
        """Show another sample; pores and liquid of the former one are dropped."""
        is_first = self._phases is None
        same_size = self._phases is not None and (
            (self._phases.shape, self._phases.voxel_m) == (phases.shape, phases.voxel_m)
        )
        self._phases = phases
        self._solid = Solid(
            phases.labels,
            self._voxel_um,
            coarsening=coarsening_for(phases.shape, budget=SOLID_BUDGET),
        )
        self._liquid = None
        self._liquid_layer.set_surface(vtkPolyData())
        self._highlighted = None
        self._pore_layer.clear()
        self._surroundings.legend.hide()
        if not same_size:
            self._clip = None
            size_um = [n * self._voxel_um for n in phases.shape]
            self._surroundings.set_size(size_um)
        self._draw_solid()
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

        Notes
        -----
        The same pores with other values cost no new surface.
        """
        if pores is None:
            self._pore_layer.clear()
            self._highlighted = None
            self._surroundings.legend.hide()
            self._update_visibility()
            return
        if pores is not self._pore_layer.pores:
            self._require_shape(pores.labels.shape, "pores")
            self._pore_layer.set_pores(pores, self._whole_or_clip)
            self._highlighted = None
            self._pore_layer.highlight(None, self._whole_or_clip, self._theme.highlight)
        if values is None:
            self._colours = category_colours(pores)
            self._surroundings.legend.hide()
        else:
            ends = _limits(values) if limits is None else limits
            self._colours = value_colours(values, ends, colour_map=colour_map)
            self._surroundings.legend.show(title, ends, colour_map)
        self._paint_pores()
        self._update_visibility()

    def set_liquid(
        self, liquid_fraction: NDArray[np.uint8] | None, *, fast: bool = False
    ) -> None:
        """Show where the electrolyte is.

        Parameters
        ----------
        liquid_fraction : (nx, ny, nz) ndarray of uint8 or None
            0 to 255; None takes the liquid away.
        fast : bool
            Half the resolution, for a view that follows a run.
        """
        if liquid_fraction is not None:
            self._require_shape(liquid_fraction.shape, "liquid")
        self._liquid = liquid_fraction
        self._is_liquid_fast = fast
        self._draw_liquid()
        self._update_visibility()

    def highlight_pore(self, label: int | None) -> None:
        """Draw one pore in a strong colour and mute the others; None ends it."""
        pores = self._pore_layer.pores
        if pores is not None and label is not None and not 1 <= label <= len(pores):
            msg = f"`label` is {label} but the pores are 1 to {len(pores)}"
            raise ValueError(msg)
        self._highlighted = label
        self._pore_layer.highlight(label, self._whole_or_clip, self._theme.highlight)
        self._paint_pores()
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

    def set_inlet(self, face: Face) -> None:
        """Mark the face that the electrolyte enters by; x = 0 unless said."""
        self._surroundings.set_inlet(face)

    def set_clip(self, clip: Clip | None) -> None:
        """Show solid, pores and liquid in a box of voxels only; None: everywhere."""
        if self._phases is None:
            return
        self._clip = None if clip is None else clip.within(self._phases.shape)
        self._draw_solid()
        self._draw_liquid()
        self._pore_layer.set_clip(self._whole_or_clip)
        self._pore_layer.highlight(
            self._highlighted, self._whole_or_clip, self._theme.highlight
        )
        self._paint_pores()
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
        self._solid_layer.actor.GetProperty().SetOpacity(opacity)

    def set_smooth_edges(self, smooth: bool) -> None:
        """Take the steps out of slanted edges; a quarter more time for a picture."""
        self.renderer.SetUseFXAA(smooth)

    def set_theme(self, theme: SceneTheme | str) -> None:
        """Draw in other colours."""
        self._theme = scene_theme(theme)
        self._surroundings.set_theme(self._theme)
        self._paint_solid()
        self._liquid_layer.paint(self._theme.liquid)
        self._pore_layer.one.paint(self._theme.highlight)

    # The picture.

    def render(self) -> None:
        """Draw the picture."""
        self._plotter.render()

    def reset_camera(self) -> None:
        """Look at the whole sample from its open side, x = 0 on the left."""
        self._surroundings.reset_camera()

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
        seen = [layer.actor for layer in self._layers if layer.actor.GetVisibility()]
        hit = pick_surface(self.renderer, seen, (x, y))
        if hit is None:
            return 0
        if hit.actor is self._pore_layer.all.actor:
            return self._pore_layer.label_of(hit.triangle)
        if hit.actor is self._pore_layer.one.actor:
            return self._highlighted or 0
        if hit.actor is self._liquid_layer.actor:
            return label_under(hit, pores.labels, self._voxel_um)
        return 0

    def close(self) -> None:
        """Leave the renderer, which stays; the scene cannot be used after this."""
        self._surroundings.close()
        for layer in self._layers:
            self.renderer.RemoveViewProp(layer.actor)

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
        return self._solid_layer, self._liquid_layer, layers.all, layers.one

    def _require_shape(self, shape: tuple[int, ...], what: str) -> None:
        if self._phases is None or shape != self._phases.shape:
            sample = None if self._phases is None else self._phases.shape
            msg = f"the {what} have shape {shape} but the sample has {sample}"
            raise ValueError(msg)

    def _draw_solid(self) -> None:
        if self._solid is None:
            return
        surface, self._binder_share = self._solid.surface(
            self._whole_or_clip,
            self._cutaway,
            active=self._wanted["solid"],
            binder=self._wanted["binder"],
        )
        self._solid_layer.set_surface(surface)
        self._paint_solid()

    def _paint_solid(self) -> None:
        if not self._solid_layer.is_empty:
            binder = self._binder_share[:, None]
            self._solid_layer.paint(
                (1 - binder) * np.array(self._theme.active_material, dtype=np.float32)
                + binder * np.array(self._theme.binder, dtype=np.float32)
            )

    def _draw_liquid(self) -> None:
        if self._liquid is None or not self._wanted["liquid"]:
            self._liquid_layer.set_surface(vtkPolyData())
            return
        nx, ny, nz = self._liquid.shape
        n = coarsening_for((nx, ny, nz), budget=LIQUID_BUDGET)
        n *= 2 if self._is_liquid_fast else 1
        field = smooth_field(self._liquid, coarsening=n)
        part = Part(field, n, self._voxel_um, (nx, ny, nz))
        surface, _ = part.surface(self._whole_or_clip)
        self._liquid_layer.set_surface(surface)
        self._liquid_layer.paint(self._theme.liquid)

    def _paint_pores(self) -> None:
        colours = self._colours
        if self._highlighted is not None:
            grey = 255 * np.array(self._theme.active_material)
            mixed = _MUTED * colours + (1 - _MUTED) * grey
            colours = mixed.astype(np.uint8)
        self._pore_layer.paint(colours)

    def _update_visibility(self) -> None:
        wanted = self._wanted
        layers = self._pore_layer
        for layer, shown in (
            (self._solid_layer, wanted["solid"] or wanted["binder"]),
            (self._liquid_layer, wanted["liquid"]),
            (layers.all, wanted["pores"]),
            (layers.one, self._highlighted is not None),
        ):
            layer.actor.SetVisibility(bool(shown) and not layer.is_empty)
        self._surroundings.show(wanted)


def _limits(values: NDArray[np.floating]) -> tuple[float, float]:
    known = np.asarray(values)[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    return (low, high) if high > low else (low, low + 1.0)

"""A slice through one pore, with its volume, surface, contacts and place marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from wetview.errors import UserError
from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.table import Table
from wetview.units import UM
from wetview.volume.faces import axis_of, is_far
from wetview.volume.phases import Phase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.volume import Phases
    from wetview.volume.faces import Face

_GREYS = {"dark": ("#242c35", "#6b7580", "#a3adb7")}
_LIGHT_GREYS = ("#f3f5f7", "#b9c1c9", "#7d8790")
"""Other pores, active material, binder."""
_VOLUME_SHARE = 0.45
_MARGIN_SHARE = 0.35
_LEAST_MARGIN_VX = 6
_LEAST_ASPECT = 0.4
"""Of the shorter side of the picture to the longer one, where the sample has it."""
_NARROW_IN = 3.4
"""A figure narrower than this, as beside the table of pores, has a smaller legend."""


@dataclass(frozen=True, eq=False)
class PoreSlice:
    """The slice across y or z in which a pore is largest.

    Parameters
    ----------
    label : int
        The pore.
    axis, index : int
        Which slice; x, or what is left of x y z, runs to the right.
    across, up : int
        Axes that run to the right and upwards.
    own, phases : (n_across, n_up) ndarray
        Where the pore is, and the `Phase` of every voxel.
    wall, contact : (n, 2, 2) ndarray of float64
        Edges of the pore in voxels, each from (across, up) to another such point:
        towards solid, and towards other pores.
    """

    label: int
    axis: int
    index: int
    across: int
    up: int
    own: NDArray[np.bool_]
    phases: NDArray[np.uint8]
    wall: NDArray[np.float64]
    contact: NDArray[np.float64]


def pore_slice(phases: Phases, pores: Pores, label: int) -> PoreSlice:
    """The slice along x in which a pore has most voxels.

    Raises
    ------
    UserError
        If there is no such pore.
    """
    if not 1 <= label <= len(pores):
        raise UserError(
            f"There is no pore {label}", f"The sample has 1 to {len(pores)}"
        )
    box = pores.boxes[label - 1]
    is_own = pores.labels[box] == label
    # x stays in the picture: it says how far the pore lies from the inlet.
    areas = {axis: is_own.sum(axis=_others(axis)) for axis in (1, 2)}
    axis = max(areas, key=lambda one: int(areas[one].max()))
    index = box[axis].start + int(areas[axis].argmax())
    across, up = _others(axis)
    labels = np.take(pores.labels, index, axis=axis)
    own = labels == label
    wall, contact = _edges(own, labels)
    plane = np.take(phases.labels, index, axis=axis)
    return PoreSlice(label, axis, index, across, up, own, plane, wall, contact)


def pore_slice_figure(
    phases: Phases,
    pores: Pores,
    label: int,
    *,
    inlet: Face = "x-",
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.8),
) -> Figure:
    """A slice of one pore as in figure 5B of Shodiev et al. (2021).

    Its volume is filled, its surface towards solid and the contact with other pores are
    drawn as lines, and its centre and distance from the inlet are marked.

    Parameters
    ----------
    phases : Phases
        The electrode.
    pores : Pores
        Its pores.
    label : int
        Which of them.
    inlet : Face
        Where the electrolyte enters.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.

    Raises
    ------
    UserError
        If there is no such pore.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    cut = pore_slice(phases, pores, label)
    voxel_um = pores.voxel_m / UM
    n_across, n_up = cut.own.shape
    axes.imshow(
        np.swapaxes(_picture(cut, style), 0, 1),
        extent=(0, n_across * voxel_um, 0, n_up * voxel_um),
        origin="lower",
        interpolation="nearest",
    )
    for edges, colour in ((cut.wall, style.text), (cut.contact, style.cursor)):
        axes.add_collection(
            LineCollection(
                list(voxel_um * edges),
                colors=colour,
                linewidths=0.24 * style.font_pt,
                capstyle="round",
            )
        )
    _mark_place(axes, cut, pores, inlet, style)
    axes.grid(visible=False)
    axes.set_xlabel(f"{'xyz'[cut.across]} (µm)")
    axes.set_ylabel(f"{'xyz'[cut.up]} (µm)")
    normal = f"{'xyz'[cut.axis]} = {(cut.index + 0.5) * voxel_um:.4g} µm"
    style_title(axes, f"Pore {label}, slice at {normal}", style)
    _legend(figure, cut, pores, inlet, style)
    _look_at(axes, cut, inlet, voxel_um)
    return figure


def pore_slice_table(pores: Pores, label: int, *, inlet: Face = "x-") -> Table:
    """The numbers of the figure."""
    row, voxel_um = label - 1, pores.voxel_m / UM
    table = pores.table
    x, y, z = ((table.centre_vx[row] + 0.5) * voxel_um).tolist()
    return Table(
        (
            *("pore", "volume (um3)", "surface area (um2)", "contact area (um2)"),
            *("contact area (%)", "x (um)", "y (um)", "z (um)"),
            "distance from inlet (um)",
        ),
        (
            (
                label,
                float(table.volume_vx[row] * voxel_um**3),
                float(table.surface_area_vx2[row] * voxel_um**2),
                float(table.contact_area_vx2[row] * voxel_um**2),
                float(table.contact_percent[row]),
                *(x, y, z),
                float(pores.distance_from_vx(inlet)[row] * voxel_um),
            ),
        ),
    )


def _others(axis: int) -> tuple[int, int]:
    first, second = (other for other in range(3) if other != axis)
    return first, second


def _edges(
    own: NDArray[np.bool_], labels: NDArray[np.int32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Edges of the pore's voxels towards solid, and towards other pores."""
    found: dict[bool, list[NDArray[np.float64]]] = {True: [], False: []}
    for axis in range(2):
        low = (slice(None),) * axis + (slice(None, -1),)
        high = (slice(None),) * axis + (slice(1, None),)
        is_edge = own[low] != own[high]
        other = np.where(own[low], labels[high], labels[low])
        for is_contact in (False, True):
            place = np.argwhere(is_edge & ((other > 0) == is_contact)).astype(float)
            start = place.copy()
            start[:, axis] += 1
            end = start.copy()
            end[:, 1 - axis] += 1
            found[is_contact].append(np.stack([start, end], axis=1))
    return np.concatenate(found[False]), np.concatenate(found[True])


def _picture(cut: PoreSlice, style: PlotStyle) -> NDArray[np.float64]:
    """(n_across, n_up, 3) colours."""
    greys = _greys(style)
    order = [Phase.PORE, Phase.ACTIVE_MATERIAL, Phase.BINDER]
    colours = np.empty_like(greys)
    colours[[int(phase) for phase in order]] = greys
    picture = colours[cut.phases]
    picture[cut.own] = _own_colour(style)
    return np.asarray(picture)


def _greys(style: PlotStyle) -> NDArray[np.float64]:
    return np.array([to_rgb(one) for one in _GREYS.get(style.name, _LIGHT_GREYS)])


def _own_colour(style: PlotStyle) -> NDArray[np.float64]:
    """Of the pore: the electrolyte's colour, thinned, so that lines stand out."""
    own = np.array(to_rgb(style.accent))
    return _VOLUME_SHARE * own + (1 - _VOLUME_SHARE) * _greys(style)[0]


def _mark_place(
    axes: Axes, cut: PoreSlice, pores: Pores, inlet: Face, style: PlotStyle
) -> None:
    """The centre, and a line to the inlet where that lies in the picture's plane."""
    voxel_um = pores.voxel_m / UM
    centre = (pores.table.centre_vx[cut.label - 1] + 0.5) * voxel_um
    place = centre[cut.across], centre[cut.up]
    axes.plot(
        *place,
        marker="+",
        color=style.series[2],
        markersize=1.3 * style.font_pt,
        markeredgewidth=1.8,
        zorder=5,
    )
    axis = axis_of(inlet)
    if axis == cut.axis:
        return
    start = list(place)
    size_um = pores.labels.shape[axis] * voxel_um
    start[0 if axis == cut.across else 1] = size_um if is_far(inlet) else 0.0
    axes.annotate(
        "",
        xy=place,
        xytext=(start[0], start[1]),
        arrowprops={
            "arrowstyle": "->",
            "color": style.series[2],
            "linewidth": 1.3,
            "shrinkA": 0,
            "shrinkB": 0.6 * style.font_pt,
        },
        annotation_clip=False,
    )


def _legend(
    figure: Figure, cut: PoreSlice, pores: Pores, inlet: Face, style: PlotStyle
) -> None:
    """What is marked, with its number for the whole pore."""
    (numbers,) = pore_slice_table(pores, cut.label, inlet=inlet).rows
    volume, surface, contact, percent = (float(one) for one in numbers[1:5])
    own = _own_colour(style)
    handles: list[Any] = [
        Patch(color=to_rgb(tuple(own)), label=f"Volume {volume:,.0f} µm³"),
        Line2D(
            [], [], color=style.text, linewidth=2, label=f"Surface {surface:,.0f} µm²"
        ),
        Line2D(
            [],
            [],
            color=style.cursor,
            linewidth=2,
            label=f"Contact {contact:,.0f} µm² ({percent:.1f} %)",
        ),
        Line2D(
            [],
            [],
            color=style.series[2],
            marker="+",
            markersize=1.1 * style.font_pt,
            markeredgewidth=1.8,
            linewidth=1.3,
            label=f"Location {float(numbers[-1]):.1f} µm deep",
        ),
    ]
    is_narrow = figure.get_figwidth() < _NARROW_IN
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=2,
        fontsize=style.font_pt - is_narrow,
        labelcolor=style.text,
        frameon=False,
        handlelength=1.0 if is_narrow else 1.6,
        handletextpad=0.5,
        columnspacing=0.8 if is_narrow else 1.4,
        borderpad=0.2,
    )


def _look_at(axes: Axes, cut: PoreSlice, inlet: Face, voxel_um: float) -> None:
    """Show the pore with some of what is about it, and the way to the inlet."""
    ranges = []
    for axis, name in ((0, cut.across), (1, cut.up)):
        filled = np.flatnonzero(cut.own.any(axis=1 - axis))
        first, last = int(filled[0]), int(filled[-1]) + 1
        margin = max(round(_MARGIN_SHARE * (last - first)), _LEAST_MARGIN_VX)
        size = cut.own.shape[axis]
        low, high = max(first - margin, 0), min(last + margin, size)
        if name == axis_of(inlet):
            low, high = (low, size) if is_far(inlet) else (0, high)
        ranges.append((low, high))
    least = round(_LEAST_ASPECT * max(high - low for low, high in ranges))
    across, up = (
        _at_least(least, low, high, size)
        for (low, high), size in zip(ranges, cut.own.shape, strict=True)
    )
    axes.set_xlim(across[0] * voxel_um, across[1] * voxel_um)
    axes.set_ylim(up[0] * voxel_um, up[1] * voxel_um)


def _at_least(least: int, low: int, high: int, size: int) -> tuple[int, int]:
    """A range widened to both sides, within a sample that may be too small for it.

    A small pore far from the inlet would be a line.
    """
    width = min(max(high - low, least), size)
    low = min(max(low - (width - (high - low)) // 2, 0), size - width)
    return low, low + width

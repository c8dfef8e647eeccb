"""What the panes of a comparison show and how: settings without any drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.filling.comparison import Comparison
    from wetview.filling.filling import Filling
    from wetview.pores.pores import Pores
    from wetview.scene.sample import Clip
    from wetview.volume.phases import Phases

Shows = Literal["phases", "pores", "first", "second", "difference"]
SolidLook = Literal["cut", "quarter", "translucent", "whole", "hidden"]
DepthLook = Literal["plain", "occlusion", "edges"]

_DEFAULT_COLOUR: dict[Shows, str] = {
    "phases": "",
    "pores": "categorical",
    "first": "electrolyte",
    "second": "electrolyte",
    "difference": "time",
}


@dataclass(frozen=True)
class PaneSource:
    """What one pane shows.

    Parameters
    ----------
    shows : {"phases", "pores", "first", "second", "difference"}
        Kind of picture.
    colour_by : str
        What colours it. A filling: "electrolyte", "fill_time", "order",
        "pore_saturation", "pore_t_f0". The difference: "now", "time", "saturation".
        Pores: "categorical", "saturation_first", "saturation_second", "error", "t_f0",
        "t_f1", or a column that is given with the data.
    """

    shows: Shows
    colour_by: str = ""

    @classmethod
    def usual(cls, shows: Shows) -> PaneSource:
        """With the colours that it has at first."""
        return cls(shows, _DEFAULT_COLOUR[shows])


USUAL_SOURCES: tuple[PaneSource, ...] = (
    PaneSource("first", "electrolyte"),
    PaneSource("second", "electrolyte"),
    PaneSource("difference", "time"),
    PaneSource("pores", "error"),
)


@dataclass(frozen=True)
class SceneLook:
    """How samples are drawn, in all panes.

    Parameters
    ----------
    solid : {"cut", "quarter", "translucent", "whole", "hidden"}
        How the solid makes room for what is inside.
    depth : {"plain", "occlusion", "edges"}
        Darker folds, worked out from the picture and slow without a graphics card; or
        dark lines where a surface ends before what is behind it.
    slices : (x, y, z)
        Voxel at which a plane is drawn across each axis; None for no plane.
    clip : Clip or None
        The part of the sample that is shown.
    axes : bool
        Whether the outline and its numbers are drawn.
    """

    solid: SolidLook = "cut"
    depth: DepthLook = "plain"
    slices: tuple[int | None, int | None, int | None] = (None, None, None)
    clip: Clip | None = None
    axes: bool = True


@dataclass(frozen=True)
class ComparisonView:
    """Panes, what they show, and how.

    Parameters
    ----------
    count : {1, 2, 4}
        Number of panes.
    sources : tuple of PaneSource
        One for each of four panes; the first `count` are shown.
    linked : bool
        Whether one camera turns all panes.
    look : SceneLook
        How samples are drawn.
    """

    count: int = 2
    sources: tuple[PaneSource, ...] = USUAL_SOURCES
    linked: bool = True
    look: SceneLook = field(default_factory=SceneLook)


@dataclass(frozen=True, eq=False)
class ComparisonData:
    """What there is to show.

    Parameters
    ----------
    phases : Phases
        The sample.
    pores : Pores or None
        Its pores.
    first, second : Filling or None
        The fillings A and B.
    compared : Comparison or None
        Their comparison, once it is there.
    columns : mapping of str to (title, values)
        More values by which pores can be coloured, (n_pores,) each.
    """

    phases: Phases
    pores: Pores | None = None
    first: Filling | None = None
    second: Filling | None = None
    compared: Comparison | None = None
    columns: Mapping[str, tuple[str, NDArray[np.floating]]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class Instant:
    """One moment of a common timeline.

    Parameters
    ----------
    first_s, second_s : float
        Physical time in A and in B.
    """

    first_s: float
    second_s: float


def symmetric_limits(values: NDArray[np.floating]) -> tuple[float, float]:
    """Ends of a diverging scale that holds all but the largest tenth of the values."""
    known = np.abs(values[np.isfinite(values)])
    widest = float(np.percentile(known, 90)) if len(known) else 0.0
    return -(widest or 1.0), widest or 1.0

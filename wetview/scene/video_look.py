"""What is seen in a video or a still besides the fillings themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wetview.scene.viewpoint import CameraMove

if TYPE_CHECKING:
    from wetview.scene.comparison_view import SolidLook

LiquidColour = Literal["electrolyte", "fill_time", "order", "pore_saturation"]
MOST_FILLINGS = 4


@dataclass(frozen=True)
class BurntIn:
    """What is written into every picture.

    Parameters
    ----------
    curves : bool
        A panel with the saturation curves, and with a key to the colours.
    time : bool
        Physical time and saturation.
    names : bool
        What each pane shows.
    scale_bar : bool
        A bar with its length.
    axes : bool
        The outline of the sample with its axes, and where the electrolyte enters.
    """

    curves: bool = True
    time: bool = True
    names: bool = True
    scale_bar: bool = True
    axes: bool = True


@dataclass(frozen=True)
class VideoLook:
    """How the pictures are made.

    Parameters
    ----------
    camera : CameraMove
        Where it stands and how it moves; one camera for all panes.
    burnt_in : BurntIn
        What is written into them.
    colour_by : {"electrolyte", "fill_time", "order", "pore_saturation"}
        What colours the liquid.
    solid : {"cut", "quarter", "translucent", "whole", "hidden"}
        How the solid makes room for what is inside.
    difference : bool
        With two fillings: two more panes, where one is ahead of the other, and how
        far the curves of the pores are apart.
    supersampling : int
        Drawn so many times larger along both sides and averaged.
    text_scale : float
        Factor on text and lines in 3D, for pictures that are shown small.
    """

    camera: CameraMove = field(default_factory=CameraMove)
    burnt_in: BurntIn = field(default_factory=BurntIn)
    colour_by: LiquidColour = "electrolyte"
    solid: SolidLook = "cut"
    difference: bool = False
    supersampling: int = 1
    text_scale: float = 1.0

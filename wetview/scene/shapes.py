"""The shapes of a sample, made before they are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.scene.pore_shapes import pore_shapes
from wetview.scene.solid_shapes import solid_shapes

if TYPE_CHECKING:
    from wetview.pores.pores import Pores
    from wetview.volume.phases import Phases


def prepare_shapes(phases: Phases, pores: Pores | None) -> None:
    """Make what the first picture of a sample is drawn from, and keep it.

    For large samples that takes seconds: called in a thread, it lets a window show the
    sample at once.
    """
    solid_shapes(phases).prepare()
    if pores is not None:
        prepare_pores(pores)


def prepare_pores(pores: Pores) -> None:
    """The same of other pores of a sample that is shown."""
    pore_shapes(pores).prepare()
    _ = pores.boxes, pores.clusters

"""How a sample is drawn: the solid cut, translucent or whole, planes, depth effects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.scene.sample import Cutaway

if TYPE_CHECKING:
    from wetview.scene.comparison_view import SceneLook, SolidLook
    from wetview.scene.electrode import ElectrodeScene

TRANSLUCENT = 0.16
_CUTAWAYS: dict[SolidLook, Cutaway] = {
    "cut": Cutaway.FRONT,
    "quarter": Cutaway.QUARTER,
    "translucent": Cutaway.NONE,
    "whole": Cutaway.NONE,
    "hidden": Cutaway.NONE,
}
_SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software", "swr")
_OCCLUSION_RADIUS = 0.08
"""How far folds are looked for, in sizes of the sample."""


def apply_look(scene: ElectrodeScene, look: SceneLook) -> None:
    """Draw a scene as a look says."""
    cutaway = _CUTAWAYS[look.solid]
    if scene.cutaway is not cutaway:
        scene.set_cutaway(cutaway)
    scene.set_solid_opacity(TRANSLUCENT if look.solid == "translucent" else 1.0)
    scene.set_clip(look.clip)
    scene.set_slices(look.slices)
    scene.show(axes=look.axes)
    scene.set_edges(look.depth == "edges")
    _set_occlusion(scene.renderer, look.depth == "occlusion")


def _set_occlusion(renderer: Any, is_shown: bool) -> None:
    """Darken folds from the depth of the picture, or do not.

    Folds are always darker by how crowded their surroundings are, which costs nothing;
    this is worked out for every picture and wants a graphics card.
    """
    if is_shown == getattr(renderer, "_wetview_occlusion", False):
        return
    if is_shown:
        size = max(renderer.length, 1e-9)
        renderer.enable_ssao(
            radius=_OCCLUSION_RADIUS * size, bias=0.002 * size, kernel_size=64
        )
    else:
        renderer.disable_ssao()
    renderer._wetview_occlusion = is_shown


def draws_in_software(window: Any) -> bool:
    """Whether a render window has no graphics card behind it."""
    report = str(window.ReportCapabilities()).lower()
    lines = [line for line in report.splitlines() if "renderer" in line]
    return any(word in line for line in lines for word in _SOFTWARE)

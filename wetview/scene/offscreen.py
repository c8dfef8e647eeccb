"""Pictures without a window."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pyvista
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

from wetview.scene.electrode import ElectrodeScene
from wetview.scene.sample import Cutaway

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.scene.theme import SceneTheme
    from wetview.volume.phases import Phases

REFERENCE_HEIGHT_PX = 720
"""Height of a picture in which text has its usual size."""


def prepare_offscreen() -> None:
    """Let VTK draw without a screen: it would try X first and complain about it."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY"):
        os.environ.setdefault("VTK_DEFAULT_OPENGL_WINDOW", "vtkEGLRenderWindow")


@contextmanager
def offscreen_scene(
    size: tuple[int, int],
    *,
    theme: SceneTheme | str = "light",
    text_scale: float | None = None,
) -> Iterator[ElectrodeScene]:
    """A scene of (width, height) pixels in no window; closed at the end."""
    prepare_offscreen()
    plotter = pyvista.Plotter(
        off_screen=True, window_size=list(size), lighting="none", border=False
    )
    try:
        scale = size[1] / REFERENCE_HEIGHT_PX if text_scale is None else text_scale
        scene = ElectrodeScene(plotter, theme=theme, text_scale=scale)
        scene.set_smooth_edges(True)
        try:
            yield scene
        finally:
            scene.close()
    finally:
        plotter.close()


def picture(scene: ElectrodeScene) -> NDArray[np.uint8]:
    """Draw a scene.

    Returns
    -------
    (height, width, 3) ndarray of uint8
        Red, green and blue, first row on top.
    """
    window: Any = scene.renderer.GetRenderWindow()
    window.Render()
    width, height = window.GetSize()
    pixels = vtkUnsignedCharArray()
    window.GetPixelData(0, 0, width - 1, height - 1, 0, pixels, 0)
    return vtk_to_numpy(pixels).reshape(height, width, 3)[::-1].copy()


def averaged(pixels: NDArray[np.uint8], n: int) -> NDArray[np.uint8]:
    """A picture drawn `n` times larger, every n x n pixels become their mean."""
    if n == 1:
        return pixels
    height, width = pixels.shape[0] // n, pixels.shape[1] // n
    blocks = pixels[: n * height, : n * width].reshape(height, n, width, n, 3)
    total = blocks.sum(axis=(1, 3), dtype=np.uint16)
    mean: NDArray[np.uint8] = ((total + n * n // 2) // (n * n)).astype(np.uint8)
    return mean


def snapshot(
    phases: Phases,
    *,
    pores: Pores | None = None,
    values: NDArray[np.floating] | None = None,
    title: str = "",
    liquid: NDArray[np.uint8] | None = None,
    cutaway: Cutaway = Cutaway.FRONT,
    size: tuple[int, int] = (1280, 720),
    theme: SceneTheme | str = "light",
) -> NDArray[np.uint8]:
    """A picture of a sample.

    Parameters
    ----------
    phases : Phases
        The sample.
    pores : Pores, optional
        Its pores, in colours.
    values : (n_pores,) ndarray, optional
        What the pores are coloured by.
    title : str
        What the values are, with their unit.
    liquid : (nx, ny, nz) ndarray of uint8, optional
        Where the electrolyte is, 0 to 255.
    cutaway : Cutaway
        Which part of the solid is taken away.
    size : (width, height)
        Pixels.
    theme : SceneTheme or {"light", "dark"}
        Colours.

    Returns
    -------
    (height, width, 3) ndarray of uint8
    """
    with offscreen_scene(size, theme=theme) as scene:
        scene.set_cutaway(cutaway)
        scene.set_phases(phases)
        if pores is not None:
            scene.set_pores(pores, values, title=title)
            scene.reset_camera()
        scene.set_liquid(liquid)
        return picture(scene)

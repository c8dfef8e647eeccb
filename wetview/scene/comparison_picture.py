"""Pictures of a comparison without a window, for papers, talks and videos."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyvista

from wetview.scene.comparison_scene import ComparisonScene
from wetview.scene.offscreen import (
    REFERENCE_HEIGHT_PX,
    averaged,
    picture,
    prepare_offscreen,
)
from wetview.scene.panes import MOST_PANES, Panes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from wetview.scene.comparison_view import ComparisonData, ComparisonView, Instant
    from wetview.scene.theme import SceneTheme

    Shot = Callable[[Instant], NDArray[np.uint8]]


@contextmanager
def comparison_camera(
    data: ComparisonData,
    view: ComparisonView,
    *,
    size: tuple[int, int],
    theme: SceneTheme | str = "light",
    supersampling: int = 2,
    text_scale: float | None = None,
    cameras: Sequence[Mapping[str, Any]] = (),
    pore: int | None = None,
) -> Iterator[Shot]:
    """Panes in no window; gives a function that draws them at a moment.

    Parameters
    ----------
    data : ComparisonData
        What there is to show.
    view : ComparisonView
        Panes, what they show, and how.
    size : (width, height)
        Pixels of the picture.
    theme : SceneTheme or {"light", "dark", "print"}
        Colours.
    supersampling : int
        Drawn so many times larger along both sides and averaged, so that no edge has
        steps.
    text_scale : float, optional
        Factor on text and lines; by the size by default.
    cameras : sequence of Mapping
        Where the camera of each pane stands; the whole sample by default.
    pore : int, optional
        A pore to be highlighted.

    Yields
    ------
    callable
        From an `Instant` to a (height, width, 3) ndarray of uint8.
    """
    prepare_offscreen()
    n = supersampling
    width, height = size
    rows = 2 if view.count == MOST_PANES else 1
    usual = height / rows / (REFERENCE_HEIGHT_PX * (0.6 if rows > 1 else 1))
    plotter = pyvista.Plotter(
        off_screen=True,
        window_size=[n * width, n * height],
        lighting="none",
        border=False,
        shape=(1, MOST_PANES),
    )
    try:
        panes = Panes(plotter, theme=theme, text_scale=n * (text_scale or usual))
        scene = ComparisonScene(panes)
        scene.set_view(view)
        scene.set_data(data)
        scene.highlight_pore(pore)
        panes.reset_camera()
        if cameras:
            panes.place_cameras(cameras)

        def shot(instant: Instant) -> NDArray[np.uint8]:
            scene.show(instant)
            return averaged(picture(panes.scenes[0]), n)

        try:
            yield shot
        finally:
            panes.close()
    finally:
        plotter.close()


def comparison_picture(
    data: ComparisonData,
    view: ComparisonView,
    instant: Instant,
    *,
    size: tuple[int, int] = (1920, 1080),
    theme: SceneTheme | str = "light",
    supersampling: int = 2,
    text_scale: float | None = None,
    cameras: Sequence[Mapping[str, Any]] = (),
    pore: int | None = None,
) -> NDArray[np.uint8]:
    """One picture of a comparison; see `comparison_camera`.

    Returns
    -------
    (height, width, 3) ndarray of uint8
    """
    with comparison_camera(
        data,
        view,
        size=size,
        theme=theme,
        supersampling=supersampling,
        text_scale=text_scale,
        cameras=cameras,
        pore=pore,
    ) as shot:
        return shot(instant)

"""The colours of a scene, light and dark."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]
"""Red, green and blue from 0 to 1."""


@dataclass(frozen=True)
class SceneTheme:
    """The colours that a scene is drawn in.

    Parameters
    ----------
    name : str
        "light", "dark" or "print".
    background, background_top : Colour
        Behind the electrode, at the bottom and at the top.
    text : Colour
        Numbers and labels.
    line : Colour
        Outline, ticks and scale bar.
    active_material, binder : Colour
        The two solid phases.
    liquid : Colour
        The electrolyte, and what marks the inlet.
    highlight : Colour
        The pore that was picked.
    gas : Colour
        Pores without liquid, on slices.
    """

    name: str
    background: Colour
    background_top: Colour
    text: Colour
    line: Colour
    active_material: Colour
    binder: Colour
    liquid: Colour
    highlight: Colour
    gas: Colour = (1.0, 1.0, 1.0)


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return red, green, blue


LIGHT = SceneTheme(
    name="light",
    background=_rgb("fdfdfe"),
    background_top=_rgb("e9edf2"),
    text=_rgb("2b323b"),
    line=_rgb("6b7683"),
    active_material=_rgb("ccced2"),
    binder=_rgb("5a5e66"),
    liquid=_rgb("1fb5cf"),
    highlight=_rgb("ff9a1f"),
    gas=_rgb("f4f6f8"),
)

DARK = SceneTheme(
    name="dark",
    background=_rgb("14181d"),
    background_top=_rgb("232a32"),
    text=_rgb("e3e8ee"),
    line=_rgb("94a1af"),
    active_material=_rgb("b4b8be"),
    binder=_rgb("4f545c"),
    liquid=_rgb("22c1dc"),
    highlight=_rgb("ffb03a"),
    gas=_rgb("262e37"),
)

PRINT = SceneTheme(
    name="print",
    background=_rgb("ffffff"),
    background_top=_rgb("ffffff"),
    text=_rgb("000000"),
    line=_rgb("333333"),
    active_material=_rgb("d4d5d7"),
    binder=_rgb("4c4f55"),
    liquid=_rgb("1899b8"),
    highlight=_rgb("e07b00"),
    gas=_rgb("ffffff"),
)
"""White ground and black text, for paper."""

_THEMES = {theme.name: theme for theme in (LIGHT, DARK, PRINT)}


def scene_theme(theme: SceneTheme | str) -> SceneTheme:
    """A theme by its name; a theme is passed through."""
    if isinstance(theme, SceneTheme):
        return theme
    try:
        return _THEMES[theme]
    except KeyError:
        msg = f"`theme` is {theme!r} but one of {sorted(_THEMES)} is needed"
        raise ValueError(msg) from None

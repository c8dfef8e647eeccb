"""The scale that says what the colours of pores mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib
from vtkmodules.vtkCommonCore import vtkLookupTable
from vtkmodules.vtkRenderingAnnotation import vtkScalarBarActor

from wetview.scene.annotations import FONT, VTK_FONT_FILE

if TYPE_CHECKING:
    from wetview.scene.theme import SceneTheme


_WIDTH_SHARE = 0.13
_LEAST_PX = 88
_VEIL = 0.5


class Legend:
    """A colour scale at the right edge, with a title and numbers."""

    def __init__(self, text_scale: float) -> None:
        self._bar = vtkScalarBarActor()
        self._bar.UnconstrainedFontSizeOn()
        self._bar.SetNumberOfLabels(5)
        self._bar.SetMaximumNumberOfColors(256)
        self._bar.GetPositionCoordinate().SetValue(0.89, 0.22)
        self._bar.SetWidth(0.09)
        self._shown: tuple[str, tuple[float, float], str] | None = None
        self._bar.SetHeight(0.56)
        self._bar.SetBarRatio(0.22)
        self._bar.VisibilityOff()
        self._bar.DrawBackgroundOn()
        for style, size_px in self._styles(text_scale):
            style.SetFontFamily(VTK_FONT_FILE)
            style.SetFontFile(FONT)
            style.SetFontSize(size_px)
            style.ItalicOff()
            style.BoldOff()
            style.ShadowOff()

    @property
    def actors(self) -> list[Any]:
        """All that is drawn."""
        return [self._bar]

    def show(self, title: str, limits: tuple[float, float], colour_map: str) -> None:
        """Show a scale."""
        shown = (title, limits, colour_map)
        self._bar.VisibilityOn()
        if shown == self._shown:
            return
        self._shown = shown
        table = vtkLookupTable()
        table.SetNumberOfTableValues(256)
        for index, colour in enumerate(matplotlib.colormaps[colour_map](range(256))):
            table.SetTableValue(index, *(float(part) for part in colour))
        table.SetRange(*limits)
        largest = max(abs(limit) for limit in limits)
        self._bar.SetLookupTable(table)
        self._bar.SetTitle(title)
        self._bar.SetLabelFormat("%.0f" if 20 <= largest < 1e5 else "%.3g")

    def share_of(self, width_px: int, scale: float) -> float:
        """Share of a picture's width that is needed, with distances times `scale`."""
        return max(_WIDTH_SHARE, 0.04 + _LEAST_PX * scale / max(width_px, 1))

    def follow(self, width_px: int, scale: float) -> None:
        """Keep words and numbers within a picture, with distances times `scale`."""
        self._bar.SetVerticalTitleSeparation(round(10 * scale))
        self._bar.SetTextPad(round(4 * scale))
        width = self.share_of(width_px, scale) - 0.04
        self._bar.SetWidth(width)
        self._bar.GetPositionCoordinate().SetValue(0.985 - width, 0.22)

    @property
    def is_shown(self) -> bool:
        """Whether there is a scale."""
        return bool(self._bar.GetVisibility())

    def hide(self) -> None:
        """Show none."""
        self._bar.VisibilityOff()

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        for style, _ in self._styles(1.0):
            style.SetColor(*theme.text)
        ground = self._bar.GetBackgroundProperty()
        ground.SetColor(*theme.background_top)
        ground.SetOpacity(_VEIL)

    def _styles(self, text_scale: float) -> list[tuple[Any, int]]:
        return [
            (self._bar.GetTitleTextProperty(), round(13 * text_scale)),
            (self._bar.GetLabelTextProperty(), round(12 * text_scale)),
        ]

"""Words at the upper left of a pane: what it shows, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.scene.annotations import text_actor

if TYPE_CHECKING:
    from wetview.scene.theme import SceneTheme

_VEIL = 0.6
_LEFT_PX, _TOP_PX, _LINE_PX = 16, 12, 20


class Caption:
    """A heading in bold, and a line or two below it.

    Parameters
    ----------
    text_scale : float
        Factor on the size of the text.
    """

    N_LINES = 3

    def __init__(self, text_scale: float) -> None:
        self._lines = [
            text_actor((13 if number == 0 else 12) * text_scale, bold=number == 0)
            for number in range(self.N_LINES)
        ]
        for line in self._lines:
            line.GetPositionCoordinate().SetCoordinateSystemToViewport()
            line.GetTextProperty().SetJustificationToLeft()
            line.GetTextProperty().SetVerticalJustificationToTop()
            line.SetInput(" ")
            line.VisibilityOff()

    @property
    def actors(self) -> list[Any]:
        """All that is drawn."""
        return list(self._lines)

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Write other words; none for no lines."""
        for number, actor in enumerate(self._lines):
            is_used = number < len(lines) and bool(lines[number])
            actor.SetVisibility(is_used)
            actor.SetInput(lines[number] if is_used else " ")

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        for line in self._lines:
            style = line.GetTextProperty()
            style.SetColor(*theme.text)
            # Words stay readable when the sample is behind them.
            style.SetBackgroundColor(*theme.background_top)
            style.SetBackgroundOpacity(_VEIL)

    def follow(self, height_px: int, scale: float) -> None:
        """Stay at the top of a pane of a height, with distances times `scale`."""
        for number, line in enumerate(self._lines):
            top = height_px - (_TOP_PX + number * _LINE_PX) * scale
            line.GetPositionCoordinate().SetValue(_LEFT_PX * scale, top)

"""What few people change, folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins
from superqt import QCollapsible

from wetview.app.theme import GAP

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wetview.app.icons import IconSet


class Advanced(QCollapsible):
    """A heading that unfolds a form.

    Parameters
    ----------
    icons : IconSet
        For its arrows.
    content : QWidget
        What is folded.
    title : str
        The heading.
    """

    def __init__(
        self, icons: IconSet, content: QWidget, *, title: str = "Advanced"
    ) -> None:
        super().__init__(
            title,
            expandedIcon=icons.icon("expand"),
            collapsedIcon=icons.icon("collapse"),
        )
        self._icons = icons
        self.setDuration(120)
        for part, above in ((self, 0), (self.content(), GAP)):
            layout = part.layout()
            if layout is not None:
                layout.setContentsMargins(QMargins(0, above, 0, 0))
        self.addWidget(content)
        button = self.toggleButton()
        button.setToolTip("Show or hide settings that few samples need changed")
        button.setAccessibleName(title)

    def update_icons(self) -> None:
        """Draw the arrows again, in the colours of the theme."""
        self.setExpandedIcon(self._icons.icon("expand"))
        self.setCollapsedIcon(self._icons.icon("collapse"))

"""What few people change, folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtWidgets import QSizePolicy
from superqt import QCollapsible

from wetview.app.theme import GAP

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from wetview.app.icons import IconSet

_ANY_HEIGHT = 16_777_215  # Qt's own "no limit"


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
        # Wrapped text is as high as its width makes it, which no size hint knows and an
        # aligned layout does not ask.
        own_layout = self.layout()
        if own_layout is not None:
            own_layout.setAlignment(Qt.AlignmentFlag(0))
        for part in (self, self.content()):
            policy = part.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            part.setSizePolicy(policy)
        button = self.toggleButton()
        button.setToolTip("Show or hide settings that few samples need changed")
        button.setAccessibleName(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the content have the height it wants; wrapped text has no other."""
        return False

    def expand(self, animate: bool = True) -> None:
        """Unfold at once; the animation would hold the height that it aimed at."""
        super().expand(animate=False)
        self.content().setMaximumHeight(_ANY_HEIGHT)

    def update_icons(self) -> None:
        """Draw the arrows again, in the colours of the theme."""
        self.setExpandedIcon(self._icons.icon("expand"))
        self.setCollapsedIcon(self._icons.icon("collapse"))

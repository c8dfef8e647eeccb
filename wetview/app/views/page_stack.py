"""Pages of which one is shown, in as little room as that one needs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """A stack that hidden pages do not keep wide.

    Qt asks all pages how small they may be, and the widest of them would make the
    window wider than a small screen in every step.
    """

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self._on_current_changed)

    def minimumSizeHint(self) -> QSize:
        """Qt's override: of the page that is shown."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()

    @Slot()
    def _on_current_changed(self) -> None:
        self.updateGeometry()

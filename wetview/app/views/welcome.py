"""What is shown while nothing is open: three ways to begin, and the recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wetview.app.icons import program_icon
from wetview.app.panels.action_button import ActionButton
from wetview.app.theme import GAP, MARGIN, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from wetview.app.context import Context

_WIDTH = 560
_ICON_PX, _CHOICE_PADDING = 32, 18
_N_RECENT = 5


class Welcome(QWidget):
    """Big buttons for the first start.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    path_requested = Signal(object)
    """A recent file or project that the user wants."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        column = QWidget()
        column.setMinimumWidth(_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP + 4)
        layout.addLayout(self._make_heading())
        layout.addSpacing(MARGIN)
        for name, explanation in (
            ("open_file", "TIFF, RAW, NRRD, HDF5 and more; or drop it on this window"),
            ("open_project", "Go on where you stopped"),
            ("open_example", "A generated electrode, to look around"),
        ):
            actions = context.actions
            title = actions.short_text(name)
            layout.addWidget(_Choice(actions[name], title, explanation))
        self._recent_heading = QLabel("Recent")
        set_look(self._recent_heading, "section")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        layout.addSpacing(MARGIN)
        layout.addWidget(self._recent_heading)
        layout.addLayout(self._recent)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(column, 0, Qt.AlignmentFlag.AlignVCenter)
        outer.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """List the recent files again."""
        while self._recent.count():
            item = self._recent.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        paths = [path for path in self._context.preferences.recent if path.exists()]
        self._recent_heading.setVisible(bool(paths))
        for path in paths[:_N_RECENT]:
            text = f"{path.name}   —   {_short(path.parent)}"
            elide = Qt.TextElideMode.ElideMiddle
            button = QPushButton(self.fontMetrics().elidedText(text, elide, _WIDTH))
            button.setProperty("path", str(path))
            button.setToolTip(f"Open {path}")
            button.setAccessibleName(f"Open {path.name}")
            set_look(button, "link")
            button.clicked.connect(self._on_recent)
            self._recent.addWidget(button)

    def _make_heading(self) -> QHBoxLayout:
        sign = QLabel()
        sign.setPixmap(program_icon().pixmap(QSize(64, 64)))
        title = QLabel("wetview")
        set_look(title, "display")
        subtitle = QLabel("See electrolyte fill the pores of a battery electrode")
        set_look(subtitle, "muted")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(subtitle)
        heading = QHBoxLayout()
        heading.setSpacing(MARGIN)
        heading.addWidget(sign)
        heading.addLayout(texts, 1)
        return heading

    @Slot()
    def _on_recent(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.path_requested.emit(Path(str(sender.property("path"))))


class _Choice(ActionButton):
    """A big button with a title, and below it what that means."""

    def __init__(self, action: QAction, title: str, explanation: str) -> None:
        self._title = QLabel(title)
        self._explanation = QLabel(explanation)
        super().__init__(action, look="choice", text=title)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        set_look(self._title, "choice")
        set_look(self._explanation, "muted")
        texts = QVBoxLayout(self)
        texts.setContentsMargins(_CHOICE_PADDING + _ICON_PX + MARGIN, 0, MARGIN, 0)
        texts.setSpacing(2)
        texts.addStretch(1)
        for label in (self._title, self._explanation):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            texts.addWidget(label)
        texts.addStretch(1)
        self.setMinimumHeight(texts.minimumSize().height() + 2 * _CHOICE_PADDING)

    @Slot()
    def _follow(self) -> None:
        super()._follow()
        # The labels say it; the button's own text has one size for all lines.
        self.setText("")
        self.setAccessibleDescription(self._explanation.text())


def _short(folder: Path) -> str:
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)

"""The page Networks: those of the project, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)

from wetview.app.panels.fields import ChoiceField
from wetview.app.panels.form import Form
from wetview.app.panels.step_panel import StepPanel
from wetview.app.theme import GAP, set_look

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.models import KnownModel

_PATH = Qt.ItemDataRole.UserRole
_OF_A_NETWORK = ("rename_network", "export_network", "import_network", "delete_network")
_IN_A_ROW = 2
_MOST_ROWS, _ROW_HEIGHT = 9, 27


class NetworksPanel(StepPanel):
    """A list, buttons for the chosen one, and what it is compared with.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(
            "Networks",
            "What was trained here, brought from elsewhere, or came with wetview.",
            context.actions["predict"],
            context.icons,
            "learn",
        )
        self._context = context
        self._list = QListWidget()
        self._list.setAccessibleName("Networks")
        self._list.setToolTip("The chosen network is shown, and predicts")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._on_item)
        self.add(self._list)
        self.add(self._make_buttons())
        form = Form()
        self._other = ChoiceField()
        self._other.edited.connect(self._on_other)
        form.add(
            "Compare with",
            self._other,
            "Another network, whose card stands beside that of the chosen one",
        )
        self.add(form)
        self._note = QLabel()
        self._note.setWordWrap(True)
        set_look(self._note, "muted")
        self.add(self._note)
        shelf = context.learning.shelf
        shelf.changed.connect(self._show_models)
        shelf.chosen_changed.connect(self.refresh)
        context.session.project_changed.connect(self.refresh)
        self._show_models()

    def refresh(self) -> None:
        """Show what is chosen, and what is missing."""
        shelf, actions = self._context.learning.shelf, self._context.actions
        chosen = shelf.chosen
        with QSignalBlocker(self._list):
            for row in range(self._list.count()):
                item = self._list.item(row)
                if chosen is not None and _path(item) == chosen.path:
                    self._list.setCurrentItem(item)
        others = [one for one in shelf.models if one is not chosen]
        self._other.set_choices(
            (("none", None), *((one.name, one.path) for one in others))
        )
        self._other.set_value(shelf.other.path if shelf.other else None)
        self._other.setEnabled(bool(others))
        is_own = chosen is not None and not chosen.is_shipped
        is_usable = chosen is not None and chosen.surrogate is not None
        actions["rename_network"].setEnabled(is_own and is_usable)
        actions["delete_network"].setEnabled(is_own)
        actions["export_network"].setEnabled(is_usable)
        actions["import_network"].setEnabled(self._context.session.project is not None)
        if chosen is None:
            self.set_missing(shelf.note or "Train a network, or import one.")
        elif chosen.surrogate is None:
            self.set_missing(str(chosen.problem))
        else:
            self.set_missing("")

    def _make_buttons(self) -> QWidget:
        buttons = QWidget()
        layout = QGridLayout(buttons)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        for index, name in enumerate(_OF_A_NETWORK):
            button = QToolButton()
            button.setDefaultAction(self._context.actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            set_look(button, "flat")
            layout.addWidget(button, index // _IN_A_ROW, index % _IN_A_ROW)
        layout.setColumnStretch(_IN_A_ROW, 1)
        return buttons

    def _show_models(self) -> None:
        shelf = self._context.learning.shelf
        with QSignalBlocker(self._list):
            self._list.clear()
            for model in shelf.models:
                item = QListWidgetItem(_words(model))
                item.setData(_PATH, str(model.path))
                item.setToolTip(
                    str(model.problem or f"{_words(model)} ({model.path.name})")
                )
                self._list.addItem(item)
        rows = min(max(len(shelf.models), 1), _MOST_ROWS)
        self._list.setFixedHeight(rows * _ROW_HEIGHT + 2 * self._list.frameWidth())
        self._list.setVisible(bool(shelf.models))
        self._note.setText(shelf.note)
        self._note.setVisible(bool(shelf.note and shelf.models))
        self.refresh()

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None, _: object) -> None:
        if item is not None:
            self._context.learning.shelf.choose(_path(item))

    @Slot(object)
    def _on_other(self, path: Path | None) -> None:
        self._context.learning.shelf.compare_with(path)


def _words(model: KnownModel) -> str:
    if model.surrogate is None:
        return f"{model.name} – cannot be used"
    return f"{model.name} – comes with wetview" if model.is_shipped else model.name


def _path(item: QListWidgetItem) -> Path:
    return Path(str(item.data(_PATH)))

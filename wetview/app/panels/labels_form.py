"""For segmented tomograms: what each label means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from wetview.app.panels.fields import ChoiceField
from wetview.app.theme import GAP, set_look
from wetview.volume import Phase

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor

_ROLES = tuple((phase.title, phase) for phase in Phase)
_SWATCH = 14


class LabelsForm(QWidget):
    """A row a label: value, share, colour, role.

    Parameters
    ----------
    context : Context
        Models of the window.
    editor : DraftEditor
        Takes what the user changes.
    """

    def __init__(self, context: Context, editor: DraftEditor) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._roles: dict[int, ChoiceField] = {}
        self._swatches: dict[int, QLabel] = {}
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GAP + 4)
        self._layout.setVerticalSpacing(GAP // 2)
        self._layout.setColumnStretch(3, 1)
        context.session.source_changed.connect(self._rebuild)
        context.session.draft_changed.connect(self.refresh)
        self._rebuild()

    def _rebuild(self) -> None:
        while self._layout.count():
            item = self._layout.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._roles, self._swatches = {}, {}
        source = self._context.session.source
        labels = (source.labels if source else None) or ()
        for column, text in enumerate(("Label", "Share", "", "Is")):
            heading = QLabel(text)
            set_look(heading, "muted")
            self._layout.addWidget(heading, 0, column)
        for row, (label, share) in enumerate(labels, start=1):
            self._add_row(row, label, share)
        self.refresh()

    def _add_row(self, row: int, label: int, share: float) -> None:
        swatch = QLabel()
        role = ChoiceField(_ROLES)
        role.setProperty("label", label)
        role.setAccessibleName(f"Meaning of label {label}")
        role.setToolTip(
            f"What label {label} of the file means: pore, active material or "
            "carbon binder"
        )
        role.edited.connect(self._on_role)
        self._roles[label], self._swatches[label] = role, swatch
        self._layout.addWidget(QLabel(str(label)), row, 0)
        self._layout.addWidget(QLabel(f"{100 * share:.1f} %"), row, 1)
        self._layout.addWidget(swatch, row, 2)
        self._layout.addWidget(role, row, 3)

    def refresh(self) -> None:
        """Show the roles of the draft."""
        draft = self._context.session.draft
        if draft is None:
            return
        for label, phase in draft.roles:
            if label in self._roles:
                self._roles[label].set_value(phase)
                pixmap = QPixmap(_SWATCH, _SWATCH)
                pixmap.fill(QColor(self._context.icons.theme.phase(phase)))
                self._swatches[label].setPixmap(pixmap)

    @Slot(object)
    def _on_role(self, phase: Phase) -> None:
        draft, sender = self._context.session.draft, self.sender()
        if draft is None or sender is None:
            return
        label = int(sender.property("label"))
        roles = tuple(
            (known, phase if known == label else role) for known, role in draft.roles
        )
        self._editor.change(f"meaning of label {label}", roles=roles)

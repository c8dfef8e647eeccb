"""Labels and fields in two aligned columns."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget

from wetview.app.theme import FIELD_HEIGHT, GAP, set_look

LABEL_WIDTH = 118


class Form(QWidget):
    """Rows of a label and a field; each row explains itself in a tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(GAP)
        self._layout.setVerticalSpacing(GAP)
        self._layout.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

    def add(self, text: str, field: QWidget, tip: str) -> QWidget:
        """Append a row and give the field its name and tooltip."""
        label = QLabel(text)
        label.setMinimumSize(LABEL_WIDTH, FIELD_HEIGHT)
        label.setBuddy(field)
        label.setToolTip(tip)
        field.setToolTip(tip)
        if not field.accessibleName():
            field.setAccessibleName(text)
        field.setAccessibleDescription(tip)
        self._layout.addRow(label, field)
        return field

    def add_wide(self, field: QWidget, tip: str = "", name: str = "") -> QWidget:
        """Append a field that takes the whole width."""
        if tip:
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)
        if name:
            field.setAccessibleName(name)
        self._layout.addRow(field)
        return field

    def add_note(self, text: str = "") -> QLabel:
        """Append a line of explanation and return it."""
        note = QLabel(text)
        note.setWordWrap(True)
        set_look(note, "muted")
        self._layout.addRow(note)
        return note

    def remove(self, field: QWidget) -> None:
        """Take a row away."""
        self._layout.removeRow(field)

    def set_row_visible(self, field: QWidget, is_visible: bool) -> None:
        """Show or hide a row."""
        self._layout.setRowVisible(field, is_visible)

"""Tells the user what went wrong, or asks before something is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from wetview.errors import UserError


def show_user_error(parent: QWidget, error: UserError) -> QMessageBox:
    """Show a `UserError` in its own words, without blocking."""
    message = error.message.rstrip(".") + "."
    hint = error.hint.rstrip(".") + "." if error.hint else ""
    return show_message(parent, message, hint, icon=QMessageBox.Icon.Warning)


def show_message(
    parent: QWidget,
    text: str,
    details: str = "",
    *,
    icon: QMessageBox.Icon = QMessageBox.Icon.Information,
) -> QMessageBox:
    """Show a message, without blocking."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("wetview")
    box.setIcon(icon)
    box.setText(text)
    box.setInformativeText(details)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()
    return box


def ask(
    parent: QWidget, text: str, details: str, *, yes: str, no: str = "Cancel"
) -> bool:
    """Ask and wait; Escape and closing mean `no`."""
    box = QMessageBox(parent)
    box.setWindowTitle("wetview")
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(text)
    box.setInformativeText(details)
    yes_button = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    no_button = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no_button)
    box.setEscapeButton(no_button)
    box.exec()
    was_yes = box.clickedButton() is yes_button
    box.deleteLater()
    return was_yes

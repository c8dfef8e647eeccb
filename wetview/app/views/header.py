"""The line above the view: project, sample, and what the 3D view shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton

from wetview.app.panels.fields import ChoiceField
from wetview.app.theme import GAP, ICON_SIZE, set_look
from wetview.app.views.saved_views_menu import SavedViewsMenu

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.app.context import Context

_SAMPLES_WIDTH = (110, 200)


class Header(QFrame):
    """Names what is open and offers the samples of the project.

    Parameters
    ----------
    context : Context
        Models of the window.
    """

    sample_requested = Signal(object)
    """Path of a sample that the user wants."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        set_look(self, "header")
        self._context = context
        self._name = QLabel()
        set_look(self._name, "section")
        self._samples = ChoiceField()
        self._samples.setMinimumWidth(_SAMPLES_WIDTH[0])
        self._samples.setMaximumWidth(_SAMPLES_WIDTH[1])
        self._samples.setAccessibleName("Sample")
        self._samples.setToolTip("The electrode that the steps work on")
        self._samples.edited.connect(self._on_sample)
        self._of_sample = self._make_sample_menu()
        self._parts = [
            self._make_button(name)
            for name in ("show_solid", "show_binder", "show_pores", "show_liquid")
        ]
        self._in_3d = self._make_button("tomogram_3d")
        self._in_3d.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.saved_views = SavedViewsMenu(context, self)
        self._view = self._make_view_menu()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP + 4, GAP // 2, GAP, GAP // 2)
        layout.setSpacing(GAP)
        layout.addWidget(self._name)
        layout.addWidget(self._samples, 3)
        layout.addWidget(self._of_sample)
        layout.addStretch(1)
        for button in self._parts:
            layout.addWidget(button)
        layout.addWidget(self._in_3d)
        layout.addWidget(self._view)
        session = context.session
        session.project_changed.connect(self.refresh)
        session.entries_changed.connect(self.refresh)
        session.sample_changed.connect(self.refresh)
        session.source_changed.connect(self.refresh)
        self.refresh()

    def show_3d_controls(self, are_shown: bool) -> None:
        """Offer what belongs to the 3D view, or not."""
        for widget in (*self._parts, self._view):
            widget.setVisible(are_shown)

    def show_tomogram_switch(self, is_shown: bool) -> None:
        """Offer to see the tomogram in 3D, or not."""
        self._in_3d.setVisible(is_shown)

    def show_parts(self, are_shown: bool) -> None:
        """Offer to show and hide parts, or not: panes of Compare choose their own."""
        for button in self._parts:
            button.setVisible(are_shown)

    def update_icons(self) -> None:
        """Draw the icons of the menus again."""
        self._view.setIcon(self._context.icons.icon("camera"))
        self._of_sample.setIcon(self._context.icons.icon("more"))

    def refresh(self) -> None:
        """Show what is open."""
        session = self._context.session
        project, sample = session.project, session.sample
        if project is None:
            name = session.source.path.name if session.source else ""
            self._name.setText(name)
            self._samples.hide()
            self._of_sample.hide()
            return
        self._name.setText(project.name)
        self._name.setToolTip(str(project.folder))
        entries = project.samples()
        self._samples.set_choices(tuple((entry.name, entry.path) for entry in entries))
        self._samples.set_value(sample.path if sample else None)
        for widget in (self._samples, self._of_sample):
            widget.setVisible(bool(entries))

    def _make_button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(self._context.actions[name])
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setAccessibleName(f"Show {self._context.actions[name].text()}")
        set_look(button, "flat")
        return button

    def _make_view_menu(self) -> QToolButton:
        button = self._make_menu(
            ("view_reset", "view_x", "view_y", "view_z", "save_view"),
            icon="camera",
            name="View",
            tip="Look at the sample from another side, or as before",
        )
        button.menu().addMenu(self.saved_views)
        return button

    def _make_sample_menu(self) -> QToolButton:
        return self._make_menu(
            ("rename_sample", "delete_sample"),
            icon="more",
            name="Change the sample",
            tip="Give the sample another name, or remove it",
        )

    def _make_menu(
        self, names: tuple[str, ...], *, icon: str, name: str, tip: str
    ) -> QToolButton:
        menu = QMenu(self)
        menu.addActions([self._context.actions[action] for action in names])
        button = QToolButton()
        button.setIcon(self._context.icons.icon(icon))
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setToolTip(tip)
        button.setAccessibleName(name)
        set_look(button, "flat")
        return button

    @Slot(object)
    def _on_sample(self, path: Path) -> None:
        self.sample_requested.emit(path)

"""Colours, spacing and fonts of the window: the one place.

Fusion draws the controls, a palette colours them, and one style sheet adds what a
palette cannot say. Widgets ask for a look by the property ``look`` and set no style
sheets of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from wetview.assets import asset

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from wetview.volume import Phase

ThemeChoice = Literal["system", "light", "dark"]
ThemeName = Literal["light", "dark"]

GAP = 8
MARGIN = 16
RAIL_WIDTH = 84
PANEL_WIDTH = 356
TABLE_WIDTH = 414
ICON_SIZE = 20
FIELD_HEIGHT = 28
RAIL_ICON_SIZE = 26
TIMELINE_HEIGHT = 220


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as "#rrggbb"."""

    name: ThemeName
    window: str
    panel: str
    field: str
    raised: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_hover: str
    accent_text: str
    selection: str
    warning: str
    success: str
    viewport: str
    phases: tuple[str, str, str]
    axes: tuple[str, str, str]
    crop: str

    def phase(self, phase: Phase) -> str:
        """Colour in which a phase is drawn on slices and in legends."""
        return self.phases[int(phase)]


LIGHT = Theme(
    name="light",
    window="#e9edf1",
    panel="#f7f9fb",
    field="#ffffff",
    raised="#eef2f6",
    border="#cbd4dd",
    text="#16232f",
    muted="#566877",
    disabled="#9aa7b3",
    accent="#0b6bb8",
    accent_hover="#0a5c9e",
    accent_text="#ffffff",
    selection="#cfe5f8",
    warning="#9a5a00",
    success="#1d7a46",
    viewport="#ffffff",
    phases=("#7cc3f2", "#8a949e", "#3d4650"),
    axes=("#d1495b", "#2f9e5b", "#2f6fd1"),
    crop="#f08c00",
)
DARK = Theme(
    name="dark",
    window="#14191f",
    panel="#1c232b",
    field="#11161b",
    raised="#27303a",
    border="#36414d",
    text="#e4eaf0",
    muted="#9dacba",
    disabled="#66737f",
    accent="#2f95e6",
    accent_hover="#4aa7f0",
    accent_text="#06131f",
    selection="#1f4669",
    warning="#f0b35a",
    success="#5ecb8b",
    viewport="#11161b",
    phases=("#2f8fd0", "#a9b3bd", "#5d6873"),
    axes=("#ff7b8a", "#63d08f", "#7fb0ff"),
    crop="#ffb347",
)


def theme_for(choice: ThemeChoice, app: QApplication) -> Theme:
    """The appearance that a choice of the user means now."""
    if choice == "system":
        is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if is_dark else LIGHT
    return DARK if choice == "dark" else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Make every widget of the program look as the theme says."""
    app.setPalette(_palette(theme))
    app.setStyleSheet(_style_sheet(theme))


def set_look(widget: QWidget, look: str) -> None:
    """Give a widget one of the looks of the style sheet, for example "title"."""
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for target, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.field),
        (role.AlternateBase, theme.panel),
        (role.Text, theme.text),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.warning),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Link, theme.accent),
        (role.PlaceholderText, theme.disabled),
        (role.Mid, theme.border),
        (role.Dark, theme.border),
        (role.Light, theme.raised),
        (role.Midlight, theme.raised),
        (role.Accent, theme.accent),
    ):
        palette.setColor(target, QColor(colour))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(theme.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.border))
    return palette


def _style_sheet(theme: Theme) -> str:
    t = theme
    tick = asset(f"icons/tick-{t.name}.svg").as_posix()
    return f"""
QToolTip {{ color: {t.text}; background: {t.raised}; border: 1px solid {t.border};
    padding: 4px 6px; }}
QMainWindow {{ background: {t.window}; }}
QDialog {{ background: {t.panel}; }}
QMenuBar {{ background: {t.panel}; border-bottom: 1px solid {t.border}; }}
QMenuBar::item {{ padding: 5px 10px; background: transparent; }}
QMenuBar::item:selected {{ background: {t.selection}; }}
QSplitter::handle {{ background: {t.border}; }}
QFrame[look="panel"], QWidget#panel_body {{ background: {t.panel}; }}
*[look="header"] {{ background: {t.panel}; border-bottom: 1px solid {t.border}; }}
*[look="footer"] {{ background: {t.panel}; border-top: 1px solid {t.border}; }}
*[look="rail"] {{ background: {t.panel}; border-right: 1px solid {t.border}; }}
QLabel[look="title"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[look="display"] {{ font-size: 24pt; font-weight: 600; }}
QLabel[look="section"] {{ font-weight: 600; }}
QLabel[look="muted"] {{ color: {t.muted}; }}
QLabel[look="missing"] {{ color: {t.warning}; }}
QLabel[look="ready"] {{ color: {t.success}; }}
QLabel[look="number"] {{ font-size: 13pt; font-weight: 600; }}
QFrame[look="card"] {{ background: {t.field}; border: 1px solid {t.border};
    border-radius: 6px; }}
QFrame[look="line"] {{ background: {t.border}; border: none; max-height: 1px; }}
QToolButton[look="step"] {{ border: none; border-radius: 8px; color: {t.muted};
    padding: 8px 2px; font-size: 9pt; }}
QToolButton[look="step"]:hover {{ background: {t.raised}; color: {t.text}; }}
QToolButton[look="step"]:checked {{ background: {t.selection}; color: {t.text};
    font-weight: 600; }}
QToolButton[look="step"]:focus {{ border: 1px solid {t.accent}; }}
QToolButton[look="flat"] {{ border: 1px solid transparent; border-radius: 5px;
    padding: 3px 6px; }}
QToolButton[look="flat"]:hover {{ background: {t.raised}; }}
QToolButton[look="flat"]:checked {{ background: {t.selection}; }}
QToolButton[look="flat"]:focus {{ border-color: {t.accent}; }}
QToolButton[look="flat"]:disabled {{ color: {t.disabled}; }}
QToolButton[look="flat"]::menu-indicator {{ image: none; }}
QToolButton[look="fold"] {{ border: none; text-align: left; padding: 6px 0;
    font-weight: 600; }}
QToolButton[look="fold"]:hover {{ color: {t.accent}; }}
QPushButton[look="primary"] {{ background: {t.accent}; color: {t.accent_text};
    border: 1px solid {t.accent}; border-radius: 6px; padding: 8px 16px;
    font-weight: 600; }}
QPushButton[look="primary"]:hover {{ background: {t.accent_hover}; }}
QPushButton[look="primary"]:focus {{ border: 2px solid {t.text}; padding: 7px 15px; }}
QPushButton[look="primary"]:disabled {{ background: {t.raised};
    color: {t.disabled}; border-color: {t.border}; }}
QPushButton[look="choice"] {{ background: {t.field}; border: 1px solid {t.border};
    border-radius: 8px; padding: 18px; text-align: left; }}
QLabel[look="choice"] {{ font-size: 12pt; font-weight: 600; }}
QPushButton[look="choice"]:hover {{ border-color: {t.accent};
    background: {t.raised}; }}
QPushButton[look="choice"]:focus {{ border: 2px solid {t.accent}; padding: 17px; }}
QPushButton[look="link"] {{ border: none; color: {t.accent}; text-align: left;
    padding: 4px 2px; background: transparent; }}
QPushButton[look="link"]:hover, QPushButton[look="link"]:focus {{
    text-decoration: underline; }}
QAbstractItemView {{ alternate-background-color: {t.panel};
    selection-background-color: {t.selection}; selection-color: {t.text};
    border: 1px solid {t.border}; outline: none; }}
QListView::item {{ padding: 4px 2px; }}
QTreeView::item {{ padding: 2px 0; }}
QTableView {{ gridline-color: {t.border}; }}
QHeaderView::section {{ background: {t.panel}; color: {t.muted}; border: none;
    border-bottom: 1px solid {t.border}; padding: 5px 4px; font-size: 8pt; }}
QHeaderView::up-arrow, QHeaderView::down-arrow {{ width: 8px; height: 8px;
    subcontrol-origin: padding; subcontrol-position: top center; }}
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QScrollArea {{ border: none; background: {t.panel}; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px;
    border: 1px solid {t.muted}; border-radius: 3px; background: {t.field}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
    background: {t.accent}; border-color: {t.accent}; image: url("{tick}"); }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus,
QAbstractItemView::indicator:hover {{ border-color: {t.accent}; }}
QCheckBox::indicator:disabled, QAbstractItemView::indicator:disabled {{
    border-color: {t.border}; background: {t.raised}; }}
QProgressBar {{ border: 1px solid {t.border}; border-radius: 4px;
    background: {t.field}; text-align: center; min-height: 14px; max-height: 14px;
    font-size: 8pt; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
"""

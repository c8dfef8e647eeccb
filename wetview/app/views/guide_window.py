"""The guide in a window of its own, opened where the user is in the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.assets import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wetview.app.icons import IconSet

GUIDE = "guide.md"
_PAGES = (GUIDE, "method.md", "files.md", "validation.md", "performance.md")
_FIRST_SIZE = (1060, 780)
_LIST_WIDTH = 250
_IMAGE_WIDTH = 720
_PAGE_MARGIN = 24
_ADDRESS = Qt.ItemDataRole.UserRole


class GuideWindow(QWidget):
    """The pages that come with the program: what is where, and how to find a word.

    Parameters
    ----------
    icons : IconSet
        Icons in the colours of the theme.
    parent : QWidget
        The window of the program, with which it is closed.
    """

    def __init__(self, icons: IconSet, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Guide – wetview")
        self.resize(*_FIRST_SIZE)
        self._icons = icons
        self._page = _Page()
        self._page.sourceChanged.connect(self._show_place)
        self._back = self._make_button("Back", "The page before")
        self._forward = self._make_button("Forward", "The page after")
        self._find = QLineEdit()
        self._places: dict[str, QTreeWidgetItem] = {}
        self._list = self._make_list()
        self._arrange()
        self._back.clicked.connect(self._page.backward)
        self._forward.clicked.connect(self._page.forward)
        self._page.backwardAvailable.connect(self._back.setEnabled)
        self._page.forwardAvailable.connect(self._forward.setEnabled)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(self._find.setFocus)
        close = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        close.activated.connect(self.close)
        self.update_icons()

    def open(self, page: str, section: str = "") -> None:
        """Show a page of docs/, at one of its headings if that is named."""
        address = QUrl.fromLocalFile(str(document(page)))
        if section:
            address.setFragment(_slug(section))
        self._page.setSource(address)

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        self._back.setIcon(self._icons.icon("previous"))
        self._forward.setIcon(self._icons.icon("next"))

    def _make_button(self, name: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(name)
        button.setEnabled(False)
        set_look(button, "flat")
        return button

    def _make_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        tree.setAccessibleName("Contents")
        tree.setToolTip("What the pages are about; a click shows it")
        for page in _PAGES:
            path = document(page)
            title, *sections = _headings(path)
            address = QUrl.fromLocalFile(str(path))
            top = self._make_item(title, address)
            for section in sections:
                address.setFragment(_slug(section))
                top.addChild(self._make_item(section, address))
            tree.addTopLevelItem(top)
            top.setExpanded(page == GUIDE)
        tree.itemClicked.connect(self._on_item)
        tree.itemActivated.connect(self._on_item)
        return tree

    def _make_item(self, heading: str, address: QUrl) -> QTreeWidgetItem:
        item = QTreeWidgetItem([heading])
        item.setToolTip(0, heading)
        item.setData(0, _ADDRESS, QUrl(address))
        self._places[address.toString()] = item
        return item

    def _arrange(self) -> None:
        self._find.setPlaceholderText("Find in this page")
        self._find.setAccessibleName("Find in this page")
        self._find.setToolTip("Enter goes on to the next place")
        self._find.setClearButtonEnabled(True)
        self._find.setMinimumHeight(FIELD_HEIGHT)
        self._find.setFixedWidth(_LIST_WIDTH)
        self._find.returnPressed.connect(self._find_next)
        bar = QHBoxLayout()
        bar.setContentsMargins(GAP, GAP, GAP, GAP)
        for widget in (self._back, self._forward):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._find)
        body = QSplitter()
        body.addWidget(self._list)
        body.addWidget(self._page)
        body.setStretchFactor(1, 1)
        body.setSizes([_LIST_WIDTH, _FIRST_SIZE[0] - _LIST_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(body, 1)

    @Slot(QTreeWidgetItem)
    def _on_item(self, item: QTreeWidgetItem) -> None:
        self._page.setSource(item.data(0, _ADDRESS))

    @Slot(QUrl)
    def _show_place(self, address: QUrl) -> None:
        item = self._places.get(address.toString())
        if item is not None:
            self._list.setCurrentItem(item)
            self._list.scrollToItem(item)

    @Slot()
    def _find_next(self) -> None:
        text = self._find.text()
        if not text or self._page.find(text):
            return
        at = self._page.textCursor()
        self._page.moveCursor(QTextCursor.MoveOperation.Start)
        if not self._page.find(text):
            self._page.setTextCursor(at)


class _Page(QTextBrowser):
    """Shows Markdown: pictures as wide as the page, links to headings."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenExternalLinks(False)
        self.setOpenLinks(False)
        self.setAccessibleName("Page")
        self.document().setDocumentMargin(_PAGE_MARGIN)
        self.anchorClicked.connect(self._on_link)
        # What is above a heading has its height once the page is laid out.
        self.sourceChanged.connect(
            self._go_to_heading, Qt.ConnectionType.QueuedConnection
        )

    def loadResource(self, kind: int, address: QUrl | str) -> Any:
        """Qt's override: a picture is made as wide as the text."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, address)
        image = QImage(self.source().resolved(QUrl(address)).toLocalFile())
        ratio = self.devicePixelRatioF()
        width = round(_IMAGE_WIDTH * ratio)
        if image.width() > width:
            image = image.scaledToWidth(
                width, Qt.TransformationMode.SmoothTransformation
            )
        image.setDevicePixelRatio(ratio)
        return image

    @Slot(QUrl)
    def _go_to_heading(self, address: QUrl) -> None:
        """Markdown has no anchors, but it has headings."""
        for block in _blocks(self.document()):
            is_heading = block.blockFormat().headingLevel() > 0
            if is_heading and _slug(block.text()) == address.fragment():
                layout = self.document().documentLayout()
                top = round(layout.blockBoundingRect(block).top())
                self.verticalScrollBar().setValue(top - _PAGE_MARGIN // 2)

    @Slot(QUrl)
    def _on_link(self, address: QUrl) -> None:
        address = self.source().resolved(address)
        if address.isLocalFile() and address.toLocalFile().endswith(".md"):
            self.setSource(address)
        else:
            QDesktopServices.openUrl(address)


def _blocks(text: QTextDocument) -> Iterator[QTextBlock]:
    block = text.begin()
    while block.isValid():
        yield block
        block = block.next()


def _headings(path: Path) -> Iterator[str]:
    """The title of a page and the headings of its sections."""
    text = QTextDocument()
    text.setMarkdown(path.read_text(encoding="utf-8"))
    for block in _blocks(text):
        if block.blockFormat().headingLevel() in (1, 2):
            yield block.text()


def _slug(heading: str) -> str:
    """The name that links to a heading are written with."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")

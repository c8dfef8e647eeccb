"""Representative boxes: how many, how large, and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from wetview.app.control.box_finder import BoxesWanted
from wetview.app.panels.fields import CheckField, IntegerField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import FIELD_HEIGHT, GAP, MARGIN, set_look
from wetview.app.views.facts_table import FactRow, FactsTable
from wetview.app.views.figure_page import FigurePage
from wetview.units import UM

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from wetview.app.context import Context
    from wetview.app.control.box_finder import BoxFinder
    from wetview.app.views.figure_view import MakeFigure
    from wetview.app.work import Background
    from wetview.plots import Table
    from wetview.volume.revs import Revs

_HEADINGS = ("Box", "From x, y, z (µm)", "Porosity", "From the mean")
_MOST_BOXES = 1000
_SWATCH_PX = 12


class BoxesDialog(QDialog):
    """Asks for boxes, lists them, and shows how large one must be.

    It leaves the window usable: the boxes stand in its 3D view meanwhile.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where the figure is drawn.
    finder : BoxFinder
        What looks for boxes.
    save : callable
        Takes name, figure and table of a figure that is to be saved.
    parent : QWidget
        The window.
    """

    def __init__(
        self,
        context: Context,
        background: Background,
        finder: BoxFinder,
        save: Callable[[str, MakeFigure, Table], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Representative boxes")
        self.resize(560, 640)
        self._context, self._finder, self._save = context, finder, save
        explanation = QLabel(
            "Boxes of like porosity, crossed by pores along x, as far from each other "
            "as they can be: what one simulation each can stand for."
        )
        explanation.setWordWrap(True)
        set_look(explanation, "muted")
        self._note = QLabel()
        self._note.setWordWrap(True)
        self._table = FactsTable("Boxes that were found")
        self._page = FigurePage(context, background, "Porosity over the size of a box")
        self._page.save_requested.connect(self._save_figure)
        tabs = QTabWidget()
        tabs.addTab(self._table, "Boxes")
        tabs.addTab(self._page, "How large a box must be")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(explanation)
        layout.addWidget(self._make_form())
        layout.addWidget(self._note)
        layout.addWidget(tabs, 1)
        layout.addLayout(self._make_buttons())
        self._finder.failed.connect(self._on_failed)
        self._finder.kept.connect(self._on_kept)
        context.boxes.changed.connect(self.refresh)
        context.session.sample_changed.connect(self._on_sample)
        self.finished.connect(self._let_go)
        self.refresh()

    @property
    def wanted(self) -> BoxesWanted:
        """What the fields say."""
        nx, ny, nz = (field.value() for field in self._shape)
        return BoxesWanted(
            n_boxes=self._number.value(),
            shape=(nx, ny, nz),
            tolerance=self._tolerance.value() / 100,
            may_overlap=self._overlap.isChecked(),
        )

    def _make_form(self) -> Form:
        usual, form = BoxesWanted(), Form()
        sample = self._context.session.sample
        room = usual.shape if sample is None else sample.phases.shape
        self._number = IntegerField("", 1, _MOST_BOXES)
        self._number.set_value(usual.n_boxes)
        form.add("Boxes", self._number, "How many are wanted")
        self._shape = tuple(IntegerField("", 2, 10_000, step=5) for _ in range(3))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for field, size, n, axis in zip(
            self._shape, usual.shape, room, "xyz", strict=True
        ):
            field.set_value(size if size <= n // 2 else max(n // 2, 2))
            field.setAccessibleName(f"Voxels of a box along {axis}")
            layout.addWidget(field, 1)
        form.add("Voxels x, y, z", row, "Size of a box; x is the way of the liquid")
        self._tolerance = NumberField("%", 0.1, 100, decimals=1)
        self._tolerance.set_value(100 * usual.tolerance)
        form.add(
            "Porosity within",
            self._tolerance,
            "How far a porosity may differ from the mean of all boxes, over that mean",
        )
        self._overlap = CheckField("Boxes may overlap")
        form.add_wide(self._overlap, "Whether boxes may share voxels")
        return form

    def _make_buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        self._find = QPushButton("Find boxes")
        self._find.setDefault(True)
        self._find.setToolTip("Look for such boxes in the sample")
        self._find.clicked.connect(self._on_find)
        self._keep = QPushButton("Keep as samples")
        self._keep.setToolTip("Write each box as a sample of the project")
        self._keep.clicked.connect(self._on_keep)
        close = QPushButton("Close")
        close.setToolTip("Close this, and take the boxes out of the 3D view")
        close.clicked.connect(self.close)
        buttons.addWidget(self._find)
        buttons.addWidget(self._keep)
        buttons.addStretch(1)
        buttons.addWidget(close)
        for button in (self._find, self._keep, close):
            button.setMinimumHeight(FIELD_HEIGHT)
        return buttons

    def refresh(self) -> None:
        """Show what was found."""
        boxes = self._context.boxes
        self._find.setEnabled(True)
        found = boxes.found
        self._keep.setEnabled(found is not None)
        if found is None:
            self._table.show_rows(_HEADINGS, ())
            self._page.show_figure(None, message="Find boxes first.")
            self._say("")
            return
        self._show_table(found)
        figure, _ = self._figure()
        self._page.show_figure(figure)
        words = (
            f"{len(found.boxes)} boxes, mean porosity {100 * found.mean_porosity:.1f} %"
            f", at most {100 * found.largest_deviation:.1f} % from it."
        )
        self._say(found.reason or words, "missing" if found.reason else "ready")

    def _show_table(self, found: Revs) -> None:
        from wetview.scene.box_marks import box_colour

        sample = self._context.session.sample
        voxel_um = 1.0 if sample is None else sample.phases.voxel_m / UM
        mean = found.mean_porosity
        rows = []
        pairs = zip(found.boxes, found.porosity, strict=True)
        for number, (box, porosity) in enumerate(pairs, start=1):
            corner = ", ".join(
                f"{voxel_um * span[0]:.4g}" for span in (box.x, box.y, box.z)
            )
            away = 100 * (porosity / mean - 1)
            cells = (f"{number}", corner, f"{100 * porosity:.2f} %", f"{away:+.2f} %")
            rows.append(FactRow(cells))
        self._table.show_rows(_HEADINGS, rows, words=(0, 1), stretches=True)
        for number in range(len(rows)):
            item = self._table.item(number, 0)
            if item is not None:
                swatch = QPixmap(_SWATCH_PX, _SWATCH_PX)
                swatch.fill(QColor(*box_colour(number)))
                item.setIcon(QIcon(swatch))

    def _figure(self) -> tuple[MakeFigure, Table]:
        from wetview.plots.representativeness import (
            representativeness_figure,
            representativeness_table,
        )

        curve = self._context.boxes.curve
        assert curve is not None
        tolerance = self.wanted.tolerance

        def make(theme: str, size_in: tuple[float, float]) -> Figure:
            return representativeness_figure(
                curve, tolerance=tolerance, theme=theme, size_in=size_in
            )

        return make, representativeness_table(curve)

    @Slot()
    def _save_figure(self) -> None:
        if self._context.boxes.curve is not None:
            self._save("representativeness", *self._figure())

    @Slot()
    def _on_find(self) -> None:
        self._find.setEnabled(False)
        self._say("Looking for boxes…")
        self._finder.find(self.wanted)

    @Slot()
    def _on_keep(self) -> None:
        self._keep.setEnabled(False)
        self._finder.keep()

    @Slot(object)
    def _on_failed(self, problem: Exception) -> None:
        self._find.setEnabled(True)
        self._say(str(problem), "missing")

    @Slot(int)
    def _on_kept(self, n_samples: int) -> None:
        self._say(f"{n_samples} samples are in the project; choose one above.", "ready")

    def _on_sample(self) -> None:
        self.close()

    def _say(self, text: str, look: str = "muted") -> None:
        self._note.setText(text)
        set_look(self._note, look)

    @Slot()
    def _let_go(self) -> None:
        """The boxes leave the 3D view, however the dialog was closed."""
        self._context.boxes.changed.disconnect(self.refresh)
        self._context.session.sample_changed.disconnect(self._on_sample)
        self._finder.forget()

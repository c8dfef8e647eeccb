"""Filters, cleaning and binder: steps that are added, listed, and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wetview.app.panels.fields import (
    LARGEST_GREY,
    ChoiceField,
    IntegerField,
    NumberField,
)
from wetview.app.panels.form import Form
from wetview.app.theme import FIELD_HEIGHT, GAP, set_look
from wetview.app.views.slice_image import grey_range
from wetview.errors import UserError
from wetview.volume.binder import PlaceBinder
from wetview.volume.cleaning import FillClosedPores, RemoveSpecks
from wetview.volume.filters import Contrast, Gaussian, Median, NonLocalMeans
from wetview.volume.specimen import Cylinder
from wetview.volume.turning import Flip, Rotate

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor
    from wetview.volume import Operation

_KINDS = (
    ("Median filter", "median"),
    ("Gaussian filter", "gaussian"),
    ("Non-local means", "non-local means"),
    ("Contrast", "contrast"),
    ("Cylinder specimen", "cylinder"),
    ("Mirror", "flip"),
    ("Quarter turns", "rotate"),
    ("Remove specks", "specks"),
    ("Fill closed pores", "fill"),
    ("Carbon binder", "binder"),
)
_ONLY_GREY = ("median", "gaussian", "non-local means", "contrast")
_AXES = (("x, with the flow", 0), ("y", 1), ("z", 2))
_ROWS = 4


class StepsForm(QWidget):
    """The list of steps, and what the next one would be.

    Parameters
    ----------
    context : Context
        Models of the window.
    editor : DraftEditor
        Takes what the user changes; its undo takes steps back.
    """

    def __init__(self, context: Context, editor: DraftEditor) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._kind = ChoiceField(_KINDS)
        self._kind.setAccessibleName("Next step")
        self._kind.setToolTip(
            "Filters work on grey values before the segmentation; specks, closed pores "
            "and binder on the phases after it"
        )
        self._kind.currentIndexChanged.connect(self._on_kind)
        self._add = QPushButton("Add")
        self._add.setToolTip("Do this step too; Ctrl+Z takes it back")
        self._add.setMinimumHeight(FIELD_HEIGHT)
        self._add.clicked.connect(self._on_add)
        top = QHBoxLayout()
        top.setSpacing(GAP // 2)
        top.addWidget(self._kind, 1)
        top.addWidget(self._add)
        self._settings = QStackedWidget()
        self._make_settings()
        self._list = QListWidget()
        self._list.setAccessibleName("Steps, in the order in which they are done")
        self._list.setToolTip("Steps in the order in which they are done")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._remove = QPushButton("Take this step away")
        self._remove.setToolTip("Take the chosen step out of the list")
        self._remove.setMinimumHeight(FIELD_HEIGHT)
        self._remove.clicked.connect(self._on_remove)
        self._list.itemSelectionChanged.connect(self._enable)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addLayout(top)
        layout.addWidget(self._settings)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        set_look(self._problem, "missing")
        self._problem.hide()
        layout.addWidget(self._problem)
        layout.addWidget(self._list)
        layout.addWidget(self._remove)
        context.session.draft_changed.connect(self.refresh)
        context.session.source_changed.connect(self._on_source_changed)
        self._on_kind()
        self.refresh()

    def _make_settings(self) -> None:
        """One form for each kind of step, in their order."""
        self._radius = IntegerField("voxels", 1, 5)
        self._sigma = NumberField("voxels", 0.1, 20, decimals=1, step=0.5)
        self._sigma.set_value(1.0)
        self._strength = NumberField("", 0.05, 5, decimals=2, step=0.1)
        self._strength.set_value(0.8)
        self._black = NumberField("", -LARGEST_GREY, LARGEST_GREY, decimals=1)
        self._white = NumberField("", -LARGEST_GREY, LARGEST_GREY, decimals=1)
        self._cylinder_axis = ChoiceField(_AXES)
        self._diameter = NumberField("%", 5, 200, decimals=0, step=1)
        self._diameter.set_value(100)
        self._flip_axis = ChoiceField(_AXES)
        self._turn_axis = ChoiceField(_AXES)
        self._turns = IntegerField("", 1, 3)
        self._smallest = IntegerField("voxels", 2, 1_000_000)
        self._smallest.set_value(10)
        self._mass = NumberField("% of mass", 0.1, 50, decimals=2, step=0.5)
        self._mass.set_value(6)
        self._film = NumberField("", 0, 1, decimals=2, step=0.1)
        self._film.set_value(0.3)
        self._own = NumberField("%", 0, 90, decimals=0, step=5)
        self._own.set_value(50)
        self._seed = IntegerField("", 0, 1_000_000)
        rows: tuple[tuple[tuple[str, QWidget, str], ...], ...] = (
            (
                (
                    "Radius",
                    self._radius,
                    "Half edge of the cube whose middle value counts",
                ),
            ),
            (("Width", self._sigma, "Standard deviation of the bell"),),
            (
                (
                    "Strength",
                    self._strength,
                    "How unlike places may be that are averaged, in units of the noise",
                ),
            ),
            (
                ("Black", self._black, "Grey value that becomes 0, with all below it"),
                ("White", self._white, "Grey value that becomes 255, with all above"),
            ),
            (
                ("Along", self._cylinder_axis, "Axis that the cylinder is parallel to"),
                ("Diameter", self._diameter, "Of the shorter edge across, in percent"),
            ),
            (("Along", self._flip_axis, "Axis that is turned round"),),
            (
                ("About", self._turn_axis, "Axis that is turned about"),
                ("Turns", self._turns, "Quarter turns: 2 is upside down"),
            ),
            (("Smallest", self._smallest, "Voxels that a piece must have to stay"),),
            (),
            (
                ("Binder", self._mass, "Over the mass of binder and active material"),
                ("Films", self._film, "0: in contacts between particles; 1: films"),
                ("Own pores", self._own, "Pores within the binder, too small to see"),
                ("Seed", self._seed, "Another number places it elsewhere"),
            ),
        )
        for fields in rows:
            form = Form()
            for text, field, tip in fields:
                form.add(text, field, tip)
            self._settings.addWidget(form)

    def refresh(self) -> None:
        """Show the steps of the draft."""
        draft = self._context.session.draft
        steps = () if draft is None else draft.steps
        chosen = self._list.currentRow()
        self._list.clear()
        self._list.addItems([step.title for step in steps])
        last = len(steps) - 1
        self._list.setCurrentRow(last if chosen < 0 else min(chosen, last))
        height = max(1, min(len(steps), _ROWS)) * FIELD_HEIGHT
        self._list.setFixedHeight(height)
        self._list.setVisible(bool(steps))
        self._remove.setVisible(bool(steps))
        self._enable()

    def sizeHint(self) -> QSize:
        """Qt's override: the page that is shown decides."""
        return QSize(100, super().sizeHint().height())

    def _enable(self) -> None:
        source = self._context.session.source
        is_segmented = source is not None and source.labels is not None
        fits = not (is_segmented and self._kind.chosen in _ONLY_GREY)
        self._add.setEnabled(source is not None and fits)
        self._remove.setEnabled(self._list.currentRow() >= 0)

    @Slot()
    def _on_kind(self) -> None:
        index = max(0, self._kind.currentIndex())
        self._settings.setCurrentIndex(index)
        page = self._settings.currentWidget()
        self._settings.setFixedHeight(0 if page is None else page.sizeHint().height())
        self._enable()

    @Slot()
    def _on_source_changed(self) -> None:
        """Offer the contrast that the slices are drawn with."""
        source = self._context.session.source
        if source is not None and source.labels is None:
            low, high = grey_range(source.volume.voxels)
            self._black.set_value(low)
            self._white.set_value(high)
        self.refresh()

    @Slot()
    def _on_add(self) -> None:
        try:
            step = self._step()
        except UserError as problem:
            self._problem.setText(str(problem))
            self._problem.show()
            return
        self._problem.hide()
        self._editor.add_step(step)

    @Slot()
    def _on_remove(self) -> None:
        if self._list.currentRow() >= 0:
            self._editor.remove_step(self._list.currentRow())

    def _step(self) -> Operation:
        """What the fields describe."""
        match self._kind.chosen:
            case "median":
                return Median(self._radius.value())
            case "gaussian":
                return Gaussian(self._sigma.value())
            case "non-local means":
                return NonLocalMeans(self._strength.value())
            case "contrast":
                return Contrast(self._black.value(), self._white.value())
            case "cylinder":
                axis = self._cylinder_axis.chosen
                return Cylinder(int(axis or 0), self._diameter.value() / 100)
            case "flip":
                return Flip(int(self._flip_axis.chosen or 0))
            case "rotate":
                return Rotate(int(self._turn_axis.chosen or 0), self._turns.value())
            case "specks":
                return RemoveSpecks(self._smallest.value())
            case "fill":
                return FillClosedPores()
        return PlaceBinder(
            self._mass.value() / 100,
            self._film.value(),
            self._own.value() / 100,
            seed=self._seed.value(),
        )

"""For grey tomograms: the thresholds between classes, and what each class is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wetview.app.models.draft import MOST_GREY_CLASSES, usual_classes
from wetview.app.panels.fields import LARGEST_GREY, CheckField, ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.theme import GAP, set_look
from wetview.app.views.slice_image import grey_range
from wetview.volume import Phase

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor

_SWATCH = 14
_FIRST_DOUBT = 0.1
"""Of the range of grey values: how far doubtful values reach at first."""
_COUNTS = tuple((str(n), n) for n in range(2, MOST_GREY_CLASSES + 1))
_ROLES = tuple((phase.title, phase) for phase in Phase)


class ThresholdForm(QWidget):
    """Number of classes, what each is, the thresholds between, Otsu's suggestion.

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
        self._count = ChoiceField(_COUNTS)
        self._count.edited.connect(self._on_count)
        form = Form()
        form.add(
            "Classes",
            self._count,
            "Into how many classes the grey values are divided: two for pores and "
            "solid, three where the binder can be told from the active material",
        )
        self._otsu = QPushButton()
        self._otsu.setAccessibleName("Use Otsu's thresholds")
        self._otsu.setToolTip(
            "Otsu's method: the values that divide the histogram best"
        )
        set_look(self._otsu, "link")
        self._otsu.clicked.connect(self._on_otsu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP // 2)
        layout.addWidget(form)
        layout.addWidget(self._make_grid())
        layout.addWidget(self._otsu)
        layout.addWidget(self._make_doubtful())
        context.session.source_changed.connect(self._on_source_changed)
        context.session.draft_changed.connect(self.refresh)

    def _make_grid(self) -> QWidget:
        """A row a class, from dark to bright, with the threshold above it."""
        grid = QWidget()
        self._grid = QGridLayout(grid)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        for column, text in enumerate(("", "Is", "Up to")):
            heading = QLabel(text)
            set_look(heading, "muted")
            self._grid.addWidget(heading, 0, column)
        self._swatches, self._roles, self._values = [], [], []
        for number in range(MOST_GREY_CLASSES):
            swatch, role, value = (
                QLabel(),
                ChoiceField(_ROLES),
                NumberField("", -LARGEST_GREY, LARGEST_GREY),
            )
            role.setProperty("class", number)
            role.setAccessibleName(
                f"Meaning of class {number + 1}, from dark to bright"
            )
            role.setToolTip("What these grey values mean")
            role.edited.connect(self._on_role)
            value.setProperty("threshold", number)
            value.setAccessibleName(f"Threshold {number + 1}")
            value.setToolTip(
                "Grey value that this class goes up to; the slices show it at once and "
                "the lines in the histogram can be dragged"
            )
            value.edited.connect(self._on_value)
            row = (swatch, role, value)
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, number + 1, column)
            self._swatches.append(swatch)
            self._roles.append(role)
            self._values.append(value)
        return grid

    def _make_doubtful(self) -> QWidget:
        """Hysteresis: values that are pore only where they are joined to pores."""
        self._doubts = CheckField("Doubtful values join pores")
        self._doubts.edited.connect(self._on_doubts)
        self._doubtful = NumberField("", -LARGEST_GREY, LARGEST_GREY)
        self._doubtful.edited.connect(self._on_doubtful)
        self._hysteresis = Form()
        self._hysteresis.add_wide(
            self._doubts,
            "Hysteresis: pores go on into values beyond the threshold where these are "
            "joined to them, so that thin throats stay open and specks in the solid "
            "stay solid",
            "Doubtful values join pores",
        )
        self._hysteresis.add(
            "Doubtful up to",
            self._doubtful,
            "Grey value up to which pores may go on; a lighter tint in the slices and "
            "a dotted line in the histogram",
        )
        return self._hysteresis

    def _on_source_changed(self) -> None:
        source = self._context.session.source
        if source is None or source.labels is not None:
            return
        voxels = source.volume.voxels
        low, high = float(voxels.min()), float(voxels.max())
        is_whole = voxels.dtype.kind in "iu"
        for value in (*self._values, self._doubtful):
            value.setDecimals(0 if is_whole else 4)
            step = (high - low) / 256
            value.setSingleStep(max(step, 1) if is_whole else step)
        self._count.set_choices(tuple((str(n), n) for n in sorted(source.otsu)))

    def refresh(self) -> None:
        """Show the thresholds and classes of the draft."""
        session = self._context.session
        draft, source = session.draft, session.source
        if draft is None or source is None or not draft.thresholds:
            return
        self._count.set_value(len(draft.classes))
        for number in range(MOST_GREY_CLASSES):
            is_there = number < len(draft.classes)
            for widget in (self._swatches[number], self._roles[number]):
                widget.setVisible(is_there)
            self._values[number].setVisible(number < len(draft.thresholds))
            if is_there:
                phase = draft.classes[number]
                self._roles[number].set_value(phase)
                pixmap = QPixmap(_SWATCH, _SWATCH)
                pixmap.fill(QColor(self._context.icons.theme.phase(phase)))
                self._swatches[number].setPixmap(pixmap)
        for value, threshold in zip(self._values, draft.thresholds, strict=False):
            value.set_value(threshold)
        self._hysteresis.setVisible(draft.may_doubt)
        has_doubt = draft.doubtful is not None
        self._doubts.set_value(has_doubt)
        self._hysteresis.set_row_visible(self._doubtful, has_doubt)
        if draft.doubtful is not None:
            self._doubtful.set_value(draft.doubtful)
        found = self._otsu_values()
        shown = ", ".join(f"{one:.6g}" for one in found)
        self._otsu.setText(f"Use Otsu's value{'s' * (len(found) > 1)}, {shown}")

    @Slot(object)
    def _on_count(self, n_classes: int) -> None:
        source = self._context.session.source
        if source is not None:
            self._editor.change(
                f"{n_classes} classes",
                thresholds=self._otsu_values(n_classes),
                classes=usual_classes(n_classes),
                doubtful=None,
            )

    @Slot(float)
    def _on_value(self, threshold: float) -> None:
        sender = self.sender()
        if sender is not None:
            number = int(sender.property("threshold"))
            self._editor.change_threshold(number, threshold, key=f"threshold {number}")

    @Slot(object)
    def _on_role(self, phase: Phase) -> None:
        draft, sender = self._context.session.draft, self.sender()
        if draft is None or sender is None:
            return
        number = int(sender.property("class"))
        classes = list(draft.classes)
        former, classes[number] = classes[number], phase
        if Phase.PORE not in classes or set(classes) == {Phase.PORE}:
            # Something has to be pore, and something not: the two change places.
            other = 0 if number else len(classes) - 1
            classes[other] = former
        # Where pores change sides, what was doubtful lies on the wrong one.
        self._editor.change(
            f"meaning of class {number + 1}", classes=tuple(classes), doubtful=None
        )

    @Slot()
    def _on_otsu(self) -> None:
        self._editor.change(
            "Otsu's thresholds", thresholds=self._otsu_values(), doubtful=None
        )

    def _otsu_values(self, n_classes: int | None = None) -> tuple[float, ...]:
        """Otsu's thresholds for so many classes, those of the draft by default."""
        source, draft = self._context.session.source, self._context.session.draft
        if source is None or draft is None:
            return ()
        found = source.otsu.get(n_classes or len(draft.classes), ())
        return tuple(map(draft.level_of, found))

    @Slot(bool)
    def _on_doubts(self, doubts: bool) -> None:
        source, draft = self._context.session.source, self._context.session.draft
        if source is None or draft is None:
            return
        low, high = map(draft.level_of, grey_range(source.volume.voxels))
        away = _FIRST_DOUBT * (high - low) * (1 if draft.pore_is_dark else -1)
        self._editor.change_doubtful(draft.thresholds[0] + away if doubts else None)

    @Slot(float)
    def _on_doubtful(self, value: float) -> None:
        self._editor.change_doubtful(value)

"""The working area: rail, panel, view with timeline, pore table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wetview.app.models import LearnPage, Step
from wetview.app.panels.compare_panel import ComparePanel
from wetview.app.panels.export_panel import ExportPanel
from wetview.app.panels.learn_panel import LearnPanel
from wetview.app.panels.pores_panel import PoresPanel
from wetview.app.panels.sensitivity_panel import SensitivityPanel
from wetview.app.panels.simulate_panel import SimulatePanel
from wetview.app.panels.volume_panel import VolumePanel
from wetview.app.theme import PANEL_WIDTH, TABLE_WIDTH, TIMELINE_HEIGHT
from wetview.app.views.compare_area import CompareArea
from wetview.app.views.header import Header
from wetview.app.views.page_stack import PageStack
from wetview.app.views.pore_table import PoreTable
from wetview.app.views.rail import Rail
from wetview.app.views.scene_view import SceneView
from wetview.app.views.slices import Slices
from wetview.app.views.timeline_bar import TimelineBar

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor
    from wetview.app.panels.step_panel import StepPanel
    from wetview.app.views.learn_view import LearnView
    from wetview.app.views.pore_slice_view import PoreSliceView
    from wetview.app.views.sensitivity_view import SensitivityView
    from wetview.app.work import Background
    from wetview.volume import Box

_STEPS = tuple(Step)
_WITH_TIMELINE = (Step.SIMULATE, Step.LEARN, Step.EXPORT)
_COMPARE_HEIGHT = 320
_TABLE_HEIGHT, _SLICE_HEIGHT = 460, 360


class Workbench(QWidget):
    """Lays out the views and shows those that the step needs.

    Parameters
    ----------
    context : Context
        Models of the window.
    background : Background
        Where surfaces are made.
    editor : DraftEditor
        Takes what the user changes in the Volume step.
    """

    def __init__(
        self, context: Context, background: Background, editor: DraftEditor
    ) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._gesture = ""
        self.volume_panel = VolumePanel(context, editor)
        self.pores_panel = PoresPanel(context)
        self.simulate_panel = SimulatePanel(context)
        self.learn_panel = LearnPanel(context)
        self.compare_panel = ComparePanel(context)
        self.sensitivity_panel = SensitivityPanel(context)
        self.export_panel = ExportPanel(context)
        self.header = Header(context)
        self.slices = Slices(context, editor)
        self.scene_view = SceneView(context, background)
        self.timeline_bar = TimelineBar(context)
        self.scene_view.box_dragged.connect(self._on_box_dragged)
        self.scene_view.drag_started.connect(self._on_drag_started)
        self.compare_area = CompareArea(context)
        self.compare_area.pore_chosen.connect(self.scene_view.fly_to)
        self.pore_table = PoreTable(context)
        self._panels = QStackedWidget()
        self._panels.setFixedWidth(PANEL_WIDTH)
        for panel in self.panels:
            self._panels.addWidget(panel)
        self._views = PageStack()
        self._views.addWidget(self.slices)
        self._views.addWidget(self.scene_view)
        self._sensitivity_view: SensitivityView | None = None
        self._learn_view: LearnView | None = None
        self._pore_slice: PoreSliceView | None = None
        self._arrange()
        session = context.session
        for signal in (
            session.step_changed,
            session.source_changed,
            session.sample_changed,
            session.pores_changed,
            session.filling_changed,
            context.learning.page_changed,
            context.slices.in_3d_changed,
        ):
            signal.connect(self._on_changed)
        self.refresh()

    @property
    def panels(self) -> tuple[StepPanel | LearnPanel, ...]:
        """The panels in the order of the steps."""
        return (
            self.volume_panel,
            self.pores_panel,
            self.simulate_panel,
            self.learn_panel,
            self.compare_panel,
            self.sensitivity_panel,
            self.export_panel,
        )

    def add_sensitivity_view(self, view: SensitivityView) -> None:
        """Take the view of the step Sensitivity, once matplotlib is loaded."""
        self._sensitivity_view = view
        self._views.addWidget(view)
        self.refresh()

    def add_learn_view(self, view: LearnView) -> None:
        """Take the view of the step Learn, once matplotlib is loaded."""
        self._learn_view = view
        self._views.addWidget(view)
        self.refresh()

    def add_pore_slice(self, view: PoreSliceView) -> None:
        """Take the slice of the picked pore, once matplotlib is loaded."""
        self._pore_slice = view
        self._beside.addWidget(view)
        self._beside.setSizes([_TABLE_HEIGHT, _SLICE_HEIGHT])

    def update_theme(self) -> None:
        """Draw what has own colours or icons again."""
        for panel in self.panels:
            panel.update_icons()
        self.header.update_icons()
        self.timeline_bar.update_icons()
        self.compare_area.update_theme()
        self.slices.refresh()
        self.scene_view.set_theme()
        if self._pore_slice is not None:
            self._pore_slice.redraw()
        if self._sensitivity_view is not None:
            self._sensitivity_view.redraw()
        if self._learn_view is not None:
            self._learn_view.redraw()

    def refresh(self) -> None:
        """Show panel and views of the step."""
        session = self._context.session
        step, sample = session.step, session.sample
        self._panels.setCurrentIndex(_STEPS.index(step))
        shows_tomogram = session.looks_at_tomogram
        in_3d = shows_tomogram and self._context.slices.in_3d
        shows_slices = shows_tomogram and not in_3d
        shows_figures = step is Step.SENSITIVITY and self._sensitivity_view is not None
        self._views.setCurrentWidget(self.slices if shows_slices else self.scene_view)
        if shows_figures and self._sensitivity_view is not None:
            self._views.setCurrentWidget(self._sensitivity_view)
        shows_learning = step is Step.LEARN and (
            self._context.learning.page is not LearnPage.PREDICT
        )
        if shows_learning and self._learn_view is not None:
            self._views.setCurrentWidget(self._learn_view)
            shows_figures = True
        shows_3d = not shows_tomogram and not shows_figures and sample is not None
        self.header.show_3d_controls(shows_3d or in_3d)
        self.header.show_tomogram_switch(shows_tomogram)
        has_pores = sample is not None and sample.pores is not None
        shows_table = has_pores and step in (Step.PORES, Step.SIMULATE)
        self._beside.setVisible(shows_table)
        self.timeline_bar.setVisible(
            session.filling is not None
            and step in _WITH_TIMELINE
            and not shows_learning
        )
        self.compare_area.setVisible(step is Step.COMPARE and sample is not None)
        self.header.show_parts(shows_3d and step is not Step.COMPARE)
        self._context.display.set_step(step.value)

    @Slot()
    def _on_drag_started(self) -> None:
        self._gesture = self._editor.new_gesture()

    @Slot(object)
    def _on_box_dragged(self, box: Box) -> None:
        self._editor.change("crop box", key=self._gesture, box=box)

    def _on_changed(self, *_: object) -> None:
        self.refresh()

    def _arrange(self) -> None:
        self._rows = QSplitter(Qt.Orientation.Vertical)
        self._rows.setChildrenCollapsible(False)
        self._rows.setHandleWidth(1)
        self._rows.addWidget(self._views)
        self._rows.addWidget(self.timeline_bar)
        self._rows.addWidget(self.compare_area)
        self._rows.setStretchFactor(0, 1)
        self._rows.setSizes([800, TIMELINE_HEIGHT, _COMPARE_HEIGHT])
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._rows, 1)
        self._beside = QSplitter(Qt.Orientation.Vertical)
        self._beside.setChildrenCollapsible(False)
        self._beside.setHandleWidth(1)
        self._beside.addWidget(self.pore_table)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(1)
        self._columns.addWidget(centre)
        self._columns.addWidget(self._beside)
        self._columns.setStretchFactor(0, 1)
        self._columns.setSizes([1000, TABLE_WIDTH])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Rail(self._context))
        layout.addWidget(self._panels)
        layout.addWidget(self._columns, 1)

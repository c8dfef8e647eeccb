"""The step Volume: from a file to the electrode that is worked on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from wetview.app.control.tomogram import grid_of
from wetview.app.panels.action_button import ActionButton
from wetview.app.panels.advanced import Advanced
from wetview.app.panels.crop_form import CropForm
from wetview.app.panels.fields import ChoiceField, NumberField
from wetview.app.panels.form import Form
from wetview.app.panels.labels_form import LabelsForm
from wetview.app.panels.step_panel import StepPanel
from wetview.app.panels.steps_form import StepsForm
from wetview.app.panels.threshold_form import ThresholdForm
from wetview.app.theme import set_look
from wetview.units import UM, format_bytes

if TYPE_CHECKING:
    from wetview.app.context import Context
    from wetview.app.control.draft_editor import DraftEditor
    from wetview.app.models import Draft, Source
    from wetview.volume import Phases

_THICKNESS = (
    ("First axis of the file", 0),
    ("Second axis of the file", 1),
    ("Third axis of the file", 2),
)


class VolumePanel(StepPanel):
    """File facts, voxel size, direction, meaning of the values, box.

    Parameters
    ----------
    context : Context
        Models of the window.
    editor : DraftEditor
        Takes what the user changes.
    """

    slices_apart_changed = Signal(float)
    """In micrometres; the tomogram has to be read anew."""

    def __init__(self, context: Context, editor: DraftEditor) -> None:
        super().__init__(
            "Volume",
            "Open a tomogram, say what its values mean, and cut out the part that "
            "electrolyte shall fill.",
            context.actions["use_box"],
            context.icons,
            "check",
        )
        self._context = context
        self._editor = editor
        self.add(ActionButton(context.actions["open_file"]))
        self.add(ActionButton(context.actions["generate"]))
        self.add(ActionButton(context.actions["find_boxes"]))
        self._facts = QLabel()
        self._facts.setWordWrap(True)
        self.add(self._facts)
        self._settings: list[QWidget] = []
        self._add_scale()
        self._add_meaning()
        self._add_box()
        session = context.session
        session.source_changed.connect(self._on_source_changed)
        session.draft_changed.connect(self.refresh)
        session.preview_changed.connect(self._show_outcome)
        session.sample_changed.connect(self._on_source_changed)
        self._on_source_changed()

    def update_icons(self) -> None:
        """Draw icons and swatches again, in the colours of the theme."""
        super().update_icons()
        self._advanced.update_icons()
        self._steps.update_icons()
        self._labels.refresh()

    def _add_scale(self) -> None:
        self._keep(self.add_section("Scale and direction"))
        form = Form()
        self._voxel = NumberField(
            "µm", 0.0, 1000.0, decimals=4, step=0.05, unset="not given"
        )
        self._voxel.edited.connect(self._on_voxel)
        form.add(
            "Voxel size",
            self._voxel,
            "Edge length of one voxel of the file in µm; the tomograph's report "
            "states it",
        )
        self._thickness = ChoiceField(_THICKNESS)
        self._thickness.edited.connect(self._on_thickness)
        form.add(
            "Thickness along",
            self._thickness,
            "The direction the electrolyte travels, from the separator to the "
            "current collector; slices of a file are its first axis",
        )
        self.add(form)
        self._keep(form)

    def _add_meaning(self) -> None:
        self._keep(self.add_section("What the values mean"))
        self._labels = LabelsForm(self._context, self._editor)
        self._threshold = ThresholdForm(self._context, self._editor)
        self.add(self._labels)
        self.add(self._threshold)

    def _add_box(self) -> None:
        self._keep(self.add_section("Box to cut out"))
        crop = CropForm(self._context, self._editor)
        self.add(crop)
        self._keep(crop)
        form = Form()
        self._grid_voxel = NumberField("µm", 0.001, 100.0, decimals=4, step=0.1)
        self._grid_voxel.edited.connect(self._on_grid_voxel)
        form.add(
            "Resample to",
            self._grid_voxel,
            "Edge length in µm of the voxels that are computed with. Smaller is "
            "finer and takes longer: half the size takes 16 to 32 times as long",
        )
        self.slices_apart = NumberField(
            "µm", 0.0, 1000.0, decimals=4, step=0.05, unset="not given"
        )
        self.slices_apart.edited.connect(self.slices_apart_changed)
        form.add(
            "Slices apart",
            self.slices_apart,
            "Distance from slice to slice, along the first axis of the file, in µm. "
            "Where it is not the voxel size, as in FIB-SEM, the tomogram is read as "
            "cubes",
        )
        self._advanced = Advanced(self._context.icons, form)
        self.add(self._advanced)
        self._keep(self._advanced)
        steps = StepsForm(self._context, self._editor)
        self._steps = Advanced(
            self._context.icons, steps, title="Steps: filters, cleaning, binder"
        )
        self.add(self._steps)
        self._keep(self._steps)

    def _keep(self, widget: QWidget) -> None:
        self._settings.append(widget)

    def _on_source_changed(self) -> None:
        source = self._context.session.source
        for widget in self._settings:
            widget.setVisible(source is not None)
        is_segmented = source is not None and source.labels is not None
        self._labels.setVisible(is_segmented)
        self._threshold.setVisible(source is not None and not is_segmented)
        if source is None:
            sample = self._context.session.sample
            self._facts.setText(
                ""
                if sample is None
                else "The sample is ready. Open its tomogram again to cut out another "
                "box."
            )
            set_look(self._facts, "muted")
        else:
            self._facts.setText(_facts(source))
            set_look(self._facts, "")
        self.refresh()

    @Slot()
    def ask_voxel_size(self) -> None:
        """Put the keyboard where the voxel size is missing."""
        draft = self._context.session.draft
        if draft is not None and draft.voxel_m is None:
            self._voxel.setFocus()
            self._voxel.selectAll()

    def refresh(self) -> None:
        """Show the settings of the draft."""
        source, draft = self._context.session.source, self._context.session.draft
        if draft is not None and source is not None:
            self._voxel.set_value((draft.voxel_m or 0.0) / UM)
            self.slices_apart.set_value(_slices_apart_um(source, draft))
            self.slices_apart.setEnabled(draft.voxel_m is not None)
            self._thickness.set_value(draft.thickness_axis)
            self._grid_voxel.set_value(draft.grid_voxel_m / UM)
        self._show_outcome()

    def _show_outcome(self) -> None:
        session = self._context.session
        source, draft, preview = session.source, session.draft, session.preview
        if source is None or draft is None:
            self.set_outcome("")
            self.set_missing("Open a tomogram first.")
        elif draft.voxel_m is None:
            self.set_outcome("")
            self.set_missing("Still missing: the voxel size.")
        elif preview is None:
            self.set_outcome(f"This gives {_grid_words(draft)}.")
            self.set_missing("Working out porosity and connection…")
        elif preview.phases is None:
            problem = preview.problem
            self.set_outcome("")
            self.set_missing(str(problem) if problem else "This box cannot be used.")
        else:
            self.set_outcome(
                _outcome_words(preview.phases, preview.connected, preview.remark),
                is_bad=preview.connected == 0,
            )
            self.set_missing("")

    @Slot(float)
    def _on_voxel(self, voxel_um: float) -> None:
        voxel_m = voxel_um * UM if voxel_um > 0 else None
        self._editor.change("voxel size", key="voxel size", voxel_m=voxel_m)

    @Slot(object)
    def _on_thickness(self, axis: int) -> None:
        self._editor.change_thickness_axis(axis)

    @Slot(float)
    def _on_grid_voxel(self, voxel_um: float) -> None:
        self._editor.change("resampling", key="resampling", grid_voxel_m=voxel_um * UM)


def _facts(source: Source) -> str:
    description = source.description
    shape = " × ".join(str(size) for size in description.shape)
    dataset = f", {source.dataset}" if source.dataset else ""
    facts = (
        f"{source.path.name}{dataset}\n{description.format}, {shape} voxels, "
        f"{description.dtype}, {format_bytes(description.n_bytes)}"
    )
    if description.cubic_shape != description.shape:
        cubes = " × ".join(str(size) for size in description.cubic_shape)
        edges = " × ".join(f"{factor:.4g}" for factor in description.stretch)
        facts += f"\nVoxels {edges} as long along the axes, read as {cubes} cubes"
    if source.step > 1:
        facts += (
            f"\nToo large to be held in memory: the slices show 1 of {source.step} "
            "voxels along each axis. Of the box that you choose all voxels are read."
        )
    return facts


def _slices_apart_um(source: Source, draft: Draft) -> float:
    return (draft.voxel_m or 0.0) / UM * source.description.stretch[0]


def _grid_words(draft: Draft) -> str:
    grid = grid_of(draft)
    return "" if grid is None else " × ".join(str(size) for size in grid) + " voxels"


def _outcome_words(phases: Phases, connected: float, remark: str) -> str:
    nx, ny, nz = phases.shape
    size = " × ".join(f"{n * phases.voxel_m / UM:.4g}" for n in (nx, ny, nz))
    joined = f"{100 * connected:.1f} % of it joins inlet and outlet"
    if connected == 0:
        joined = f"it cannot be filled along x. {remark}"
    return (
        f"This gives {nx} × {ny} × {nz} voxels ({size} µm) with "
        f"{100 * phases.porosity:.1f} % pore space; {joined}."
    )

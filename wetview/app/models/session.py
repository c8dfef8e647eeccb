"""What is open: the project, the tomogram, the sample and the filling."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from psygnal import Signal

from wetview.app.models.request import FillingRequest
from wetview.lbm.fluids import fluid_presets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wetview.app.models.draft import Draft
    from wetview.errors import UserError
    from wetview.filling import Filling
    from wetview.lbm.plan import Estimate, FillingPlan
    from wetview.lbm.self_timing import EngineSpeed
    from wetview.pores import Pores
    from wetview.project import Project
    from wetview.volume import FileDescription, Phases, RawLayout, Volume


class Step(Enum):
    """The steps of the path that a user walks."""

    VOLUME = "volume"
    PORES = "pores"
    SIMULATE = "simulate"
    LEARN = "learn"
    COMPARE = "compare"
    SENSITIVITY = "sensitivity"
    EXPORT = "export"


@dataclass(frozen=True, eq=False)
class Source:
    """A tomogram that was read from a file, every so many voxels of a very large one.

    Parameters
    ----------
    path : Path
        The file, or the folder of slices.
    description : FileDescription
        Facts about the file.
    file_volume, volume : Volume
        The voxels in the order of the file, and turned to (x, y, z).
    shape : (int, int, int)
        Voxels of the file along x, y and z.
    thickness_axis : int
        The axis of the file that became x.
    labels : tuple of (int, float) or None
        Values and their shares if the volume is segmented.
    otsu : mapping of int to tuple of float
        Otsu's thresholds by the number of classes, if it is grey.
    dataset : str or None
        Which data set of the file.
    raw : RawLayout or None
        How a RAW file was read.
    step : int
        1 where all voxels were read; otherwise every so many along each axis, since
        the file is too large. Places are in voxels of the file nevertheless.
    """

    path: Path
    description: FileDescription
    file_volume: Volume
    volume: Volume
    shape: tuple[int, int, int]
    thickness_axis: int
    labels: tuple[tuple[int, float], ...] | None
    otsu: Mapping[int, tuple[float, ...]]
    dataset: str | None = None
    raw: RawLayout | None = None
    step: int = 1


@dataclass(frozen=True, eq=False)
class Preview:
    """What "Use this box" would give now, or why it cannot.

    Parameters
    ----------
    draft : Draft
        The settings it belongs to.
    phases : Phases or None
        The cropped and resampled electrode.
    connected : float
        Share of its pore space that joins inlet and outlet.
    problem : UserError or None
        What stands in the way.
    remark : str
        What is remarkable about the pore space, in words; else empty.
    """

    draft: Draft
    phases: Phases | None
    connected: float = 0.0
    problem: UserError | None = None
    remark: str = ""


@dataclass(frozen=True, eq=False)
class PlanCheck:
    """What "Simulate" would do now, or why it cannot.

    Parameters
    ----------
    request : FillingRequest
        The settings it belongs to.
    path : Path
        The sample it belongs to.
    plan : FillingPlan or None
        The plan.
    size : Estimate or None
        What the run takes.
    speed : EngineSpeed or None
        How fast this computer is, once that is known.
    is_measuring : bool
        Whether that is being measured.
    problem : UserError or None
        What stands in the way.
    """

    request: FillingRequest
    path: Path
    plan: FillingPlan | None
    size: Estimate | None = None
    speed: EngineSpeed | None = None
    is_measuring: bool = False
    problem: UserError | None = None


@dataclass(frozen=True, eq=False)
class OpenSample:
    """The electrode that the steps after Volume work on.

    Parameters
    ----------
    name : str
        Its name in the project.
    path : Path
        Its file.
    phases : Phases
        The electrode.
    pores : Pores or None
        Its pores, once they are found.
    permeability : dict
        What was measured along its axes; see `wetview.project.Sample`.
    whole : dict
        What was measured of its pore space; see there.
    """

    name: str
    path: Path
    phases: Phases
    pores: Pores | None = None
    permeability: dict[str, Any] = field(default_factory=dict)
    whole: dict[str, Any] = field(default_factory=dict)


class Session:
    """What is open. Panels and views listen to its signals."""

    project_changed = Signal()
    entries_changed = Signal()
    source_changed = Signal()
    draft_changed = Signal()
    preview_changed = Signal()
    sample_changed = Signal()
    pores_changed = Signal()
    pore_numbers_changed = Signal()
    permeability_changed = Signal()
    whole_changed = Signal()
    fragments_changed = Signal()
    request_changed = Signal()
    plan_changed = Signal()
    filling_changed = Signal()
    filling_grew = Signal()
    step_changed = Signal(object)

    def __init__(self) -> None:
        self._project: Project | None = None
        self._source: Source | None = None
        self._draft: Draft | None = None
        self._preview: Preview | None = None
        self._sample: OpenSample | None = None
        self._filling: Filling | None = None
        self._filling_path: Path | None = None
        self._run_being_made: Path | None = None
        self._pore_numbers: dict[str, Any] | None = None
        self._fragments: Pores | None = None
        self._plan_check: PlanCheck | None = None
        self._request = FillingRequest(next(iter(fluid_presets().values())))
        self._step = Step.VOLUME

    @property
    def project(self) -> Project | None:
        """The project folder, if one is open."""
        return self._project

    @property
    def source(self) -> Source | None:
        """The tomogram, if one is open."""
        return self._source

    @property
    def draft(self) -> Draft | None:
        """Settings of the Volume step; there as long as a tomogram is open."""
        return self._draft

    @property
    def preview(self) -> Preview | None:
        """What these settings give; None while that is being worked out."""
        preview = self._preview
        return preview if preview and preview.draft == self._draft else None

    @property
    def sample(self) -> OpenSample | None:
        """The electrode, if one was made or opened."""
        return self._sample

    @property
    def request(self) -> FillingRequest:
        """Settings of the Simulate step."""
        return self._request

    @property
    def plan_check(self) -> PlanCheck | None:
        """What these settings mean; None while that is being worked out."""
        check = self._plan_check
        is_current = (
            check is not None
            and self._sample is not None
            and check.request == self._request
            and check.path == self._sample.path
        )
        return check if is_current else None

    @property
    def pore_numbers(self) -> dict[str, Any] | None:
        """Numbers that describe the pore space, as `describe_pores` gives them."""
        return self._pore_numbers

    @property
    def fragments(self) -> Pores | None:
        """What the watershed gave, where that is to be seen instead of the pores."""
        return self._fragments

    @property
    def filling(self) -> Filling | None:
        """The filling that is shown."""
        return self._filling

    @property
    def filling_path(self) -> Path | None:
        """Its file; None while it is being simulated."""
        return self._filling_path

    @property
    def run_to_remember(self) -> Path | None:
        """The file of the filling, or what it will be when the simulation ends."""
        return self._filling_path or self._run_being_made

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._step

    @property
    def looks_at_tomogram(self) -> bool:
        """Whether the tomogram is shown, and not the sample that was made of it."""
        is_there = self._source is not None
        return is_there and (self._step is Step.VOLUME or self._sample is None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is open."""
        return self._project is None and self._source is None

    def set_project(self, project: Project | None) -> None:
        """Change to another project; sample and filling of the old one go."""
        self._project = project
        self._sample = self._fragments = None
        self._filling = None
        self._filling_path = None
        self._run_being_made = None
        self.project_changed.emit()
        self.sample_changed.emit()
        self.pores_changed.emit()
        self.filling_changed.emit()

    def set_source(self, source: Source | None, draft: Draft | None) -> None:
        """Open another tomogram, or turn the one that is open."""
        self._source = source
        self._draft = draft
        self._preview = None
        self.source_changed.emit()
        self.draft_changed.emit()
        self.preview_changed.emit()

    def set_draft(self, draft: Draft) -> None:
        """Change the settings of the Volume step."""
        if draft != self._draft:
            self._draft = draft
            self.draft_changed.emit()
            self.preview_changed.emit()

    def set_preview(self, preview: Preview) -> None:
        """Take the outcome of settings; ignored where they are no longer set."""
        if preview.draft == self._draft:
            self._preview = preview
            self.preview_changed.emit()

    def set_sample(self, sample: OpenSample | None) -> None:
        """Change to another electrode."""
        self._sample = sample
        self._fragments = None
        self._filling = None
        self._filling_path = None
        self._run_being_made = None
        self.sample_changed.emit()
        self.pores_changed.emit()
        self.filling_changed.emit()

    def rename_sample(self, name: str) -> None:
        """Take the new name of the electrode that is open."""
        if self._sample is not None:
            self._sample = replace(self._sample, name=name)

    def set_pores(self, pores: Pores | None) -> None:
        """Take the pores of the electrode that is open."""
        if self._sample is not None:
            self._sample = replace(self._sample, pores=pores)
            self._fragments = None
            self.pores_changed.emit()

    def set_permeability(self, permeability: dict[str, Any]) -> None:
        """Take what was measured of the electrode that is open."""
        if self._sample is not None:
            self._sample = replace(self._sample, permeability=permeability)
            self.permeability_changed.emit()

    def set_whole(self, whole: dict[str, Any]) -> None:
        """Take what was measured of the pore space of the electrode that is open."""
        if self._sample is not None:
            self._sample = replace(self._sample, whole=whole)
            self.whole_changed.emit()

    def set_fragments(self, fragments: Pores | None) -> None:
        """Show fragments instead of the pores, or the pores again."""
        if fragments is not self._fragments:
            self._fragments = fragments
            self.fragments_changed.emit()

    def set_request(self, request: FillingRequest) -> None:
        """Change the settings of the Simulate step."""
        if request != self._request:
            self._request = request
            self.request_changed.emit()
            self.plan_changed.emit()

    def set_plan_check(self, check: PlanCheck) -> None:
        """Take what settings mean."""
        self._plan_check = check
        self.plan_changed.emit()

    def set_pore_numbers(self, numbers: dict[str, Any] | None) -> None:
        """Take the numbers that describe the pore space."""
        self._pore_numbers = numbers
        self.pore_numbers_changed.emit()

    def set_filling(
        self,
        filling: Filling | None,
        path: Path | None,
        *,
        run_being_made: Path | None = None,
    ) -> None:
        """Show another filling; one that still runs will be in `run_being_made`."""
        self._filling = filling
        self._filling_path = path
        self._run_being_made = run_being_made
        self.filling_changed.emit()

    def grow_filling(self, filling: Filling) -> None:
        """Show more of the filling that is being simulated."""
        self._filling = filling
        self.filling_grew.emit()

    def set_step(self, step: Step) -> None:
        """Go to a step."""
        if step is not self._step:
            self._step = step
            self.step_changed.emit(step)

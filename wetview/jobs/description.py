"""What a job is asked to do: one JSON file, checked before anything is started.

A relative path in the file counts from the folder that the file lies in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from wetview.errors import UserError
from wetview.jobs.fields import FieldsWanted  # noqa: TC001 - pydantic
from wetview.lbm.permeability import (  # noqa: TC001 - pydantic
    Axis,
    FlowEnds,
    FlowSides,
)
from wetview.lbm.plan import Outlet, Sides, TrappedGas  # noqa: TC001 - pydantic
from wetview.lbm.schedule import MOST_PRESSURE_PA, PressureSchedule
from wetview.project import write_json
from wetview.project.file_errors import reading
from wetview.volume.faces import Face  # noqa: TC001 - pydantic

if TYPE_CHECKING:
    from wetview.lbm import FillingPlan
    from wetview.lbm.fluids import Fluids
    from wetview.volume import Phases

CHECKPOINT_EVERY_S = 45.0
"""Seconds between two checkpoints: with what it takes to write one, a process that is
killed loses less than a minute."""

_MAX_BYTES = 1_000_000
_LEAST_SINE = 1e-6


def _from_folder_of_the_file(path: Path, info: ValidationInfo) -> Path:
    folder = (info.context or {}).get("folder")
    return path if folder is None else Path(folder) / path


FilePath = Annotated[Path, AfterValidator(_from_folder_of_the_file)]


class _Strict(BaseModel):
    """Settings that cannot be changed and refuse what they do not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class FluidsSettings(_Strict):
    """Electrolyte and gas; see `wetview.lbm.Fluids` for the fields."""

    name: str = Field(default="", max_length=200)
    liquid_density_kg_m3: float
    liquid_viscosity_pa_s: float
    surface_tension_n_m: float
    contact_angle_deg: float = 90.0
    binder_contact_angle_deg: float = 90.0
    gas_density_kg_m3: float = 1.18
    gas_viscosity_pa_s: float = 1.85e-5

    @classmethod
    def of(cls, fluids: Fluids) -> FluidsSettings:
        """The settings that describe fluids."""
        return cls(**{name: getattr(fluids, name) for name in cls.model_fields})

    def to_fluids(self) -> Fluids:
        """The fluids described.

        Raises
        ------
        UserError
            If a value is outside of what can be simulated.
        """
        from wetview.lbm.fluids import Fluids

        return Fluids(**self.model_dump())


class PoresJob(_Strict):
    """Divide the pore space of a sample into pores; they are added to its file."""

    kind: Literal["pores"] = "pores"
    sample: FilePath
    merge_fraction: float = Field(default=0.1, ge=0, le=1)


class SimulateJob(_Strict):
    """Fill a sample with electrolyte.

    Parameters
    ----------
    sample : Path
        A sample of a project.
    out : Path
        The run that is written.
    name : str
        What to call the run; by default as its file.
    fluids : FluidsSettings
        Electrolyte and gas.
    pressure_pa : float
        Pressure at the inlet above that of the gas; where `pressure_points` are given,
        the largest of them.
    pressure_points : list of (float, float) or None
        Time in s and pressure in Pa, as in `wetview.lbm.PressureSchedule`; None keeps
        the pressure constant.
    inlet, outlet, sides, trapped_gas : str
        See `wetview.lbm.FillingPlan`.
    max_steps : int or None
        Where the run ends if the saturation is still rising; None leaves it to the
        planner.
    device : str
        What computes: "auto", or one of `wetview.lbm.devices.list_devices`.
    n_threads : int or None
        Threads that compute; None leaves one core to the window.
    stream_frames : bool
        Whether messages carry the frames as well.
    fields : {"none", "last", "frames"}
        Of which moments velocity and pressure are written as VTI files.
    checkpoint_every_s : float
        Seconds between two checkpoints.
    overwrite : bool
        Whether a run of the same name may be replaced.
    """

    kind: Literal["simulate"] = "simulate"
    sample: FilePath
    out: FilePath
    name: str = Field(default="", max_length=200)
    fluids: FluidsSettings
    pressure_pa: float = Field(ge=0, le=MOST_PRESSURE_PA)
    pressure_points: tuple[tuple[float, float], ...] | None = None
    inlet: Face = "x-"
    outlet: Outlet = "vent"
    sides: Sides = "wall"
    trapped_gas: TrappedGas = "kept"
    max_steps: int | None = Field(default=None, ge=1, le=1_000_000_000)
    device: str = Field(default="auto", max_length=40)
    n_threads: int | None = Field(default=None, ge=1, le=1024)
    stream_frames: bool = True
    fields: FieldsWanted = "none"
    checkpoint_every_s: float = Field(default=CHECKPOINT_EVERY_S, ge=0, le=60)
    overwrite: bool = False

    @model_validator(mode="before")
    @classmethod
    def _fill_in_largest_pressure(cls, content: Any) -> Any:
        """Let `pressure_pa` be left out where the points say it."""
        if not isinstance(content, dict) or "pressure_pa" in content:
            return content
        try:
            points = content["pressure_points"]
            largest_pa = max(float(pressure_pa) for _, pressure_pa in points)
        except (KeyError, TypeError, ValueError):
            return content  # what is wrong with the points is said about them
        return {**content, "pressure_pa": largest_pa}

    @property
    def pressure(self) -> PressureSchedule:
        """The pressure over time.

        Raises
        ------
        UserError
            If the points are no schedule, or their largest pressure is not
            `pressure_pa`.
        """
        if self.pressure_points is None:
            return PressureSchedule.constant(self.pressure_pa)
        schedule = PressureSchedule(self.pressure_points)
        if schedule.largest_pa != self.pressure_pa:
            raise UserError(
                f"`pressure_pa` is {self.pressure_pa:g}, but the largest of"
                f" `pressure_points` is {schedule.largest_pa:g}",
                "Leave `pressure_pa` out, or give that pressure",
            )
        return schedule

    def plan(self, phases: Phases) -> FillingPlan:
        """The plan for these settings and a sample.

        Raises
        ------
        UserError
            If it cannot be filled with these settings.
        """
        from wetview.lbm import plan_filling

        return plan_filling(
            phases,
            self.fluids.to_fluids(),
            pressure=self.pressure,
            inlet=self.inlet,
            outlet=self.outlet,
            sides=self.sides,
            trapped_gas=self.trapped_gas,
            max_steps=self.max_steps,
        )


class ResumeJob(_Strict):
    """Go on with a run that was stopped, that died, or that used its steps up.

    Parameters
    ----------
    run : Path
        The run; its checkpoint lies beside it.
    max_steps : int or None
        Where it ends if the saturation is still rising, counted from the beginning;
        None leaves the limit it had, or doubles the steps of a run that used them up.
    device : str or None
        What computes; None takes what computed before, and only that goes on bit for
        bit.
    n_threads : int or None
        Threads that compute; None as before.
    stream_frames : bool
        Whether messages carry the frames as well.
    """

    kind: Literal["resume"] = "resume"
    run: FilePath
    max_steps: int | None = Field(default=None, ge=1, le=1_000_000_000)
    device: str | None = Field(default=None, max_length=40)
    n_threads: int | None = Field(default=None, ge=1, le=1024)
    stream_frames: bool = True


class PermeabilityJob(_Strict):
    """Measure the permeability of a sample; it is added to its file.

    Parameters
    ----------
    sample : Path
        A sample of a project.
    axes : list of str
        Directions of flow, "x", "y", "z".
    ends : {"reservoirs", "mirrored", "periodic"}
        What lies beyond the two faces that the flow crosses; see
        `wetview.lbm.permeability`.
    sides : {"wall", "periodic"}
        What lies beyond the four faces beside.
    n_threads : int or None
        Threads that compute; None leaves one core to the window.
    """

    kind: Literal["permeability"] = "permeability"
    sample: FilePath
    axes: tuple[Axis, ...] = ("x", "y", "z")
    ends: FlowEnds = "reservoirs"
    sides: FlowSides = "wall"
    n_threads: int | None = Field(default=None, ge=1, le=1024)


class TrainJob(_Strict):
    """Train a network on runs, or on a data set.

    Parameters
    ----------
    runs : list of Path
        Finished runs whose pores are known.
    dataset : Path or None
        A data set instead: one of wetview, or the file of the method's authors.
    out : Path
        The network that is written.
    name : str
        What to call it; by default as its file.
    preset : {"paper", "wetview"}
        See `wetview.surrogate.presets`.
    n_members, n_epochs, batch_size, learning_rate, weight_decay, hidden
        As in `wetview.surrogate.FitSettings`; None as the preset has it.
    merge_fraction : float
        Pores of runs that were recorded on unmerged fragments are joined by it first.
    leave_out : bool
        Whether every electrode is left out once, for the scores and the interval.
    seed : int
        Of weights and splits.
    overwrite : bool
        Whether a network of the same name may be replaced.
    """

    kind: Literal["train"] = "train"
    runs: tuple[FilePath, ...] = ()
    dataset: FilePath | None = None
    out: FilePath
    name: str = Field(default="", max_length=200)
    preset: Literal["paper", "wetview"] = "wetview"
    n_members: int | None = Field(default=None, ge=1, le=50)
    n_epochs: int | None = Field(default=None, ge=1, le=100_000)
    batch_size: int | None = Field(default=None, ge=8, le=1_000_000)
    learning_rate: float | None = Field(default=None, gt=0, le=1)
    weight_decay: float | None = Field(default=None, ge=0, le=10)
    hidden: tuple[int, ...] | None = None
    merge_fraction: float = Field(default=0.1, gt=0, le=1)
    leave_out: bool = True
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    overwrite: bool = False


class PredictJob(_Strict):
    """Predict how a sample fills; the prediction is written as a run.

    Parameters
    ----------
    model : Path
        A trained network.
    sample : Path
        A sample whose pores are known.
    out : Path
        The run that is written.
    name : str
        What to call it.
    fluids : FluidsSettings
        Electrolyte and gas.
    pressure_pa : float
        Pressure at the inlet above that of the gas.
    inlet : str
        Face that the electrolyte enters by.
    overwrite : bool
        Whether a run of the same name may be replaced.
    """

    kind: Literal["predict"] = "predict"
    model: FilePath
    sample: FilePath
    out: FilePath
    name: str = Field(default="", max_length=200)
    fluids: FluidsSettings
    pressure_pa: float = Field(ge=0, le=MOST_PRESSURE_PA)
    inlet: Face = "x-"
    overwrite: bool = False


class ElectrodeSettings(_Strict):
    """An electrode of a campaign: generated, or a sample that is there.

    Parameters
    ----------
    name : str
        What to call it; it is also the name of its file.
    sample : Path or None
        A sample to use; None generates one from what follows.
    shape, voxel_m, porosity, binder_share, mean_diameter_m, diameter_spread, seed
        See `wetview.volume.generate_electrode`.
    """

    name: str = Field(min_length=1, max_length=60, pattern=r"^[\w .-]+$")
    sample: FilePath | None = None
    shape: tuple[int, int, int] = (64, 48, 48)
    voxel_m: float = 1e-6
    porosity: float = 0.45
    binder_share: float = 0.1
    mean_diameter_m: float = 8e-6
    diameter_spread: float = 0.25
    seed: int = Field(default=0, ge=0, le=2**32 - 1)


class ConditionSettings(_Strict):
    """Pressure and contact angle of one run of a campaign."""

    electrode: str
    pressure_pa: float = Field(ge=0, le=MOST_PRESSURE_PA)
    contact_angle_deg: float = Field(ge=10, le=170)
    binder_contact_angle_deg: float | None = Field(default=None, ge=10, le=170)


class CampaignJob(_Strict):
    """Fill many electrodes under many conditions, on a Dask cluster.

    Runs that are finished are left alone, and those that were cut off go on: the same
    description brings a campaign to its end whenever it is started again.

    Parameters
    ----------
    folder : Path
        The project that samples and runs are written into.
    electrodes : list of ElectrodeSettings
        What is filled.
    fluids : FluidsSettings
        Electrolyte and gas; the contact angle is that of each run.
    runs : list of ConditionSettings
        In the order in which they are started.
    trapped_gas, outlet, sides : str
        See `wetview.lbm.FillingPlan`.
    merge_fraction : float
        Of the pores; 1 records every fragment of the watershed by itself, so that they
        can be joined later by any rule.
    n_workers : int or None
        Processes of the local cluster; None leaves one core to the window.
    scheduler : str or None
        Address of another Dask scheduler, "tcp://host:8786"; its workers must see the
        same folder.
    """

    kind: Literal["campaign"] = "campaign"
    folder: FilePath
    electrodes: tuple[ElectrodeSettings, ...] = Field(min_length=1)
    fluids: FluidsSettings
    runs: tuple[ConditionSettings, ...] = Field(min_length=1)
    trapped_gas: TrappedGas = "kept"
    outlet: Outlet = "vent"
    sides: Sides = "wall"
    merge_fraction: float = Field(default=1.0, gt=0, le=1)
    n_workers: int | None = Field(default=None, ge=1, le=1024)
    scheduler: str | None = Field(default=None, max_length=200)


class ReproducePaperJob(_Strict):
    """Train the paper's network on its authors' curves, and draw the paper's figures.

    Parameters
    ----------
    data : Path
        The authors' curves.
    out : Path
        Folder for figures, tables and numbers.
    n_epochs : int
        Passes over the rows.
    seed : int
        Of weights and splits.
    """

    kind: Literal["reproduce-paper"] = "reproduce-paper"
    data: FilePath
    out: FilePath
    n_epochs: int = Field(default=1000, ge=1, le=100_000)
    seed: int = Field(default=0, ge=0, le=2**32 - 1)


Micrometres = Annotated[float, Field(ge=-1e9, le=1e9)]


class ViewpointSettings(_Strict):
    """Where a camera stands; see `wetview.scene.viewpoint.Viewpoint`."""

    position: tuple[Micrometres, Micrometres, Micrometres]
    focus: tuple[Micrometres, Micrometres, Micrometres]
    up: tuple[Micrometres, Micrometres, Micrometres]
    scale: float = Field(gt=0, le=1e9)
    aspect: float | None = Field(default=None, gt=0.05, le=20)

    @model_validator(mode="after")
    def _looks_somewhere(self) -> ViewpointSettings:
        arm = np.subtract(self.position, self.focus)
        if np.linalg.norm(np.cross(arm, self.up)) <= _LEAST_SINE * np.linalg.norm(
            arm
        ) * np.linalg.norm(self.up):
            msg = "position and focus must differ, and `up` must lead across the view"
            raise ValueError(msg)
        return self


class KeyFrameSettings(_Strict):
    """A viewpoint that is reached at a share of the video."""

    at: float = Field(ge=0, le=1)
    view: ViewpointSettings


class _PictureSettings(_Strict):
    """What videos and stills have in common.

    Parameters
    ----------
    run : Path
        The run.
    compare_with : list of Path
        Up to three more of the same sample, side by side with it, at the same physical
        time and seen by the same camera.
    out : Path
        What is written; its ending says the format.
    difference : bool
        With two runs, two more panes with their difference.
    colour_by, solid : str
        See `wetview.scene.video_look.VideoLook`.
    camera : {"still", "turntable", "key frames"}
        How the camera moves.
    view : ViewpointSettings or None
        Where it stands at first; None shows the whole sample.
    turn_deg : float
        How far a turntable turns.
    key_frames : list of KeyFrameSettings
        For the camera "key frames".
    curves, show_time, names, scale_bar, axes : bool
        What is written into the pictures.
    """

    run: FilePath
    compare_with: tuple[FilePath, ...] = Field(default=(), max_length=3)
    out: FilePath
    width: int = Field(default=1280, ge=16, le=7680)
    height: int = Field(default=720, ge=16, le=4320)
    theme: Literal["light", "dark", "print"] = "light"
    pace: Literal["saturation", "time"] = "saturation"
    difference: bool = False
    colour_by: Literal["electrolyte", "fill_time", "order", "pore_saturation"] = (
        "electrolyte"
    )
    solid: Literal["cut", "quarter", "translucent", "whole", "hidden"] = "cut"
    camera: Literal["still", "turntable", "key frames"] = "still"
    view: ViewpointSettings | None = None
    turn_deg: float = Field(default=360, ge=-36_000, le=36_000)
    key_frames: tuple[KeyFrameSettings, ...] = Field(default=(), max_length=100)
    curves: bool = True
    show_time: bool = True
    names: bool = True
    scale_bar: bool = True
    axes: bool = True


class VideoJob(_PictureSettings):
    """Make a video of a run, or of several: MP4, WebM, GIF, or a folder of PNG."""

    kind: Literal["video"] = "video"
    frames_per_second: int = Field(default=25, ge=1, le=120)
    seconds: float = Field(default=10, gt=0, le=3600)


class PictureJob(_PictureSettings):
    """Make one picture of what a video would show.

    Parameters
    ----------
    at : float
        Share of the video, 0 to 1.
    time_s : float or None
        Physical time instead.
    supersampling : int
        Drawn so many times larger along both sides and averaged.
    """

    kind: Literal["picture"] = "picture"
    at: float = Field(default=1.0, ge=0, le=1)
    time_s: float | None = Field(default=None, ge=0)
    supersampling: int = Field(default=2, ge=1, le=4)


class SeriesJob(_Strict):
    """Write every frame of a run as VTI, with a list of them as PVD."""

    kind: Literal["series"] = "series"
    run: FilePath
    out: FilePath


class BundleJob(_Strict):
    """Write a whole project as one zip file."""

    kind: Literal["bundle"] = "bundle"
    project: FilePath
    out: FilePath
    overwrite: bool = False


class ReportJob(_Strict):
    """Write one page on a sample and its fillings.

    Parameters
    ----------
    project : Path
        Folder of the project.
    out : Path
        The HTML file.
    sample : Path or None
        The sample; by default the last that was filled.
    runs : list of Path
        Fillings to tell of; by default all of the sample.
    overwrite : bool
        Whether a file of that name may be replaced.
    """

    kind: Literal["report"] = "report"
    project: FilePath
    out: FilePath
    sample: FilePath | None = None
    runs: tuple[FilePath, ...] = Field(default=(), max_length=1000)
    overwrite: bool = False


class DemoJob(_Strict):
    """Take the example electrode the whole way: pores, filling, figures, video.

    The usual size is filled within three minutes on two cores; its saturation is
    nearly flat after 9000 steps.
    """

    kind: Literal["demo"] = "demo"
    folder: FilePath
    seed: int = Field(default=1, ge=0, le=2**32 - 1)
    shape: tuple[int, int, int] = (64, 48, 48)
    max_steps: int = Field(default=9000, ge=100)
    width: int = Field(default=1280, ge=16, le=7680)
    height: int = Field(default=720, ge=16, le=4320)
    n_threads: int | None = Field(default=None, ge=1, le=1024)


Job = (
    PoresJob
    | PermeabilityJob
    | SimulateJob
    | ResumeJob
    | TrainJob
    | PredictJob
    | CampaignJob
    | ReproducePaperJob
    | VideoJob
    | PictureJob
    | SeriesJob
    | BundleJob
    | ReportJob
    | DemoJob
)

KINDS = (
    "pores",
    "permeability",
    "simulate",
    "resume",
    "train",
    "predict",
    "campaign",
    "reproduce-paper",
    "video",
    "picture",
    "series",
    "bundle",
    "report",
    "demo",
)

_any_job: TypeAdapter[Job] = TypeAdapter(
    Annotated[Job, Field(discriminator="kind")],
)


def load_job(path: Path) -> Job:
    """Read and check a job's file.

    Raises
    ------
    UserError
        If it cannot be read or is no JSON; and with the name of the field, its value
        and what is allowed, if a setting is wrong.
    """
    path = Path(path)
    with reading(path, "the description of a job"):
        if path.stat().st_size > _MAX_BYTES:
            msg = f"it has {path.stat().st_size} bytes"
            raise ValueError(msg)
        content = json.loads(path.read_text(encoding="utf-8"))
    return job_from(content, folder=path.resolve().parent, source=f" in `{path}`")


def job_from(content: Any, *, folder: Path | None = None, source: str = "") -> Job:
    """Check a job's description.

    Parameters
    ----------
    content : object
        What the JSON file held.
    folder : Path, optional
        What relative paths count from.
    source : str
        Where it was found, for messages: " in `job.json`".

    Raises
    ------
    UserError
        With the name of the field, its value and what is allowed.
    """
    try:
        return _any_job.validate_python(content, context={"folder": folder})
    except ValidationError as error:
        raise _explain(error, source) from error


def save_job(job: Job, path: Path) -> None:
    """Write a job's file, whole or not at all."""
    write_json(path, job.model_dump(mode="json"))


def _explain(error: ValidationError, source: str) -> UserError:
    """The first thing that is wrong, with field, value and what is allowed."""
    first = error.errors(include_url=False, include_context=True)[0]
    field = ".".join(str(part) for part in first["loc"] if part not in KINDS)
    value = f"{first['input']!r}"[:80]
    match first["type"]:
        case "missing":
            return UserError(f"`{field}` is missing{source}", "Add it")
        case "extra_forbidden":
            return UserError(
                f"`{field}` is not a setting of such a job{source}", "Remove it"
            )
        case "union_tag_invalid" | "union_tag_not_found":
            kind = first["input"].get("kind")
            return UserError(
                f"`kind` is {kind!r}{source}", f"Allowed are {', '.join(KINDS)}"
            )
        case _ if not field:
            return UserError(f"The description of the job is {value}{source}")
        case _:
            return UserError(
                f"`{field}` is {value}{source}",
                first["msg"].replace("Input should be", "It should be"),
            )

"""Descriptions of the jobs that make samples, measure them and fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, model_validator

from wetview.errors import UserError
from wetview.jobs.fields import FieldsWanted  # noqa: TC001 - pydantic
from wetview.jobs.settings import (
    ElectrodeSettings,
    FilePath,
    FluidsSettings,
    Settings,
)
from wetview.lbm.permeability import (  # noqa: TC001 - pydantic
    Axis,
    FlowEnds,
    FlowSides,
)
from wetview.lbm.plan import Outlet, Sides, TrappedGas  # noqa: TC001 - pydantic
from wetview.lbm.schedule import MOST_PRESSURE_PA, PressureSchedule
from wetview.volume.faces import Face  # noqa: TC001 - pydantic

if TYPE_CHECKING:
    from wetview.lbm import FillingPlan
    from wetview.volume import Phases

CHECKPOINT_EVERY_S = 45.0
"""Seconds between two checkpoints: with what it takes to write one, a process that is
killed loses less than a minute."""


class GenerateJob(Settings):
    """Generate an electrode; it is written as a sample."""

    kind: Literal["generate"] = "generate"
    electrode: ElectrodeSettings
    out: FilePath
    overwrite: bool = False


class PoresJob(Settings):
    """Divide the pore space of a sample into pores; they are added to its file."""

    kind: Literal["pores"] = "pores"
    sample: FilePath
    merge_fraction: float = Field(default=0.1, ge=0, le=1)


class SimulateJob(Settings):
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


class ResumeJob(Settings):
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


class PermeabilityJob(Settings):
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

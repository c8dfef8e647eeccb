"""The settings of the Simulate step."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

from wetview.jobs import FluidsSettings, SimulateJob
from wetview.lbm.schedule import PressureSchedule
from wetview.units import ATM, KPA, US

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wetview.jobs.fields import FieldsWanted
    from wetview.lbm.fluids import Fluids
    from wetview.lbm.plan import Outlet, Sides, TrappedGas
    from wetview.volume.faces import Face

Course = Literal["constant", "ramp", "steps"]
"""How the pressure goes over time."""


@dataclass(frozen=True)
class FillingRequest:
    """What the user has set for the next run.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    course : {"constant", "ramp", "steps"}
        How the pressure goes over time.
    pressure_pa : float
        Pressure at the inlet above that of the gas: the constant one, or where a ramp
        ends.
    ramp_s : float
        How long a ramp takes.
    levels : tuple of (float, float)
        Times in s and pressures in Pa of the steps.
    inlet, outlet, sides, trapped_gas : str
        As in `FillingPlan`.
    fields : {"none", "last", "frames"}
        Of which moments velocity and pressure are written as files.
    max_steps : int or None
        Step limit; None leaves it to the planner.
    device : str
        What computes; "auto" leaves it to the program.
    n_threads : int or None
        Processor cores to use; None leaves it to the program.
    """

    fluids: Fluids
    course: Course = "constant"
    pressure_pa: float = 4 * ATM
    ramp_s: float = 20 * US
    levels: tuple[tuple[float, float], ...] = ((0.0, 0.0), (20 * US, 4 * ATM))
    inlet: Face = "x-"
    outlet: Outlet = "vent"
    sides: Sides = "wall"
    trapped_gas: TrappedGas = "kept"
    fields: FieldsWanted = "none"
    max_steps: int | None = None
    device: str = "auto"
    n_threads: int | None = None

    @property
    def pressure(self) -> PressureSchedule:
        """The pressure over time.

        Raises
        ------
        UserError
            If ramp or steps make no sense.
        """
        if self.course == "ramp":
            return PressureSchedule.ramp(self.pressure_pa, duration_s=self.ramp_s)
        if self.course == "steps":
            return PressureSchedule.steps(self.levels)
        return PressureSchedule.constant(self.pressure_pa)

    @property
    def name(self) -> str:
        """What to call a run with these settings: "405.3 kPa, 90°"."""
        parts = [f"{self.pressure.largest_pa / KPA:.4g} kPa"]
        if self.course != "constant":
            parts[0] += f" {self.course}"
        parts.append(f"{self.fluids.contact_angle_deg:g}°")
        if self.inlet != "x-":
            parts.append(f"from {self.inlet}")
        if self.trapped_gas != "kept":
            parts.append(f"gas {self.trapped_gas}")
        return ", ".join(parts)

    def job(self, sample: Path, out: Path) -> SimulateJob:
        """The job that does it.

        Raises
        ------
        UserError
            If the pressure over time makes no sense.
        """
        pressure = self.pressure
        return SimulateJob(
            sample=sample,
            out=out,
            name=self.name,
            fluids=FluidsSettings.of(self.fluids),
            pressure_pa=pressure.largest_pa,
            pressure_points=pressure.points if len(pressure.points) > 1 else None,
            inlet=self.inlet,
            outlet=self.outlet,
            sides=self.sides,
            trapped_gas=self.trapped_gas,
            fields=self.fields,
            max_steps=self.max_steps,
            device=self.device,
            n_threads=self.n_threads,
            stream_frames=True,
        )

    def as_dict(self) -> dict[str, Any]:
        """What a project file keeps of this."""
        return asdict(self)

    def restored(self, stored: Mapping[str, Any]) -> FillingRequest:
        """A copy with what a project file kept.

        Raises
        ------
        TypeError, ValueError, UserError
            If that makes no sense.
        """
        known = {field.name for field in fields(self)} - {"fluids", "levels"}
        rest = {name: value for name, value in stored.items() if name in known}
        fluids = replace(self.fluids, **stored.get("fluids", {}))
        levels = tuple(
            (float(time_s), float(pressure_pa))
            for time_s, pressure_pa in stored.get("levels", self.levels)
        )
        return replace(self, fluids=fluids, levels=levels, **rest)

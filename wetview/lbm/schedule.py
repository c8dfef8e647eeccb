"""The pressure at the inlet over time, in seconds and pascals, and on the lattice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.units import KPA, format_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_PRESSURE_PA = 1e8
MOST_POINTS = 1000


@dataclass(frozen=True)
class PressureSchedule:
    """Pressure of the electrolyte at the inlet above that of the gas, over time.

    Parameters
    ----------
    points : tuple of (float, float)
        Time in s and pressure in Pa, linear between two points; two points at the same
        time are a jump. Constant after the last one. The first one is at 0 s; before it
        the electrolyte is at rest at the pressure of the gas.

    Examples
    --------
    >>> vacuum_then_pressure = PressureSchedule.steps([(0, 0), (5e-5, 1e5)])
    >>> vacuum_then_pressure.points
    ((0.0, 0.0), (5e-05, 0.0), (5e-05, 100000.0))
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        _validate(self.points)

    @classmethod
    def constant(cls, pressure_pa: float) -> PressureSchedule:
        """The same pressure all the time; 0 is spontaneous imbibition."""
        return cls(((0.0, float(pressure_pa)),))

    @classmethod
    def ramp(
        cls, pressure_pa: float, *, duration_s: float, from_pa: float = 0.0
    ) -> PressureSchedule:
        """A pressure that rises evenly and then stays.

        Raises
        ------
        UserError
            If it does not last a positive time.
        """
        if not 0 < duration_s < math.inf:
            raise UserError(
                f"The pressure is to rise within {format_time(duration_s)}",
                "Give a time above 0 s, or a constant pressure",
            )
        return cls(((0.0, float(from_pa)), (float(duration_s), float(pressure_pa))))

    @classmethod
    def steps(cls, levels: Sequence[tuple[float, float]]) -> PressureSchedule:
        """Pressures that each hold from their time on, the first from 0 s.

        Parameters
        ----------
        levels : sequence of (float, float)
            Times in s, which increase, and pressures in Pa.
        """
        points: list[tuple[float, float]] = []
        for time_s, pressure_pa in levels:
            if points:
                points.append((float(time_s), points[-1][1]))
            points.append((float(time_s), float(pressure_pa)))
        return cls(tuple(points))

    @property
    def largest_pa(self) -> float:
        """The highest pressure of all."""
        return max(pressure_pa for _, pressure_pa in self.points)

    @property
    def last_pa(self) -> float:
        """The pressure at which it stays."""
        return self.points[-1][1]

    @property
    def ends_s(self) -> float:
        """From when on the pressure no longer changes."""
        return self.points[-1][0]

    def at(self, time_s: float) -> float:
        """Pressure in Pa at a time; after the jump where there is one."""
        times, pressures = zip(*self.points, strict=True)
        if time_s in times:
            return float(pressures[len(times) - 1 - times[::-1].index(time_s)])
        return float(np.interp(time_s, times, pressures))

    def when_integral_reaches(
        self, wanted_pa_s: float, drive_pa: Callable[[float], float]
    ) -> float:
        """Time at which the integral of the driving pressure reaches a value.

        Parameters
        ----------
        wanted_pa_s : float
            The value.
        drive_pa : callable
            What drives the electrolyte at a pressure, above 0 at the last one.

        Returns
        -------
        float
            Seconds. Between points the drive is taken to be linear.
        """
        reached = 0.0
        for (start_s, first_pa), (end_s, second_pa) in pairwise(self.points):
            first, second = drive_pa(first_pa), drive_pa(second_pa)
            gain = (first + second) / 2 * (end_s - start_s)
            if reached + gain >= wanted_pa_s:
                slope = (second - first) / (end_s - start_s)
                missing = wanted_pa_s - reached
                # Root of slope t^2 / 2 + first t = missing, in a form without 0 / 0.
                return start_s + 2 * missing / (
                    first + math.sqrt(max(first**2 + 2 * slope * missing, 0.0))
                )
            reached += gain
        return self.ends_s + (wanted_pa_s - reached) / drive_pa(self.last_pa)


def inlet_knots(
    schedule: PressureSchedule,
    *,
    step_s: float,
    density_per_pa: float,
    smoothing_steps: int,
) -> tuple[tuple[float, float], ...]:
    """Density of the reservoir over steps: the schedule without its jumps.

    No two knots that differ lie closer than `smoothing_steps`: a jump becomes a rise
    over so many steps, so that no shock runs through the sample, and what happens
    within a rise is left out.

    Parameters
    ----------
    schedule : PressureSchedule
        What the pressure should be.
    step_s : float
        Physical time of a step.
    density_per_pa : float
        Excess of the lattice's density in a pascal.
    smoothing_steps : int
        Fewest steps over which the pressure changes.

    Returns
    -------
    tuple of (float, float)
        Steps, which increase, and densities, linear between.
    """
    knots = [(0.0, 1.0)]
    for time_s, pressure_pa in schedule.points:
        step, density = time_s / step_s, 1 + density_per_pa * pressure_pa
        last_step, last_density = knots[-1]
        if step < last_step:
            continue  # passed while the last change was smoothed
        if density == last_density and step > last_step:
            knots.append((step, density))
        elif step - last_step < smoothing_steps and density != last_density:
            reached = last_step + smoothing_steps
            pressure = schedule.at(reached * step_s)
            knots.append((reached, 1 + density_per_pa * pressure))
        elif step > last_step:
            knots.append((step, density))
    return tuple(knots)


def _validate(points: tuple[tuple[float, float], ...]) -> None:
    if not 1 <= len(points) <= MOST_POINTS:
        raise UserError(
            f"The pressure is given at {len(points)} times",
            f"Give from 1 to {MOST_POINTS}",
        )
    times = [time_s for time_s, _ in points]
    if times[0] != 0:
        raise UserError(
            f"The first pressure is given for {format_time(times[0])}",
            "Say what it is from 0 s on",
        )
    for earlier_s, later_s in pairwise(times):
        if not earlier_s <= later_s < math.inf:
            raise UserError(
                f"The pressure at {format_time(later_s)} comes after the one at"
                f" {format_time(earlier_s)}",
                "Give the times in their order",
            )
    for _, pressure_pa in points:
        if not 0 <= pressure_pa <= MOST_PRESSURE_PA:
            raise UserError(
                f"The pressure is {pressure_pa / KPA:g} kPa",
                f"Give a gauge pressure from 0 to {MOST_PRESSURE_PA / KPA:g} kPa",
            )

"""What Darcy's law expects of a filling, in SI units, before any lattice is chosen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.lbm.pore_space import measure_pore_space, widest_pore_radius_m
from wetview.units import KPA, UM

if TYPE_CHECKING:
    from wetview.lbm.fluids import Fluids
    from wetview.lbm.pore_space import PoreSpace
    from wetview.lbm.schedule import PressureSchedule
    from wetview.volume import Phases
    from wetview.volume.faces import Face

WETTING_MARGIN_DEG = 5.0
"""How far below 90 degrees the contact angle must be for capillarity to fill a sample
by itself: the engine's own error of the angle is of this size."""

_LEAST_SHARE_OF_ENTRY = 0.5
"""Share of the widest pore's entry pressure below which surely nothing enters; the
radius of a pore of few voxels is not known better."""
_WIDER_PORES = 0.2
_TORTUOSITY = 2.0
_CREEP = 1e-3
"""Share of the largest drive that is counted where there is none, so that a pressure
that ends early still gives an end."""


@dataclass(frozen=True)
class Expectation:
    """How a sample fills, by Darcy's law with a sharp front.

    Parameters
    ----------
    capillary_pa : float
        Capillary pressure of the mean pore, `sigma <cos theta> / r_h`; below 0 it
        holds the electrolyte back.
    driving_pa : float
        The largest pressure that drives the front.
    crossing_s : float
        When the front reaches the outlet.
    front_speed_m_s : float
        Mean speed of the front until then.
    diffusivity_m2_s : float
        `(k / phi) p / mu` at the largest driving pressure: twice that is the square of
        the front's depth over time.
    pore_diameter_m : float
        `4 r_h`.
    reynolds, capillary : float
        `rho u d / mu` and `mu u / sigma` with that speed and diameter.
    """

    capillary_pa: float
    driving_pa: float
    crossing_s: float
    front_speed_m_s: float
    diffusivity_m2_s: float
    pore_diameter_m: float
    reynolds: float
    capillary: float

    @property
    def fastest_crossing_s(self) -> float:
        """How long the front would need under the largest drive all the time."""
        length_m = self.front_speed_m_s * self.crossing_s
        return length_m**2 / (2 * self.diffusivity_m2_s)


def expect_filling(
    phases: Phases,
    fluids: Fluids,
    pressure: PressureSchedule,
    *,
    inlet: Face = "x-",
    sides: str = "wall",
) -> Expectation:
    """Expect how a sample fills; good to a factor of three.

    Raises
    ------
    UserError
        If nothing drives the electrolyte in.

    Notes
    -----
    A front that is driven by p reaches the depth x with `x^2 = 2 (k / phi) p t / mu`;
    the permeability k is Kozeny's. p is the applied pressure plus the capillary
    pressure of the mean pore. Where that is little or less than nothing, pores wider
    than the mean one still fill: a fifth of the applied pressure is counted then.
    """
    space = measure_pore_space(phases, inlet=inlet, sides=sides)
    _require_drive(phases, fluids, space, pressure)
    return expect_in(
        fluids,
        pressure,
        length_m=space.length_m,
        hydraulic_radius_m=space.hydraulic_radius_m,
        mean_cosine=space.mean_cosine(fluids),
    )


def expect_in(
    fluids: Fluids,
    pressure: PressureSchedule,
    *,
    length_m: float,
    hydraulic_radius_m: float,
    mean_cosine: float,
) -> Expectation:
    """Expect how a sample of which little is known fills; see `expect_filling`.

    Parameters
    ----------
    fluids : Fluids
        Electrolyte and gas.
    pressure : PressureSchedule
        At the inlet.
    length_m : float
        From the inlet to the outlet.
    hydraulic_radius_m : float
        Volume of the pores over the area of their walls.
    mean_cosine : float
        Cosine of the contact angle, averaged over the walls.
    """
    capillary_pa = fluids.surface_tension_n_m * mean_cosine / hydraulic_radius_m

    def drive_pa(applied_pa: float) -> float:
        return max(applied_pa + capillary_pa, _WIDER_PORES * applied_pa)

    driving_pa = drive_pa(pressure.largest_pa)
    # Kozeny's k / phi = r_h^2 / (2 T)
    permeability_over_porosity_m2 = hydraulic_radius_m**2 / (2 * _TORTUOSITY)
    conductance = permeability_over_porosity_m2 / fluids.liquid_viscosity_pa_s
    crossing_s = pressure.when_integral_reaches(
        length_m**2 / (2 * conductance),
        lambda applied_pa: max(drive_pa(applied_pa), _CREEP * driving_pa),
    )
    speed = length_m / crossing_s
    return Expectation(
        capillary_pa=capillary_pa,
        driving_pa=driving_pa,
        crossing_s=crossing_s,
        front_speed_m_s=speed,
        diffusivity_m2_s=conductance * driving_pa,
        pore_diameter_m=4 * hydraulic_radius_m,
        reynolds=fluids.liquid_density_kg_m3
        * speed
        * 4
        * hydraulic_radius_m
        / fluids.liquid_viscosity_pa_s,
        capillary=fluids.liquid_viscosity_pa_s * speed / fluids.surface_tension_n_m,
    )


def _require_drive(
    phases: Phases, fluids: Fluids, space: PoreSpace, pressure: PressureSchedule
) -> None:
    """Refuse what surely lets no electrolyte in."""
    cosine = space.mean_cosine(fluids)
    applied_pa = pressure.largest_pa
    if applied_pa == 0:
        if cosine < math.cos(math.radians(90 - WETTING_MARGIN_DEG)):
            raise UserError(
                "Nothing drives the electrolyte in: the pressure is 0 kPa and the"
                f" contact angle {_angles(fluids)}",
                "Give a pressure above 0 kPa, or a contact angle of"
                f" {90 - WETTING_MARGIN_DEG:g} degrees or less",
            )
    elif cosine < 0:
        radius_m = widest_pore_radius_m(phases)
        entry_pa = -fluids.surface_tension_n_m * cosine / radius_m
        if applied_pa < _LEAST_SHARE_OF_ENTRY * entry_pa:
            raise UserError(
                f"The pressure is {applied_pa / KPA:.3g} kPa, but at a contact angle of"
                f" {_angles(fluids)} even the widest pore, of radius"
                f" {radius_m / UM:.3g} um, needs about {entry_pa / KPA:.3g} kPa",
                "Give a higher pressure or a smaller contact angle",
            )


def _angles(fluids: Fluids) -> str:
    on_active, on_binder = fluids.contact_angle_deg, fluids.binder_contact_angle_deg
    if on_active == on_binder:
        return f"{on_active:g} degrees"
    return f"{on_active:g} degrees ({on_binder:g} on the binder)"

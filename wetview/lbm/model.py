"""The numbers of the two-phase model, in lattice units."""

from __future__ import annotations

from dataclasses import dataclass

SHARPNESS = 0.9
"""beta of the recolouring; the interface is tanh(beta x) wide."""
NO_GRADIENT = 1e-6
"""Below this gradient, in 1/voxel, there is no interface: the unit normal fades out
instead of following round-off."""
SPEED_LIMIT = 0.15
"""Faster than this no node is relaxed towards: jets of gas in single throats would
otherwise run away. Mass is kept; what is lost is momentum that no creeping flow has."""


@dataclass(frozen=True)
class Model:
    """What the two fluids and the open faces are, all in lattice units.

    Parameters
    ----------
    surface_tension : float
        Between liquid and gas.
    liquid_viscosity, gas_viscosity : float
        Kinematic viscosities.
    inlet_knots : tuple of (float, float)
        Step and density of the reservoir at the inlet, by steps that increase; linear
        between knots, constant before the first and after the last. The pressure there
        is (density - 1) / 3.
    holds_liquid : bool
        Whether the outlet and open sides are vents, which liquid does not pass.
    gas_sink : float
        Share of its overpressure that gas loses in a step: by dissolving, or because
        it is no more than the rest that a pump has left.
    sink_spares_vented : bool
        Whether gas that still has a way to a vent is spared.
    force_x : float
        Body force along x, for tests and for permeability.
    """

    surface_tension: float
    liquid_viscosity: float
    gas_viscosity: float
    inlet_knots: tuple[tuple[float, float], ...] = ((0.0, 1.0),)
    holds_liquid: bool = True
    gas_sink: float = 0.0
    sink_spares_vented: bool = True
    force_x: float = 0.0

    @property
    def most_inlet_density(self) -> float:
        """The highest density that the reservoir takes."""
        return max(density for _, density in self.inlet_knots)


def ramp(density: float, steps: float = 0.0) -> tuple[tuple[float, float], ...]:
    """Knots of a reservoir that rises from rest to a density and stays there."""
    return ((0.0, 1.0), (steps, density)) if steps > 0 else ((0.0, density),)

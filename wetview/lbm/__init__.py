"""Lattice Boltzmann: pores fill.

`FillingRun` needs numba, which takes a moment to load, and comes when first asked for.
"""

from typing import TYPE_CHECKING

from wetview.lbm.fluids import FluidPreset, Fluids, fluid_presets
from wetview.lbm.plan import Estimate, FillingPlan, estimate, plan_filling
from wetview.lbm.schedule import PressureSchedule

if TYPE_CHECKING:
    from wetview.lbm.run import FillingRun

__all__ = [
    "Estimate",
    "FillingPlan",
    "FillingRun",
    "FluidPreset",
    "Fluids",
    "PressureSchedule",
    "estimate",
    "fluid_presets",
    "plan_filling",
]


def __getattr__(name: str) -> object:
    if name == "FillingRun":
        from wetview.lbm.run import FillingRun

        return FillingRun
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)

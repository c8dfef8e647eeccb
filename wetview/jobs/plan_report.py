"""All numbers of a plan in one dictionary: for `wetview plan --json` and for logs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wetview.lbm import Estimate, FillingPlan
    from wetview.lbm.self_timing import EngineSpeed


def plan_report(
    plan: FillingPlan, size: Estimate, speed: EngineSpeed | None
) -> dict[str, Any]:
    """What a plan says, by names that tell the unit.

    Parameters
    ----------
    plan : FillingPlan
        The plan.
    size : Estimate
        What the run will need.
    speed : EngineSpeed or None
        How fast the machine is; None where that is not known.
    """
    return {
        "n_nodes": size.n_nodes,
        "n_bytes": size.n_bytes,
        "expected_steps": plan.expected_steps,
        "expected_time_s": plan.expected_steps * plan.step_s,
        "expected_seconds": None
        if speed is None
        else size.seconds(speed.nodes_per_second),
        "nodes_per_second": None if speed is None else speed.nodes_per_second,
        "device": None if speed is None else speed.device,
        "max_steps": plan.max_steps,
        "max_time_s": plan.max_steps * plan.step_s,
        "fluids": asdict(plan.fluids),
        "pressure_points": plan.pressure.points,
        "inlet": plan.inlet,
        "outlet": plan.outlet,
        "sides": plan.sides,
        "trapped_gas": plan.trapped_gas,
        "lattice": {
            **asdict(plan.lattice),
            "density_excess": plan.density_excess,
            "viscosity_ratio": plan.viscosity_ratio,
            "reynolds": plan.lattice_reynolds,
            "gas_sink": plan.gas_sink,
            "pascals_a_unit": plan.pascals_a_lattice_unit,
        },
        "expected": asdict(plan.expected),
        "notes": plan.notes,
    }

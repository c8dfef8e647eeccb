"""What a run ended with, as the numbers that are written, printed and shown."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling import FLAT_RULE, filling_end
from wetview.filling.trapped import saturation_with_real_gas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.filling import GasBalance, TrappedGas
    from wetview.lbm import FillingPlan

REASONS = {
    "flat": "the saturation no longer rises",
    "max_steps": "the steps were used up while the saturation still rose",
    "stopped": "it was stopped",
    "unstable": "it became unstable",
}
"""Why a run has ended, to be put after "because"."""


def run_results(
    reason: str,
    *,
    steps: Sequence[int],
    saturations: Sequence[float],
    plan: FillingPlan,
    n_nodes: int,
    trapped: TrappedGas | None,
    balance: GasBalance | None,
) -> dict[str, Any]:
    """The numbers that describe how a run ended.

    Parameters
    ----------
    reason : str
        One of `REASONS`.
    steps, saturations : sequence
        The saturation curve.
    plan : FillingPlan
        Where physical times and lengths come from.
    n_nodes : int
        Pore voxels.
    trapped, balance : TrappedGas and GasBalance, or None
        The gas at the end; None where the values at the end are not sound.

    Returns
    -------
    dict
        "outcome", "reason" and "flat_rule"; "steps", "time_s"; what `FillingEnd` has;
        "trapped_gas" with "n_clusters", "volume_m3", "largest_m3" and
        "share_of_pores"; "gas_balance" with what `GasBalance` has;
        "saturation_with_real_gas", None unless trapped gas is kept.
    """
    time_s = np.array(steps, dtype=np.float64) * plan.step_s
    end = filling_end(time_s, saturations, is_flat=reason == "flat")
    real = None
    if plan.trapped_gas == "kept" and trapped is not None and balance is not None:
        real = saturation_with_real_gas(
            end.saturation,
            trapped=float(trapped.volume_vx.sum()) / n_nodes,
            trapped_mass=balance.gas_trapped_pv,
            pressure_pa=plan.pressure.at(float(time_s[-1])),
        )
    return {
        "outcome": "stopped" if reason == "unstable" else reason,
        "reason": REASONS[reason],
        "flat_rule": FLAT_RULE,
        "steps": steps[-1],
        "time_s": float(time_s[-1]),
        **asdict(end),
        "trapped_gas": None if trapped is None else _trapped(trapped, plan, n_nodes),
        "gas_balance": None if balance is None else asdict(balance),
        "saturation_with_real_gas": real,
    }


def _trapped(trapped: TrappedGas, plan: FillingPlan, n_nodes: int) -> dict[str, Any]:
    voxel_m3 = plan.voxel_m**3
    total_vx = int(trapped.volume_vx.sum())
    return {
        "n_clusters": len(trapped),
        "volume_m3": total_vx * voxel_m3,
        "largest_m3": int(trapped.volume_vx[0]) * voxel_m3 if len(trapped) else 0.0,
        "share_of_pores": total_vx / n_nodes,
    }

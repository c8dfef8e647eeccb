"""Where the gas is that filled the pores at the start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GasBalance:
    """What became of the gas until one moment, and how much liquid came for it.

    All in pore volumes: amounts over the amount that fills all pores at the pressure
    before filling, which is 1 of gas at the start. What is neither out nor dissolved is
    still in the sample, trapped or not.

    Parameters
    ----------
    liquid_in_pv : float
        Liquid that came in, less what left by an open outlet.
    gas_out_pv : float
        Gas that left through the open faces.
    gas_trapped_pv : float
        Gas in clusters that reach no open face; see `trapped_gas`.
    gas_dissolved_pv : float
        Gas that has dissolved in the liquid, or was taken up by it.
    """

    liquid_in_pv: float
    gas_out_pv: float
    gas_trapped_pv: float
    gas_dissolved_pv: float

    @property
    def gas_inside_pv(self) -> float:
        """Gas that is still in the pores, trapped or not."""
        return 1.0 - self.gas_out_pv - self.gas_dissolved_pv

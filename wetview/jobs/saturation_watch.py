"""When a run has ended, and when it will: read from its saturation so far."""

from __future__ import annotations

import numpy as np

from wetview.filling import FLAT_RELATIVE_RISE, FLAT_RISE, FLAT_SHARE, FLAT_STEPS

FRAME_RISE = 0.01
"""Saturation between two frames."""
FRAME_STRETCH = 1.15
"""Steps of a frame over those of the frame before, where the saturation rose less."""
FEWEST_STEPS_TO_FRAME = 200

_FLAT_SATURATION = 0.01
_RESTING_SHARE = 0.05
_TELLING_SATURATION = 0.05


class SaturationWatch:
    """Follows the saturation of a run.

    Parameters
    ----------
    max_steps : int
        Where the run ends at the latest.
    expected_steps : int, optional
        What the planner expects; it counts until enough has filled to tell.
    settled_step : int
        Until when the pressure at the inlet changes: before, no rest is an end.
    """

    def __init__(
        self,
        max_steps: int,
        *,
        expected_steps: int | None = None,
        settled_step: int = 0,
    ) -> None:
        self._max_steps = max_steps
        self._settled_step = settled_step
        self._expected_steps = max_steps if expected_steps is None else expected_steps
        self._steps: list[int] = []
        self._saturations: list[float] = []
        self._largest_share = 0.0

    def add(self, step: int, saturation: float) -> None:
        """Take note of the saturation at a step; steps must increase."""
        self._steps.append(step)
        self._saturations.append(saturation)

    @property
    def steps(self) -> tuple[int, ...]:
        """Every step that was noted."""
        return tuple(self._steps)

    @property
    def saturations(self) -> tuple[float, ...]:
        """The saturation at each of them."""
        return tuple(self._saturations)

    @property
    def is_flat(self) -> bool:
        """Whether the run may end.

        The saturation changed by less than 0.002, and by less than 1 % of itself, over
        the last fifth of the steps, that is over 1000 steps at least, in which the
        pressure did not change, and something has filled. Without the second limit a
        filling that is slow from its beginning would be taken for one that has ended.
        """
        step, saturation = self._steps[-1], self._saturations[-1]
        look_back = max(FLAT_SHARE * step, FLAT_STEPS)
        if step - look_back < self._settled_step or saturation <= _FLAT_SATURATION:
            return False
        change = abs(saturation - self._at(step - look_back))
        return change < min(FLAT_RISE, FLAT_RELATIVE_RISE * saturation)

    def total_steps(self) -> float:
        """At which step the run is likely to end.

        While the saturation rises its square is taken to grow in proportion to time
        (Washburn), up to 1; once it rests, the run ends a quarter later. Never so
        much that the finished share of the run would seem to shrink.
        """
        step = self._steps[-1]
        total = min(self._expected_total(), self._max_steps)
        share = max(self._largest_share, step / max(total, 1))
        self._largest_share = min(share, 1.0)
        return step / self._largest_share if self._largest_share > 0 else total

    def _expected_total(self) -> float:
        step, saturation = self._steps[-1], self._saturations[-1]
        resting_since = max(self._resting_since(), self._settled_step)
        at_least = max(resting_since / (1 - FLAT_SHARE), resting_since + FLAT_STEPS)
        if step - resting_since > _RESTING_SHARE * step and (
            saturation > _FLAT_SATURATION
        ):
            return max(at_least, step)
        before = self._at((1 - FLAT_SHARE) * step)
        growth = (saturation**2 - before**2) / (FLAT_SHARE * max(step, 1))
        if growth <= 0 or saturation < _TELLING_SATURATION:
            return max(self._expected_steps, at_least)
        full_at = step + max(1 - saturation**2, 0) / growth
        return float(max(full_at / (1 - FLAT_SHARE), at_least, step))

    def _resting_since(self) -> int:
        """First step with a saturation that is no longer far from the present one."""
        resting = np.asarray(self._saturations) > self._saturations[-1] - FLAT_RISE
        moving = np.flatnonzero(~resting)
        return self._steps[int(moving[-1]) + 1] if len(moving) else self._steps[0]

    def _at(self, step: float) -> float:
        return float(np.interp(step, self._steps, self._saturations))

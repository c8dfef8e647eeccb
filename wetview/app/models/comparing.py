"""The step Compare: its settings, the two fillings, and their comparison; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from psygnal import Signal

from wetview.app.models.compare_settings import CompareSettings
from wetview.app.models.timeline import Timeline
from wetview.filling import Common, Filling, common_moments, conditions_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wetview.errors import UserError
    from wetview.filling import Comparison, Moments


@dataclass(frozen=True, eq=False)
class ComparableRun:
    """A run of the sample.

    Parameters
    ----------
    path : Path
        Its file.
    name : str
        What the user calls it.
    filling : Filling
        What it left, or what was predicted.
    """

    path: Path
    name: str
    filling: Filling

    @property
    def is_predicted(self) -> bool:
        """Whether a network made it."""
        return self.filling.is_predicted


class Comparing:
    """What the step Compare shows. Panes, plots and panel listen to its signals."""

    settings_changed = Signal()
    runs_changed = Signal()
    fillings_changed = Signal()
    """Another A or B, or another sample."""
    compared_changed = Signal()

    def __init__(self) -> None:
        self.timeline = Timeline()
        self._settings = CompareSettings()
        self._runs: tuple[ComparableRun, ...] = ()
        self._compared: Comparison | None = None
        self._problem: UserError | None = None
        self._moments: Moments | None = None

    @property
    def settings(self) -> CompareSettings:
        """What the user has chosen."""
        return self._settings

    @property
    def runs(self) -> tuple[ComparableRun, ...]:
        """The runs of the sample that is open."""
        return self._runs

    @property
    def first(self) -> ComparableRun | None:
        """The run that is A."""
        return self._run(self._settings.first)

    @property
    def second(self) -> ComparableRun | None:
        """The run that is B."""
        return self._run(self._settings.second)

    @property
    def compared(self) -> Comparison | None:
        """The comparison of A and B; None while it is being worked out."""
        return self._compared

    @property
    def problem(self) -> UserError | None:
        """Why A and B cannot be compared, if so."""
        return self._problem

    @property
    def moments(self) -> Moments | None:
        """The moments of the timeline."""
        return self._moments

    def set_settings(self, settings: CompareSettings) -> None:
        """Change what the user has chosen."""
        former, self._settings = self._settings, settings
        if settings == former:
            return
        if (settings.first, settings.second) != (former.first, former.second):
            self._take_fillings()
        elif settings.common != former.common:
            self._take_moments()
        self.settings_changed.emit()

    def set_runs(self, runs: Sequence[ComparableRun]) -> None:
        """Take the runs of the sample; A and B are chosen where they are not there."""
        former = {run.path.name: run.filling for run in self._runs}
        self._runs = tuple(runs)
        names = {run.path.name for run in runs}
        settings = self._settings
        chosen = (settings.first, settings.second)
        if settings.first not in names or settings.second not in names:
            chosen = usual_pair(self._runs)
        if chosen != (settings.first, settings.second):
            self._settings = _with_pair(settings, chosen)
            self.settings_changed.emit()
        self.runs_changed.emit()
        now = [
            None if run is None else run.filling for run in (self.first, self.second)
        ]
        before = [former.get(name or "") for name in chosen]
        if any(one is not other for one, other in zip(now, before, strict=True)):
            self._take_fillings()

    def set_compared(
        self, compared: Comparison | None, problem: UserError | None = None
    ) -> None:
        """Take the comparison of A and B, or why there is none."""
        self._compared, self._problem = compared, problem
        self.compared_changed.emit()

    def exchange(self) -> None:
        """Let A be B and B be A."""
        settings = self._settings
        self.set_settings(_with_pair(settings, (settings.second, settings.first)))

    def as_dict(self) -> dict[str, Any]:
        """What a project file keeps of this."""
        timeline = self.timeline
        return {**self._settings.as_dict(), "moment": timeline.index}

    def restore(self, stored: object) -> None:
        """Take what a project file kept; runs are chosen when they are known."""
        known = stored if isinstance(stored, dict) else {}
        self._runs, self._compared, self._problem = (), None, None
        self._settings = CompareSettings.from_dict(known)
        self._take_moments()
        self.settings_changed.emit()
        self.runs_changed.emit()
        self.fillings_changed.emit()
        self.compared_changed.emit()

    def _run(self, name: str | None) -> ComparableRun | None:
        return next((run for run in self._runs if run.path.name == name), None)

    def _take_fillings(self) -> None:
        self._compared, self._problem = None, None
        self._take_moments()
        self.fillings_changed.emit()
        self.compared_changed.emit()

    def _take_moments(self) -> None:
        """Begin another timeline, at a moment of about the same share."""
        former = self.timeline
        share = former.index / (former.n_frames - 1) if former.n_frames > 1 else 0.5
        first, second = self.first, self.second
        one = first or second
        other = second or first
        if one is None or other is None:
            self._moments = None
            self.timeline.reset(0)
            return
        self._moments = common_moments(
            one.filling, other.filling, cast("Common", self._settings.common)
        )
        n_moments = len(self._moments)
        self.timeline.reset(n_moments, index=round(share * (n_moments - 1)))


def usual_pair(runs: Sequence[ComparableRun]) -> tuple[str | None, str | None]:
    """Files that are A and B at first: a simulation and its prediction, if there is.

    Otherwise the two runs made last; A is the simulated one, or the one made before.
    """
    for predicted in reversed(runs):
        if not predicted.is_predicted:
            continue
        conditions = conditions_of(predicted.filling)
        for run in reversed(runs):
            if not run.is_predicted and conditions.matches(conditions_of(run.filling)):
                return run.path.name, predicted.path.name
    names = [run.path.name for run in runs]
    if len(names) < 2:
        return (names[0] if names else None), None
    return names[-2], names[-1]


def _with_pair(
    settings: CompareSettings, pair: tuple[str | None, str | None]
) -> CompareSettings:
    return replace(settings, first=pair[0], second=pair[1])

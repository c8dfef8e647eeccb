"""The models and the look that every panel and view of one window shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wetview.app.models import (
    BoxSearch,
    Comparing,
    DisplayOptions,
    FluidShelf,
    JobList,
    LearnDesk,
    PoreFilter,
    Selection,
    SensitivityDesk,
    Session,
    SliceDesk,
    Timeline,
)

if TYPE_CHECKING:
    from wetview.app.actions import Actions
    from wetview.app.icons import IconSet
    from wetview.app.preferences import Preferences


@dataclass
class Context:
    """What widgets are given to show state and to say what the user wants.

    Parameters
    ----------
    preferences : Preferences
        What is remembered for the user.
    icons : IconSet
        Icons and colours of the current theme.
    actions : Actions
        Everything the user can do, defined once.
    """

    preferences: Preferences
    icons: IconSet
    actions: Actions
    session: Session = field(default_factory=Session)
    timeline: Timeline = field(default_factory=Timeline)
    selection: Selection = field(default_factory=Selection)
    slices: SliceDesk = field(default_factory=SliceDesk)
    display: DisplayOptions = field(default_factory=DisplayOptions)
    boxes: BoxSearch = field(default_factory=BoxSearch)
    pore_filter: PoreFilter = field(default_factory=PoreFilter)
    jobs: JobList = field(default_factory=JobList)
    comparing: Comparing = field(default_factory=Comparing)
    learning: LearnDesk = field(default_factory=LearnDesk)
    fluids: FluidShelf = field(default_factory=FluidShelf)
    sensitivity: SensitivityDesk = field(default_factory=SensitivityDesk)

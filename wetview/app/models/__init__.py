"""What the window shows, as observable state without Qt."""

from wetview.app.models.display import DisplayOptions
from wetview.app.models.draft import Draft, FillingRequest
from wetview.app.models.jobs import JobList, JobState
from wetview.app.models.live import LiveFilling
from wetview.app.models.selection import Selection
from wetview.app.models.session import (
    OpenSample,
    PlanCheck,
    Preview,
    Session,
    Source,
    Step,
)
from wetview.app.models.timeline import Timeline

__all__ = [
    "DisplayOptions",
    "Draft",
    "FillingRequest",
    "JobList",
    "JobState",
    "LiveFilling",
    "OpenSample",
    "PlanCheck",
    "Preview",
    "Selection",
    "Session",
    "Source",
    "Step",
    "Timeline",
]

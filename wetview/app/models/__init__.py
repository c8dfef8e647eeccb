"""What the window shows, as observable state without Qt."""

from wetview.app.models.box_search import BoxSearch
from wetview.app.models.comparing import Comparing
from wetview.app.models.display import DisplayOptions
from wetview.app.models.draft import Draft
from wetview.app.models.fluid_shelf import OWN_NAME, FluidShelf
from wetview.app.models.jobs import JobList, JobState
from wetview.app.models.learn_desk import LearnDesk, LearnPage
from wetview.app.models.live import LiveFilling
from wetview.app.models.model_shelf import KnownModel, ModelShelf
from wetview.app.models.pore_filter import PoreFilter
from wetview.app.models.prediction_desk import Conditions, PredictionDesk
from wetview.app.models.request import Course, FillingRequest
from wetview.app.models.selection import Selection
from wetview.app.models.sensitivity_desk import (
    NetworkChoice,
    SensitivityDesk,
    SensitivityRequest,
)
from wetview.app.models.session import (
    OpenSample,
    PlanCheck,
    Preview,
    Session,
    Source,
    Step,
)
from wetview.app.models.slice_desk import SliceDesk
from wetview.app.models.timeline import Timeline
from wetview.app.models.training_desk import RunToLearn, TrainingDesk, TrainRequest

__all__ = [
    "OWN_NAME",
    "BoxSearch",
    "Comparing",
    "Conditions",
    "Course",
    "DisplayOptions",
    "Draft",
    "FillingRequest",
    "FluidShelf",
    "JobList",
    "JobState",
    "KnownModel",
    "LearnDesk",
    "LearnPage",
    "LiveFilling",
    "ModelShelf",
    "NetworkChoice",
    "OpenSample",
    "PlanCheck",
    "PoreFilter",
    "PredictionDesk",
    "Preview",
    "RunToLearn",
    "Selection",
    "SensitivityDesk",
    "SensitivityRequest",
    "Session",
    "SliceDesk",
    "Source",
    "Step",
    "Timeline",
    "TrainRequest",
    "TrainingDesk",
]

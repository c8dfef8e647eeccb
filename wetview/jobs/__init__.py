"""Jobs: long work described in one file, run here or in a process of its own."""

from wetview.jobs.description import Job, job_from, load_job, save_job
from wetview.jobs.export_jobs import BundleJob, DemoJob, ReportJob, SeriesJob
from wetview.jobs.filling_jobs import (
    GenerateJob,
    PermeabilityJob,
    PoresJob,
    ResumeJob,
    SimulateJob,
)
from wetview.jobs.learning_jobs import (
    CampaignJob,
    PredictJob,
    ReproducePaperJob,
    TrainJob,
)
from wetview.jobs.messages import (
    Failed,
    Frame,
    Log,
    Loss,
    Message,
    Progress,
    Result,
    Stopped,
    decode,
)
from wetview.jobs.picture_jobs import PaneSettings, PanesJob, PictureJob, VideoJob
from wetview.jobs.pore_jobs import PoreFileJob, PoreSpaceJob
from wetview.jobs.process import (
    STOP_LINE,
    JobProcess,
    command_for,
    program_command,
    start_job,
    write_job,
)
from wetview.jobs.runner import run_job
from wetview.jobs.settings import ElectrodeSettings, FluidsSettings
from wetview.jobs.threads import n_cores, threads_beside_a_window
from wetview.jobs.time_left import TimeLeft

__all__ = [
    "STOP_LINE",
    "BundleJob",
    "CampaignJob",
    "DemoJob",
    "ElectrodeSettings",
    "Failed",
    "FluidsSettings",
    "Frame",
    "GenerateJob",
    "Job",
    "JobProcess",
    "Log",
    "Loss",
    "Message",
    "PaneSettings",
    "PanesJob",
    "PermeabilityJob",
    "PictureJob",
    "PoreFileJob",
    "PoreSpaceJob",
    "PoresJob",
    "PredictJob",
    "Progress",
    "ReportJob",
    "ReproducePaperJob",
    "Result",
    "ResumeJob",
    "SeriesJob",
    "SimulateJob",
    "Stopped",
    "TimeLeft",
    "TrainJob",
    "VideoJob",
    "command_for",
    "decode",
    "job_from",
    "load_job",
    "n_cores",
    "program_command",
    "run_job",
    "save_job",
    "start_job",
    "threads_beside_a_window",
    "write_job",
]

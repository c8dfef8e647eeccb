"""Jobs: long work described in one file, run here or in a process of its own."""

from wetview.jobs.description import (
    DemoJob,
    FluidsSettings,
    Job,
    PermeabilityJob,
    PoresJob,
    ResumeJob,
    SimulateJob,
    VideoJob,
    job_from,
    load_job,
    save_job,
)
from wetview.jobs.messages import (
    Failed,
    Frame,
    Log,
    Message,
    Progress,
    Result,
    Stopped,
    decode,
)
from wetview.jobs.process import (
    STOP_LINE,
    JobProcess,
    command_for,
    program_command,
    start_job,
    write_job,
)
from wetview.jobs.runner import run_job
from wetview.jobs.threads import n_cores, threads_beside_a_window
from wetview.jobs.time_left import TimeLeft

__all__ = [
    "STOP_LINE",
    "DemoJob",
    "Failed",
    "FluidsSettings",
    "Frame",
    "Job",
    "JobProcess",
    "Log",
    "Message",
    "PermeabilityJob",
    "PoresJob",
    "Progress",
    "Result",
    "ResumeJob",
    "SimulateJob",
    "Stopped",
    "TimeLeft",
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

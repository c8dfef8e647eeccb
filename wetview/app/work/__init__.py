"""Work that does not run on the thread of the window."""

from wetview.app.work.background import Background
from wetview.app.work.job_process import JobProcess
from wetview.app.work.speed_meter import SpeedMeter

__all__ = ["Background", "JobProcess", "SpeedMeter"]

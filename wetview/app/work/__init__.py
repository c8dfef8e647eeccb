"""Work that does not run on the thread of the window."""

from wetview.app.work.background import Background
from wetview.app.work.job_process import JobProcess

__all__ = ["Background", "JobProcess"]

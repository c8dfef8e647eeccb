"""Report: one page that says what was done with a sample and what came out."""

from wetview.report.contents import ReportContents, gather
from wetview.report.page import report_page

__all__ = ["ReportContents", "gather", "report_page"]

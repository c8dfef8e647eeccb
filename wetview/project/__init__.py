"""Project: the folder that a user works in, and the files that all is kept in."""

from wetview.project.atomic import atomic_path, write_json, write_text
from wetview.project.filling_writer import FillingWriter
from wetview.project.index import Entry
from wetview.project.paths import is_same_file, require_new_file, require_not_input
from wetview.project.pore_csv import write_pore_csv
from wetview.project.project import PROJECT_FILE, Project
from wetview.project.provenance import provenance, sha256
from wetview.project.recovery import recover_part_files
from wetview.project.runs import (
    H5Frames,
    read_filling,
    read_results,
    read_run_sample,
)
from wetview.project.samples import Sample, read_sample, write_sample
from wetview.project.settings import Settings

__all__ = [
    "PROJECT_FILE",
    "Entry",
    "FillingWriter",
    "H5Frames",
    "Project",
    "Sample",
    "Settings",
    "atomic_path",
    "is_same_file",
    "provenance",
    "read_filling",
    "read_results",
    "read_run_sample",
    "read_sample",
    "recover_part_files",
    "require_new_file",
    "require_not_input",
    "sha256",
    "write_json",
    "write_pore_csv",
    "write_sample",
    "write_text",
]

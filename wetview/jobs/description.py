"""What a job is asked to do: one JSON file, checked before anything is started.

A relative path in the file counts from the folder that the file lies in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from wetview.errors import UserError
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
from wetview.jobs.picture_jobs import PanesJob, PictureJob, VideoJob
from wetview.jobs.pore_jobs import PoreFileJob, PoreSpaceJob
from wetview.project import write_json
from wetview.project.file_errors import reading

_MAX_BYTES = 1_000_000

Job = (
    GenerateJob
    | PoresJob
    | PoreSpaceJob
    | PoreFileJob
    | PermeabilityJob
    | SimulateJob
    | ResumeJob
    | TrainJob
    | PredictJob
    | CampaignJob
    | ReproducePaperJob
    | VideoJob
    | PictureJob
    | PanesJob
    | SeriesJob
    | BundleJob
    | ReportJob
    | DemoJob
)

KINDS = (
    "generate",
    "pores",
    "pore-space",
    "pore-file",
    "permeability",
    "simulate",
    "resume",
    "train",
    "predict",
    "campaign",
    "reproduce-paper",
    "video",
    "picture",
    "panes",
    "series",
    "bundle",
    "report",
    "demo",
)

_any_job: TypeAdapter[Job] = TypeAdapter(
    Annotated[Job, Field(discriminator="kind")],
)


def load_job(path: Path) -> Job:
    """Read and check a job's file.

    Raises
    ------
    UserError
        If it cannot be read or is no JSON; and with the name of the field, its value
        and what is allowed, if a setting is wrong.
    """
    path = Path(path)
    with reading(path, "the description of a job"):
        if path.stat().st_size > _MAX_BYTES:
            msg = f"it has {path.stat().st_size} bytes"
            raise ValueError(msg)
        content = json.loads(path.read_text(encoding="utf-8"))
    return job_from(content, folder=path.resolve().parent, source=f" in `{path}`")


def job_from(content: Any, *, folder: Path | None = None, source: str = "") -> Job:
    """Check a job's description.

    Parameters
    ----------
    content : object
        What the JSON file held.
    folder : Path, optional
        What relative paths count from.
    source : str
        Where it was found, for messages: " in `job.json`".

    Raises
    ------
    UserError
        With the name of the field, its value and what is allowed.
    """
    try:
        return _any_job.validate_python(content, context={"folder": folder})
    except ValidationError as error:
        raise _explain(error, source) from error


def save_job(job: Job, path: Path) -> None:
    """Write a job's file, whole or not at all."""
    write_json(path, job.model_dump(mode="json"))


def _explain(error: ValidationError, source: str) -> UserError:
    """The first thing that is wrong, with field, value and what is allowed."""
    first = error.errors(include_url=False, include_context=True)[0]
    field = ".".join(str(part) for part in first["loc"] if part not in KINDS)
    value = f"{first['input']!r}"[:80]
    match first["type"]:
        case "missing":
            return UserError(f"`{field}` is missing{source}", "Add it")
        case "extra_forbidden":
            return UserError(
                f"`{field}` is not a setting of such a job{source}", "Remove it"
            )
        case "union_tag_invalid" | "union_tag_not_found":
            kind = first["input"].get("kind")
            return UserError(
                f"`kind` is {kind!r}{source}", f"Allowed are {', '.join(KINDS)}"
            )
        case _ if not field:
            return UserError(f"The description of the job is {value}{source}")
        case _:
            return UserError(
                f"`{field}` is {value}{source}",
                first["msg"].replace("Input should be", "It should be"),
            )

"""`wetview picture RUN.h5 OUT.png`: one picture of what a video would show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, fraction, print_json
from wetview.cli.picture_options import add_picture_options, picture_settings
from wetview.units import format_bytes

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "picture",
        run,
        summary="Make one picture of a run in 3D, without a screen if need be.",
        notes="It is drawn twice as large along both sides and averaged.",
    )
    add_picture_options(parser, "1920x1080")
    parser.add_argument(
        "--at",
        type=fraction,
        default=1.0,
        metavar="SHARE",
        help="which moment: 0 the first, 1 the last (default: 1)",
    )


def run(options: argparse.Namespace) -> int:
    """Make the picture."""
    from wetview.cli.progress_line import progress
    from wetview.jobs import PictureJob, job_from
    from wetview.jobs.picture import still

    job = job_from({"kind": "picture", **picture_settings(options), "at": options.at})
    assert isinstance(job, PictureJob)
    with progress() as (report, _):
        result = still(job, report)
    if options.json:
        print_json(result)
        return 0
    print(f"written   {result['out']} ({format_bytes(result['n_bytes'])})")
    return 0

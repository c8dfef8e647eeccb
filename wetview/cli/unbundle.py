"""`wetview unbundle FILE.zip FOLDER`: a bundle becomes a project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.options import add_verb, print_json

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "unbundle",
        run,
        summary="Unpack a bundle into a new project folder.",
        notes="Nothing in it is trusted: names, sizes, links and hashes are checked, "
        "and a bundle that fails leaves nothing behind.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.zip", help="the bundle")
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", help="a folder that does not exist yet"
    )


def run(options: argparse.Namespace) -> int:
    """Unpack the bundle."""
    from wetview.cli.progress_line import progress
    from wetview.project import import_bundle

    with progress() as (report, _):
        project = import_bundle(options.file, options.folder, report=report)
    result = {
        "folder": project.folder,
        "project": project.name,
        "n_samples": len(project.samples()),
        "n_runs": len(project.runs()),
        "n_models": len(project.models()),
        "n_datasets": len(project.datasets()),
    }
    if options.json:
        print_json(result)
        return 0
    print(f"project   {result['project']} in {result['folder']}")
    print(f"holds     {result['n_samples']} samples, {result['n_runs']} runs")
    return 0

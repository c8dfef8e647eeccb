"""`wetview export RUN.h5`: a run as files for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_verb, print_json
from wetview.units import format_bytes

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.filling import Filling

_OUTPUTS = ("vti", "saturation", "pores")


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "export",
        run,
        summary="Write a run as files for other programs: ParaView, spreadsheets.",
        notes="The run itself is HDF5 that any program reads; docs/files.md tells how.",
    )
    parser.add_argument("run_file", type=Path, metavar="RUN.h5", help="the run")
    parser.add_argument(
        "--vti",
        type=Path,
        metavar="OUT.pvd",
        help="every frame as VTI in the folder OUT_frames, with a PVD list of them",
    )
    parser.add_argument(
        "--saturation",
        type=Path,
        metavar="OUT.csv",
        help="saturation over time, of the electrode and of each pore",
    )
    parser.add_argument(
        "--pores", type=Path, metavar="OUT.csv", help="the table of pores"
    )


def run(options: argparse.Namespace) -> int:
    """Write what is asked for."""
    from wetview.project import read_filling

    _validate(options)
    filling = read_filling(options.run_file)
    written: dict[str, Any] = {}
    if options.saturation is not None:
        from wetview.project import write_saturation_csv

        write_saturation_csv(options.saturation, filling)
        written["saturation"] = options.saturation
    if options.pores is not None:
        written["pores"] = _write_pores(options, filling)
    if options.vti is not None:
        written["vti"] = _write_series(options)
    values = {"run": options.run_file, "n_frames": filling.n_frames, **written}
    if options.json:
        print_json(values)
        return 0
    for name in _OUTPUTS:
        if name not in written:
            continue
        told = written[name]
        if isinstance(told, dict):
            told = f"{told['out']} ({told['n_frames']} frames," + (
                f" {format_bytes(told['n_bytes'])} in {told['folder']})"
            )
        print(f"written   {told}")
    return 0


def _validate(options: argparse.Namespace) -> None:
    """Refuse to write nothing, one file twice, or over the run."""
    from wetview.errors import UserError
    from wetview.project import is_same_file, require_not_input

    outputs = [
        path for name in _OUTPUTS if (path := getattr(options, name)) is not None
    ]
    if not outputs:
        raise UserError(
            "Nothing to write",
            "Give one or more of --vti, --saturation and --pores",
        )
    for number, path in enumerate(outputs):
        require_not_input(path, options.run_file)
        if any(is_same_file(path, other) for other in outputs[:number]):
            raise UserError(
                f"`{path}` is named twice", "Give each of them a name of its own"
            )


def _write_pores(options: argparse.Namespace, filling: Filling) -> Path:
    from wetview.errors import UserError
    from wetview.project import read_run_sample, write_pore_csv
    from wetview.volume.faces import face_named

    pores = read_run_sample(options.run_file).pores
    if pores is None:
        raise UserError(
            f"The run `{filling.name}` knows no pores",
            "Find the pores of its sample, and simulate it again",
        )
    inlet = face_named(filling.description.get("inlet"))
    write_pore_csv(options.pores, pores, inlet=inlet)
    path: Path = options.pores
    return path


def _write_series(options: argparse.Namespace) -> dict[str, Any]:
    from wetview.cli.progress_line import progress
    from wetview.jobs import SeriesJob
    from wetview.jobs.series import series

    with progress() as (report, _):
        return series(SeriesJob(run=options.run_file, out=options.vti), report)

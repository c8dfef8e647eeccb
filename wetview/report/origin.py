"""Where everything comes from, and how to cite it."""

from __future__ import annotations

import importlib.metadata
import json
import platform
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import wetview
from wetview.report.html import bullets, pairs, paragraph, section, table, text

if TYPE_CHECKING:
    from wetview.progress import Report
    from wetview.report.contents import ReportContents, ReportedFile

_LIBRARIES = ("numpy", "scipy", "numba", "torch", "SALib", "h5py", "vtk", "pyvista")
_SETTINGS_SHOWN = 4


def origin_section(contents: ReportContents, report: Report) -> str:
    """Files with hashes, versions, seeds, and the settings as they were given."""
    files = [contents.sample_file, *(run.file for run in contents.runs)]
    header = ("File", "written", "version", "seed", "input", "SHA-256")
    settings = [
        f"<h3>Settings of {text(run.filling.name)}</h3>"
        f"<pre>{text(_settings(run.filling.description))}</pre>"
        for run in contents.runs[:_SETTINGS_SHOWN]
    ]
    return section(
        "Origin",
        paragraph(
            "Settings, versions, seeds and hashes with which the same results are"
            " computed again.",
            look="quiet",
        ),
        table(header, [_row(file) for file in files]).replace(
            "<table>", '<table class="files">', 1
        ),
        pairs([("Program", f"wetview {wetview.__version__}"), *_versions()]),
        *settings,
        name="origin",
    )


def cite_section(contents: ReportContents, report: Report) -> str:
    """The program, and the papers that the method comes from."""
    return section(
        "How to cite",
        bullets(
            (
                f"wetview {wetview.__version__}, the wetview developers. Please name"
                " the version.",
                "Filling by the lattice Boltzmann method, pores and their saturation:"
                " A. Shodiev, E. Primo, O. Arcelus, M. Chouchane, M. Osenberg,"
                " A. Hilger, I. Manke, J. Li, A. A. Franco, Insight on electrolyte"
                " infiltration of lithium ion battery electrodes by means of a new"
                " three-dimensional-resolved lattice Boltzmann model, Energy Storage"
                " Materials 38 (2021) 80-92.",
                "Prediction of the filling of each pore, and its sensitivities:"
                " A. Shodiev, M. Duquesnoy, O. Arcelus, M. Chouchane, J. Li,"
                " A. A. Franco, Machine learning 3D-resolved prediction of electrolyte"
                " infiltration in battery porous electrodes, Journal of Power Sources"
                " 511 (2021) 230384.",
            )
        ),
        name="cite",
    )


def _row(file: ReportedFile) -> tuple[str, ...]:
    origin = file.provenance
    seed = origin.get("seed")
    return (
        file.path.name,
        str(origin.get("date") or "–").replace("T", " ")[:16],
        str(origin.get("version") or "–"),
        "–" if seed is None else str(seed),
        str(origin.get("input") or "–"),
        _in_pieces(file.sha256),
    )


def _in_pieces(digest: str) -> str:
    """A hash with room to break the line."""
    return " ".join(digest[at : at + 16] for at in range(0, len(digest), 16))


def _settings(description: dict[str, Any]) -> str:
    """JSON of the settings; of paths only the file's name, the rest is private."""
    return json.dumps(_without_folders(description), ensure_ascii=False)


def _without_folders(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_folders(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_folders(item) for item in value]
    if isinstance(value, PurePath):
        return value.name
    if isinstance(value, str) and _is_absolute(value):
        return PureWindowsPath(value).name
    return value


def _is_absolute(value: str) -> bool:
    return PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute()


def _versions() -> list[tuple[str, str]]:
    known = []
    for name in _LIBRARIES:
        try:
            known.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return [
        ("Python and libraries", f"{platform.python_version()}, {', '.join(known)}"),
        ("System", f"{platform.system()} {platform.machine()}"),
    ]

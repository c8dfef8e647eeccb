"""Of the electrode: its size, its phases, and its pores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.plots import equivalent_diameter_um, pore_size_figure
from wetview.pores import connected_fractions
from wetview.report.html import (
    columns,
    drawing,
    pairs,
    paragraph,
    section,
    side_by_side,
    still,
    tiles,
)
from wetview.units import DARCY, UM, format_number
from wetview.volume import Phase

if TYPE_CHECKING:
    from wetview.pores import Pores
    from wetview.progress import Report
    from wetview.report.contents import ReportContents
    from wetview.volume import Phases

STILL_PX = (1160, 800)
"""Twice what a column of the page has, for paper."""
_TEXT_SCALE = 1.9


def sample_section(contents: ReportContents, report: Report) -> str:
    """Size, voxel, porosity, phases, permeability, and a picture."""
    phases = contents.sample.phases
    voxel_um = phases.voxel_m / UM
    size_um = [f"{length * voxel_um:.4g}" for length in phases.shape]
    joined = connected_fractions(phases.is_pore)
    shown = [
        ("Size, µm", " × ".join(size_um)),
        ("Porosity", f"{100 * phases.porosity:.1f} %"),
        ("Edge of a voxel", f"{voxel_um:.4g} µm"),
        ("Voxels", " × ".join(map(str, phases.shape))),
    ]
    rows: list[tuple[str, object]] = [
        (phase.title, f"{100 * phases.fraction(phase):.2f} % of the volume")
        for phase in Phase
    ]
    rows.append(
        (
            "Pore space that joins both faces",
            ", ".join(
                f"{100 * share:.1f} % along {axis}"
                for axis, share in zip("xyz", joined, strict=True)
            ),
        )
    )
    measured = contents.sample.permeability
    for axis in "xyz":
        if axis in measured:
            value_m2 = float(measured[axis]["value_m2"])
            rows.append(
                (
                    f"Permeability along {axis}",
                    f"{value_m2:.3g} m² ({1e3 * value_m2 / DARCY:.3g} mD)",
                )
            )
    pixels = _snapshot(phases, None)
    return section(
        "Sample",
        tiles(shown),
        columns(
            still(pixels, "The electrode, its front half taken away."), pairs(rows)
        ),
        name="sample",
    )


def pores_section(contents: ReportContents, report: Report) -> str:
    """Number and sizes of the pores; that they are not known, where they are not."""
    pores = contents.sample.pores
    if pores is None:
        return section(
            "Pores",
            paragraph("The pores of this sample were not found.", look="quiet"),
            name="pores",
        )
    table = pores.table
    diameter_um = equivalent_diameter_um(pores)
    voxel_um = pores.voxel_m / UM
    contact = table.contact_percent[table.surface_area_vx2 > 0]
    shown = [
        ("Pores", format_number(len(pores))),
        ("Median diameter", f"{_median(diameter_um):.3g} µm"),
        ("Mean contact with pores", f"{_mean(contact):.1f} %"),
        ("Neighbours, mean", f"{_mean(_neighbours(pores)):.1f}"),
    ]
    volume_um3 = table.volume_vx * voxel_um**3
    low, high = (
        np.percentile(diameter_um, (10, 90)) if len(diameter_um) else (np.nan, np.nan)
    )
    rows = [
        ("Diameter of equal volume, 10 to 90 %", f"{low:.3g} to {high:.3g} µm"),
        ("Mean volume", f"{_mean(volume_um3):.4g} µm³"),
        ("Largest volume", f"{volume_um3.max() if len(volume_um3) else 0:.4g} µm³"),
        ("Touching the face at x = 0", int(pores.touching("x-").sum())),
        ("Touching the face opposite", int(pores.touching("x+").sum())),
    ]
    pixels = _snapshot(contents.sample.phases, pores)
    return section(
        "Pores",
        tiles(shown),
        side_by_side(
            [
                still(pixels, "Pores; the colours only tell neighbours apart."),
                drawing(
                    pore_size_figure(pores, theme="print", size_in=(4.4, 3.0)),
                    "Sizes of the pores, as diameters of spheres of equal volume.",
                ),
            ]
        ),
        pairs(rows),
        name="pores",
    )


def _snapshot(phases: Phases, pores: Pores | None) -> np.ndarray:
    """The sample in 3D, with numbers that can be read in half a page's width."""
    from wetview.scene import offscreen_scene, picture

    with offscreen_scene(STILL_PX, theme="print", text_scale=_TEXT_SCALE) as scene:
        scene.set_phases(phases)
        if pores is not None:
            scene.set_pores(pores)
        scene.reset_camera()
        return picture(scene)


def _neighbours(pores: object) -> np.ndarray:
    return np.asarray(pores.n_neighbours)  # type: ignore[attr-defined]


def _mean(values: np.ndarray) -> float:
    return float(np.mean(values)) if len(values) else float("nan")


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else float("nan")

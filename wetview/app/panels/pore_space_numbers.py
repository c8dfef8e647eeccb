"""The numbers of the whole pore space, as rows of a card, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.units import UM

if TYPE_CHECKING:
    from wetview.app.models import OpenSample

Row = tuple[str, str, str]


def pore_rows(sample: OpenSample, numbers: dict[str, Any]) -> list[Row]:
    """What the division gave: (name, value, explanation)."""
    voxel_um = sample.phases.voxel_m / UM
    mean_um3, median_um3 = (
        numbers[f"{which}_volume_voxels"] * voxel_um**3 for which in ("mean", "median")
    )
    rows = [("Pores", f"{numbers['n_pores']:,}", "Number of pores")]
    if numbers["n_fragments"] is not None:
        rows.append(
            (
                "Fragments",
                f"{numbers['n_fragments']:,}",
                "Number of pieces that the watershed gave, which were joined to pores",
            )
        )
    return [
        *rows,
        (
            "Volume, mean (median)",
            f"{mean_um3:.0f} ({median_um3:.0f}) µm³",
            "Mean and median volume of the pores",
        ),
        (
            "Mean contact",
            f"{numbers['contact_percent']:.1f} %",
            "Mean share of a pore's surface that it shares with other pores",
        ),
    ]


def whole_rows(sample: OpenSample, numbers: dict[str, Any]) -> list[Row]:
    """What holds of the pore space whatever its division."""
    rows = [
        (
            "Porosity",
            f"{100 * numbers['porosity']:.1f} %",
            "Share of the sample that is pore",
        ),
        (
            "Connected along x, y, z",
            "  ".join(f"{100 * share:.1f}" for share in numbers["connected"]) + " %",
            "Share of the pore space that joins both faces of the sample",
        ),
    ]
    if not sample.whole:
        return rows
    factors = (
        "no way" if factor is None else f"{factor:.2f}"
        for factor in sample.whole["tortuosity"]
    )
    size_um = sample.whole["size_um"]
    rows.append(
        (
            "Tortuosity factor x, y, z",
            "  ".join(factors),
            "Porosity times the diffusivity in the free fluid over the effective one",
        )
    )
    if size_um is not None:
        rows.append(
            (
                "Pore size, mean (median)",
                f"{size_um['mean']:.2f} ({size_um['d50']:.2f}) µm",
                "Diameter by volume of the widest ball in the pores that each place "
                f"fits into; 10 % below {size_um['d10']:.2f}, 90 % below "
                f"{size_um['d90']:.2f} µm",
            )
        )
    rows.append(
        (
            "Surface per volume",
            f"{sample.whole['wall_area_per_um']:.3f} /µm",
            "Area of the pores' walls over the volume of the sample",
        )
    )
    return rows

"""`wetview info FILE`: what a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_file, add_verb, print_json, raw_layout
from wetview.units import UM

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "info",
        run,
        summary="Say what a file holds: shape, type, labels or grey values, voxel.",
    )
    add_file(parser)


def run(options: argparse.Namespace) -> int:
    """Read the file and describe it."""
    from wetview.volume import describe, label_values, read_volume

    raw = raw_layout(options)
    volume = read_volume(options.file, dataset=options.dataset, raw=raw)
    description = describe(options.file, dataset=options.dataset, raw=raw)
    labels = label_values(volume)
    values: dict[str, Any] = {"shape": description.shape, "dtype": description.dtype}
    if labels is None:
        values["range"] = [volume.voxels.min(), volume.voxels.max()]
    else:
        values["labels"] = [value for value, _ in labels]
    values["voxel_um"] = None if volume.voxel_m is None else volume.voxel_m / UM
    if options.json:
        print_json(values)
        return 0
    print(f"file      {options.file} ({description.format})")
    print(f"shape     {' x '.join(map(str, description.shape))} voxels, file order")
    print(f"type      {description.dtype}")
    if labels is None:
        low, high = values["range"]
        print(f"grey      {low:g} to {high:g}")
    else:
        shares = ", ".join(f"{value} ({share:.1%})" for value, share in labels)
        print(f"labels    {shares}")
    size = values["voxel_um"]
    print(f"voxel     {'not stated in the file' if size is None else f'{size:g} um'}")
    return 0

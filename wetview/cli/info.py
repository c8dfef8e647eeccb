"""`wetview info FILE`: what a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_file, add_verb, print_json, raw_layout
from wetview.units import UM

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.volume import FileDescription, Volume


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
    from wetview.volume import label_values

    volume, description = _read(options)
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


def _read(options: argparse.Namespace) -> tuple[Volume, FileDescription]:
    from wetview.cli.sample import reader_of
    from wetview.volume import FileDescription, Volume, describe, read_volume

    raw = raw_layout(options)
    read_ours = reader_of(options.file)
    if read_ours is None or options.dataset is not None or raw is not None:
        volume = read_volume(options.file, dataset=options.dataset, raw=raw)
        return volume, describe(options.file, dataset=options.dataset, raw=raw)
    phases = read_ours(options.file).phases
    labels = phases.labels
    return Volume(labels, phases.voxel_m, phases.name), FileDescription(
        options.file, "wetview", labels.shape, labels.dtype.name, labels.nbytes
    )

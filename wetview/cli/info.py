"""`wetview info FILE`: what a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.cli.options import add_file, add_verb, print_json, raw_layout
from wetview.units import UM, format_bytes

if TYPE_CHECKING:
    import argparse

    from wetview.cli.options import Verbs
    from wetview.project import Sample
    from wetview.volume import FileDescription, Volume

_READ_WHOLE_BYTES = 256_000_000


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
    """Describe the file by its header, then look at its values."""
    from wetview.volume import label_values

    description = _described(options)
    values: dict[str, Any] = {
        "shape": description.shape,
        "dtype": description.dtype,
        "memory_bytes": description.n_bytes,
    }
    if not options.json:
        shape = " x ".join(map(str, description.shape))
        print(f"file      {options.file} ({description.format})")
        print(f"shape     {shape} voxels, file order")
        print(f"type      {description.dtype}")
        # What follows reads the voxels, which takes its time where there are many.
        print(f"memory    {format_bytes(description.n_bytes)}", flush=True)
    volume, step, voxel_m = _looked_at(options, description)
    labels = label_values(volume)
    if labels is None:
        values["range"] = [volume.voxels.min(), volume.voxels.max()]
    else:
        values["labels"] = [value for value, _ in labels]
    values["voxel_um"] = None if voxel_m is None else voxel_m / UM
    if step > 1:
        values["every"] = step
    if description.cubic_shape != description.shape:
        values["cubes"] = description.cubic_shape
    if options.json:
        print_json(values)
        return 0
    seen = f", of every {step}. voxel along each axis" if step > 1 else ""
    if labels is None:
        low, high = values["range"]
        print(f"grey      {low:g} to {high:g}{seen}")
    else:
        shares = ", ".join(f"{value} ({share:.1%})" for value, share in labels)
        print(f"labels    {shares}{seen}")
    print(f"voxel     {_voxel_words(description, values['voxel_um'])}")
    return 0


def _voxel_words(description: FileDescription, voxel_um: float | None) -> str:
    if description.cubic_shape == description.shape:
        return "not stated in the file" if voxel_um is None else f"{voxel_um:g} um"
    edges = [factor * (voxel_um or 1.0) for factor in description.stretch]
    words = " x ".join(f"{edge:g}" for edge in edges)
    shape = " x ".join(map(str, description.cubic_shape))
    if voxel_um is None:
        return f"{words} along the axes, unit not stated; read as {shape} cubes"
    return f"{words} um, file order; read as {shape} cubes of {voxel_um:g} um"


def _is_ours(options: argparse.Namespace) -> bool:
    from wetview.cli.sample import reader_of

    is_told = options.dataset is not None or raw_layout(options) is not None
    return not is_told and reader_of(options.file) is not None


def _described(options: argparse.Namespace) -> FileDescription:
    from wetview.volume import FileDescription, describe, list_datasets
    from wetview.volume._datasets import several

    if not _is_ours(options):
        raw = raw_layout(options)
        found = describe(options.file, dataset=options.dataset, raw=raw)
        if found.datasets and found.dataset is None:
            raise several(found.path, list_datasets(found.path))
        return found
    labels = _sample(options).phases.labels
    return FileDescription(
        options.file, "wetview", labels.shape, labels.dtype.name, labels.nbytes
    )


def _looked_at(
    options: argparse.Namespace, description: FileDescription
) -> tuple[Volume, int, float | None]:
    """The volume, or every so many voxels of a large one; and the voxel of the file."""
    from wetview.volume import Volume, glance, read_volume

    if description.format == "wetview":
        phases = _sample(options).phases
        return Volume(phases.labels, phases.voxel_m, phases.name), 1, phases.voxel_m
    raw = raw_layout(options)
    if description.n_bytes <= _READ_WHOLE_BYTES:
        volume = read_volume(options.file, dataset=options.dataset, raw=raw)
        return volume, 1, volume.voxel_m
    seen = glance(options.file, dataset=options.dataset, raw=raw)
    return seen.volume, seen.step, description.voxel_m


def _sample(options: argparse.Namespace) -> Sample:
    from wetview.cli.sample import reader_of

    read_ours = reader_of(options.file)
    assert read_ours is not None
    return read_ours(options.file)

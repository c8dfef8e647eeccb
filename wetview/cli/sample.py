"""From the options of a verb to the sample that it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wetview.cli.options import raw_layout
from wetview.errors import UserError
from wetview.progress import silent
from wetview.units import UM

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from wetview.progress import Report
    from wetview.project import Sample
    from wetview.volume import Operation, Phases, Volume
    from wetview.volume.stretching import Stretch

_ONLY_FOR_FOREIGN_FILES = (
    "dataset",
    "raw_shape",
    "raw_dtype",
    "raw_header",
    "voxel_um",
    "slice_um",
    "thickness_axis",
    "pore",
    "binder",
    "threshold",
    "pore_is_bright",
)


def read(options: argparse.Namespace, *, report: Report = silent) -> Sample:
    """Read, segment, crop and resample what the options describe.

    A sample or a run of a project is taken as it is, apart from crop and resampling.

    Raises
    ------
    UserError
        If the file or an option does not suit.
    """
    _validate_roles(options)
    from wetview.project import Sample, provenance

    read_ours = reader_of(options.file)
    steps = getattr(options, "steps", [])
    if read_ours is None:
        phases, pores, origin = _segmented(options, steps, report), None, None
        described = _as_read(options) | _part(options)
    else:
        found = read_ours(options.file)
        _validate_nothing_to_read(options, found.phases)
        phases, pores, origin = found.phases, found.pores, found.provenance
        described = _part(options)
        if options.crop is not None:
            phases, pores = _cropped(phases, options), None
        if steps:
            phases, pores = _stepped(phases, steps, report), None
    if steps:
        described |= {"steps": [step.as_dict() for step in steps]}
    if options.resample_um is not None:
        from wetview.volume import resample

        phases, pores = resample(phases, options.resample_um * UM), None
    made_by = provenance(described, options.file, input_provenance=origin)
    return Sample(phases, pores, made_by)


def reader_of(path: Path) -> Callable[[Path], Sample] | None:
    """What reads a sample or a run of a project; None for any other file."""
    from wetview.project import read_run_sample, read_sample
    from wetview.project.hdf5 import file_format

    readers = {"wetview-sample": read_sample, "wetview-run": read_run_sample}
    return readers.get(file_format(path) or "")


def _segmented(
    options: argparse.Namespace, steps: list[Operation], report: Report
) -> Phases:
    """Phases of a foreign file: steps on grey values, segmentation, the other steps."""
    from wetview.volume import Prepared, replayed
    from wetview.volume.specimen import outside_is_solid

    whole, part = _read_volume(options, report)
    if not steps:
        return _by_options(part, options, whole)
    before, after = _divided(steps)
    prepared = replayed(Prepared(part), before, report=report)
    if isinstance(prepared.image, type(part)):
        phases = _by_options(prepared.image, options, prepared.image)
        labels = outside_is_solid(phases.labels, prepared.inside)
        prepared = prepared.segmented(labels, phases.voxel_m)
    return replayed(prepared, after, report=report).phases("The sample")


def _divided(steps: list[Operation]) -> tuple[list[Operation], list[Operation]]:
    """Steps before the first that needs phases, and from it on."""
    from wetview.volume.history import NEEDS_PHASES

    first = next(
        (i for i, step in enumerate(steps) if isinstance(step, NEEDS_PHASES)),
        len(steps),
    )
    return steps[:first], steps[first:]


def _stepped(phases: Phases, steps: list[Operation], report: Report) -> Phases:
    from wetview.volume import Prepared, replayed

    done = replayed(Prepared(phases), steps, report=report)
    return done.phases("The sample")


def _by_options(part: Volume, options: argparse.Namespace, whole: Volume) -> Phases:
    """Phases of a part by the options for labels, or by a threshold.

    Which labels there are, and Otsu's threshold, are those of the `whole` file.
    """
    from wetview.volume import Phase, phases_by_label, phases_by_threshold

    voxel_m = _voxel_m(part, options)
    labels = None if options.threshold is not None else _labels(whole, part)
    if labels is None and options.pore is not None:
        raise UserError(
            f"{part.name} is grey, so it has no label {options.pore[0]}",
            "Leave out --pore; --threshold sets the grey value that splits it",
        )
    if labels is None:
        return phases_by_threshold(
            part,
            _threshold(whole, options),
            pore_is_dark=not options.pore_is_bright,
            voxel_m=voxel_m,
        )
    _validate_labels(part.name, labels, options)
    roles = dict.fromkeys(labels, Phase.ACTIVE_MATERIAL)
    roles |= dict.fromkeys(options.binder, Phase.BINDER)
    roles |= dict.fromkeys(options.pore, Phase.PORE)
    return phases_by_label(part, roles, voxel_m=voxel_m)


def _labels(whole: Volume, part: Volume) -> list[int] | None:
    """Labels of a segmented file, rising; None for a grey one."""
    from wetview.volume import label_values

    found: set[int] = set()
    # The whole may have been looked at coarsely, so that a rare label was missed.
    for volume in (whole,) if whole is part else (whole, part):
        values = label_values(volume)
        if values is None:
            return None
        found.update(value for value, _ in values)
    return sorted(found)


def _read_volume(options: argparse.Namespace, report: Report) -> tuple[Volume, Volume]:
    """The file as a whole, and the part that is asked for; coarse if it is large."""
    from wetview.volume import crop, read_volume
    from wetview.volume.big_volumes import glance, read_box

    how: dict[str, Any] = {
        "thickness_axis": options.thickness_axis or 0,
        "dataset": options.dataset,
        "raw": raw_layout(options),
        "voxel_m": None if options.voxel_um is None else options.voxel_um * UM,
        "stretch": _stretch(options),
    }
    if options.crop is None:
        whole = read_volume(options.file, **how)
        return whole, whole
    look = glance(options.file, **how, report=report)
    if look.step == 1:
        return look.volume, crop(look.volume, options.crop)
    return look.volume, read_box(options.file, options.crop, **how, report=report)


def _stretch(options: argparse.Namespace) -> Stretch | None:
    """Edges of voxels over that of the pixels in a slice, if the user has said."""
    from wetview.volume import describe, validate_voxel_m

    if options.slice_um is None:
        return None
    validate_voxel_m(options.slice_um * UM)
    raw = raw_layout(options)
    stated = describe(options.file, dataset=options.dataset, raw=raw)
    pixel_m = stated.voxel_m
    if options.voxel_um is not None:
        pixel_m = options.voxel_um * UM
        validate_voxel_m(pixel_m)
    if pixel_m is None:
        raise _no_voxel_size(options)
    return (options.slice_um * UM / pixel_m, *stated.stretch[1:])


def _cropped(phases: Phases, options: argparse.Namespace) -> Phases:
    from wetview.volume import crop

    return crop(phases, options.crop)


def _voxel_m(volume: Volume, options: argparse.Namespace) -> float:
    if volume.voxel_m is None:
        raise _no_voxel_size(options)
    return volume.voxel_m


def _no_voxel_size(options: argparse.Namespace) -> UserError:
    return UserError(
        f"`{options.file}` does not say how large its voxels are",
        "Give their edge in micrometres with --voxel-um, for example --voxel-um 1",
    )


def _threshold(volume: Volume, options: argparse.Namespace) -> float:
    from wetview.volume import otsu_thresholds

    if options.threshold is not None:
        return float(options.threshold)
    return otsu_thresholds(volume)[0]


def _validate_labels(name: str, values: list[int], options: argparse.Namespace) -> None:
    shown = ", ".join(str(value) for value in values)
    if options.pore is None:
        raise UserError(
            f"{name} is segmented, with the labels {shown}",
            "Say with --pore which of them is pore, for example --pore 0",
        )
    for option, wanted in (("--pore", options.pore), ("--binder", options.binder)):
        for label in wanted:
            if label not in values:
                raise UserError(
                    f"{option} is {label}, but {name} has the labels {shown}",
                    "Choose one of these",
                )


def _validate_roles(options: argparse.Namespace) -> None:
    both = sorted(set(options.pore or ()) & set(options.binder))
    if both:
        raise UserError(
            f"The label {both[0]} is given to --pore and to --binder",
            "Give it to one of them",
        )


def _validate_nothing_to_read(options: argparse.Namespace, phases: Phases) -> None:
    """Refuse the options that say how a foreign file is read."""
    given = [
        f"--{name.replace('_', '-')}"
        for name in _ONLY_FOR_FOREIGN_FILES
        if _is_given(getattr(options, name))
    ]
    if given:
        raise UserError(
            f"`{options.file}` already holds phases of {phases.voxel_m / UM:g} um "
            f"voxels, so {', '.join(given)} cannot be applied",
            f"Leave out {'it' if len(given) == 1 else 'them'}, or give the original "
            "file",
        )


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != []


def _as_read(options: argparse.Namespace) -> dict[str, Any]:
    """The options that decide how a foreign file becomes phases."""
    return {
        "thickness_axis": options.thickness_axis or 0,
        "dataset": options.dataset,
        "raw_shape": options.raw_shape,
        "raw_dtype": None if options.raw_shape is None else options.raw_dtype or "|u1",
        "voxel_um": options.voxel_um,
        "slice_um": options.slice_um,
        "pore": options.pore,
        "binder": options.binder,
        "threshold": options.threshold,
        "pore_is_bright": options.pore_is_bright,
    }


def _part(options: argparse.Namespace) -> dict[str, Any]:
    """The options that decide which part is taken, and how finely."""
    crop = options.crop
    return {
        "crop": None if crop is None else [crop.x, crop.y, crop.z],
        "resample_um": options.resample_um,
    }

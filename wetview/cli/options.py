"""Options that several verbs share. Nothing heavy is imported until they are used."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from wetview.volume import Box, RawLayout

    Verbs = argparse._SubParsersAction[argparse.ArgumentParser]
    Run = Callable[[argparse.Namespace], int]


def add_verb(
    verbs: Verbs, name: str, run: Run, *, summary: str, notes: str = ""
) -> argparse.ArgumentParser:
    """A verb with its help and the option --json."""
    parser = verbs.add_parser(
        name, help=summary, description=f"{summary} {notes}".strip()
    )
    parser.add_argument(
        "--json", action="store_true", help="write one JSON object instead of text"
    )
    parser.set_defaults(run=run)
    return parser


def add_file(parser: argparse.ArgumentParser) -> None:
    """The file to read, and what it may need besides."""
    parser.add_argument(
        "file",
        type=input_path,
        metavar="FILE",
        help="TIFF, RAW, VGI, NRRD, MHD, HDF5, MATLAB, VTI, NumPy or text file, or a "
        "folder of slices",
    )
    group = parser.add_argument_group("reading the file")
    group.add_argument(
        "--dataset", metavar="NAME", help="which array of an HDF5 or NPZ file"
    )
    group.add_argument(
        "--raw-shape",
        type=shape,
        metavar="N,N,N",
        help="voxels along each axis of a RAW file, the slowest axis first",
    )
    group.add_argument(
        "--raw-dtype",
        type=raw_dtype,
        metavar="TYPE",
        help="type of the values of a RAW file: uint8 (usual), <u2, >u2, <f4 ...",
    )
    group.add_argument(
        "--raw-header",
        type=not_negative,
        metavar="BYTES",
        help="bytes to skip at the start of a RAW file",
    )


def add_geometry(parser: argparse.ArgumentParser) -> None:
    """How the file lies in space, and which part of it is taken."""
    group = parser.add_argument_group("size and part")
    group.add_argument(
        "--voxel-um",
        type=float,
        metavar="UM",
        help="edge of a voxel of the file in micrometres, if the file does not say",
    )
    group.add_argument(
        "--slice-um",
        type=float,
        metavar="UM",
        help="distance between the slices, the first axis of the file, where it is not "
        "the edge of a voxel, as in FIB-SEM; cubes are made (default: what the file "
        "says)",
    )
    group.add_argument(
        "--thickness-axis",
        type=int,
        choices=(0, 1, 2),
        help="axis of the file that electrolyte enters along, which becomes x "
        "(default: 0)",
    )
    group.add_argument(
        "--crop",
        type=box,
        metavar="X0:X1,Y0:Y1,Z0:Z1",
        help="part to take, in voxels of the file, x along the thickness",
    )
    group.add_argument(
        "--resample-um",
        type=float,
        metavar="UM",
        help="edge of a voxel to work with, after cropping; the usual one is 1",
    )


def add_phases(parser: argparse.ArgumentParser) -> None:
    """Which voxels are pore, binder and active material."""
    group = parser.add_argument_group(
        "phases",
        "For a segmented file name the labels that are pore; the others are active "
        "material. A grey file is split at a threshold.",
    )
    group.add_argument(
        "--pore",
        type=int,
        action="append",
        metavar="LABEL",
        help="label that is pore; may be repeated",
    )
    group.add_argument(
        "--binder",
        type=int,
        action="append",
        default=[],
        metavar="LABEL",
        help="label that is carbon binder; may be repeated",
    )
    group.add_argument(
        "--threshold",
        type=float,
        metavar="GREY",
        help="grey value up to which a voxel is dark (default: by Otsu's method)",
    )
    group.add_argument(
        "--pore-is-bright",
        action="store_true",
        help="the bright voxels are the pores, not the dark ones",
    )


def add_overwrite(
    parser: argparse.ArgumentParser, what: str, *, when: str = ""
) -> None:
    """Whether the result may take the place of a file, and when it does."""
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help=f"replace {what} of that name{when and f', {when}'}",
    )


def add_sample_out(parser: argparse.ArgumentParser, what: str) -> None:
    """Where a sample is written, if it is wanted."""
    parser.add_argument("--out", type=Path, metavar="OUT.h5", help=f"write {what}")
    add_overwrite(parser, "a sample")


def add_merging(parser: argparse.ArgumentParser) -> None:
    """How pores are joined."""
    parser.add_argument(
        "--merge-fraction",
        type=fraction,
        metavar="SHARE",
        help="pores that share more of their surface than this are one (default: 0.1)",
    )


def add_threads(parser: argparse.ArgumentParser) -> None:
    """How many cores compute."""
    parser.add_argument(
        "--threads",
        type=at_least_one,
        metavar="N",
        help="cores that compute (default: all but one)",
    )


def add_device(parser: argparse.ArgumentParser) -> None:
    """What computes a filling."""
    parser.add_argument(
        "--device",
        default="auto",
        metavar="NAME",
        help="what computes: auto (the fastest there is), cpu, or a graphics card such "
        "as cuda or mps (default: auto)",
    )


def print_json(values: dict[str, Any]) -> None:
    """Write one JSON object to standard output."""
    from wetview.project.plain_json import plain

    print(json.dumps(plain(values), ensure_ascii=False))


def raw_layout(options: argparse.Namespace) -> RawLayout | None:
    """Layout of a RAW file, if its shape was given."""
    if options.raw_shape is None:
        return None
    from wetview.volume import RawLayout

    return RawLayout(
        options.raw_shape, options.raw_dtype or "|u1", options.raw_header or 0
    )


def merge_fraction(options: argparse.Namespace) -> float:
    """How pores are joined, also where it was not said."""
    return 0.1 if options.merge_fraction is None else float(options.merge_fraction)


def input_path(text: str) -> Path:
    """A file or folder to read, with a name that can be told: `.` has none."""
    path = Path(text)
    return path.resolve() if path.name in ("", "..") else path


SHIPPED = "shipped"
"""What stands for the network that comes with the program."""


def model_path(text: str) -> Path:
    """A network's file; `SHIPPED` is the one that comes with the program."""
    from wetview.project import shipped_model_path

    return shipped_model_path() if text == SHIPPED else input_path(text)


def box(text: str) -> Box:
    """A part of a volume, as typed."""
    from wetview.errors import UserError
    from wetview.volume import Box

    try:
        return Box.parse(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def shape(text: str) -> tuple[int, int, int]:
    """Three lengths, with commas or x between them."""
    try:
        first, second, third = (int(part) for part in text.replace("x", ",").split(","))
    except ValueError:
        msg = f"`{text}` is not three whole numbers, such as 100,100,75"
        raise argparse.ArgumentTypeError(msg) from None
    if min(first, second, third) < 1:
        msg = f"`{text}` has a length below 1"
        raise argparse.ArgumentTypeError(msg)
    return first, second, third


def size(text: str) -> tuple[int, int]:
    """Width and height of a picture."""
    try:
        width, height = (int(part) for part in text.lower().split("x"))
    except ValueError:
        msg = f"`{text}` is not a size, such as 1280x720"
        raise argparse.ArgumentTypeError(msg) from None
    return width, height


def raw_dtype(text: str) -> str:
    """A type of numbers with its byte order."""
    import numpy as np

    try:
        dtype = np.dtype(text)
    except TypeError:
        dtype = np.dtype(object)
    if dtype.kind not in "uif" or dtype.itemsize > 8:
        msg = f"`{text}` is not a type of numbers, such as uint8, <u2 or >f4"
        raise argparse.ArgumentTypeError(msg)
    return dtype.str


def fraction(text: str) -> float:
    """A number from 0 to 1."""
    value = _number(text)
    if not 0 <= value <= 1:
        msg = f"{text} is not between 0 and 1"
        raise argparse.ArgumentTypeError(msg)
    return value


def at_least_one(text: str) -> int:
    """A whole number from 1."""
    return _whole(text, 1)


def not_negative(text: str) -> int:
    """A whole number from 0."""
    return _whole(text, 0)


def _whole(text: str, lowest: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = lowest - 1
    if value < lowest:
        msg = f"`{text}` is not a whole number from {lowest}"
        raise argparse.ArgumentTypeError(msg)
    return value


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        msg = f"`{text}` is not a number"
        raise argparse.ArgumentTypeError(msg) from None

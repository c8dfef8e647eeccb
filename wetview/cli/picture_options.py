"""What `wetview video` and `wetview picture` are told about the pictures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.options import size

if TYPE_CHECKING:
    import argparse

COLOURS = ("electrolyte", "fill_time", "order", "pore_saturation")
SOLIDS = ("cut", "quarter", "translucent", "whole", "hidden")
_HIDEABLE = {
    "curves": "curves",
    "time": "show_time",
    "names": "names",
    "scale": "scale_bar",
    "axes": "axes",
}


def add_picture_options(parser: argparse.ArgumentParser, default_size: str) -> None:
    """Size, colours, camera, and what is written into the pictures."""
    parser.add_argument("run_file", type=Path, metavar="RUN.h5", help="the run")
    parser.add_argument("out", type=Path, metavar="OUT", help="what is written")
    parser.add_argument(
        "--with",
        dest="compare_with",
        type=Path,
        action="append",
        default=[],
        metavar="RUN.h5",
        help="another run or prediction of the same sample, side by side with it and "
        "seen by the same camera; up to three",
    )
    parser.add_argument(
        "--difference",
        action="store_true",
        help="with two runs: two more panes, where one is ahead of the other, and how "
        "far the curves of the pores are apart",
    )
    group = parser.add_argument_group("pictures")
    group.add_argument(
        "--size",
        type=size,
        default=size(default_size),
        metavar="WxH",
        help=f"width and height in pixels (default: {default_size})",
    )
    group.add_argument(
        "--theme",
        choices=("light", "dark", "print"),
        default="light",
        help="colours (default: light)",
    )
    group.add_argument(
        "--colour-by",
        choices=COLOURS,
        default="electrolyte",
        help="what colours the liquid (default: electrolyte)",
    )
    group.add_argument(
        "--solid",
        choices=SOLIDS,
        default="cut",
        help="how the solid makes room for what is inside (default: cut)",
    )
    group.add_argument(
        "--hide",
        action="append",
        choices=tuple(_HIDEABLE),
        default=[],
        help="leave something out that is written into the pictures; may be repeated",
    )
    group.add_argument(
        "--pace",
        choices=("saturation", "time"),
        default="saturation",
        help="whether saturation or physical time runs evenly (default: saturation)",
    )
    group = parser.add_argument_group("camera")
    group.add_argument(
        "--turntable",
        type=float,
        metavar="DEGREES",
        help="turn round the sample so far, against the clock seen from above",
    )
    group.add_argument(
        "--key-frames",
        type=Path,
        metavar="FILE.json",
        help="go through viewpoints: a list of objects with `at` (0 to 1) and `view` "
        "(`position`, `focus`, `up`, `scale`, in micrometres)",
    )


def picture_settings(options: argparse.Namespace) -> dict[str, Any]:
    """The settings of a job from what was typed."""
    from wetview.errors import UserError

    width, height = options.size
    camera: dict[str, Any] = {}
    if options.turntable is not None and options.key_frames is not None:
        raise UserError(
            "The camera cannot both turn and go through key frames",
            "Give one of --turntable and --key-frames",
        )
    if options.turntable is not None:
        camera = {"camera": "turntable", "turn_deg": options.turntable}
    elif options.key_frames is not None:
        keys = _read_key_frames(options.key_frames)
        camera = {"camera": "key frames", "key_frames": keys}
    return {
        "run": options.run_file,
        "compare_with": options.compare_with,
        "out": options.out,
        "width": width,
        "height": height,
        "theme": options.theme,
        "pace": options.pace,
        "difference": options.difference,
        "colour_by": options.colour_by,
        "solid": options.solid,
        **{field: name not in options.hide for name, field in _HIDEABLE.items()},
        **camera,
    }


def _read_key_frames(path: Path) -> Any:
    from wetview.project.file_errors import reading

    most_bytes = 1_000_000
    with reading(path, "a list of key frames"):
        if path.stat().st_size > most_bytes:
            msg = f"it has {path.stat().st_size} bytes"
            raise ValueError(msg)
        return json.loads(path.read_text(encoding="utf-8"))

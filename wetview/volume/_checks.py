"""What every reader checks, and how a library's exception becomes a sentence."""

from __future__ import annotations

import lzma
import math
import struct
import tokenize
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.parsers import expat

import numpy as np

from wetview.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

_READ_ERRORS = (
    OSError,
    EOFError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RuntimeError,  # the decoders of imagecodecs
    AssertionError,  # tifffile, on offsets that make no sense
    SyntaxError,  # Pillow, on a broken PNG
    struct.error,
    tokenize.TokenError,  # NumPy, on a broken NPY header
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
)
"""What the libraries were seen to raise on damaged files."""

_MOST_COLOURS = 16
"""A picture with more is no segmented one."""
_LUMINANCE = (0.299, 0.587, 0.114)
"""Of red, green and blue (ITU-R BT.601)."""
_COLOUR_CHANNELS = (3, 4)
_SMALLEST_PICTURE = 16


@contextmanager
def damaged_files_told(path: Path, kind: str) -> Iterator[None]:
    """Turn what a library raises on a damaged file into a `UserError`."""
    try:
        yield
    except FileNotFoundError:
        raise missing(path) from None
    except PermissionError:
        raise UserError(
            f"{path.name} may not be read", "Ask its owner for the permission to read"
        ) from None
    except MemoryError:
        raise UserError(
            f"{path.name} does not fit into memory",
            "Close other programs, or crop the volume before",
        ) from None
    except _READ_ERRORS as error:
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        raise UserError(
            f"{path.name} cannot be read as {kind} ({reason})",
            "The file is damaged, incomplete or of another kind; copy or export it "
            "once more",
        ) from error


def missing(path: Path) -> UserError:
    """The error for a path where nothing lies."""
    return UserError(f"{path} does not exist", "Check the name and the folder")


def incomplete(path: Path, found: str) -> UserError:
    """The error for a file that ends too early."""
    return UserError(
        f"{path.name} is incomplete: {found}",
        "Copy or export the file once more",
    )


def in_colour(path: Path, what: str) -> UserError:
    """The error for a picture that is not grey."""
    return UserError(
        f"{path.name} is a colour image ({what})",
        "Convert it to grey values or labels first, for example in ImageJ with "
        "Image > Type > 8-bit",
    )


def grey_of_colours(path: Path, pixels: NDArray[Any]) -> NDArray[Any]:
    """The values of a picture that was saved in colour.

    Parameters
    ----------
    path : Path
        For the error.
    pixels : (height, width, n) ndarray
        Grey and opacity, or red, green, blue and maybe opacity, which is left out.

    Returns
    -------
    (height, width) ndarray of the type of `pixels`
        Grey values; of a picture of few colours, as programs of segmentation save
        their labels, the luminance of each, by which it is the same in every slice.

    Raises
    ------
    UserError
        If there are many colours.
    """
    grey = pixels[..., 0]
    if pixels.shape[-1] > 2:
        red, green, blue = (pixels[..., i] for i in range(3))
        if not (np.array_equal(red, green) and np.array_equal(red, blue)):
            labels = _labels_of_colours(pixels)
            if labels is None:
                raise in_colour(path, f"{pixels.shape[-1]} values a voxel")
            return labels
    return np.ascontiguousarray(grey)


def _labels_of_colours(pixels: NDArray[Any]) -> NDArray[np.uint8] | None:
    """A number for each of few colours; None where they are many, or not told apart."""
    if pixels.dtype != np.uint8:
        return None
    red, green, blue = (pixels[..., i].astype(np.uint32) for i in range(3))
    colours, which = np.unique(red << 16 | green << 8 | blue, return_inverse=True)
    if len(colours) > _MOST_COLOURS:
        return None
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    luminance = np.rint(parts @ _LUMINANCE).astype(np.uint8)
    if len(np.unique(luminance)) < len(colours):
        return None
    labels: NDArray[np.uint8] = luminance[which.reshape(pixels.shape[:2])]
    return labels


def squeezed(shape: Sequence[int]) -> tuple[int, ...]:
    """The shape without axes of one voxel, as long as three axes are left."""
    axes = [int(n) for n in shape]
    while len(axes) > 3 and 1 in axes:
        axes.remove(1)
    return tuple(axes)


def validate_header(path: Path, shape: Sequence[int], dtype: np.dtype[Any]) -> None:
    """Refuse what is no volume of numbers, by its shape and type alone."""
    shown = " x ".join(map(str, shape))
    if dtype.kind not in "buif":
        raise UserError(
            f"{path.name} holds values of type {dtype}",
            "Save the voxels as whole numbers or floating-point numbers",
        )
    if math.prod(shape) == 0:
        raise UserError(f"{path.name} is empty: its shape is ({shown})")
    if len(shape) >= 3 and _is_coloured(shape, dtype):
        raise in_colour(path, f"shape {shown}")
    if len(shape) != 3:
        if len(shape) < 3:
            raise two_dimensional(path, f"shape ({shown})")
        raise UserError(
            f"{path.name} has {len(shape)} axes ({shown})",
            "Save one time and one channel of it, with three axes",
        )
    if min(shape) == 1:
        raise two_dimensional(path, f"shape {shown}")


def two_dimensional(path: Path, what: str) -> UserError:
    """The error for a single picture."""
    return UserError(
        f"{path.name} is two-dimensional ({what})",
        "Give a volume: a multi-page TIFF, or the folder that holds all the slices",
    )


def validate_values(path: Path, voxels: NDArray[Any]) -> None:
    """Refuse values with which nothing can be done: not finite, or all the same."""
    if voxels.dtype.kind == "f":
        n_bad = sum(int(np.count_nonzero(~np.isfinite(page))) for page in voxels)
        if n_bad:
            raise UserError(
                f"{path.name} holds {n_bad} voxels of {voxels.size} that are not "
                "finite numbers (NaN or infinite)",
                "Replace them, or save the volume as whole numbers",
            )
    if voxels.min() == voxels.max():
        raise UserError(
            f"{path.name} is constant: every voxel is {voxels.flat[0]:g}",
            "There is nothing to segment; check that the right file was exported",
        )


def as_native(voxels: NDArray[Any]) -> NDArray[Any]:
    """The same values in this computer's byte order; bool becomes uint8."""
    if voxels.dtype.kind == "b":
        return voxels.view(np.uint8)
    if voxels.dtype == np.float16:
        return voxels.astype(np.float32)
    return voxels.astype(voxels.dtype.newbyteorder("="), copy=False)


def _is_coloured(shape: Sequence[int], dtype: np.dtype[Any]) -> bool:
    looks_so = shape[-1] in _COLOUR_CHANNELS and dtype == np.uint8
    return looks_so and min(shape[-3:-1]) >= _SMALLEST_PICTURE

"""The voxels behind a header: never more and never fewer bytes than it declares.

What a header says is a claim. It is held against the size of the file before anything
is allocated, and packed bytes are unpacked as a stream that stops at the claim.
"""

from __future__ import annotations

import bz2
import gzip
import io
import warnings
import zlib
from pathlib import Path, PureWindowsPath
from typing import IO, TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.units import format_bytes
from wetview.volume._checks import incomplete, missing

if TYPE_CHECKING:
    from typing import Any, Protocol

    from numpy.typing import NDArray

    class Stream(Protocol):
        """What bytes can be read from, in pieces."""

        def readinto(self, buffer: memoryview, /) -> int | None:
            """Fill a buffer as far as one piece goes; 0 at the end."""

        def read(self, size: int = -1, /) -> bytes | None:
            """Some bytes, at most as many as asked for."""


_PIECE_BYTES = 1 << 20
_HARMLESS_BYTES = 1_000_000_000
_MOST_PACKED = 800
"""Deflate packs zeros 1030 times; real volumes, labels too, stay far below this."""


class ZlibReader(io.RawIOBase):
    """The unpacked bytes of a zlib or gzip stream within a file, piece by piece.

    Parameters
    ----------
    file : binary file
        Positioned at the first packed byte.
    n_packed : int, optional
        Packed bytes that belong to the stream; all to the end where it is not given.
    """

    def __init__(self, file: IO[bytes], n_packed: int | None = None) -> None:
        super().__init__()
        self._file = file
        self._left = n_packed
        # 32 on top of the window: zlib or gzip, as the first bytes say.
        self._decoder = zlib.decompressobj(wbits=32 + zlib.MAX_WBITS)
        self._waiting = b""

    def readable(self) -> bool:
        """Always: it is for nothing else."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as one piece goes; 0 at the end of the stream."""
        while not self._decoder.eof:
            packed = self._waiting or self._next_piece()
            if not packed:
                raise EOFError("the packed data end too early")
            unpacked = self._decoder.decompress(packed, len(buffer))
            self._waiting = self._decoder.unconsumed_tail
            if unpacked:
                buffer[: len(unpacked)] = unpacked
                return len(unpacked)
        return 0

    def _next_piece(self) -> bytes:
        limit = _PIECE_BYTES if self._left is None else min(_PIECE_BYTES, self._left)
        piece = self._file.read(limit)
        if self._left is not None:
            self._left -= len(piece)
        return piece


def unpacked(file: IO[bytes], packing: str) -> Stream:
    """The bytes of a file from here on, by the packing: "", "zlib", "gzip", "bzip2"."""
    match packing:
        case "zlib":
            return ZlibReader(file)
        case "gzip":
            return gzip.GzipFile(fileobj=file, mode="rb")
        case "bzip2":
            return bz2.BZ2File(file)
        case _:
            return file  # type: ignore[return-value]  # readinto is not in IO


def read_exactly(
    path: Path, stream: Stream, shape: tuple[int, ...], dtype: np.dtype[Any]
) -> NDArray[Any]:
    """An array of just the bytes that it takes, or the error for a short file."""
    voxels = np.empty(shape, dtype)
    view = voxels.reshape(-1).view(np.uint8).data
    done = 0
    while done < len(view):
        got = stream.readinto(view[done : done + _PIECE_BYTES])
        if not got:
            raise promised(path, len(view), done)
        done += got
    return voxels


def validate_at_end(path: Path, stream: Stream) -> None:
    """Refuse a file with more voxels than its header declares."""
    if stream.read(1):
        raise UserError(
            f"{path.name} holds more voxels than its header declares",
            "Its header is wrong or belongs to another file; export both once more",
        )


def validate_packing(path: Path, *, n_bytes: int, stored_bytes: int) -> None:
    """Refuse a file that would grow as only a zip bomb does.

    Parameters
    ----------
    path : Path
        The file, for the message.
    n_bytes : int
        Memory that its voxels take.
    stored_bytes : int
        What they take on the disk.
    """
    if n_bytes > max(_HARMLESS_BYTES, _MOST_PACKED * stored_bytes):
        raise UserError(
            f"{path.name} has {format_bytes(stored_bytes)} but would unpack to "
            f"{format_bytes(n_bytes)}",
            "Only a zip bomb or a constant volume packs so well. If it is neither, "
            "save it without compression",
        )


def promised(path: Path, n_bytes: int, n_found: int) -> UserError:
    """The error for a header that declares more than is there."""
    return incomplete(
        path, f"its header promises {n_bytes} bytes and {n_found} are there"
    )


def file_beside(header: Path, name: str) -> Path:
    """The data file that a header names, which must lie in the header's folder.

    Raises
    ------
    UserError
        If the name leads to another folder, or to nothing.
    """
    plain = name.removeprefix("./")
    path = header.parent / plain
    # Windows' rules know both slashes and drives; they hold for every system here.
    leads_away = PureWindowsPath(plain).name != plain or "\0" in plain
    if leads_away or path.resolve().parent != header.parent.resolve():
        raise UserError(
            f"{header.name} takes its voxels from `{name}`, in another folder",
            "A header may only name a file beside it. Put both into one folder, and "
            "only the file's name into the header",
        )
    if not path.is_file():
        raise missing(path)
    return path


def numbers_in_text(text: bytes) -> NDArray[np.float64]:
    """All the numbers of a text that holds nothing else.

    Raises
    ------
    ValueError
        If there is anything else.
    """
    with warnings.catch_warnings():
        # NumPy only warns of what is no number, and leaves out all that follows.
        warnings.simplefilter("error", DeprecationWarning)
        try:
            return np.fromstring(text, sep=" ")
        except DeprecationWarning:
            raise ValueError("it has words between its numbers") from None


def as_type(
    path: Path, values: NDArray[np.float64], dtype: np.dtype[Any]
) -> NDArray[Any]:
    """Numbers from a text in the declared type, none of them changed."""
    if dtype.kind == "f":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    fits = (values >= limits.min) & (values <= limits.max) & (values == values.round())
    if not fits.all():
        raise UserError(
            f"{path.name} declares {dtype.name} but has the value {values[~fits][0]:g}",
            "Its header is wrong; export the volume once more",
        )
    return values.astype(dtype)

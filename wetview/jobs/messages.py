"""What a job says while it runs: one JSON object a line."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAX_VOXELS = 2**31


@dataclass(frozen=True)
class Progress:
    """How far a job is.

    Parameters
    ----------
    done, total : float
        Units of work; total 0 while it is unknown.
    note : str
        What is under way.
    seconds_left : float or None
        Until the end, as far as can be told.
    """

    done: float
    total: float
    note: str
    seconds_left: float | None = None

    event: ClassVar[str] = "progress"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, self.__dict__)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        left = fields["seconds_left"]
        return cls(
            float(fields["done"]),
            float(fields["total"]),
            str(fields["note"]),
            None if left is None else float(left),
        )


@dataclass(frozen=True)
class Log:
    """A line for the log; `level` is one of logging's names in small letters."""

    text: str
    level: str = "info"

    event: ClassVar[str] = "log"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, self.__dict__)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        return cls(str(fields["text"]), str(fields["level"]))


@dataclass(frozen=True, eq=False)
class Frame:
    """A new frame of a run.

    Parameters
    ----------
    index : int
        Its number, from 0.
    time_s, step : float, int
        When it was taken.
    saturation : float
        Of the sample.
    pore_saturation : (n_pores,) ndarray of float32
        Of every pore.
    liquid_fraction : (nx, ny, nz) ndarray of uint8
        Liquid share of every voxel, 0 to 255.
    """

    index: int
    time_s: float
    step: int
    saturation: float
    pore_saturation: NDArray[np.float32]
    liquid_fraction: NDArray[np.uint8]

    event: ClassVar[str] = "frame"

    def encode(self) -> str:
        """One line of JSON."""
        data = zlib.compress(np.ascontiguousarray(self.liquid_fraction).tobytes(), 1)
        return _line(
            self.event,
            {
                "index": self.index,
                "time_s": self.time_s,
                "step": self.step,
                "saturation": self.saturation,
                "pore_saturation": np.round(self.pore_saturation, 4).tolist(),
                "shape": self.liquid_fraction.shape,
                "data": base64.b64encode(data).decode("ascii"),
            },
        )

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        nx, ny, nz = (int(length) for length in fields["shape"])
        n_voxels = nx * ny * nz
        if min(nx, ny, nz) < 1 or n_voxels > _MAX_VOXELS:
            msg = f"a frame of shape {(nx, ny, nz)}"
            raise ValueError(msg)
        packed = base64.b64decode(fields["data"], validate=True)
        voxels = zlib.decompressobj().decompress(packed, n_voxels)
        liquid_fraction = np.frombuffer(voxels, np.uint8).reshape(nx, ny, nz)
        return cls(
            int(fields["index"]),
            float(fields["time_s"]),
            int(fields["step"]),
            float(fields["saturation"]),
            np.asarray(fields["pore_saturation"], np.float32),
            liquid_fraction,
        )


@dataclass(frozen=True)
class Loss:
    """The error of networks after an epoch of training.

    Parameters
    ----------
    stage : str
        "leave out" while electrodes are left out for the scores, "train" after that.
    epoch : int
        From 1.
    training, validation : float
        Mean squared error in standardised outputs.
    """

    stage: str
    epoch: int
    training: float
    validation: float

    event: ClassVar[str] = "loss"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, self.__dict__)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        return cls(
            str(fields["stage"]),
            int(fields["epoch"]),
            float(fields["training"]),
            float(fields["validation"]),
        )


@dataclass(frozen=True)
class Result:
    """The job is done; `result` depends on its kind."""

    result: dict[str, Any]

    event: ClassVar[str] = "result"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, {"result": self.result})

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        return cls(dict(fields["result"]))


@dataclass(frozen=True)
class Failed:
    """The job failed; `message` and `hint` are for the user, `details` for a report."""

    message: str
    hint: str = ""
    details: str = ""

    event: ClassVar[str] = "error"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, self.__dict__)

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        return cls(str(fields["message"]), str(fields["hint"]), str(fields["details"]))


@dataclass(frozen=True)
class Stopped:
    """The job was stopped; `result` is what was computed until then, if anything."""

    result: dict[str, Any] | None = None

    event: ClassVar[str] = "cancelled"

    def encode(self) -> str:
        """One line of JSON."""
        return _line(self.event, {"result": self.result})

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """The message that a line's fields make up."""
        result = fields["result"]
        return cls(None if result is None else dict(result))


Message = Progress | Log | Frame | Loss | Result | Failed | Stopped

_BY_EVENT: dict[str, type[Message]] = {
    kind.event: kind for kind in (Progress, Log, Frame, Loss, Result, Failed, Stopped)
}


def decode(line: str | bytes) -> Message:
    """The message that a line holds; anything else that was printed is a `Log`."""
    text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
    try:
        fields = json.loads(text)
        return _BY_EVENT[fields["event"]].from_fields(fields)
    except (
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        binascii.Error,
        zlib.error,
    ):
        return Log(text.rstrip()[:2000])


def _line(event: str, fields: dict[str, Any]) -> str:
    return to_json({"event": event, **fields})

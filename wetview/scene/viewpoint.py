"""Where the camera of a picture stands, and how it moves through a video."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Triple = tuple[float, float, float]
MoveKind = Literal["still", "turntable", "key frames"]

_ROOM_FOR_NUMBERS = 1.22
"""Factor on what a turning sample needs, for the numbers of its axes."""


@dataclass(frozen=True)
class Viewpoint:
    """Where a camera stands; the projection is parallel.

    Parameters
    ----------
    position, focus, up : (3,) tuple of float
        In micrometres; `up` is a direction.
    scale : float
        Half of the height that is seen, in micrometres.
    aspect : float or None
        Width over height of the picture that it was chosen in. A narrower picture then
        shows more of the height, so that nothing is lost at the sides.
    """

    position: Triple
    focus: Triple
    up: Triple
    scale: float
    aspect: float | None = None

    def place(self, aspect: float) -> dict[str, Any]:
        """What `Panes.place_cameras` takes for one, for a pane of an aspect."""
        wider = max(1.0, (self.aspect or aspect) / aspect)
        return {
            "position": self.position,
            "focus": self.focus,
            "up": self.up,
            "scale": self.scale * wider,
        }

    def turned(self, degrees: float) -> Viewpoint:
        """The same after a turn about the upright axis through what is looked at."""
        angle = math.radians(degrees)
        cosine, sine = math.cos(angle), math.sin(angle)
        turn = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
        focus = np.array(self.focus)
        return replace(
            self,
            position=_triple(focus + turn @ (np.array(self.position) - focus)),
            up=_triple(turn @ np.array(self.up)),
        )


@dataclass(frozen=True)
class KeyFrame:
    """A viewpoint that is reached at a share of the video, 0 to 1."""

    at: float
    viewpoint: Viewpoint


@dataclass(frozen=True)
class CameraMove:
    """How the camera moves through a video.

    Parameters
    ----------
    kind : {"still", "turntable", "key frames"}
        It stays; it goes round the sample; or it goes from viewpoint to viewpoint.
    start : Viewpoint or None
        Where it stands at first; None shows the whole sample.
    turn_deg : float
        How far a turntable turns, against the clock seen from above.
    keys : tuple of KeyFrame
        At least one for "key frames".
    """

    kind: MoveKind = "still"
    start: Viewpoint | None = None
    turn_deg: float = 360.0
    keys: tuple[KeyFrame, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether two pictures may differ by the camera alone."""
        if self.kind == "key frames":
            return len(self.keys) > 1
        return self.kind == "turntable" and self.turn_deg != 0

    def at(self, share: float, start: Viewpoint) -> Viewpoint:
        """Where it stands at a share of the video, having begun at `start`."""
        if self.kind == "turntable":
            return start.turned(self.turn_deg * share)
        if self.kind == "key frames" and self.keys:
            return between(self.keys, share)
        return start


def between(keys: Sequence[KeyFrame], share: float) -> Viewpoint:
    """The viewpoint on the way from one key frame to the next.

    The direction turns on a great circle, the scale changes by equal factors in equal
    times, and each way begins and ends slowly.
    """
    ordered = sorted(keys, key=lambda key: key.at)
    if share <= ordered[0].at:
        return ordered[0].viewpoint
    if share >= ordered[-1].at:
        return ordered[-1].viewpoint
    after = next(number for number, key in enumerate(ordered) if key.at > share)
    one, other = ordered[after - 1], ordered[after]
    part = (share - one.at) / (other.at - one.at)
    return _mixed(one.viewpoint, other.viewpoint, part * part * (3 - 2 * part))


def turning_view(
    view: Viewpoint, size_um: NDArray[np.floating], aspect: float
) -> Viewpoint:
    """A viewpoint that keeps a whole sample in the picture while it turns.

    Parameters
    ----------
    view : Viewpoint
        Its direction is kept.
    size_um : (3,) ndarray
        Size of the sample.
    aspect : float
        Width over height of the pane.
    """
    centre = np.asarray(size_um, dtype=float) / 2
    towards = np.array(view.position) - np.array(view.focus)
    distance = float(np.linalg.norm(towards))
    steepness = towards[2] / distance
    radius = math.hypot(centre[0], centre[1])
    across = radius
    upward = radius * abs(steepness) + centre[2] * math.sqrt(1 - steepness**2)
    return Viewpoint(
        position=_triple(centre + towards),
        focus=_triple(centre),
        up=view.up,
        scale=_ROOM_FOR_NUMBERS * max(upward, across / aspect),
    )


def _mixed(one: Viewpoint, other: Viewpoint, part: float) -> Viewpoint:
    focus = _linear(np.array(one.focus), np.array(other.focus), part)
    arms = [np.array(view.position) - np.array(view.focus) for view in (one, other)]
    lengths = [float(np.linalg.norm(arm)) for arm in arms]
    direction = _turned(arms[0] / lengths[0], arms[1] / lengths[1], part)
    length = lengths[0] ** (1 - part) * lengths[1] ** part
    up = _linear(np.array(one.up), np.array(other.up), part)
    if np.linalg.norm(np.cross(up, direction)) < 1e-3:
        up = np.array(one.up)
    aspects = [view.aspect for view in (one, other) if view.aspect is not None]
    return Viewpoint(
        _triple(focus + length * direction),
        _triple(focus),
        _triple(up / np.linalg.norm(up)),
        one.scale ** (1 - part) * other.scale**part,
        max(aspects) if aspects else None,
    )


def _turned(
    one: NDArray[np.float64], other: NDArray[np.float64], part: float
) -> NDArray[np.float64]:
    """A direction between two, on the shortest great circle."""
    angle = math.acos(float(np.clip(one @ other, -1, 1)))
    if angle < 1e-6:
        return one
    if math.pi - angle < 1e-3:
        # From one side to just the other: every way is as short, so go round upright.
        side = np.cross([0.0, 0.0, 1.0], one)
        if np.linalg.norm(side) < 1e-6:
            side = np.array([1.0, 0.0, 0.0])
        side /= np.linalg.norm(side)
        return math.cos(math.pi * part) * one + math.sin(math.pi * part) * side
    mixed: NDArray[np.float64] = (
        math.sin((1 - part) * angle) * one + math.sin(part * angle) * other
    ) / math.sin(angle)
    return mixed


def _linear(
    one: NDArray[np.float64], other: NDArray[np.float64], part: float
) -> NDArray[np.float64]:
    return one + part * (other - one)


def _triple(values: NDArray[np.floating]) -> Triple:
    x, y, z = (float(value) for value in values)
    return x, y, z

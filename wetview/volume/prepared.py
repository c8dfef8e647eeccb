"""What the steps of preparation work on, and how such a step is written down.

A step ("operation") is a frozen dataclass of plain numbers. It says what is done, not
how far: the same steps on the same file give the same electrode, here or elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, get_args, get_origin, get_type_hints

import numpy as np

from wetview.errors import UserError
from wetview.progress import silent
from wetview.volume.phases import Phases, Volume

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from wetview.progress import Report


@dataclass(frozen=True, eq=False)
class Prepared:
    """A tomogram on its way to an electrode.

    Parameters
    ----------
    image : Volume or Phases
        Grey values or labels; phases once it is segmented.
    inside : (nx, ny, nz) ndarray of bool, optional
        Where the specimen is. Outside it nothing is pore and nothing is counted.
    """

    image: Volume | Phases
    inside: NDArray[np.bool_] | None = None

    @property
    def shape(self) -> tuple[int, int, int]:
        """Number of voxels along x, y and z."""
        return self.image.shape

    @property
    def voxels(self) -> NDArray[Any]:
        """The values, or the phases."""
        image = self.image
        return image.labels if isinstance(image, Phases) else image.voxels

    @property
    def porosity(self) -> float:
        """Share of the specimen that is pore.

        Raises
        ------
        UserError
            If it is not segmented yet.
        """
        is_pore = self.phases("Its porosity").is_pore
        return float(
            is_pore.mean() if self.inside is None else is_pore[self.inside].mean()
        )

    def grey(self, what: str) -> Volume:
        """The grey values or labels; `what` needs them.

        Raises
        ------
        UserError
            If it is segmented already.
        """
        if isinstance(self.image, Phases):
            raise UserError(
                f"{what} needs grey values, and {self.image.name} is segmented already",
                "Put this step before the segmentation",
            )
        return self.image

    def phases(self, what: str) -> Phases:
        """The phases; `what` needs them.

        Raises
        ------
        UserError
            If it is not segmented yet.
        """
        if isinstance(self.image, Volume):
            raise UserError(
                f"{what} needs phases, and {self.image.name} is not segmented yet",
                "Put a segmentation before this step",
            )
        return self.image

    def with_voxels(self, voxels: NDArray[Any]) -> Prepared:
        """The same on other values of the same shape."""
        image = self.image
        if isinstance(image, Phases):
            return replace(self, image=replace(image, labels=voxels))
        return replace(self, image=replace(image, voxels=voxels))

    def segmented(self, labels: NDArray[np.uint8], voxel_m: float) -> Prepared:
        """Phases in the place of grey values."""
        return replace(self, image=Phases(labels, voxel_m, self.image.name))

    def turned(self, view: Any) -> Prepared:
        """Values and specimen after `view`, which turns or cuts one array.

        Parameters
        ----------
        view : callable
            Array to array.
        """
        voxels = np.ascontiguousarray(view(self.voxels))
        inside = self.inside
        return replace(
            self.with_voxels(voxels),
            inside=None if inside is None else np.ascontiguousarray(view(inside)),
        )

    def voxel_m(self, what: str) -> float:
        """Edge of a voxel in metres; `what` needs it.

        Raises
        ------
        UserError
            If nobody has said.
        """
        if self.image.voxel_m is None:
            raise UserError(
                f"{what} needs the voxel size, which {self.image.name} does not state",
                "Give the edge length of one voxel first",
            )
        return self.image.voxel_m


class Operation:
    """One step of preparation; its classes are frozen dataclasses.

    A class sets `kind`, the name that files and the command line know it by, and
    `apply`. Fields are plain numbers, texts, booleans, None, or tuples of these.
    """

    kind: ClassVar[str]

    def apply(self, prepared: Prepared, report: Report = silent) -> Prepared:
        """What the step makes of what came before."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """The step in words, for the list of steps."""
        raise NotImplementedError

    def as_dict(self) -> dict[str, Any]:
        """What a result keeps of the step."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]
        return {"operation": self.kind} | own


def operation_from(
    stored: Mapping[str, Any], kinds: Mapping[str, type[Operation]]
) -> Operation:
    """The step that `as_dict` wrote; values are checked as a user's are.

    Raises
    ------
    UserError
        If the step is unknown, or a value does not suit.
    """
    name = stored.get("operation")
    kind = kinds.get(str(name))
    if kind is None:
        raise UserError(
            f"The step `{name}` is not known",
            f"These are: {', '.join(sorted(kinds))}",
        )
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    values = {key: _tupled(value) for key, value in stored.items() if key in known}
    foreign = set(stored) - known - {"operation"}
    if foreign:
        raise UserError(
            f"The step `{name}` has no setting `{min(foreign)}`",
            f"It has {', '.join(sorted(known)) or 'none'}",
        )
    for key, value in values.items():
        if not _fits(value, hints[key]):
            raise UserError(
                f"`{key}` of the step `{name}` is {value!r}",
                "It is of another kind: give a number, a list of numbers or a name",
            )
    try:
        return kind(**values)
    except TypeError:
        missing = known - set(values)
        raise UserError(
            f"The step `{name}` lacks {', '.join(sorted(missing))}", "Give a value"
        ) from None


def _tupled(value: object) -> object:
    return tuple(map(_tupled, value)) if isinstance(value, list | tuple) else value


def _fits(value: object, hint: Any) -> bool:
    """Whether a value from a file is of the type that a field is declared with."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if len(arguments) == 2 and arguments[1] is ...:
            return all(_fits(item, arguments[0]) for item in value)
        return len(value) == len(arguments) and all(map(_fits, value, arguments))
    if arguments and origin is not None and str(origin).endswith("Literal"):
        return value in arguments
    if arguments:  # a union
        return any(_fits(value, argument) for argument in arguments)
    if hint is float:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and bool(np.isfinite(value))
        )
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)

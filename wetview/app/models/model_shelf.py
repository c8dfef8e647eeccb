"""The trained networks: those of the project, and the one that comes with wetview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from psygnal import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wetview.errors import UserError
    from wetview.surrogate import Surrogate, TrainingRecord


@dataclass(frozen=True, eq=False)
class KnownModel:
    """A network on the shelf.

    Parameters
    ----------
    path : Path
        Its file.
    name : str
        What the user calls it.
    surrogate : Surrogate or None
        None where the file cannot be used.
    record : TrainingRecord or None
        How it learnt, if the file tells.
    is_shipped : bool
        Whether it comes with the program, and stays as it is.
    problem : UserError or None
        Why it cannot be used, if so.
    """

    path: Path
    name: str
    surrogate: Surrogate | None = None
    record: TrainingRecord | None = None
    is_shipped: bool = False
    problem: UserError | None = None


class ModelShelf:
    """The networks, the one that is chosen, and another to compare it with."""

    changed = Signal()
    chosen_changed = Signal()

    def __init__(self) -> None:
        self._models: tuple[KnownModel, ...] = ()
        self._chosen: Path | None = None
        self._other: Path | None = None
        self._note = ""

    @property
    def models(self) -> tuple[KnownModel, ...]:
        """All of them."""
        return self._models

    @property
    def chosen(self) -> KnownModel | None:
        """The one that is shown, and that predicts."""
        return self._with(self._chosen)

    @property
    def other(self) -> KnownModel | None:
        """The one that it is compared with."""
        return None if self._other == self._chosen else self._with(self._other)

    @property
    def note(self) -> str:
        """What is missing on the shelf, in words."""
        return self._note

    def set_models(self, models: Iterable[KnownModel], note: str = "") -> None:
        """Put other networks on the shelf; one that can predict is chosen if any."""
        self._models, self._note = tuple(models), note
        if self.chosen is None:
            usable = [one for one in self._models if one.surrogate is not None]
            self._chosen = usable[-1].path if usable else None
        self.changed.emit()
        self.chosen_changed.emit()

    def choose(self, path: Path | None) -> None:
        """Choose a network; it may come onto the shelf later."""
        if path != self._chosen:
            self._chosen = path
            self.chosen_changed.emit()

    def compare_with(self, path: Path | None) -> None:
        """Compare the chosen one with another."""
        if path != self._other:
            self._other = path
            self.chosen_changed.emit()

    def _with(self, path: Path | None) -> KnownModel | None:
        return next((one for one in self._models if one.path == path), None)

"""Which array of a file with several is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.volume._checks import squeezed

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.volume.description import DatasetEntry


def chosen_dataset(
    path: Path, entries: tuple[DatasetEntry, ...], name: str | None
) -> tuple[DatasetEntry | None, tuple[str, ...]]:
    """The entry that is meant, and the names of all volumes to choose from.

    The entry is None where several volumes are there and none was named.
    """
    volumes = [entry for entry in entries if len(squeezed(entry.shape)) == 3]
    names = tuple(entry.name for entry in volumes)
    if name is not None:
        wanted = name.strip("/")
        for entry in entries:
            if entry.name.strip("/") == wanted:
                return entry, names
        raise UserError(
            f"{path.name} has no data set `{name}`",
            f"It has {shown_datasets(entries) or 'none at all'}",
        )
    if len(volumes) > 1:
        return None, names
    if volumes:
        return volumes[0], names
    if len(entries) == 1:
        return entries[0], names
    raise UserError(
        f"{path.name} holds no data set with three axes",
        f"It has {shown_datasets(entries)}"
        if entries
        else "It is empty: export the volume once more",
    )


def several(path: Path, entries: tuple[DatasetEntry, ...]) -> UserError:
    """The error for a choice that was not made."""
    volumes = tuple(entry for entry in entries if len(squeezed(entry.shape)) == 3)
    return UserError(
        f"{path.name} holds {len(volumes)} volumes",
        f"Choose one data set: {shown_datasets(volumes)}",
    )


def shown_datasets(entries: tuple[DatasetEntry, ...]) -> str:
    """The entries in one line, at most a dozen."""
    shown = [
        f"{entry.name} ({' x '.join(map(str, entry.shape)) or 'one value'}, "
        f"{entry.dtype})"
        for entry in entries[:12]
    ]
    more = len(entries) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")

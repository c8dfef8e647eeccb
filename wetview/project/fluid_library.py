"""The fluids that a user can choose: those that come with the program, and their own.

One's own lie in one file in the user's configuration folder, of the same form as
resources/fluids.json. A damaged file is never written to: nothing in it is lost.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from wetview.errors import UserError
from wetview.lbm.fluids import FluidPreset, read_presets, shipped_presets
from wetview.project.atomic import write_json
from wetview.project.file_errors import reading, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_BYTES = 1_000_000


def own_fluids_path() -> Path:
    """The file with the user's own fluids; it need not exist."""
    folder = platformdirs.user_config_path("wetview", appauthor=False)
    return Path(folder) / "fluids.json"


def own_fluids() -> dict[str, FluidPreset]:
    """The user's own fluids by their names.

    Raises
    ------
    UserError
        If their file is there but cannot be read.
    """
    path = own_fluids_path()
    if not path.exists():
        return {}
    with reading(path, "a list of fluids"):
        if path.stat().st_size > _MOST_BYTES:
            msg = f"it has {path.stat().st_size} bytes"
            raise ValueError(msg)
        try:
            return read_presets(json.loads(path.read_text(encoding="utf-8")))
        except UserError as error:
            raise UserError(
                f"In `{path}`: {error.message}", f"{error.hint}, or remove that fluid"
            ) from error


def known_fluids() -> dict[str, FluidPreset]:
    """All fluids by their names, the user's own last.

    Raises
    ------
    UserError
        If the file of the user's own is there but cannot be read.
    """
    return {**shipped_presets(), **own_fluids()}


def save_own_fluid(preset: FluidPreset) -> None:
    """Keep a fluid under its name; one of the user's own with that name is replaced.

    Raises
    ------
    UserError
        If the name is one that comes with the program, or the file cannot be read or
        written.
    """
    taken = next((name for name in shipped_presets() if _same(name, preset.name)), None)
    if taken is not None:
        raise UserError(
            f"{taken} comes with the program and stays as it is",
            "Choose another name, such as the batch",
        )
    others = {
        name: other
        for name, other in own_fluids().items()
        if not _same(name, preset.name)
    }
    _write({**others, preset.name: preset})


def remove_own_fluid(name: str) -> None:
    """Forget one of the user's own fluids.

    Raises
    ------
    UserError
        If there is none of that name, or the file cannot be read or written.
    """
    own = own_fluids()
    if name not in own:
        raise UserError(
            f"{name} is none of your own fluids",
            f"Those are: {'; '.join(own) or 'none yet'}",
        )
    _write({other: preset for other, preset in own.items() if other != name})


def find_fluid(wanted: str) -> FluidPreset:
    """The fluid whose name is, or begins with, a text in any case.

    Raises
    ------
    UserError
        If there is none, or more than one.
    """
    for name, preset in shipped_presets().items():
        if _same(name, wanted):
            return preset  # whatever the user's own file is like
    known = known_fluids()
    exact = [preset for name, preset in known.items() if _same(name, wanted)]
    beginning = [
        preset
        for name, preset in known.items()
        if name.casefold().startswith(wanted.strip().casefold())
    ]
    found = exact or beginning
    if len(found) == 1:
        return found[0]
    names = [preset.name for preset in found] or list(known)
    raise UserError(
        f"`{wanted}` is the beginning of several fluids"
        if found
        else f"`{wanted}` is no fluid that wetview knows",
        f"Choose one of: {'; '.join(names)}",
    )


def _same(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _write(presets: Mapping[str, FluidPreset]) -> None:
    path = own_fluids_path()
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_json(path, {"fluids": [preset.as_dict() for preset in presets.values()]})

"""What the window remembers in a project, saved at every change."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from wetview.project.plain_json import plain


class Settings(MutableMapping[str, Any]):
    """A dictionary of what JSON can hold; each change is written before it counts.

    Parameters
    ----------
    values : mapping
        What was saved before.
    save : callable
        Writes the whole dictionary; raises `UserError` where it cannot.
    """

    def __init__(
        self, values: Mapping[str, Any], save: Callable[[dict[str, Any]], None]
    ) -> None:
        self._values = dict(values)
        self._save = save

    def replace(self, values: Mapping[str, Any]) -> None:
        """Forget everything and remember `values` instead."""
        changed = plain(values)
        if changed != self._values:
            self._save(changed)
            self._values = changed

    def update(self, *others: Any, **named: Any) -> None:
        """Change several settings and save once."""
        self.replace({**self._values, **dict(*others, **named)})

    def __getitem__(self, name: str) -> Any:
        return copy.deepcopy(self._values[name])

    def __setitem__(self, name: str, value: Any) -> None:
        self.replace({**self._values, name: value})

    def __delitem__(self, name: str) -> None:
        if name not in self._values:
            raise KeyError(name)
        self.replace({key: self._values[key] for key in self._values if key != name})

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Settings({self._values!r})"

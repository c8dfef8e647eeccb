"""Settings and results as JSON that every reader accepts: no NaN, no numpy."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from enum import Enum
from pathlib import PurePath
from typing import Any

import numpy as np


def to_json(value: Any) -> str:
    """One line of JSON; numbers that are not finite become null.

    Examples
    --------
    >>> to_json({"saturation": np.float32(0.5), "end_s": math.nan})
    '{"saturation": 0.5, "end_s": null}'
    """
    return json.dumps(plain(value), allow_nan=False, ensure_ascii=False)


def plain(value: Any) -> Any:
    """The same value built of dict, list, str, int, float, bool and None only.

    Raises
    ------
    TypeError
        If it holds something that JSON has no form for.
    """
    if value is None or isinstance(value, bool | int | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, PurePath):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    msg = f"`{type(value).__name__}` has no form in JSON"
    raise TypeError(msg)

"""Files appear whole or not at all."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import atomic_path, write_json, write_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_gets_its_name_when_it_is_finished(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with atomic_path(path) as part:
        part.write_text("half")
        assert part.name == "table.csv.part"
        assert part.parent == tmp_path
        assert not path.exists()
    assert path.read_text() == "half"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_former_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("former")

    def write_half() -> None:
        with atomic_path(path) as part:
            part.write_text("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert path.read_text() == "former"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "table.csv"
    with pytest.raises(UserError, match="nowhere") as caught:
        write_text(path, "text")
    assert "does not exist" in caught.value.message


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"file.*table\.csv"):
        write_text(tmp_path / "file" / "table.csv", "text")


def test_json_has_no_nan_and_no_numpy(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_json(path, {"a": np.float32(0.5), "b": math.nan, "c": np.arange(2)})
    assert json.loads(path.read_text()) == {"a": 0.5, "b": None, "c": [0, 1]}


def test_what_has_no_form_in_json_leaves_the_former_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    write_json(path, {"a": 1})
    with pytest.raises(TypeError, match="object"):
        write_json(path, {"a": object()})
    assert json.loads(path.read_text()) == {"a": 1}

"""The pore table as a file for other programs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from wetview.project import write_pore_csv

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.pores import Pores


def test_the_table_has_a_row_a_pore_and_units_in_its_header(
    tmp_path: Path, pores: Pores
) -> None:
    write_pore_csv(tmp_path / "pores.csv", pores)
    with (tmp_path / "pores.csv").open(newline="") as stream:
        first, second = csv.DictReader(stream)
    assert first["pore"] == "1"
    assert second["volume (um3)"] == "24"
    assert second["y (um)"] == "4.5"
    assert first["touches inlet"] == "1"


def test_pores_that_do_not_reach_another_inlet_do_not_touch_it(
    tmp_path: Path, pores: Pores
) -> None:
    write_pore_csv(tmp_path / "pores.csv", pores, inlet="y+")
    with (tmp_path / "pores.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["touches inlet"] for row in rows] == ["0", "0"]
    assert [row["touches outlet"] for row in rows] == ["0", "0"]

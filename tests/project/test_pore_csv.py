"""The pore table as a file for other programs."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.pores import label_pores
from wetview.project import write_pore_csv, write_throat_csv
from wetview.volume import Phases

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


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def measured() -> Pores:
    """A pore five voxels wide at x = 0, a neck, a pore, and one on its own."""
    labels = np.ones((34, 9, 20), np.uint8)
    labels[:12, 2:7, 2:7] = 0
    labels[12:15, 4, 4] = 0
    labels[15:27, 2:7, 2:7] = 0
    labels[15:27, 2:7, 12:17] = 0
    labels[15:27, 7:, 12:17] = 2
    return label_pores(Phases(labels, 2e-6, "two and one"))


def test_the_table_has_every_column_of_a_measured_pore(
    tmp_path: Path, measured: Pores
) -> None:
    write_pore_csv(tmp_path / "pores.csv", measured)
    first, *_, alone = _rows(tmp_path / "pores.csv")
    assert float(first["inscribed radius (um)"]) == pytest.approx(5)
    assert float(first["distance from inlet (um)"]) < float(
        alone["distance from inlet (um)"]
    )
    # One side of five is binder: 60 faces of 5 x 5 x 2 + 4 x 60.
    assert float(alone["carbon binder (%)"]) == pytest.approx(100 * 60 / 290, rel=1e-3)
    assert alone["joined to inlet"] == "0"
    assert alone["neighbours"] == "0"
    # No way leads there.
    assert alone["way from x = 0 (um)"] == ""
    assert alone["bottleneck radius from x = 0 (um)"] == "0"


def test_a_table_of_older_pores_has_the_columns_that_are_known(
    tmp_path: Path, pores: Pores
) -> None:
    write_pore_csv(tmp_path / "pores.csv", pores)
    (first, _) = _rows(tmp_path / "pores.csv")
    assert "neighbours" in first
    assert "inscribed radius (um)" not in first


def test_chosen_rows_are_written_in_their_order(
    tmp_path: Path, measured: Pores
) -> None:
    rows = np.array([len(measured) - 1, 0])
    write_pore_csv(tmp_path / "pores.csv", measured, rows=rows)
    found = [row["pore"] for row in _rows(tmp_path / "pores.csv")]
    assert found == [str(len(measured)), "1"]


def test_throats_have_a_row_a_pair(tmp_path: Path, measured: Pores) -> None:
    write_throat_csv(tmp_path / "throats.csv", measured)
    rows = _rows(tmp_path / "throats.csv")
    assert len(rows) == len(measured.neighbours)
    # The neck is one voxel of two um wide.
    assert {float(row["throat radius (um)"]) for row in rows} == {1.0}

"""Permeability from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wetview.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


@pytest.fixture
def options(slit_path: Path) -> list[str]:
    """The slit of 6 x 4 voxels along the file's last axis, 1 um each."""
    return [
        *("permeability", str(slit_path), "--pore", "0", "--binder", "2"),
        *("--voxel-um", "1", "--thickness-axis", "2"),
    ]


def test_the_permeability_is_told_in_three_units(
    answer: Answer, options: list[str]
) -> None:
    told = answer(*options, "--axis", "x", "--ends", "periodic")
    assert set(told) == {
        *("seconds", "permeability_m2", "permeability_darcy", "permeability_um2"),
    }
    (value_m2,) = told["permeability_m2"].values()
    # A duct of 4 x 6 um in a face of 6 x 8 um: mean speed 0.0489 b^2 F / mu by the
    # series of Boussinesq, b the short side; coarse in four voxels.
    theory_m2 = 0.0489 * 4**2 * 24 / 48 * 1e-12
    assert value_m2 == pytest.approx(theory_m2, rel=0.05)
    assert told["permeability_um2"]["x"] == pytest.approx(value_m2 * 1e12)
    assert told["permeability_darcy"]["x"] == pytest.approx(value_m2 / 9.869e-13, 1e-3)


def test_all_axes_are_measured_and_told_in_words(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(options) == 0
    out = capsys.readouterr().out
    assert "along x" in out
    assert "along y        0 m2, 0 darcy" in out  # there are walls


def test_a_sample_without_pores_is_refused(refusal: Refusal, slit_path: Path) -> None:
    said = refusal(
        *("permeability", slit_path, "--pore", 9, "--voxel-um", 1),
    )
    assert "permeability" in said

"""The jobs that measure a pore space as a whole, and that write its pores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pyvista as pv

from wetview.errors import Cancelled, UserError
from wetview.jobs import PoreFileJob, PoresJob, PoreSpaceJob, run_job
from wetview.project import read_sample, write_sample
from wetview.volume import read_volume

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.volume import Phases


def test_what_was_measured_stays_when_pores_are_found_again(sample_path: Path) -> None:
    result = run_job(PoreSpaceJob(sample=sample_path), lambda message: None)
    whole = read_sample(sample_path).whole
    # A straight slit along x with walls at y and z.
    assert whole["tortuosity"] == [pytest.approx(1, abs=1e-3), None, None]
    assert whole["wall_area_per_um"] == result["wall_area_per_um"]
    run_job(PoresJob(sample=sample_path, merge_fraction=0.5), lambda message: None)
    assert read_sample(sample_path).whole == whole


def test_a_stopped_measurement_leaves_the_sample_as_it_was(sample_path: Path) -> None:
    before = sample_path.read_bytes()
    with pytest.raises(Cancelled):
        run_job(PoreSpaceJob(sample=sample_path), lambda message: None, lambda: True)
    assert sample_path.read_bytes() == before


def test_labels_and_meshes_are_written_by_the_suffix(
    sample_path: Path, tmp_path: Path
) -> None:
    for name in ("pores.tif", "pores.stl"):
        run_job(PoreFileJob(sample=sample_path, out=tmp_path / name), lambda _: None)
    pores = read_sample(sample_path).pores
    assert pores is not None
    assert (read_volume(tmp_path / "pores.tif").voxels > 0).sum() == 16 * 6 * 4
    assert pv.read(tmp_path / "pores.stl").volume == pytest.approx(16 * 6 * 4, rel=0.01)


def test_a_sample_without_pores_is_refused_before_anything_is_written(
    phases: Phases, tmp_path: Path
) -> None:
    path, out = tmp_path / "bare.h5", tmp_path / "pores.stl"
    write_sample(path, phases, None, provenance={})
    with pytest.raises(UserError, match="not known"):
        run_job(PoreFileJob(sample=path, out=out), lambda message: None)
    assert not out.exists()

"""What a file holds, and its pores."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.cli import main
from wetview.project import read_sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[..., dict[str, Any]]
    Refusal = Callable[..., str]


def test_info_tells_labels_in_file_order(answer: Answer, slit_path: Path) -> None:
    assert answer("info", slit_path) == {
        "shape": [8, 6, 16],
        "dtype": "uint8",
        "memory_bytes": 8 * 6 * 16,
        "labels": [0, 1, 2],
        "voxel_um": None,
    }


def test_info_tells_the_range_of_a_grey_volume(answer: Answer, grey_path: Path) -> None:
    told = answer("info", grey_path)
    assert set(told) == {"shape", "dtype", "memory_bytes", "range", "voxel_um"}
    low, high = told["range"]
    assert 0 < low < 12_000 < 28_000 < high


def test_info_reads_raw_files(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "volume.raw"
    np.arange(4 * 3 * 2, dtype=">u2").reshape(4, 3, 2).tofile(path)
    told = answer("info", path, "--raw-shape", "4,3,2", "--raw-dtype", ">u2")
    assert told["shape"] == [4, 3, 2]
    assert told["range"] == [0, 23]


def test_info_in_words_names_the_shares(
    slit_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["info", str(slit_path)]) == 0
    shown = capsys.readouterr().out
    assert "8 x 6 x 16" in shown
    assert "0 (50.0%)" in shown


def test_pores_tells_what_was_agreed(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    told = answer(
        *("pores", slit_path, "--pore", 0, "--binder", 2, "--voxel-um", 1),
        *("--thickness-axis", 2, "--csv", tmp_path / "pores.csv"),
        *("--out", tmp_path / "sample.h5"),
    )
    assert set(told) == {
        "n_pores",
        "porosity",
        "connected",
        "mean_volume_voxels",
        "median_volume_voxels",
        "n_fragments",
        "contact_percent",
        "notes",
    }
    assert told["porosity"] == pytest.approx(0.5)
    # The slit joins the faces along the thickness only.
    assert told["connected"] == pytest.approx([1, 0, 0])
    with (tmp_path / "pores.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == told["n_pores"]
    sample = read_sample(tmp_path / "sample.h5")
    assert sample.phases.shape == (16, 8, 6)
    assert sample.provenance["description"]["thickness_axis"] == 2
    assert sample.provenance["input"] == "slit.npy"


def test_the_whole_pore_space_is_measured_on_request(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    told = answer(
        *("pores", slit_path, "--pore", 0, "--voxel-um", 2, "--thickness-axis", 2),
        *("--whole", "--throats", tmp_path / "throats.csv"),
        *("--labels", tmp_path / "labels.tif", "--stl", tmp_path / "pores.stl"),
    )
    # A straight channel of 6 x 4 voxels; across it nothing leads through.
    assert told["tortuosity"] == [pytest.approx(1, abs=1e-3), None, None]
    # Its four walls, 20 voxels around, times 2/3, in a sample of 8 x 6.
    assert told["wall_area_per_um"] == pytest.approx(20 * 2 / 3 / 48 / 2)
    assert told["size_um"]["d50"] > 0
    for name in ("throats.csv", "labels.tif", "pores.stl"):
        assert (tmp_path / name).stat().st_size > 0


def test_a_slice_of_a_pore_is_drawn_with_its_numbers(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    sample, out = tmp_path / "sample.h5", tmp_path / "pore.svg"
    answer(
        *("pores", slit_path, "--pore", 0, "--voxel-um", 2, "--thickness-axis", 2),
        *("--out", sample),
    )
    told = answer("figure", "pore", sample, out, "--pore", 1)
    assert told["n_rows"] == 1
    assert "Volume" in out.read_text()
    assert out.with_suffix(".csv").read_text().startswith("pore,volume (um3)")


def test_a_blocked_sample_is_told_the_axis_that_would_work(
    answer: Answer, slit_path: Path
) -> None:
    told = answer("pores", slit_path, "--pore", 0, "--voxel-um", 1)
    (note, *_) = told["notes"]
    assert "lead through along z" in note


def test_the_other_labels_are_active_material(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sample.h5"
    answer("pores", slit_path, "--pore", 0, "--voxel-um", 1, "--out", out)
    assert np.unique(read_sample(out).phases.labels).tolist() == [0, 1]


def test_a_crop_is_taken_along_the_thickness_first(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sample.h5"
    answer(
        *("pores", slit_path, "--pore", 0, "--voxel-um", 0.5, "--thickness-axis", 2),
        *("--crop", "0:12,0:8,0:6", "--resample-um", 1, "--out", out),
    )
    phases = read_sample(out).phases
    assert phases.shape == (6, 4, 3)
    assert phases.voxel_m == pytest.approx(1e-6)


def test_a_grey_volume_is_split_by_otsu_or_at_a_threshold(
    answer: Answer, grey_path: Path
) -> None:
    told = answer("pores", grey_path, "--voxel-um", 1)
    assert told["porosity"] == pytest.approx(16 / 48)
    told = answer("pores", grey_path, "--voxel-um", 1, "--threshold", 20_000)
    assert told["porosity"] == pytest.approx(16 / 48)
    told = answer("pores", grey_path, "--voxel-um", 1, "--pore-is-bright")
    assert told["porosity"] == pytest.approx(32 / 48)


def test_a_sample_of_a_project_is_taken_as_it_is(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sample.h5"
    told = answer("pores", slit_path, "--pore", 0, "--voxel-um", 1, "--out", out)
    assert answer("pores", out) == told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--pore"),
        (["--pore", 7], "labels 0, 1, 2"),
        (["--pore", 0, "--binder", 9], "--binder is 9"),
        (["--pore", 0, "--binder", 0], "The label 0 is given to --pore and"),
        (["--pore", 0, "--crop", "0:99,0:6,0:8"], "0:99"),
        (["--pore", 0, "--csv", "missing/folder/pores.csv"], "pores.csv"),
    ],
)
def test_options_that_do_not_suit_the_file_are_named(
    refusal: Refusal,
    slit_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[object],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in refusal("pores", slit_path, "--voxel-um", 1, *arguments)


@pytest.mark.parametrize("size", ["0", "-1", "nan"])
def test_a_voxel_of_no_size_is_refused_with_its_value(
    refusal: Refusal, slit_path: Path, size: str
) -> None:
    said = refusal("pores", slit_path, "--pore", 0, f"--voxel-um={size}")
    assert f"The voxel size is {size} um" in said


def test_a_voxel_size_is_needed(refusal: Refusal, slit_path: Path) -> None:
    assert "--voxel-um" in refusal("pores", slit_path, "--pore", 0)


def test_a_label_of_a_grey_volume_is_refused(refusal: Refusal, grey_path: Path) -> None:
    assert "is grey" in refusal("pores", grey_path, "--pore", 0, "--voxel-um", 1)


def test_a_missing_file_is_named(refusal: Refusal) -> None:
    assert "nowhere.tif" in refusal("info", "nowhere.tif")
    assert "nowhere.tif" in refusal("pores", "nowhere.tif")


@pytest.mark.parametrize("option", ["--out", "--csv"])
def test_the_input_is_never_overwritten(
    refusal: Refusal, slit_path: Path, option: str
) -> None:
    before = slit_path.read_bytes()
    said = refusal("pores", slit_path, "--pore", 0, "--voxel-um", 1, option, slit_path)
    assert "would destroy" in said
    assert slit_path.read_bytes() == before


def test_one_result_does_not_overwrite_the_other(
    refusal: Refusal, slit_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "result"
    asked = ("pores", slit_path, "--pore", 0, "--voxel-um", 1)
    assert "--csv and --out" in refusal(*asked, "--csv", out, "--out", out)


def test_info_of_a_sample_tells_its_phases(
    answer: Answer, slit_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sample.h5"
    answer("pores", slit_path, "--pore", 0, "--voxel-um", 0.5, "--out", out)
    told = answer("info", out)
    assert told["shape"] == [8, 6, 16]
    assert told["voxel_um"] == pytest.approx(0.5)


def test_an_empty_folder_is_named(
    refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"The folder {tmp_path.name} is empty" in refusal("info", ".")


@pytest.fixture
def slices_apart(tmp_path: Path) -> Path:
    """A segmented stack of slices twice as far apart as their pixels."""
    labels = np.random.default_rng(0).integers(0, 2, (6, 10, 10)).astype(np.uint8)
    labels[:, 2:6, 2:6] = 0
    path = tmp_path / "slices.mhd"
    path.with_suffix(".raw").write_bytes(labels.tobytes())
    path.write_text(
        "NDims = 3\nDimSize = 10 10 6\nDistanceUnits = um\nElementSpacing = 0.1 0.1 0.2"
        "\nElementType = MET_UCHAR\nElementDataFile = slices.raw\n"
    )
    return path


def test_info_tells_that_slices_are_farther_apart(
    answer: Answer, slices_apart: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer("info", slices_apart)
    assert (told["shape"], told["cubes"]) == ([6, 10, 10], [12, 10, 10])
    assert told["voxel_um"] == pytest.approx(0.1)
    assert main(["info", str(slices_apart)]) == 0
    shown = capsys.readouterr().out
    assert "0.2 x 0.1 x 0.1 um, file order; read as 12 x 10 x 10 cubes" in shown


def test_what_is_made_of_slices_is_made_of_cubes(
    answer: Answer, slices_apart: Path, tmp_path: Path
) -> None:
    def shape(*options: object) -> list[int]:
        out = tmp_path / f"{len(list(tmp_path.iterdir()))}.h5"
        told = answer("segment", slices_apart, "--pore", 0, "--out", out, *options)
        made: list[int] = told["shape"]
        return made

    assert shape() == [12, 10, 10]
    assert shape("--slice-um", 0.1) == [6, 10, 10]
    assert shape("--voxel-um", 0.2, "--slice-um", 0.6) == [18, 10, 10]
    assert shape("--slice-um", 0.3, "--crop", "3:17,0:10,0:10") == [14, 10, 10]
    assert answer("pores", slices_apart, "--pore", 0)["n_pores"] > 0
    # What the file says of its pixels holds where the user tells of its slices alone.
    header = slices_apart.read_text()
    slices_apart.write_text(header.replace("0.1 0.1 0.2", "0.3 0.1 0.1"))
    assert shape("--slice-um", 0.2) == [12, 10, 30]


def test_slices_apart_need_the_size_of_the_pixels(
    refusal: Refusal, slit_path: Path
) -> None:
    told = refusal("pores", slit_path, "--pore", 0, "--slice-um", 2)
    assert "--voxel-um" in told

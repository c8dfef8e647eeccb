from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.volume import RawLayout, describe, raw_layout_guesses, read_volume

if TYPE_CHECKING:
    from pathlib import Path


def _write(path: Path, array: np.ndarray) -> Path:
    array.tofile(path)
    return path


def test_shape_and_type_in_the_name_are_the_first_guess(tmp_path: Path) -> None:
    voxels = np.zeros(20 * 20 * 20, dtype=np.uint16)
    path = _write(tmp_path / "grey-20x20x20-uint16.raw", voxels)

    assert raw_layout_guesses(path)[0] == RawLayout((20, 20, 20), "<u2")


def test_a_name_counts_x_first_and_the_file_has_x_last(tmp_path: Path) -> None:
    path = _write(tmp_path / "a_30x20x10_8bit.raw", np.zeros(6000, dtype=np.uint8))

    shapes = [guess.shape for guess in raw_layout_guesses(path)]

    assert shapes == [(10, 20, 30), (30, 20, 10)]


def test_the_size_of_a_cube_is_a_guess_of_its_own(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.zeros(30**3, dtype=np.uint8))

    assert raw_layout_guesses(path)[0] == RawLayout((30, 30, 30), "|u1")


def test_a_cube_of_two_bytes_is_guessed_little_endian_first(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.zeros(30**3, dtype=np.uint16))

    assert raw_layout_guesses(path)[0] == RawLayout((30, 30, 30), "<u2")


def test_a_name_that_does_not_fit_the_size_is_not_believed(tmp_path: Path) -> None:
    path = _write(tmp_path / "a-30x30x30-uint8.raw", np.zeros(100, dtype=np.uint8))

    assert raw_layout_guesses(path) == ()


def test_a_header_is_skipped_and_big_endian_values_are_turned(tmp_path: Path) -> None:
    voxels = np.arange(60, dtype=">u2").reshape(3, 4, 5)
    path = tmp_path / "scan.raw"
    path.write_bytes(b"header.." + voxels.tobytes())

    volume = read_volume(path, raw=RawLayout((3, 4, 5), ">u2", header_bytes=8))

    np.testing.assert_array_equal(volume.voxels, voxels)
    assert volume.voxels.dtype == np.dtype("=u2")


def test_a_raw_file_is_read_without_a_layout_when_its_name_is_clear(
    tmp_path: Path,
) -> None:
    voxels = np.arange(8 * 6 * 8, dtype=np.int16)
    path = _write(tmp_path / "grey_8x6x8_int16.raw", voxels)

    np.testing.assert_array_equal(
        read_volume(path).voxels, voxels.reshape(8, 6, 8).astype(np.int16)
    )


def test_a_raw_file_with_a_doubt_is_refused_with_what_would_fit(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(27, dtype=np.uint8))

    with pytest.raises(UserError, match=r"27 bytes.*3 x 3 x 3 of uint8"):
        read_volume(path)


def test_the_best_guess_describes_a_raw_file(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(27, dtype=np.uint8))

    assert describe(path).shape == (3, 3, 3)


def test_a_size_that_does_not_fit_the_layout_is_told_in_bytes(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(64, dtype=np.uint8))

    with pytest.raises(UserError, match=r"64 bytes but 4 x 4 x 5 .* need 80"):
        read_volume(path, raw=RawLayout((4, 4, 5), "|u1"))


@pytest.mark.parametrize("dtype", ["nonsense", "O", "U4"])
def test_a_layout_of_no_numbers_is_refused(tmp_path: Path, dtype: str) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(64, dtype=np.uint8))

    with pytest.raises(UserError, match="type"):
        read_volume(path, raw=RawLayout((4, 4, 4), dtype))


@pytest.mark.parametrize(
    "layout", [RawLayout((0, 4, 4), "|u1"), RawLayout((4, 4, 4), "|u1", -1)]
)
def test_a_layout_below_zero_is_refused(tmp_path: Path, layout: RawLayout) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(64, dtype=np.uint8))

    with pytest.raises(UserError, match="The layout has shape"):
        read_volume(path, raw=layout)


def test_a_name_without_any_layout_asks_for_one(tmp_path: Path) -> None:
    path = _write(tmp_path / "scan.raw", np.arange(7, dtype=np.uint8))

    with pytest.raises(UserError, match="Give its shape"):
        describe(path)

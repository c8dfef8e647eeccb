"""Checkpoints are whole, told apart, and never trusted."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import (
    Checkpoint,
    FillingWriter,
    checkpoint_bytes,
    checkpoint_path,
    read_checkpoint,
    read_filling,
    read_outcome,
    read_run_id,
    recover_part_files,
    remove_checkpoint,
    write_checkpoint,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteRun = Callable[..., Path]

SHAPE = (8, 6, 5)
"""Of the sample that `write_run` fills."""


@pytest.fixture
def checkpoint() -> Checkpoint:
    rng = np.random.default_rng(3)
    return Checkpoint(
        run_id="abc",
        identity={"program": "0.1.0"},
        step=1234,
        n_samples=5,
        n_frames=2,
        progress={"seconds": 1.5, "resumed_at": [2, 3]},
        arrays={
            "state.colour": rng.random(500, np.float32),
            "state.step": np.array([1234, 1200]),
            "nothing": np.zeros((0, 3)),
        },
    )


def test_a_checkpoint_is_read_as_it_was_written(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    found = read_checkpoint(run)
    for field in dataclasses.fields(Checkpoint):
        if field.name != "arrays":
            assert getattr(found, field.name) == getattr(checkpoint, field.name)
    assert found.arrays.keys() == checkpoint.arrays.keys()
    for name, values in checkpoint.arrays.items():
        assert found.arrays[name].dtype == values.dtype
        np.testing.assert_array_equal(found.arrays[name], values)
    assert [path.name for path in tmp_path.iterdir()] == ["run.h5.checkpoint"]
    assert checkpoint_bytes(run) == checkpoint_path(run).stat().st_size
    remove_checkpoint(run)
    assert checkpoint_bytes(run) is None


def test_it_is_read_by_numpy_alone(tmp_path: Path, checkpoint: Checkpoint) -> None:
    write_checkpoint(tmp_path / "run.h5", checkpoint)
    with np.load(checkpoint_path(tmp_path / "run.h5"), allow_pickle=False) as members:
        assert members["state.step"][0] == 1234
        assert b'"step": 1234' in members["about"].tobytes()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_half_a_checkpoint_is_refused(
    tmp_path: Path, checkpoint: Checkpoint, kept: float
) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    content = checkpoint_path(run).read_bytes()
    checkpoint_path(run).write_bytes(content[: int(kept * len(content))])
    with pytest.raises(UserError, match="damaged") as caught:
        read_checkpoint(run)
    assert "is safe" in caught.value.hint


def test_any_flipped_byte_is_noticed(tmp_path: Path, checkpoint: Checkpoint) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    content = checkpoint_path(run).read_bytes()
    rng = np.random.default_rng(8)
    n_unnoticed = 0
    for at in rng.integers(0, len(content), 60):
        damaged = bytearray(content)
        damaged[at] ^= 0x55
        checkpoint_path(run).write_bytes(damaged)
        try:
            found = read_checkpoint(run)
        except UserError:
            continue
        # Dates and flags of the archive carry no checksum, and no numbers either.
        n_unnoticed += 1
        for name, values in checkpoint.arrays.items():
            np.testing.assert_array_equal(found.arrays[name], values)
        assert found.step == checkpoint.step
    assert n_unnoticed < 20


def test_a_missing_checkpoint_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"`.*run\.h5` has no checkpoint"):
        read_checkpoint(tmp_path / "run.h5")


class _Harm:
    """Something that would run code if it were unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("harm",)


def test_nothing_is_unpickled(
    tmp_path: Path, checkpoint: Checkpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    harmful = io.BytesIO()
    np.save(harmful, np.array([_Harm()], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(checkpoint_path(run), "a") as archive:
        archive.writestr("state.harm.npy", harmful.getvalue())
    with pytest.raises(UserError, match="not a checkpoint"):
        read_checkpoint(run)
    assert capsys.readouterr().out == ""


def test_a_small_file_that_claims_to_be_large_is_refused(
    tmp_path: Path, checkpoint: Checkpoint
) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    with zipfile.ZipFile(
        checkpoint_path(run), "a", compression=zipfile.ZIP_DEFLATED
    ) as archive:
        archive.writestr("state.bomb.npy", bytes(10_000_000))
    with pytest.raises(UserError, match="claims 10000000 bytes"):
        read_checkpoint(run)


def test_a_newer_format_is_refused(tmp_path: Path, checkpoint: Checkpoint) -> None:
    run = tmp_path / "run.h5"
    write_checkpoint(run, checkpoint)
    with zipfile.ZipFile(checkpoint_path(run), "w") as archive:
        about = io.BytesIO()
        newer = b'{"format": "wetview-checkpoint", "format_version": 99}'
        np.save(about, np.frombuffer(newer, np.uint8))
        archive.writestr("about.npy", about.getvalue())
    with pytest.raises(UserError, match="99"):
        read_checkpoint(run)


# The run's own file.


def test_every_run_has_a_name_of_its_own(tmp_path: Path, write_run: WriteRun) -> None:
    one, other = write_run(tmp_path / "one.h5"), write_run(tmp_path / "other.h5")
    assert read_run_id(one) != read_run_id(other)
    assert read_outcome(one) == "flat"


def _resumed(path: Path, n_frames: int) -> FillingWriter:
    return FillingWriter.resume(
        path, n_samples=n_frames, n_frames=n_frames, description={"kind": "again"}
    )


def test_a_run_goes_on_after_some_of_its_rows(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 4)
    run_id = read_run_id(path)
    with _resumed(path, 2) as writer:
        assert writer.n_frames == writer.n_samples == 2
        assert read_filling(path).n_frames == 4  # untouched until the end
        for index in (2, 3, 4):
            writer.add_sample(index * 10, index * 1e-6, 0.05, [0.7, 0.8])
            writer.add_frame(index * 1e-6, 0.05, np.full(SHAPE, 77, np.uint8))
        writer.finish("max_steps", {"saturation": 0.05})
    filling = read_filling(path)
    assert [frame[0, 0, 0] for frame in filling.frames] == [0, 1, 77, 77, 77]
    assert filling.step.tolist() == [0, 10, 20, 30, 40]
    np.testing.assert_allclose(filling.pore_saturation[:, 0], [0, 0.1, 0.7, 0.7, 0.7])
    assert filling.outcome == "max_steps"
    assert filling.results == {"saturation": 0.05}
    assert filling.description == {"kind": "again"}
    assert read_run_id(path) == run_id
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_a_run_that_got_less_far_does_not_take_the_place_of_the_former(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 5)
    before = path.read_bytes()
    with _resumed(path, 2) as writer:
        writer.add_sample(20, 2e-6, 0.2, [0.2, 0.1])
        writer.finish("stopped", {})
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_an_error_before_anything_new_leaves_the_run_as_it_was(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError), _resumed(path, 3):
        raise ZeroDivisionError
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_more_rows_than_there_are_is_refused(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    with pytest.raises(UserError, match="3 samples and 3 frames"):
        _resumed(path, 4)


def _left_by_a_killed_process(path: Path, n_frames: int, n_more: int) -> None:
    """What a process leaves that is killed while it goes on with a run."""
    writer = _resumed(path, n_frames)
    for index in range(n_frames, n_frames + n_more):
        writer.add_sample(index * 10, index * 1e-6, 0.05, [0.7, 0.8])
        writer.add_frame(index * 1e-6, 0.05, np.full(SHAPE, 77, np.uint8))
    part = path.with_name(path.name + ".part")
    left = part.read_bytes()
    with writer:
        pass
    part.write_bytes(left)


def test_what_a_killed_process_had_resumed_takes_the_place_of_the_run(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    original = path.read_bytes()
    _left_by_a_killed_process(path, 2, 4)
    path.write_bytes(original)
    assert recover_part_files(tmp_path) == [path]
    filling = read_filling(path)
    assert filling.n_frames == 6
    assert filling.outcome == "stopped"
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_what_had_not_got_further_than_the_run_is_dropped(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 5)
    original = path.read_bytes()
    _left_by_a_killed_process(path, 2, 1)
    path.write_bytes(original)
    assert recover_part_files(tmp_path) == [path]
    assert path.read_bytes() == original
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_half_a_checkpoint_of_a_killed_process_is_swept_away(
    tmp_path: Path, write_run: WriteRun, checkpoint: Checkpoint
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    write_checkpoint(path, checkpoint)
    half = tmp_path / "run.h5.checkpoint.part"
    half.write_bytes(b"half of something")
    recover_part_files(tmp_path)
    assert not half.exists()
    assert read_checkpoint(path).step == 1234


def test_a_checkpoint_that_is_being_written_is_left_alone(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    half = tmp_path / "run.h5.checkpoint.part"
    with _resumed(path, 3):
        half.write_bytes(b"half of something")
        recover_part_files(tmp_path)
        assert half.exists()

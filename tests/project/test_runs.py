"""Runs are streamed, read again frame by frame, and survive their writer."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import h5py
import numpy as np
import pytest

from wetview.errors import UserError
from wetview.pores import label_pores
from wetview.project import (
    FillingWriter,
    filling_writer,
    read_filling,
    read_results,
    read_run_sample,
    recover_part_files,
)
from wetview.project.atomic import part_path
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.pores import Pores

    WriteRun = Callable[..., Path]


def _writer(path: Path, phases: Phases, pores: Pores | None) -> FillingWriter:
    return FillingWriter(
        path, phases=phases, pores=pores, name="run", description={}, provenance={}
    )


def _frame(phases: Phases) -> np.ndarray:
    return np.zeros(phases.shape, np.uint8)


@pytest.mark.skipif(sys.platform == "win32", reason="locks a reader takes are POSIX's")
@pytest.mark.parametrize("moment", ["write_whole", "write_ending"])
def test_who_reads_at_the_wrong_moment_does_not_end_a_run(
    tmp_path: Path, phases: Phases, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    import fcntl

    before = getattr(filling_writer, moment)
    path = tmp_path / "run.h5"
    with ExitStack() as readers:

        def and_then_somebody_reads(*arguments: Any) -> None:
            before(*arguments)
            # HDF5 locks a file so while it is read.
            reader = readers.enter_context(part_path(path).open("rb"))
            fcntl.flock(reader, fcntl.LOCK_SH | fcntl.LOCK_NB)

        monkeypatch.setattr(filling_writer, moment, and_then_somebody_reads)
        with _writer(path, phases, None) as writer:
            writer.add_sample(0, 0.0, 0.0)
            writer.add_frame(0.0, 0.0, _frame(phases))
            writer.finish("flat", {})
    assert read_filling(path).outcome == "flat"


def test_a_run_is_read_as_it_was_written(tmp_path: Path, write_run: WriteRun) -> None:
    filling = read_filling(write_run(tmp_path / "run.h5", 4))
    assert filling.name == "a run"
    assert filling.outcome == "flat"
    assert filling.n_frames == 4
    assert filling.step.tolist() == [0, 10, 20, 30]
    np.testing.assert_allclose(filling.saturation, [0, 0.1, 0.2, 0.3])
    np.testing.assert_allclose(filling.pore_saturation[3], [0.3, 0.15])
    np.testing.assert_allclose(filling.frame_time_s, [0, 1e-6, 2e-6, 3e-6])
    assert [frame[0, 0, 0] for frame in filling.frames] == [0, 1, 2, 3]
    assert (filling.frames[-1] == 3).all()
    assert [frame.max() for frame in filling.frames[1:3]] == [1, 2]
    assert filling.description["pressure_pa"] == 1e5
    assert read_results(tmp_path / "run.h5") == {"saturation": 0.5}
    assert [path.name for path in tmp_path.iterdir()] == ["run.h5"]


def test_a_run_repeats_its_sample(
    tmp_path: Path, write_run: WriteRun, phases: Phases, pores: Pores
) -> None:
    sample = read_run_sample(write_run(tmp_path / "run.h5"))
    assert sample.pores is not None
    np.testing.assert_array_equal(sample.phases.labels, phases.labels)
    np.testing.assert_array_equal(sample.pores.labels, pores.labels)
    assert sample.provenance == {"version": "0", "seed": 3}


def test_a_run_needs_h5py_alone(tmp_path: Path, write_run: WriteRun) -> None:
    with h5py.File(write_run(tmp_path / "run.h5")) as file:
        frames = file["frames/liquid_fraction"]
        assert frames.chunks == (1, 8, 6, 5)
        assert frames.compression == "gzip"
        assert frames.shuffle
        assert json.loads(file["results"][()]) == {"saturation": 0.5}
        assert file["outcome"][()] == b"flat"
        assert json.loads(file.attrs["provenance"])["seed"] == 3


def test_a_frame_that_is_not_there_is_an_index_error(
    tmp_path: Path, write_run: WriteRun
) -> None:
    filling = read_filling(write_run(tmp_path / "run.h5", 2))
    with pytest.raises(IndexError):
        filling.frames[2]


def test_a_run_without_pores_has_no_pore_curves(tmp_path: Path, phases: Phases) -> None:
    with _writer(tmp_path / "run.h5", phases, None) as writer:
        writer.add_sample(0, 0.0, 0.0)
        writer.add_frame(0.0, 0.0, _frame(phases))
        writer.finish("max_steps", {})
    filling = read_filling(tmp_path / "run.h5")
    assert filling.pore_saturation.shape == (1, 0)
    assert read_run_sample(tmp_path / "run.h5").pores is None


def test_an_exception_keeps_the_frames(
    tmp_path: Path, phases: Phases, pores: Pores
) -> None:
    path = tmp_path / "run.h5"

    def fail() -> None:
        with _writer(path, phases, pores) as writer:
            writer.add_sample(0, 0.0, 0.0, [0, 0])
            writer.add_frame(0.0, 0.0, _frame(phases))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    filling = read_filling(path)
    assert filling.outcome == "stopped"
    assert filling.n_frames == 1


def test_an_exception_before_the_first_frame_leaves_nothing(
    tmp_path: Path, phases: Phases, pores: Pores
) -> None:
    path = tmp_path / "run.h5"
    with pytest.raises(ZeroDivisionError), _writer(path, phases, pores):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_exists_is_not_replaced_unless_it_is_wanted(
    tmp_path: Path, write_run: WriteRun, phases: Phases
) -> None:
    path = write_run(tmp_path / "run.h5", 3)
    with pytest.raises(UserError, match="exists already"):
        write_run(path)
    with FillingWriter(
        path,
        phases=phases,
        pores=None,
        name="second",
        description={},
        provenance={},
        overwrite=True,
    ) as writer:
        assert read_filling(path).n_frames == 3
        writer.add_frame(0.0, 0.0, _frame(phases))
        writer.finish("flat", {})
    assert read_filling(path).name == "second"


def test_two_runs_cannot_write_one_file(tmp_path: Path, phases: Phases) -> None:
    with (
        _writer(tmp_path / "run.h5", phases, None),
        pytest.raises(UserError, match="another run"),
    ):
        _writer(tmp_path / "run.h5", phases, None)


def test_a_run_that_goes_on_can_be_read_and_is_not_recovered(
    tmp_path: Path, phases: Phases
) -> None:
    with _writer(tmp_path / "run.h5", phases, None) as writer:
        writer.add_sample(0, 0.0, 0.0)
        writer.add_frame(0.0, 0.0, _frame(phases))
        assert recover_part_files(tmp_path) == []
        filling = read_filling(tmp_path / "run.h5.part")
        assert filling.outcome == "running"
        assert filling.n_frames == 1
        writer.finish("flat", {})
    assert read_filling(tmp_path / "run.h5").outcome == "flat"


_ENDLESS_RUN = """
import sys
from pathlib import Path
import numpy as np
from wetview.project import FillingWriter
from wetview.volume import Phases

labels = np.ones((20, 20, 20), np.uint8)
labels[:, 5:] = 0
phases = Phases(labels, 1e-6, "half")
with FillingWriter(Path(sys.argv[1]), phases=phases, pores=None, name="endless",
                   description={"seed": 1}, provenance={}) as writer:
    for index in range(1_000_000):
        writer.add_sample(index, index * 1e-6, 0.5)
        frame = np.full(phases.shape, index % 251, np.uint8)
        writer.add_frame(index * 1e-6, 0.5, frame)
        print(index, flush=True)
"""


def _killed_after(n_frames: int, path: Path) -> None:
    """Kill a process while it writes a run."""
    with subprocess.Popen(
        [sys.executable, "-c", _ENDLESS_RUN, str(path)],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= n_frames:
                process.kill()
                break
    if sys.platform != "win32":
        assert process.returncode == -signal.SIGKILL


def test_a_killed_run_keeps_every_finished_frame(tmp_path: Path) -> None:
    path = tmp_path / "run.h5"
    _killed_after(20, path)
    assert not path.exists()
    assert recover_part_files(tmp_path) == [path]
    filling = read_filling(path)
    assert filling.outcome == "stopped"
    assert filling.description == {"seed": 1}
    assert filling.n_frames >= 20
    assert len(filling.time_s) >= filling.n_frames
    for index, frame in enumerate(filling.frames):
        assert (frame == index % 251).all()
    assert [item.name for item in tmp_path.iterdir()] == ["run.h5"]


def test_a_new_run_of_the_name_of_a_killed_one_keeps_both(
    tmp_path: Path, write_run: WriteRun
) -> None:
    path = tmp_path / "run.h5"
    _killed_after(3, path)
    write_run(path, 2)
    assert read_filling(path).name == "a run"
    assert read_filling(tmp_path / "run-recovered-1.h5").name == "endless"
    assert len(list(tmp_path.iterdir())) == 2


def test_an_unreadable_part_file_is_left_alone(tmp_path: Path) -> None:
    part = tmp_path / "run.h5.part"
    part.write_bytes(b"half of something")
    assert recover_part_files(tmp_path) == []
    assert part.read_bytes() == b"half of something"


def _set_time(file: h5py.File) -> None:
    file["frames/time_s"][1] = -1.0


def _cut_saturation(file: h5py.File) -> None:
    file["curve/saturation"].resize(1, axis=0)


def _wrong_frames(file: h5py.File) -> None:
    del file["frames/liquid_fraction"]
    file["frames/liquid_fraction"] = np.zeros((4, 8, 6, 4), np.uint8)


def _no_frames(file: h5py.File) -> None:
    file["frames/time_s"].resize(0, axis=0)


def _wrong_outcome(file: h5py.File) -> None:
    file["outcome"][()] = b"wonderful"


def _no_outcome(file: h5py.File) -> None:
    del file["outcome"]


@pytest.mark.parametrize(
    "damage",
    [
        _set_time,
        _cut_saturation,
        _wrong_frames,
        _no_frames,
        _wrong_outcome,
        _no_outcome,
    ],
)
def test_a_damaged_run_is_refused_in_words(
    tmp_path: Path, write_run: WriteRun, damage: Callable[[h5py.File], None]
) -> None:
    path = write_run(tmp_path / "run.h5", 4)
    with h5py.File(path, "r+") as file:
        damage(file)
    with pytest.raises(UserError, match=r"run\.h5"):
        read_filling(path)


def test_a_frame_that_was_damaged_later_is_refused_in_words(
    tmp_path: Path, write_run: WriteRun
) -> None:
    filling = read_filling(write_run(tmp_path / "run.h5", 4))
    (tmp_path / "run.h5").write_bytes(b"gone")
    with pytest.raises(UserError, match=r"run\.h5"):
        filling.frames[0]


def test_a_sample_is_not_a_run(tmp_path: Path, phases: Phases) -> None:
    from wetview.project import write_sample

    write_sample(tmp_path / "sample.h5", phases, None, provenance={})
    with pytest.raises(UserError, match="not a run"):
        read_filling(tmp_path / "sample.h5")


def test_a_hundred_frames_of_a_real_size_take_less_than_20_mb(tmp_path: Path) -> None:
    """A front that goes through blurred noise: as rough as a real electrode's."""
    from scipy.ndimage import gaussian_filter

    rng = np.random.default_rng(5)
    noise = gaussian_filter(rng.random((100, 100, 75), np.float32), 2.5)
    is_pore = noise < np.quantile(noise, 0.45)
    phases = Phases((~is_pore).astype(np.uint8), 1e-6, "noise")
    arrival = np.arange(100)[:, None, None] + 2000 * gaussian_filter(noise, 3) % 20
    path = tmp_path / "run.h5"
    with _writer(path, phases, None) as writer:
        for index in range(100):
            wetness = np.clip((index - arrival) * 128 + 128, 0, 255) * is_pore
            writer.add_frame(index * 1e-6, 0.5, wetness.astype(np.uint8))
        writer.finish("flat", {})
    assert path.stat().st_size < 20_000_000


def test_label_pores_gives_what_a_sample_can_hold(
    tmp_path: Path, phases: Phases
) -> None:
    with _writer(tmp_path / "run.h5", phases, label_pores(phases)) as writer:
        writer.add_frame(0.0, 0.0, _frame(phases))
        writer.finish("flat", {})
    assert read_run_sample(tmp_path / "run.h5").pores is not None

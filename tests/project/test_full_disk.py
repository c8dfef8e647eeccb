"""A disk that is full or read-only: a sentence, and nothing that was there changes."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.project import (
    Checkpoint,
    FillingWriter,
    Project,
    read_checkpoint,
    read_filling,
    write_checkpoint,
    write_sample,
)

if TYPE_CHECKING:
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.volume import Phases

# A limit on the size of files is, to a program, a full disk; it needs no root.
_LIMITED = """
import resource, sys
from pathlib import Path
import numpy as np
from wetview.errors import UserError
from wetview.project import FillingWriter, Project
from wetview.volume import Phases

folder = Path(sys.argv[1])
rng = np.random.default_rng(1)
shape = (40, 40, 40)
phases = Phases(rng.integers(0, 2, shape).astype(np.uint8), 1e-6, "noise")
limit = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    {action}
except UserError as error:
    print(error)
"""


def _on_a_small_disk(action: str, folder: Path, n_bytes: int) -> str:
    """Do something in a process whose files may have `n_bytes` at most."""
    code = _LIMITED.format(action=textwrap.indent(action, "    ").strip())
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(n_bytes)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_sample_that_finds_no_room_changes_nothing(
    tmp_path: Path, phases: Phases
) -> None:
    project = Project.create(tmp_path / "p.wetview", "P")
    kept = project.add_sample("kept", phases, None, {})
    before = _contents(project.folder)
    said = _on_a_small_disk(
        'Project.open(folder).add_sample("new", phases, None, {})',
        project.folder,
        5000,
    )
    assert "The disk is full" in said
    assert "new.h5" in said
    assert _contents(project.folder) == before
    assert Project.open(project.folder).samples() == [kept]


def test_frames_written_before_the_disk_was_full_are_kept(tmp_path: Path) -> None:
    said = _on_a_small_disk(
        """
with FillingWriter(folder / "run.h5", phases=phases, pores=None, name="run",
                   description={}, provenance={}) as writer:
    for index in range(100):
        frame = rng.integers(0, 256, shape).astype(np.uint8)
        frame[0, 0, 0] = index
        writer.add_sample(index, index * 1e-6, 0.5)
        writer.add_frame(index * 1e-6, 0.5, frame)
    writer.finish("flat", {})
""",
        tmp_path,
        2_000_000,
    )
    assert "The disk is full" in said
    filling = read_filling(tmp_path / "run.h5")
    assert filling.outcome == "stopped"
    # 64 000 random bytes do not compress; a million and more is kept for closing.
    assert 10 <= filling.n_frames <= 13
    for index, frame in enumerate(filling.frames):
        assert frame[0, 0, 0] == index
    assert f"{filling.n_frames} frames" in said


def test_a_checkpoint_that_finds_no_room_leaves_the_former_one(
    tmp_path: Path,
) -> None:
    run = tmp_path / "run.h5"
    former = Checkpoint("abc", {}, 1234, 1, 1, {}, {"a": np.arange(3)})
    write_checkpoint(run, former)
    said = _on_a_small_disk(
        """
from wetview.project import Checkpoint, write_checkpoint
arrays = {"a": np.zeros(2000), "b": np.zeros(2_000_000)}
write_checkpoint(folder / "run.h5", Checkpoint("abc", {}, 9999, 1, 1, {}, arrays))
""",
        tmp_path,
        100_000,
    )
    assert "The disk is full" in said
    assert read_checkpoint(run).step == 1234
    assert len(list(tmp_path.iterdir())) == 1


def test_a_run_in_a_folder_that_is_no_folder_is_refused(
    tmp_path: Path, phases: Phases, pores: Pores
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"run\.h5"):
        FillingWriter(
            tmp_path / "file" / "run.h5",
            phases=phases,
            pores=pores,
            name="run",
            description={},
            provenance={},
        )


def test_a_read_only_folder_is_named(tmp_path: Path, phases: Phases) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        try:
            (folder / "probe").touch()
        except PermissionError:
            with pytest.raises(UserError, match="read-only"):
                write_sample(folder / "a.h5", phases, None, provenance={})
        else:  # root may write everywhere; /proc is closed even to root
            (folder / "probe").unlink()
            with pytest.raises(UserError, match=r"a\.h5"):
                write_sample(
                    folder.root / _closed_to_root() / "a.h5",
                    phases,
                    None,
                    provenance={},
                )
    finally:
        folder.chmod(0o700)


def _closed_to_root() -> Path:
    from pathlib import Path

    return Path("/proc") if Path("/proc").is_dir() else Path("/dev/null")


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }

"""Keeps checkpoints of a run while it goes on, and takes one up again."""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import time
from typing import TYPE_CHECKING, Any

import numpy as np

import wetview
from wetview.errors import UserError
from wetview.project import (
    Checkpoint,
    checkpoint_path,
    read_checkpoint,
    read_run_id,
    remove_checkpoint,
    write_checkpoint,
)
from wetview.project.plain_json import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from wetview.lbm import FillingPlan, FillingRun
    from wetview.project import FillingWriter
    from wetview.volume import Phases

_STATE = "state."
_logger = logging.getLogger(__name__)


def run_identity(phases: Phases, plan: FillingPlan) -> dict[str, str]:
    """What must not have changed for a run to go on.

    Returns
    -------
    dict of str
        "program" and "engine", their versions; "settings_sha256" of the plan without
        its last step; "sample_sha256" of labels and voxel size.
    """
    from wetview.lbm.run import ENGINE_VERSION  # numba, which takes a moment

    settings = dataclasses.asdict(plan)
    for name in ("max_steps", "expected"):
        settings.pop(name)
    sample = hashlib.sha256(
        f"{phases.labels.shape} {phases.labels.dtype} {phases.voxel_m!r}".encode()
    )
    sample.update(np.ascontiguousarray(phases.labels).tobytes())
    return {
        "program": wetview.__version__,
        "engine": str(ENGINE_VERSION),
        "settings_sha256": hashlib.sha256(to_json(settings).encode()).hexdigest(),
        "sample_sha256": sample.hexdigest(),
    }


def read_checkpoint_of(run: Path, identity: Mapping[str, str]) -> Checkpoint:
    """Read the checkpoint of a run that goes on.

    Parameters
    ----------
    run : Path
        The run.
    identity : mapping of str
        What `run_identity` says of it here and now.

    Raises
    ------
    UserError
        If there is none, it is damaged, or it is of another run, sample or version.
    """
    checkpoint = read_checkpoint(run)
    name = checkpoint_path(run).name
    safe = "What the run has recorded is safe; start it anew to go on"
    if checkpoint.run_id != read_run_id(run):
        raise UserError(f"`{name}` is the checkpoint of another run", safe)
    found = checkpoint.identity
    if found.get("program") != identity["program"]:
        raise UserError(
            f"`{name}` was written by wetview {found.get('program')}, and this is"
            f" {identity['program']}: its numbers would not be those of one run",
            f"Go on with wetview {found.get('program')}, or start the run anew; what it"
            " has recorded is safe",
        )
    for key, what in (
        ("engine", "another version of the engine"),
        ("sample_sha256", "another sample"),
        ("settings_sha256", "a run with other settings"),
    ):
        if found.get(key) != identity[key]:
            raise UserError(f"`{name}` is of {what}", safe)
    return checkpoint


def restore_state(run: FillingRun, checkpoint: Checkpoint, path: Path) -> None:
    """Give a new run the state of a checkpoint.

    Raises
    ------
    UserError
        If it does not fit, as one of another grid.
    """
    state = {
        name.removeprefix(_STATE): array
        for name, array in checkpoint.arrays.items()
        if name.startswith(_STATE)
    }
    try:
        run.restore(state)
    except (KeyError, ValueError) as error:
        raise UserError(
            f"`{checkpoint_path(path).name}` does not fit the run: {error}",
            "It is of another grid or engine, or damaged. What the run has recorded is"
            " safe; start it anew to go on",
        ) from error
    if run.step != checkpoint.step:
        raise UserError(
            f"`{checkpoint_path(path).name}` claims step {checkpoint.step}, but its"
            f" state is of step {run.step}",
            "What the run has recorded is safe; start it anew to go on",
        )


class CheckpointKeeper:
    """Writes the checkpoints of one run.

    Parameters
    ----------
    path : Path
        The run.
    identity : mapping of str
        What `run_identity` says of it.
    writer : FillingWriter
        Writes the run's file, which must not lag behind its checkpoint.
    every_s : float
        Seconds between two of them.
    """

    def __init__(
        self,
        path: Path,
        identity: Mapping[str, str],
        writer: FillingWriter,
        *,
        every_s: float,
    ) -> None:
        self._path = path
        self._identity = dict(identity)
        self._writer = writer
        self._every_s = every_s
        self._written_at_s = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the last one is long enough ago."""
        return time.monotonic() - self._written_at_s >= self._every_s

    def write(
        self,
        run: FillingRun,
        progress: Mapping[str, Any],
        curves: Mapping[str, NDArray[Any]],
    ) -> None:
        """Write one; on a full disk the run goes on without it.

        Parameters
        ----------
        run : FillingRun
            Its state is kept.
        progress : mapping
            Numbers of the recorder that JSON can hold.
        curves : mapping of ndarray
            What the recorder needs besides.
        """
        self._writer.flush()
        state = {_STATE + name: array for name, array in run.state().items()}
        checkpoint = Checkpoint(
            run_id=self._writer.run_id,
            identity=self._identity,
            step=run.step,
            n_samples=self._writer.n_samples,
            n_frames=self._writer.n_frames,
            progress=dict(progress),
            arrays={**curves, **state},
        )
        try:
            write_checkpoint(self._path, checkpoint)
        except UserError as error:
            _logger.warning("the run can not be resumed from here: %s", error)
        self._written_at_s = time.monotonic()

    def discard(self) -> None:
        """Remove what is there: there is nothing to go on from."""
        remove_checkpoint(self._path)

"""A project: a folder with samples, runs and networks, and project.json.

The files are what counts: project.json is brought in line with them whenever the
project is opened or refreshed, so that a job may write its result alone.
"""

from __future__ import annotations

import dataclasses
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from wetview.errors import UserError
from wetview.project.file_errors import writing
from wetview.project.index import Entry, Index, Kind, read_index, scan, write_index
from wetview.project.paths import file_stem, free_path, inside
from wetview.project.recovery import recover_part_files
from wetview.project.run_files import erase, files_of_run
from wetview.project.samples import write_sample
from wetview.project.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wetview.pores import Pores
    from wetview.volume import Phases

PROJECT_FILE = "project.json"

_FOLDERS: dict[Kind, str] = {
    "sample": "volumes",
    "run": "runs",
    "model": "models",
    "dataset": "datasets",
}
"""Where the files of each kind lie."""
_JOBS = "jobs"
_SENSITIVITIES = "sensitivities"
_logger = logging.getLogger(__name__)


class Project:
    """One project on disk; made by `create` or `open`."""

    def __init__(self, folder: Path, index: Index) -> None:
        self._folder = folder
        self._index = index
        self._settings = Settings(index.settings, self._save_settings)

    @classmethod
    def create(cls, folder: Path, name: str) -> Self:
        """Make a new project in a folder that is empty or does not exist.

        Raises
        ------
        UserError
            If there is something in the folder already, or it cannot be written.
        """
        folder = Path(folder)
        _validate_new_folder(folder)
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for sub_folder in (*_FOLDERS.values(), _JOBS):
                (folder / sub_folder).mkdir(exist_ok=True)
        index = Index(name=name.strip() or folder.stem, entries=(), settings={})
        write_index(folder / PROJECT_FILE, index)
        return cls(folder.resolve(), index)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a project by its folder or its project.json.

        Runs whose process died are recovered, and files that jobs have written are
        adopted. A project that may only be read is opened as it stands.

        Raises
        ------
        UserError
            If there is no project, or project.json is damaged or from a newer
            program.
        """
        path = Path(path)
        folder = path.parent if path.name == PROJECT_FILE else path
        if not folder.is_dir():
            raise UserError(
                f"There is no project at `{path}`",
                "Choose a project's folder or the project.json in it",
            )
        folder = folder.resolve()
        project = cls(folder, _read_or_rebuild(folder))
        try:
            project._folder_for("run")
            project._folder_for("sample")
            project.refresh()
        except UserError as error:
            if not (folder / PROJECT_FILE).exists():
                raise
            _logger.warning("project opened for reading only: %s", error)
        return project

    @property
    def name(self) -> str:
        """What the user calls the project."""
        return self._index.name

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self._folder

    @property
    def jobs_folder(self) -> Path:
        """Where descriptions and logs of jobs belong."""
        return self._made(self._folder / _JOBS)

    @property
    def sensitivities_folder(self) -> Path:
        """Where analyses of sensitivity belong."""
        return self._made(self._folder / _SENSITIVITIES)

    @property
    def settings(self) -> Settings:
        """What the window remembers; every change is saved at once."""
        return self._settings

    @settings.setter
    def settings(self, values: Mapping[str, Any]) -> None:
        self._settings.replace(values)

    def samples(self) -> list[Entry]:
        """The samples, in the order in which they came."""
        return [entry for entry in self._index.entries if entry.kind == "sample"]

    def runs(self) -> list[Entry]:
        """The runs, in the order in which they came."""
        return [entry for entry in self._index.entries if entry.kind == "run"]

    def models(self) -> list[Entry]:
        """The trained networks, in the order in which they came."""
        return [entry for entry in self._index.entries if entry.kind == "model"]

    def datasets(self) -> list[Entry]:
        """The data sets, in the order in which they came."""
        return [entry for entry in self._index.entries if entry.kind == "dataset"]

    def add_sample(
        self,
        name: str,
        phases: Phases,
        pores: Pores | None,
        provenance: Mapping[str, Any],
        *,
        replace: Entry | None = None,
    ) -> Entry:
        """Save a sample as a new file, or in the place of an entry.

        Raises
        ------
        UserError
            If it cannot be written; the project then is as it was before.
        """
        path = self.new_sample_path(name) if replace is None else replace.path
        named = dataclasses.replace(phases, name=name)
        write_sample(path, named, pores, provenance=provenance)
        self.refresh()
        return self.entry(path)

    def new_sample_path(self, name: str) -> Path:
        """A file for a new sample that is not taken yet."""
        return free_path(self._folder_for("sample"), file_stem(name), ".h5")

    def new_run_path(self, sample_name: str) -> Path:
        """A file for a new run that is not taken yet."""
        return free_path(self._folder_for("run"), file_stem(sample_name), ".h5")

    def new_model_path(self, name: str) -> Path:
        """A file for a new network that is not taken yet."""
        return free_path(self._folder_for("model"), file_stem(name), ".h5")

    def new_dataset_path(self, name: str) -> Path:
        """A file for a new data set that is not taken yet."""
        return free_path(self._folder_for("dataset"), file_stem(name), ".h5")

    def entry(self, path: Path) -> Entry:
        """The entry of a file of this project.

        Raises
        ------
        UserError
            If the project has no such file.
        """
        wanted = Path(path).resolve()
        for entry in self._index.entries:
            if entry.path.resolve() == wanted:
                return entry
        raise UserError(f"`{path}` is not in the project `{self.name}`")

    def remove(self, entry: Entry, *, discard: Callable[[Path], None] = erase) -> None:
        """Remove a file from the project, a run with all that belongs to it.

        Parameters
        ----------
        entry : Entry
            Which.
        discard : callable, optional
            What is done with each file and folder; by default it is gone for good.

        Raises
        ------
        UserError
            If it is in use or read-only.
        """
        of_run = entry.kind == "run"
        paths = files_of_run(entry.path) if of_run else (entry.path,)
        with writing(entry.path):
            for path in paths:
                if path.exists():
                    discard(path)
        self.refresh()

    def refresh(self) -> list[Entry]:
        """Bring the list in line with the files, those of killed runs included.

        Returns
        -------
        list of Entry
            The entries that are new or have changed.
        """
        recover_part_files(self._folder / _FOLDERS["run"])
        found = [
            entry
            for kind, sub_folder in _FOLDERS.items()
            for entry in scan(self._folder, sub_folder, kind, self._index.entries)
        ]
        known = {entry.path: at for at, entry in enumerate(self._index.entries)}
        found.sort(key=lambda entry: known.get(entry.path, len(known)))
        fresh = [entry for entry in found if entry not in self._index.entries]
        if tuple(found) != self._index.entries:
            self._save(self._index.with_entries(tuple(found)))
        return fresh

    def rename(self, name: str) -> None:
        """Call the project something else; its folder keeps its name."""
        self._save(Index(name, self._index.entries, self._index.settings))

    def _save_settings(self, settings: dict[str, Any]) -> None:
        self._save(Index(self._index.name, self._index.entries, settings))

    def _save(self, index: Index) -> None:
        write_index(self._folder / PROJECT_FILE, index)
        self._index = index

    def _folder_for(self, kind: Kind) -> Path:
        return self._made(self._folder / _FOLDERS[kind])

    def _made(self, folder: Path) -> Path:
        inside(self._folder, folder.name)
        with writing(folder):
            folder.mkdir(exist_ok=True)
        return folder


def _validate_new_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UserError(
            f"`{folder}` is a file", "Choose a folder for the project, or a new name"
        )
    with writing(folder):
        is_taken = folder.exists() and any(folder.iterdir())
    if is_taken:
        raise UserError(
            f"`{folder}` is not empty", "Choose an empty folder or a new name"
        )


def _read_or_rebuild(folder: Path) -> Index:
    """The list as it was saved; an empty one if only the files are left."""
    file = folder / PROJECT_FILE
    if file.exists():
        return read_index(file)
    if any((folder / sub_folder).is_dir() for sub_folder in _FOLDERS.values()):
        return Index(name=folder.stem, entries=(), settings={})
    raise UserError(
        f"There is no project in `{folder}`",
        "Choose a folder with a project.json in it, or make a new project",
    )

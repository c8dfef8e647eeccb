"""The dialogs that ask for a file or folder, with the program's own filters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from wetview.app.preferences import Preferences

_TOMOGRAMS = (
    "Tomograms (*.tif *.tiff *.raw *.bin *.vol *.vgi *.npy *.npz *.h5 *.hdf5 *.hdf "
    "*.nxs *.dream3d *.mat *.nrrd *.nhdr *.mha *.mhd *.vti *.txt *.csv *.asc *.xyz);;"
    "All files (*)"
)
_H5 = "HDF5 files (*.h5 *.hdf5);;All files (*)"


def ask_tomogram(parent: QWidget, preferences: Preferences) -> Path | None:
    """Ask for a tomogram."""
    name, _ = QFileDialog.getOpenFileName(
        parent, "Open a tomogram", str(preferences.last_folder), _TOMOGRAMS
    )
    return _chosen(name, preferences)


def ask_h5(parent: QWidget, title: str, preferences: Preferences) -> Path | None:
    """Ask for a file that wetview has written: a network, or a data set."""
    name, _ = QFileDialog.getOpenFileName(
        parent, title, str(preferences.last_folder), _H5
    )
    return _chosen(name, preferences)


def ask_folder(parent: QWidget, title: str, preferences: Preferences) -> Path | None:
    """Ask for a folder: of slices, or of a project."""
    name = QFileDialog.getExistingDirectory(parent, title, str(preferences.last_folder))
    return _chosen(name, preferences)


def ask_new_project(parent: QWidget, title: str, suggestion: Path) -> Path | None:
    """Ask for the place of a new project folder."""
    suggestion.parent.mkdir(parents=True, exist_ok=True)
    name, _ = QFileDialog.getSaveFileName(
        parent, title, str(suggestion), "wetview projects (*.wetview)"
    )
    if not name:
        return None
    path = Path(name)
    return path if path.suffix == ".wetview" else path.with_name(path.name + ".wetview")


def ask_save(
    parent: QWidget, title: str, suggestion: Path, filters: str
) -> Path | None:
    """Ask where to save something; the filter's suffix is added where none is given."""
    name, used = QFileDialog.getSaveFileName(parent, title, str(suggestion), filters)
    if not name:
        return None
    path = Path(name)
    if not path.suffix:
        suffix = used[used.find("*.") + 1 :].split(")")[0].split()[0]
        path = path.with_name(path.name + suffix)
    return path


def _chosen(name: str, preferences: Preferences) -> Path | None:
    if not name:
        return None
    path = Path(name)
    preferences.last_folder = path.parent
    return path

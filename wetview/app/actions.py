"""Everything the user can do, defined once: text, icon, shortcut and tip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wetview.app.icons import IconSet


@dataclass(frozen=True)
class _Entry:
    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    group: str = ""
    checkable: bool = False
    short_text: str = ""


_ENTRIES: dict[str, _Entry] = {
    # steps
    "step_volume": _Entry(
        "Volume",
        "Open a tomogram, say what its values mean, and cut out a box",
        "volume",
        "Ctrl+1",
        "step",
    ),
    "step_pores": _Entry(
        "Pores", "Divide the pore space into pores", "pores", "Ctrl+2", "step"
    ),
    "step_simulate": _Entry(
        "Simulate", "Fill the pores with electrolyte", "simulate", "Ctrl+3", "step"
    ),
    "step_learn": _Entry(
        "Learn",
        "Train a network on simulated fillings, and predict others with it",
        "learn",
        "Ctrl+4",
        "step",
    ),
    "step_compare": _Entry(
        "Compare",
        "See two fillings side by side, and where they differ",
        "compare",
        "Ctrl+5",
        "step",
    ),
    "step_sensitivity": _Entry(
        "Sensitivity",
        "See which inputs govern the filling",
        "sensitivity",
        "Ctrl+6",
        "step",
    ),
    "step_export": _Entry(
        "Export", "Make videos, figures and tables", "export", "Ctrl+7", "step"
    ),
    # files
    "open_file": _Entry(
        "Open tomogram…",
        "Open a TIFF, RAW, VGI, NRRD, MHD, HDF5, MATLAB, VTI, NumPy or text file",
        "open",
        "Ctrl+O",
        short_text="Open a tomogram",
    ),
    "open_slices": _Entry(
        "Open folder of slices…", "Open a folder with one TIFF a slice", "slices"
    ),
    "generate": _Entry(
        "Generate an electrode…",
        "Make an electrode of round particles and carbon binder",
        "example",
        short_text="Generate an electrode",
    ),
    "find_boxes": _Entry(
        "Representative boxes…",
        "Find boxes of like porosity in the sample, far from each other, and how "
        "large a box must be",
        "volume",
        short_text="Representative boxes",
    ),
    "new_project": _Entry(
        "New project…", "Make an empty project folder", "new", "Ctrl+N"
    ),
    "open_project": _Entry(
        "Open project…",
        "Open a project folder",
        "project",
        "Ctrl+Shift+O",
        short_text="Open a project",
    ),
    "open_example": _Entry(
        "Open example",
        "Make an example electrode and open it",
        "example",
        short_text="Example electrode",
    ),
    "save_copy": _Entry(
        "Save a copy as…",
        "Copy the whole project folder; the project itself is saved as it changes",
        "copy",
        "Ctrl+Shift+S",
    ),
    "clear_recent": _Entry("Clear this list", "Forget the files opened last"),
    "quit": _Entry("Quit", "Close the window; everything is saved", "", "Ctrl+Q"),
    # look
    "theme_system": _Entry(
        "As the system", "Follow the system's appearance", group="theme"
    ),
    "theme_light": _Entry("Light", "Dark text on light ground", group="theme"),
    "theme_dark": _Entry("Dark", "Light text on dark ground", group="theme"),
    "tomogram_3d": _Entry(
        "Tomogram in 3D",
        "See the tomogram in 3D, and drag the box that is cut out; or its slices",
        "volume",
        "D",
        checkable=True,
        short_text="In 3D",
    ),
    "show_solid": _Entry(
        "Active material",
        "Show or hide the active material in 3D",
        "solid",
        "A",
        checkable=True,
    ),
    "show_binder": _Entry(
        "Carbon binder",
        "Show or hide the carbon binder in 3D",
        "binder",
        "B",
        checkable=True,
    ),
    "show_pores": _Entry(
        "Pores",
        "Show or hide the coloured pores in 3D",
        "pores",
        "O",
        checkable=True,
    ),
    "show_liquid": _Entry(
        "Electrolyte",
        "Show or hide the electrolyte in 3D",
        "simulate",
        "E",
        checkable=True,
    ),
    "view_reset": _Entry(
        "Whole sample", "Show the whole sample from the corner", "camera", "Home"
    ),
    "view_x": _Entry("Along x", "Look along x, from the face at x = 0", "", "X"),
    "view_y": _Entry("Along y", "Look along y; x goes to the right", "", "Y"),
    "view_z": _Entry("Along z", "Look along z; x goes to the right", "", "Z"),
    # volume
    "use_box": _Entry(
        "Use this box",
        "Make the cropped and resampled electrode and keep it in the project",
        "check",
        "Ctrl+Return",
    ),
    # samples
    "rename_sample": _Entry(
        "Rename sample…",
        "Give the sample that is open another name",
        "rename",
    ),
    "delete_sample": _Entry(
        "Delete sample…",
        "Remove the sample that is open, with its runs",
        "delete",
    ),
    # jobs
    "find_pores": _Entry(
        "Find pores", "Divide the pore space into pores (a job)", "pores"
    ),
    "find_permeability": _Entry(
        "Measure permeability",
        "Let one fluid flow through the pores along x, y and z, by the same engine "
        "(a job)",
        "next",
    ),
    "measure_pore_space": _Entry(
        "Measure the pore space",
        "Measure tortuosity along x, y and z, the pore size distribution and the walls "
        "(a job)",
        "next",
    ),
    "simulate": _Entry(
        "Simulate", "Fill the pores with electrolyte (a job)", "simulate", "Ctrl+R"
    ),
    "cancel_jobs": _Entry(
        "Stop the job",
        "Stop what is running and keep what was computed",
        "cancel",
        "Ctrl+.",
    ),
    "train": _Entry("Train", "Train a network on the chosen runs (a job)", "learn"),
    "predict": _Entry(
        "Predict", "Predict the filling of this sample with the chosen network", "learn"
    ),
    "exchange_fillings": _Entry(
        "Exchange A and B", "Let the run that is A be B, and B be A", "loop"
    ),
    "export_comparison": _Entry(
        "Save picture…",
        "Write the panes as a PNG, drawn twice as large and averaged",
        "camera",
    ),
    "keep_prediction": _Entry(
        "Keep this prediction",
        "Write the predicted filling as a run of the project",
        "check",
    ),
    "keep_dataset": _Entry(
        "Keep this data set",
        "Write what the chosen runs give as a data set of the project",
        "table",
    ),
    # networks
    "rename_network": _Entry(
        "Rename…", "Give the chosen network another name", "rename"
    ),
    "export_network": _Entry(
        "Export…", "Copy the chosen network's file to another place", "export"
    ),
    "import_network": _Entry(
        "Import…", "Copy a network's file into this project", "open"
    ),
    "delete_network": _Entry(
        "Delete…", "Remove the chosen network from the project", "delete"
    ),
    "find_sensitivity": _Entry(
        "Find sensitivities",
        "Compute Sobol indices of the chosen network",
        "sensitivity",
    ),
    # electrolytes
    "save_fluid": _Entry(
        "Save as…", "Keep these values as an electrolyte of your own", "new"
    ),
    "remove_fluid": _Entry(
        "Remove…", "Take this electrolyte of your own off the list", "delete"
    ),
    # runs
    "resume_run": _Entry(
        "Resume",
        "Go on with the chosen run where it was stopped; one that used its steps up "
        "gets as many again (a job)",
        "play",
    ),
    "rename_run": _Entry(
        "Rename run…",
        "Give the chosen run another name",
        "rename",
        short_text="Rename…",
    ),
    "delete_run": _Entry(
        "Delete run…",
        "Remove the chosen run's file, its checkpoint and its fields",
        "delete",
        short_text="Delete…",
    ),
    # timeline
    "play": _Entry("Play", "Play or pause the filling", "play", "P"),
    "loop": _Entry(
        "Loop", "Start again after the last frame", "loop", "L", checkable=True
    ),
    "previous_frame": _Entry("Previous frame", "One frame back", "previous", ","),
    "next_frame": _Entry("Next frame", "One frame on", "next", "."),
    # export
    "export_video": _Entry(
        "Make video…", "Write the filling as a video (a job)", "film"
    ),
    "export_picture": _Entry(
        "Save 3D picture…",
        "Write what the video shows at the moment of the timeline as PNG, drawn twice "
        "as large and averaged (a job)",
        "camera",
        short_text="3D picture…",
    ),
    "preview_video": _Entry(
        "Preview", "Make a small video of 16 pictures and play it here", "show"
    ),
    "add_key_frame": _Entry(
        "Add this view", "Let the camera go through what the 3D view shows now", "new"
    ),
    "clear_key_frames": _Entry("Clear", "Forget the views of the camera", "delete"),
    "export_report": _Entry(
        "Save report…",
        "Write one web page on this sample: pores, fillings, curves, pictures, "
        "settings, and how to cite; it prints on A4 (a job)",
        "log",
        short_text="Report…",
    ),
    "export_bundle": _Entry(
        "Save as bundle…",
        "Write the whole project as one zip file, to send or to keep (a job)",
        "copy",
        short_text="Bundle…",
    ),
    "import_bundle": _Entry(
        "Open bundle…",
        "Make a project of a bundle; nothing in it is trusted",
        "project",
    ),
    "export_figure": _Entry(
        "Save figure…",
        "Write the saturation curves as PNG, SVG or PDF at the width of a journal's "
        "column, with their numbers as CSV beside",
        "chart",
        short_text="Figure…",
    ),
    "export_pores": _Entry(
        "Save pore table…",
        "Write one row per pore as CSV",
        "table",
        short_text="Pore table…",
    ),
    "export_labels": _Entry(
        "Save labels…",
        "Write the number of the pore of every voxel as TIFF, VTI, NRRD or HDF5 "
        "(a job)",
        "slices",
        short_text="Labels…",
    ),
    "export_mesh": _Entry(
        "Save mesh…",
        "Write the surface of the picked pore, or of the whole pore space where none "
        "is picked, as STL in micrometres (a job)",
        "solid",
        short_text="Mesh…",
    ),
    "export_pore_slice": _Entry(
        "Save pore figure…",
        "Write the slice of the picked pore as PNG, SVG or PDF, with its numbers "
        "as CSV",
        "chart",
        short_text="Figure…",
    ),
    "export_saturation": _Entry(
        "Save saturation…",
        "Write saturation over time as CSV",
        "table",
        short_text="Saturation…",
    ),
    "export_series": _Entry(
        "Save for ParaView…",
        "Write every frame as VTI, with a PVD list of them (a job)",
        "slices",
        short_text="ParaView…",
    ),
    # the program
    "preferences": _Entry(
        "Preferences…",
        "Appearance, where projects are made, and the keys of every command",
        "preferences",
        "Ctrl+,",
    ),
    "guide": _Entry("Guide", "Read about the step that is shown", "guide", "F1"),
    "about": _Entry("About wetview", "Version and licence", "info"),
    "open_log": _Entry(
        "Show log folder", "Open the folder with the program's log", "log"
    ),
}


_MENU_ROLES = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}
"""What stands in the program's own menu on macOS; no other command may, whatever Qt
makes of its text."""


class Actions(QObject):
    """The actions of one window, by name.

    Parameters
    ----------
    icons : IconSet
        Where their icons come from.
    parent : QObject
        The window.
    """

    def __init__(self, icons: IconSet, parent: QObject) -> None:
        super().__init__(parent)
        self._icons = icons
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for name, entry in _ENTRIES.items():
            self._actions[name] = self._make(name, entry)
        for name, role in _MENU_ROLES.items():
            self._actions[name].setMenuRole(role)
        self.set_shortcuts({})
        self.update_icons()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def group(self, name: str) -> QActionGroup:
        """The actions of which one is checked: "step" or "theme"."""
        return self._groups[name]

    def short_text(self, name: str) -> str:
        """What a big button says instead of the menu's text."""
        return _ENTRIES[name].short_text or _ENTRIES[name].text.rstrip("…")

    def default_shortcut(self, name: str) -> str:
        """The keys of a command as the program comes, "" where it has none."""
        return _ENTRIES[name].shortcut

    def set_shortcuts(self, chosen: Mapping[str, str]) -> None:
        """Give commands other keys.

        Parameters
        ----------
        chosen : mapping of str
            Keys as `QKeySequence` writes them ("Ctrl+R", "" for none) by the names of
            actions; the others have those with which the program comes. Names that
            no action has are passed over: a later version may have written them.
        """
        for name, entry in _ENTRIES.items():
            sequence = QKeySequence(chosen.get(name, entry.shortcut))
            keys = sequence.toString(QKeySequence.SequenceFormat.NativeText)
            action = self._actions[name]
            action.setShortcut(sequence)
            action.setToolTip(f"{entry.tip} ({keys})" if keys else entry.tip)

    def update_icons(self) -> None:
        """Draw the icons again, in the colours of the theme."""
        for name, entry in _ENTRIES.items():
            if entry.icon:
                self._actions[name].setIcon(self._icons.icon(entry.icon))

    def _make(self, name: str, entry: _Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(name)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setStatusTip(entry.tip)
        action.setCheckable(entry.checkable or bool(entry.group))
        if entry.group:
            if entry.group not in self._groups:
                self._groups[entry.group] = QActionGroup(self)
            self._groups[entry.group].addAction(action)
        return action

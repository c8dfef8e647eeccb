"""Everything the user can do, defined once: text, icon, shortcut and tip."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """What an action is made of."""

    text: str
    tip: str
    icon: str = ""
    shortcut: str = ""
    group: str = ""
    checkable: bool = False
    short_text: str = ""


ENTRIES: dict[str, Entry] = {
    # steps
    "step_volume": Entry(
        "Volume",
        "Open a tomogram, say what its values mean, and cut out a box",
        "volume",
        "Ctrl+1",
        "step",
    ),
    "step_pores": Entry(
        "Pores", "Divide the pore space into pores", "pores", "Ctrl+2", "step"
    ),
    "step_simulate": Entry(
        "Simulate", "Fill the pores with electrolyte", "simulate", "Ctrl+3", "step"
    ),
    "step_learn": Entry(
        "Learn",
        "Train a network on simulated fillings, and predict others with it",
        "learn",
        "Ctrl+4",
        "step",
    ),
    "step_compare": Entry(
        "Compare",
        "See two fillings side by side, and where they differ",
        "compare",
        "Ctrl+5",
        "step",
    ),
    "step_sensitivity": Entry(
        "Sensitivity",
        "See which inputs govern the filling",
        "sensitivity",
        "Ctrl+6",
        "step",
    ),
    "step_export": Entry(
        "Export", "Make videos, figures and tables", "export", "Ctrl+7", "step"
    ),
    # files
    "open_file": Entry(
        "Open tomogram…",
        "Open a TIFF, RAW, VGI, NRRD, MHD, HDF5, MATLAB, VTI, NumPy or text file",
        "open",
        "Ctrl+O",
        short_text="Open a tomogram",
    ),
    "open_slices": Entry(
        "Open folder of slices…", "Open a folder with one TIFF a slice", "slices"
    ),
    "generate": Entry(
        "Generate an electrode…",
        "Make an electrode of round particles and carbon binder",
        "example",
        short_text="Generate an electrode",
    ),
    "find_boxes": Entry(
        "Representative boxes…",
        "Find boxes of like porosity in the sample, far from each other, and how "
        "large a box must be",
        "volume",
        short_text="Representative boxes",
    ),
    "new_project": Entry(
        "New project…", "Make an empty project folder", "new", "Ctrl+N"
    ),
    "open_project": Entry(
        "Open project…",
        "Open a project folder",
        "project",
        "Ctrl+Shift+O",
        short_text="Open a project",
    ),
    "open_example": Entry(
        "Open example",
        "Make an example electrode and open it",
        "example",
        short_text="Example electrode",
    ),
    "save_copy": Entry(
        "Save a copy as…",
        "Copy the whole project folder; the project itself is saved as it changes",
        "copy",
        "Ctrl+Shift+S",
    ),
    "clear_recent": Entry("Clear this list", "Forget the files opened last"),
    "quit": Entry("Quit", "Close the window; everything is saved", "", "Ctrl+Q"),
    # look
    "theme_system": Entry(
        "As the system", "Follow the system's appearance", group="theme"
    ),
    "theme_light": Entry("Light", "Dark text on light ground", group="theme"),
    "theme_dark": Entry("Dark", "Light text on dark ground", group="theme"),
    "tomogram_3d": Entry(
        "Tomogram in 3D",
        "See the tomogram in 3D, and drag the box that is cut out; or its slices",
        "volume",
        "D",
        checkable=True,
        short_text="In 3D",
    ),
    "show_solid": Entry(
        "Active material",
        "Show or hide the active material in 3D",
        "solid",
        "A",
        checkable=True,
    ),
    "show_binder": Entry(
        "Carbon binder",
        "Show or hide the carbon binder in 3D",
        "binder",
        "B",
        checkable=True,
    ),
    "show_pores": Entry(
        "Pores",
        "Show or hide the coloured pores in 3D",
        "pores",
        "O",
        checkable=True,
    ),
    "show_liquid": Entry(
        "Electrolyte",
        "Show or hide the electrolyte in 3D",
        "simulate",
        "E",
        checkable=True,
    ),
    "view_reset": Entry(
        "Whole sample", "Show the whole sample from the corner", "camera", "Home"
    ),
    "view_x": Entry("Along x", "Look along x, from the face at x = 0", "", "X"),
    "view_y": Entry("Along y", "Look along y; x goes to the right", "", "Y"),
    "view_z": Entry("Along z", "Look along z; x goes to the right", "", "Z"),
    "save_view": Entry(
        "Save this view…",
        "Keep where the camera stands under a name, for this and other samples of the "
        "project",
    ),
    # volume
    "use_box": Entry(
        "Use this box",
        "Make the cropped and resampled electrode and keep it in the project",
        "check",
        "Ctrl+Return",
    ),
    # samples
    "rename_sample": Entry(
        "Rename sample…",
        "Give the sample that is open another name",
        "rename",
    ),
    "delete_sample": Entry(
        "Delete sample…",
        "Remove the sample that is open, with its runs",
        "delete",
    ),
    # jobs
    "find_pores": Entry(
        "Find pores", "Divide the pore space into pores (a job)", "pores"
    ),
    "find_permeability": Entry(
        "Measure permeability",
        "Let one fluid flow through the pores along x, y and z, by the same engine "
        "(a job)",
        "next",
    ),
    "measure_pore_space": Entry(
        "Measure the pore space",
        "Measure tortuosity along x, y and z, the pore size distribution and the walls "
        "(a job)",
        "next",
    ),
    "simulate": Entry(
        "Simulate", "Fill the pores with electrolyte (a job)", "simulate", "Ctrl+R"
    ),
    "cancel_jobs": Entry(
        "Stop the job",
        "Stop what is running and keep what was computed",
        "cancel",
        "Ctrl+.",
    ),
    "train": Entry("Train", "Train a network on the chosen runs (a job)", "learn"),
    "predict": Entry(
        "Predict", "Predict the filling of this sample with the chosen network", "learn"
    ),
    "exchange_fillings": Entry(
        "Exchange A and B", "Let the run that is A be B, and B be A", "loop"
    ),
    "export_comparison": Entry(
        "Save picture…",
        "Write the panes as a PNG, drawn twice as large and averaged",
        "camera",
    ),
    "keep_prediction": Entry(
        "Keep this prediction",
        "Write the predicted filling as a run of the project",
        "check",
    ),
    "keep_dataset": Entry(
        "Keep this data set",
        "Write what the chosen runs give as a data set of the project",
        "table",
    ),
    # networks
    "rename_network": Entry(
        "Rename…", "Give the chosen network another name", "rename"
    ),
    "export_network": Entry(
        "Export…", "Copy the chosen network's file to another place", "export"
    ),
    "import_network": Entry(
        "Import…", "Copy a network's file into this project", "open"
    ),
    "delete_network": Entry(
        "Delete…", "Remove the chosen network from the project", "delete"
    ),
    "find_sensitivity": Entry(
        "Find sensitivities",
        "Compute Sobol indices of the chosen network",
        "sensitivity",
    ),
    # electrolytes
    "save_fluid": Entry(
        "Save as…", "Keep these values as an electrolyte of your own", "new"
    ),
    "remove_fluid": Entry(
        "Remove…", "Take this electrolyte of your own off the list", "delete"
    ),
    # runs
    "resume_run": Entry(
        "Resume",
        "Go on with the chosen run where it was stopped; one that used its steps up "
        "gets as many again (a job)",
        "play",
    ),
    "rename_run": Entry(
        "Rename run…",
        "Give the chosen run another name",
        "rename",
        short_text="Rename…",
    ),
    "delete_run": Entry(
        "Delete run…",
        "Remove the chosen run's file, its checkpoint and its fields",
        "delete",
        short_text="Delete…",
    ),
    # timeline
    "play": Entry("Play", "Play or pause the filling", "play", "P"),
    "loop": Entry(
        "Loop", "Start again after the last frame", "loop", "L", checkable=True
    ),
    "previous_frame": Entry("Previous frame", "One frame back", "previous", ","),
    "next_frame": Entry("Next frame", "One frame on", "next", "."),
    # export
    "export_video": Entry(
        "Make video…", "Write the filling as a video (a job)", "film"
    ),
    "export_picture": Entry(
        "Save 3D picture…",
        "Write what the video shows at the moment of the timeline as PNG, drawn twice "
        "as large and averaged (a job)",
        "camera",
        short_text="3D picture…",
    ),
    "preview_video": Entry(
        "Preview", "Make a small video of 16 pictures and play it here", "show"
    ),
    "add_key_frame": Entry(
        "Add this view", "Let the camera go through what the 3D view shows now", "new"
    ),
    "clear_key_frames": Entry("Clear", "Forget the views of the camera", "delete"),
    "export_report": Entry(
        "Save report…",
        "Write one web page on this sample: pores, fillings, curves, pictures, "
        "settings, and how to cite; it prints on A4 (a job)",
        "log",
        short_text="Report…",
    ),
    "export_bundle": Entry(
        "Save as bundle…",
        "Write the whole project as one zip file, to send or to keep (a job)",
        "copy",
        short_text="Bundle…",
    ),
    "import_bundle": Entry(
        "Open bundle…",
        "Make a project of a bundle; nothing in it is trusted",
        "project",
    ),
    "export_figure": Entry(
        "Save figure…",
        "Write the saturation curves as PNG, SVG or PDF at the width of a journal's "
        "column, with their numbers as CSV beside",
        "chart",
        short_text="Figure…",
    ),
    "export_pores": Entry(
        "Save pore table…",
        "Write one row per pore as CSV",
        "table",
        short_text="Pore table…",
    ),
    "export_labels": Entry(
        "Save labels…",
        "Write the number of the pore of every voxel as TIFF, VTI, NRRD or HDF5 "
        "(a job)",
        "slices",
        short_text="Labels…",
    ),
    "export_mesh": Entry(
        "Save mesh…",
        "Write the surface of the picked pore, or of the whole pore space where none "
        "is picked, as STL in micrometres (a job)",
        "solid",
        short_text="Mesh…",
    ),
    "export_pore_slice": Entry(
        "Save pore figure…",
        "Write the slice of the picked pore as PNG, SVG or PDF, with its numbers "
        "as CSV",
        "chart",
        short_text="Figure…",
    ),
    "export_saturation": Entry(
        "Save saturation…",
        "Write saturation over time as CSV",
        "table",
        short_text="Saturation…",
    ),
    "export_series": Entry(
        "Save for ParaView…",
        "Write every frame as VTI, with a PVD list of them (a job)",
        "slices",
        short_text="ParaView…",
    ),
    # the program
    "preferences": Entry(
        "Preferences…",
        "Appearance, where projects are made, and the keys of every command",
        "preferences",
        "Ctrl+,",
    ),
    "guide": Entry("Guide", "Read about the step that is shown", "guide", "F1"),
    "about": Entry("About wetview", "Version and licence", "info"),
    "open_log": Entry(
        "Show log folder", "Open the folder with the program's log", "log"
    ),
}

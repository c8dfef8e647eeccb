"""Project: the folder that a user works in, and the files that all is kept in."""

from wetview.project.atomic import atomic_path, part_path, write_json, write_text
from wetview.project.authors_runs import read_authors_runs
from wetview.project.bundle import write_bundle
from wetview.project.bundle_import import import_bundle, read_manifest
from wetview.project.checkpoint import (
    Checkpoint,
    checkpoint_bytes,
    checkpoint_path,
    read_checkpoint,
    remove_checkpoint,
    write_checkpoint,
)
from wetview.project.datasets import read_dataset, write_dataset
from wetview.project.filling_writer import FillingWriter
from wetview.project.fluid_library import (
    find_fluid,
    known_fluids,
    own_fluids,
    own_fluids_path,
    remove_own_fluid,
    save_own_fluid,
)
from wetview.project.index import Entry
from wetview.project.models import (
    copy_surrogate,
    read_surrogate,
    read_training_record,
    write_surrogate,
)
from wetview.project.paths import is_same_file, require_new_file, require_not_input
from wetview.project.pore_csv import write_pore_csv, write_throat_csv
from wetview.project.predicted_run import write_predicted
from wetview.project.project import PROJECT_FILE, Project
from wetview.project.provenance import provenance, sha256
from wetview.project.recovery import recover_part_files, recover_run
from wetview.project.run_facts import RunFacts, read_run_facts
from wetview.project.run_files import erase, fields_folder
from wetview.project.runs import (
    H5Frames,
    read_filling,
    read_outcome,
    read_results,
    read_run_id,
    read_run_sample,
)
from wetview.project.samples import Sample, read_sample, rename_sample, write_sample
from wetview.project.saturation_csv import write_saturation_csv
from wetview.project.sensitivities import (
    load_sensitivity,
    read_sobol,
    save_sensitivity,
    write_sobol,
)
from wetview.project.settings import Settings
from wetview.project.shipped_models import shipped_dataset_path, shipped_model_path
from wetview.project.taking_in import can_be_taken_in, take_in

__all__ = [
    "PROJECT_FILE",
    "Checkpoint",
    "Entry",
    "FillingWriter",
    "H5Frames",
    "Project",
    "RunFacts",
    "Sample",
    "Settings",
    "atomic_path",
    "can_be_taken_in",
    "checkpoint_bytes",
    "checkpoint_path",
    "copy_surrogate",
    "erase",
    "fields_folder",
    "find_fluid",
    "import_bundle",
    "is_same_file",
    "known_fluids",
    "load_sensitivity",
    "own_fluids",
    "own_fluids_path",
    "part_path",
    "provenance",
    "read_authors_runs",
    "read_checkpoint",
    "read_dataset",
    "read_filling",
    "read_manifest",
    "read_outcome",
    "read_results",
    "read_run_facts",
    "read_run_id",
    "read_run_sample",
    "read_sample",
    "read_sobol",
    "read_surrogate",
    "read_training_record",
    "recover_part_files",
    "recover_run",
    "remove_checkpoint",
    "remove_own_fluid",
    "rename_sample",
    "require_new_file",
    "require_not_input",
    "save_own_fluid",
    "save_sensitivity",
    "sha256",
    "shipped_dataset_path",
    "shipped_model_path",
    "take_in",
    "write_bundle",
    "write_checkpoint",
    "write_dataset",
    "write_json",
    "write_pore_csv",
    "write_predicted",
    "write_sample",
    "write_saturation_csv",
    "write_sobol",
    "write_surrogate",
    "write_text",
    "write_throat_csv",
]

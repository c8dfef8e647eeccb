"""A tomogram becomes labelled phases: read, calibrate, crop, segment, resample."""

from wetview.volume.axes import to_xyz
from wetview.volume.box import Box, box_for, crop
from wetview.volume.description import DatasetEntry, FileDescription, RawLayout
from wetview.volume.generator import generate_electrode
from wetview.volume.phases import Phase, Phases, Volume, validate_voxel_m
from wetview.volume.raw_files import raw_layout_guesses
from wetview.volume.reading import describe, list_datasets, read_volume
from wetview.volume.resampling import resample
from wetview.volume.segmentation import (
    label_values,
    otsu_threshold,
    phases_by_label,
    phases_by_threshold,
)

__all__ = [
    "Box",
    "DatasetEntry",
    "FileDescription",
    "Phase",
    "Phases",
    "RawLayout",
    "Volume",
    "box_for",
    "crop",
    "describe",
    "generate_electrode",
    "label_values",
    "list_datasets",
    "otsu_threshold",
    "phases_by_label",
    "phases_by_threshold",
    "raw_layout_guesses",
    "read_volume",
    "resample",
    "to_xyz",
    "validate_voxel_m",
]

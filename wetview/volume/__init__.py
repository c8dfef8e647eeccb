"""A tomogram becomes labelled phases: read, calibrate, crop, segment, resample."""

from wetview.volume.axes import to_xyz
from wetview.volume.big_volumes import Glance, glance, is_mappable, read_box
from wetview.volume.binder import BinderRecipe, PlaceBinder, place_binder
from wetview.volume.box import Box, box_for, crop
from wetview.volume.description import DatasetEntry, FileDescription, RawLayout
from wetview.volume.generator import SizeDistribution, generate_electrode
from wetview.volume.history import OPERATIONS, History, operations_from, replayed
from wetview.volume.otsu import otsu_thresholds
from wetview.volume.percolation import pore_space_in_words
from wetview.volume.phases import Phase, Phases, Volume, validate_voxel_m
from wetview.volume.prepared import Operation, Prepared
from wetview.volume.raw_files import raw_layout_guesses
from wetview.volume.reading import describe, list_datasets, read_volume
from wetview.volume.representativeness import Representativeness, representativeness
from wetview.volume.resampling import resample, resample_grey
from wetview.volume.revs import REV_SHAPE, Revs, find_revs
from wetview.volume.segmentation import (
    label_values,
    phases_by_label,
    phases_by_threshold,
)
from wetview.volume.vgi_files import vgi_beside

__all__ = [
    "OPERATIONS",
    "REV_SHAPE",
    "BinderRecipe",
    "Box",
    "DatasetEntry",
    "FileDescription",
    "Glance",
    "History",
    "Operation",
    "Phase",
    "Phases",
    "PlaceBinder",
    "Prepared",
    "RawLayout",
    "Representativeness",
    "Revs",
    "SizeDistribution",
    "Volume",
    "box_for",
    "crop",
    "describe",
    "find_revs",
    "generate_electrode",
    "glance",
    "is_mappable",
    "label_values",
    "list_datasets",
    "operations_from",
    "otsu_thresholds",
    "phases_by_label",
    "phases_by_threshold",
    "place_binder",
    "pore_space_in_words",
    "raw_layout_guesses",
    "read_box",
    "read_volume",
    "replayed",
    "representativeness",
    "resample",
    "resample_grey",
    "to_xyz",
    "validate_voxel_m",
    "vgi_beside",
]

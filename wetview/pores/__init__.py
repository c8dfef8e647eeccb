"""Pores: phases become pores, with the geometry of each."""

from wetview.pores.connectivity import connected_fractions, require_filling_path
from wetview.pores.merging import merge_pores
from wetview.pores.pores import Pores, PoreTable
from wetview.pores.watershed import label_pores

__all__ = [
    "PoreTable",
    "Pores",
    "connected_fractions",
    "label_pores",
    "merge_pores",
    "require_filling_path",
]

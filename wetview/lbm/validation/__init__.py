"""Cases with a known answer: the tests run them small, the benchmarks in full.

Every function sets a case up, lets it run, and returns what was measured beside what
theory says, in lattice units.
"""

from wetview.lbm.validation.channels import LayeredFlow, layered_flow, poiseuille_error
from wetview.lbm.validation.closed_box import Drift, bubble_in_closed_box
from wetview.lbm.validation.drops import (
    LaplaceDrop,
    contact_angle_of_drop_deg,
    laplace_drop,
)
from wetview.lbm.validation.entry import (
    EntryPressure,
    duct_entry_pressure,
    mayer_stowe_princen,
)
from wetview.lbm.validation.imbibition import Imbibition, Section, imbibition
from wetview.lbm.validation.menisci import (
    contact_angle_in_slit_deg,
    contact_angle_in_staircase_deg,
    cosine_in_slit,
    cosine_in_staircase,
)
from wetview.lbm.validation.refinement import (
    Refinement,
    overlapping_spheres,
    refinement,
    split,
)
from wetview.lbm.validation.spheres import (
    DRAG_COEFFICIENT,
    Permeability,
    sphere_array_permeability,
)

__all__ = [
    "DRAG_COEFFICIENT",
    "Drift",
    "EntryPressure",
    "Imbibition",
    "LaplaceDrop",
    "LayeredFlow",
    "Permeability",
    "Refinement",
    "Section",
    "bubble_in_closed_box",
    "contact_angle_in_slit_deg",
    "contact_angle_in_staircase_deg",
    "contact_angle_of_drop_deg",
    "cosine_in_slit",
    "cosine_in_staircase",
    "duct_entry_pressure",
    "imbibition",
    "laplace_drop",
    "layered_flow",
    "mayer_stowe_princen",
    "overlapping_spheres",
    "poiseuille_error",
    "refinement",
    "sphere_array_permeability",
    "split",
]

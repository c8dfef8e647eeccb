"""A sample that fills within a second, and jobs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.jobs import FluidsSettings, SimulateJob
from wetview.pores import label_pores
from wetview.project import write_sample
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def phases() -> Phases:
    """A slit along x between two walls."""
    labels = np.ones((16, 8, 6), np.uint8)
    labels[:, 1:7, 1:5] = 0
    return Phases(labels, 1e-6, "slit")


@pytest.fixture
def sample_path(tmp_path: Path, phases: Phases) -> Path:
    """The slit in a file, with its pores."""
    path = tmp_path / "slit.h5"
    write_sample(path, phases, label_pores(phases), provenance={"seed": 5})
    return path


@pytest.fixture
def long_sample_path(tmp_path: Path) -> Path:
    """A sample that takes longer to fill than a test waits."""
    labels = np.ones((160, 26, 26), np.uint8)
    labels[:, 1:-1, 1:-1] = 0
    path = tmp_path / "long.h5"
    write_sample(path, Phases(labels, 1e-6, "duct"), None, provenance={})
    return path


@pytest.fixture
def simulate_job(sample_path: Path) -> Callable[..., SimulateJob]:
    """Describe the filling of the slit by a liquid that wets it well."""

    def describe(**changes: Any) -> SimulateJob:
        settings: dict[str, Any] = {
            "sample": sample_path,
            "out": sample_path.with_name("run.h5"),
            "fluids": FluidsSettings(
                liquid_density_kg_m3=1300,
                liquid_viscosity_pa_s=0.0037,
                surface_tension_n_m=0.041,
                contact_angle_deg=60,
            ),
            "pressure_pa": 4e5,
            "max_steps": 200,
            "n_threads": 1,
        }
        return SimulateJob(**{**settings, **changes})

    return describe

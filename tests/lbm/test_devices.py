"""Which device computes, and how one that is not there is refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.lbm.cpu_flow import CpuFlow
from wetview.lbm.devices import choose_device, list_devices, make_flow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model

_SHAPE = (4, 4, 4)
_WITHOUT_TORCH = """
import sys
import numpy as np
from wetview.lbm.devices import make_flow
from wetview.lbm.geometry import build_lattice
from wetview.lbm.model import Model
lattice = build_lattice(np.ones((4, 4, 4), bool), np.zeros((4, 4, 4), np.float32))
make_flow(lattice, Model(0.01, 0.1, 0.1), device="cpu")
sys.exit("torch" in sys.modules)
"""


@pytest.fixture
def lattice():
    return build_lattice(np.ones(_SHAPE, bool), np.zeros(_SHAPE, np.float32))


def test_the_cpu_is_the_last_device_and_says_how_many_cores_it_has():
    cpu = list_devices()[-1]
    assert not cpu.is_gpu
    assert "core" in cpu.name


def test_the_first_device_is_taken_unless_another_is_wanted():
    assert choose_device() == list_devices()[0]
    assert choose_device("CPU").key == "cpu"


def test_the_cpu_gets_its_own_engine_with_its_threads(lattice):
    flow = make_flow(lattice, Model(0.01, 0.1, 0.1), device="cpu", n_threads=1)
    assert isinstance(flow, CpuFlow)
    assert flow.n_threads == 1


def test_a_device_that_is_not_there_is_refused_with_those_that_are(lattice):
    with pytest.raises(UserError, match="no device `cuda:77`") as refusal:
        make_flow(lattice, Model(0.01, 0.1, 0.1), device="cuda:77")
    assert list_devices()[-1].name in refusal.value.hint


def test_the_cpu_is_taken_where_no_gpu_has_the_memory():
    assert choose_device("auto", n_cells=10**12).key == "cpu"


def test_the_cpu_computes_without_pytorch_being_loaded():
    subprocess.run([sys.executable, "-c", _WITHOUT_TORCH], check=True, timeout=120)

"""What can compute here, and the engine for it.

PyTorch takes seconds to import, and most machines have no GPU that it knows: it is
imported only where there are traces of one, or where the user asks for one.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import logging
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.lbm.flow import TwoPhaseFlow
    from wetview.lbm.geometry import PoreLattice
    from wetview.lbm.model import Model

AUTO = "auto"
CPU = "cpu"

_BYTES_A_CELL = 1300
"""Memory that PyTorch's engine takes for a node or a ghost, at most."""

_LINUX_TRACES = {
    "cpu": (),
    "cu": ("/dev/nvidiactl", "/dev/dxg"),
    "rocm": ("/dev/kfd", "/dev/dxg"),
    "xpu": ("/dev/dri",),
}
"""What a driver leaves in Linux, by the kind of GPU that a PyTorch is built for."""
_WINDOWS_TRACES = ("nvcuda.dll", "amdhip64_6.dll", "amdhip64_7.dll", "ze_loader.dll")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Device:
    """Something that can compute.

    Parameters
    ----------
    key : str
        "cpu", or PyTorch's name: "cuda:0", "mps", "xpu:0".
    name : str
        What to call it: "NVIDIA H200", "Apple GPU", "CPU, 8 cores".
    free_bytes : int, optional
        Memory that is free on a GPU.
    """

    key: str
    name: str
    free_bytes: int | None = None

    @property
    def is_gpu(self) -> bool:
        """Whether PyTorch computes there."""
        return self.key != CPU


def list_devices() -> list[Device]:
    """What can compute here, best first; the CPU comes last."""
    return [*(_gpus() if _may_have_gpu() else []), _cpu()]


def choose_device(wanted: str = AUTO, *, n_cells: int = 0) -> Device:
    """Find the device to compute on.

    Parameters
    ----------
    wanted : str
        "auto", which takes a GPU if there is one with memory enough; or the key, the
        beginning of the key, or the name of a device.
    n_cells : int
        Nodes and ghosts of the lattice.

    Raises
    ------
    UserError
        If the device that is wanted is not there, or its memory is too small.
    """
    asked = wanted.strip().casefold()
    if asked == CPU:
        return _cpu()
    need = n_cells * _BYTES_A_CELL
    if asked == AUTO:
        return _first_with(list_devices(), need)
    # Traces may be missed; who asks for a GPU can wait for PyTorch to look.
    devices = [*_gpus(), _cpu()]
    for device in devices:
        if asked in (device.key, device.key.partition(":")[0], device.name.casefold()):
            if device.free_bytes is not None and device.free_bytes < need:
                raise UserError(
                    f"{device.name} has {device.free_bytes / 1e9:.1f} GB of memory"
                    f" free, and this sample takes {need / 1e9:.1f} GB",
                    "Compute on the CPU, close other programs, or take a smaller box",
                )
            return device
    there = ", ".join(f"{device.key} ({device.name})" for device in devices)
    raise UserError(f"There is no device `{wanted}` here", f"Choose among: {there}")


def make_flow(
    lattice: PoreLattice,
    model: Model,
    *,
    device: str | Device = AUTO,
    n_threads: int = 1,
    colour: NDArray[np.float32] | None = None,
) -> TwoPhaseFlow:
    """Make the engine for a device.

    Parameters
    ----------
    lattice : PoreLattice
        Where the nodes are.
    model : Model
        What the fluids are.
    device : str or Device
        See `choose_device`.
    n_threads : int
        Threads to compute with on the CPU.
    colour : (n_nodes,) ndarray of float32, optional
        Liquid fraction of every node at the start; gas everywhere by default.

    Raises
    ------
    UserError
        If the device that is wanted is not there, or its memory is too small.
    """
    if isinstance(device, str):
        device = choose_device(device, n_cells=lattice.n_open)
    if device.is_gpu:
        from wetview.lbm.torch_flow import TorchFlow

        return TorchFlow(lattice, model, device=device.key, colour=colour)
    from wetview.lbm.cpu_flow import CpuFlow

    return CpuFlow(lattice, model, colour=colour, n_threads=n_threads)


def _first_with(devices: list[Device], need: int) -> Device:
    for device in devices:
        if device.free_bytes is None or device.free_bytes >= need:
            return device
        _logger.warning(
            "%s is left out: it has %.1f GB of memory free, this sample takes %.1f GB",
            device.name,
            device.free_bytes / 1e9,
            need / 1e9,
        )
    return _cpu()


def _cpu() -> Device:
    if sys.platform in ("win32", "darwin"):
        n_cores = os.cpu_count() or 1
    else:
        n_cores = len(os.sched_getaffinity(0))
    return Device(CPU, f"CPU, {n_cores} core{'s' if n_cores > 1 else ''}")


def _may_have_gpu() -> bool:
    """Whether PyTorch is installed for a GPU, and a GPU's driver seems to be there."""
    if importlib.util.find_spec("torch") is None:
        return False
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    # "2.9.0+rocm6.4"; on PyPI there is no "+", and the build is for CUDA.
    build = importlib.metadata.version("torch").partition("+")[2].rstrip("0123456789.")
    if sys.platform == "win32":
        folder = Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32"
        traces = () if build == "cpu" else _WINDOWS_TRACES
        return any((folder / trace).exists() for trace in traces)
    traces = _LINUX_TRACES.get(build, _LINUX_TRACES["cu"])
    return any(Path(trace).exists() for trace in traces)


def _gpus() -> list[Device]:
    """What GPUs PyTorch knows and can compute on, the largest first."""
    if importlib.util.find_spec("torch") is None:
        return []
    try:
        import torch
    except (ImportError, OSError):
        _logger.warning("PyTorch is installed but cannot be loaded", exc_info=True)
        return []
    found = []
    for index in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        name = torch.cuda.get_device_name(index)
        if torch.version.hip and not name.startswith("AMD"):
            name = f"AMD {name}"
        found.append((f"cuda:{index}", name))
    for index in range(torch.xpu.device_count() if torch.xpu.is_available() else 0):
        found.append((f"xpu:{index}", torch.xpu.get_device_name(index)))
    if torch.backends.mps.is_available():
        found.append(("mps", "Apple GPU"))
    names = [name for _, name in found]
    gpus = []
    for key, name in found:
        unique = name if names.count(name) == 1 else f"{name} ({key})"
        try:
            gpus.append(Device(key, unique, _free_bytes(key)))
        except RuntimeError:
            # Too old for this PyTorch, or taken by another program.
            _logger.warning("%s is left out", unique, exc_info=True)
    return sorted(gpus, key=lambda gpu: gpu.free_bytes or 0, reverse=True)


def _free_bytes(key: str) -> int:
    """Free memory of a GPU.

    Raises
    ------
    RuntimeError
        If PyTorch cannot compute there.
    """
    import torch

    if float(torch.ones(8, device=key).mul(2).sum()) != 16:
        msg = f"`{key}` computes wrongly"
        raise RuntimeError(msg)
    if key.startswith("cuda"):
        return torch.cuda.mem_get_info(key)[0]
    if key.startswith("xpu"):
        return torch.xpu.mem_get_info(key)[0]
    return torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()

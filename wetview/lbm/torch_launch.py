"""How a step gets on to the device: compiled where that works, and as a graph.

A step is a dozen programs on the GPU where PyTorch's compiler has made them, and
hundreds of PyTorch's ready-made ones where it cannot. A graph holds those of two steps,
and starts them all at once. Where either does not work the log says why, and the steps
are taken without.
"""

from __future__ import annotations

import logging
import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import platformdirs
import torch

from wetview.errors import UserError
from wetview.lbm import torch_kernel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMPILES = ("cuda", "xpu")
"""Devices for which PyTorch makes programs with Triton."""
_OPTIONS: dict[str, Any] = {
    # Sums of up to 18 terms, over pairs or neighbours, are written out: their order is
    # then fixed, and they join the program that uses them.
    "unroll_reductions_threshold": 19,
    # No multiplication joins an addition: what is computed in two programs must be the
    # same to the last bit, or liquid would get lost between them.
    "emulate_precision_casts": True,
    "assert_indirect_indexing": False,
}
_logger = logging.getLogger(__name__)


class Functions(NamedTuple):
    """The parts of a step, compiled or as they stand."""

    collide: Callable[..., None]
    ghosts: Callable[..., tuple[torch.Tensor, torch.Tensor]]
    wall_colour: Callable[..., torch.Tensor]


_AS_THEY_STAND = Functions(
    torch_kernel.collide, torch_kernel.ghosts, torch_kernel.wall_colour
)


class Launcher:
    """Takes steps in pairs, from one state to the other and back.

    Parameters
    ----------
    step_there, step_back : function of Functions
        The two steps of a pair; the first only reads the state that the second writes.
    device : torch.device
    varying : sequence of Tensor
        Those whose last dimension differs from sample to sample.
    compiled : bool, optional
        Whether to compile; by default where Triton can.
    """

    def __init__(
        self,
        step_there: Callable[[Functions], None],
        step_back: Callable[[Functions], None],
        *,
        device: torch.device,
        varying: Sequence[torch.Tensor],
        compiled: bool | None = None,
    ) -> None:
        self._there = step_there
        self._back = step_back
        self._device = device
        self._varying = varying
        self._compiles = device.type in _COMPILES if compiled is None else compiled
        self._functions: Functions | None = None
        self._graph: torch.cuda.CUDAGraph | None = None
        self._has_tried_graph = False

    def run(self) -> None:
        """Take two steps.

        Raises
        ------
        UserError
            If the device's memory is too small.
        """
        if self._graph is not None:
            self._graph.replay()
            return
        is_cuda = self._device.type == "cuda"
        try:
            with torch.cuda.device(self._device) if is_cuda else nullcontext():
                if self._functions is None:
                    self._functions = self._choose_functions()
                self._pair(self._functions)
                if is_cuda and not self._has_tried_graph:
                    self._graph = self._capture(self._functions)
        except torch.OutOfMemoryError as error:
            raise UserError(
                f"The memory of {self._device} is too small for this sample",
                "Compute on the CPU, close other programs, or take a smaller box",
            ) from error

    def _pair(self, functions: Functions) -> None:
        self._there(functions)
        self._back(functions)

    def _choose_functions(self) -> Functions:
        if not self._compiles:
            return _AS_THEY_STAND
        _keep_programs_in_user_cache()
        for tensor in self._varying:
            # A size of 0 or 1 is always compiled for by itself.
            torch._dynamo.maybe_mark_dynamic(tensor, tensor.ndim - 1)
        _logger.info("Compiling for %s, unless it was done before", self._device)
        try:
            functions = Functions._make(
                torch.compile(part, options=_OPTIONS) for part in _AS_THEY_STAND
            )
            # This step is taken again: it changes nothing that it reads.
            self._there(functions)
        except torch.OutOfMemoryError:
            raise
        except Exception:
            # Whatever is missing or not supported, from a C compiler to a data type, is
            # raised as a class of its own.
            _logger.warning(
                "PyTorch cannot compile for %s: steps take longer",
                self._device,
                exc_info=True,
            )
            return _AS_THEY_STAND
        return functions

    def _capture(self, functions: Functions) -> torch.cuda.CUDAGraph | None:
        self._has_tried_graph = True
        graph = torch.cuda.CUDAGraph()
        try:
            with torch.cuda.graph(graph, stream=torch.cuda.Stream()):
                self._pair(functions)
        except torch.OutOfMemoryError:
            raise
        except RuntimeError:
            _logger.warning(
                "No graph of the steps on %s: each takes longer to start",
                self._device,
                exc_info=True,
            )
            return None
        return graph


def _keep_programs_in_user_cache() -> None:
    """Keep compiled programs where they outlast a restart, and are nobody else's."""
    folder = Path(platformdirs.user_cache_dir("wetview", appauthor=False)) / "torch"
    os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", str(folder))

"""A set of small networks of one shape, evaluated together by NumPy.

They are trained by PyTorch (`wetview.surrogate.fitting`) and evaluated without it, so
that a prediction does not wait for PyTorch to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Activation = Literal["relu", "silu"]

NORM_EPSILON = 1e-5
"""Added to the variance in batch normalisation."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One fully connected layer of every member.

    Parameters
    ----------
    weight : (n_members, n_in, n_out) ndarray of float32
        What multiplies the inputs.
    bias : (n_members, 1, n_out) ndarray of float32
        What is added.
    scale, shift : (n_members, 1, n_out) ndarray of float32 or None
        Batch normalisation behind the activation, folded into two numbers.
    """

    weight: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: NDArray[np.float32] | None = None
    shift: NDArray[np.float32] | None = None


@dataclass(frozen=True, eq=False)
class Networks:
    """The members of an ensemble, with the scaling of what goes in and comes out.

    Parameters
    ----------
    layers : tuple of Layer
        From the inputs to the outputs.
    activation : {"relu", "silu"}
        Between the layers.
    input_mean, input_std : (n_members, 1, n_inputs) ndarray of float64
        Each member standardises by the rows that it was trained on.
    output_mean, output_std : (n_members, 1, n_outputs) ndarray of float64
        The same for the outputs.
    input_low, input_high : (n_members, 1, n_inputs) ndarray of float64 or None
        What lies outside of what a member was trained on counts as the nearest it was;
        None where it goes in as it is.
    """

    layers: tuple[Layer, ...]
    activation: Activation
    input_mean: NDArray[np.float64]
    input_std: NDArray[np.float64]
    output_mean: NDArray[np.float64]
    output_std: NDArray[np.float64]
    input_low: NDArray[np.float64] | None = None
    input_high: NDArray[np.float64] | None = None

    @property
    def n_members(self) -> int:
        """Number of networks."""
        return len(self.input_mean)

    @property
    def n_inputs(self) -> int:
        """Number of inputs of each."""
        return int(self.input_mean.shape[2])

    @property
    def n_outputs(self) -> int:
        """Number of outputs of each."""
        return int(self.output_mean.shape[2])

    @property
    def hidden(self) -> tuple[int, ...]:
        """Neurons of each hidden layer."""
        return tuple(layer.weight.shape[2] for layer in self.layers[:-1])

    def __call__(self, inputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """What every member gives.

        Parameters
        ----------
        inputs : (n, n_inputs) ndarray of float64
            The same for all.

        Returns
        -------
        (n_members, n, n_outputs) ndarray of float64
        """
        if self.input_low is not None and self.input_high is not None:
            inputs = np.clip(inputs, self.input_low, self.input_high)
        values = ((inputs - self.input_mean) / self.input_std).astype(np.float32)
        for layer in self.layers[:-1]:
            values = np.matmul(values, layer.weight)
            values += layer.bias
            values = _ACTIVATIONS[self.activation](values)
            if layer.scale is not None and layer.shift is not None:
                values *= layer.scale
                values += layer.shift
        last = self.layers[-1]
        outputs = np.matmul(values, last.weight) + last.bias
        scaled: NDArray[np.float64] = outputs * self.output_std + self.output_mean
        return scaled

    def members(self, which: slice) -> Networks:
        """Some of the members."""
        return Networks(
            tuple(
                Layer(
                    layer.weight[which],
                    layer.bias[which],
                    None if layer.scale is None else layer.scale[which],
                    None if layer.shift is None else layer.shift[which],
                )
                for layer in self.layers
            ),
            self.activation,
            self.input_mean[which],
            self.input_std[which],
            self.output_mean[which],
            self.output_std[which],
            None if self.input_low is None else self.input_low[which],
            None if self.input_high is None else self.input_high[which],
        )


def _relu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.maximum(values, 0, out=values)


def _silu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    # tanh saturates where exp would overflow
    gate = np.tanh(0.5 * values)
    gate += 1
    gate *= 0.5
    gated: NDArray[np.float32] = gate * values
    return gated


_ACTIVATIONS = {"relu": _relu, "silu": _silu}

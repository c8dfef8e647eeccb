"""Steps of preparation on a command line, and the recipe of a binder."""

from __future__ import annotations

import argparse
import json
import shlex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wetview.volume import BinderRecipe, Operation, Phases


def add_steps(parser: argparse.ArgumentParser) -> None:
    """Steps in the order in which they are done."""
    parser.add_argument(
        "--step",
        dest="steps",
        type=step,
        action="append",
        default=[],
        metavar="STEP",
        help="a step of preparation with its settings; may be repeated: "
        '"median radius=1", "gaussian sigma=1.5", "non-local means strength=0.8", '
        '"contrast low=10 high=200", "cylinder axis=0", "rotate axis=0", '
        '"flip axis=1", "otsu roles=[0,2,1]", "thresholds values=[90] roles=[0,1]", '
        '"hysteresis sure=80 doubtful=100", "remove specks smallest=10", '
        '"fill closed pores", "binder mass_fraction=0.06 film=0.3"',
    )


def add_recipe(parser: argparse.ArgumentParser) -> None:
    """How much binder, and where."""
    group = parser.add_argument_group("carbon binder")
    group.add_argument(
        "--mass-percent",
        type=float,
        metavar="PERCENT",
        help="mass of the binder over that of binder and active material (usual: 6)",
    )
    group.add_argument(
        "--film",
        type=float,
        default=0.3,
        metavar="0..1",
        help="0: in contacts between particles, 1: films that grow (default: 0.3)",
    )
    group.add_argument(
        "--binder-porosity",
        type=float,
        default=0.5,
        metavar="SHARE",
        help="share of the binder that is pores too small to be seen (default: 0.5)",
    )
    group.add_argument(
        "--active-density",
        type=float,
        default=4700.0,
        metavar="KG/M3",
        help="of the active material without pores (default: 4700, NMC)",
    )
    group.add_argument(
        "--binder-density",
        type=float,
        default=1830.0,
        metavar="KG/M3",
        help="of carbon black and PVDF without pores (default: 1830)",
    )


def recipe(options: argparse.Namespace, seed: int) -> BinderRecipe:
    """The recipe that the options describe; 6 % where no mass is given."""
    from wetview.volume import BinderRecipe

    percent = 6.0 if options.mass_percent is None else options.mass_percent
    return BinderRecipe(
        percent / 100,
        options.film,
        options.binder_porosity,
        options.active_density,
        options.binder_density,
        seed,
    )


def step(text: str) -> Operation:
    """A step as typed: its name, then settings as NAME=VALUE."""
    from wetview.errors import UserError
    from wetview.volume import operations_from

    try:
        words = shlex.split(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"`{text}`: {error}") from None
    name = " ".join(word for word in words if "=" not in word)
    stored: dict[str, Any] = {"operation": name}
    for word in words:
        key, sign, value = word.partition("=")
        if not sign:
            continue
        try:
            stored[key] = json.loads(value)
        except json.JSONDecodeError:
            stored[key] = value
    try:
        (operation,) = operations_from([stored])
    except UserError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return operation


def phases_in_numbers(phases: Phases) -> dict[str, Any]:
    """What the verbs that make phases tell of them."""
    from wetview.units import UM
    from wetview.volume import Phase, pore_space_in_words

    return {
        "shape": list(phases.shape),
        "voxel_um": round(phases.voxel_m / UM, 9),
        "porosity": phases.porosity,
        "active_material": phases.fraction(Phase.ACTIVE_MATERIAL),
        "binder": phases.fraction(Phase.BINDER),
        "remark": pore_space_in_words(phases),
    }


def print_phases(values: dict[str, Any]) -> None:
    """The same in words."""
    shape = " x ".join(map(str, values["shape"]))
    print(f"voxels         {shape} of {values['voxel_um']:g} um")
    print(f"porosity       {values['porosity']:.4f}")
    print(f"active         {values['active_material']:.4f}")
    print(f"binder         {values['binder']:.4f}")
    if values["remark"]:
        print(f"note           {values['remark']}.")

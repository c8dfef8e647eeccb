"""`wetview sobol MODEL.h5`: which inputs of a network govern what it predicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wetview.cli.figure_options import add_figure_look, size_in
from wetview.cli.options import (
    SHIPPED,
    add_verb,
    at_least_one,
    model_path,
    not_negative,
    print_json,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from wetview.cli.options import Verbs
    from wetview.progress import Report
    from wetview.sensitivity import CurveModel, Distribution, InputRange, SobolResult

_CORRELATED = "correlated"


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "sobol",
        run,
        summary="Find Sobol's indices of a trained network.",
        notes="First, second and total order with bootstrap intervals. Of times the "
        "logarithm is analysed.",
    )
    parser.add_argument(
        "model",
        type=model_path,
        metavar="MODEL.h5",
        help=f"the network; `{SHIPPED}` for the one that comes with the program",
    )
    parser.add_argument(
        "--electrode",
        type=Path,
        metavar="SAMPLE.h5",
        help="ask about this electrode as a whole, not about single pores: a sample or "
        "a run whose pores are known",
    )
    parser.add_argument(
        "--n",
        type=at_least_one,
        default=1024,
        metavar="N",
        help="base samples; the network is asked N (2 d + 2) times (default: 1024; "
        "1000 in the paper)",
    )
    parser.add_argument(
        "--seed",
        type=not_negative,
        default=0,
        metavar="N",
        help="of the sequence and the intervals (default: 0)",
    )
    parser.add_argument(
        "--range",
        action="append",
        default=[],
        metavar="NAME=LOW:HIGH",
        help="limits of an input, as the network has it (SI); may be repeated "
        "(default: those of the training data; where they are skewed their 5 to 95 %% "
        "quantiles, evenly in the logarithm)",
    )
    parser.add_argument(
        "--groups",
        default="",
        metavar="A+B,C+D",
        help="inputs that vary together and get one index; `correlated` finds them",
    )
    parser.add_argument(
        "--distribution",
        choices=("uniform", "training"),
        help="how inputs vary: evenly in their ranges, or as in the training data "
        "(default: uniform, with --groups correlated: training)",
    )
    parser.add_argument(
        "--output",
        action="append",
        metavar="NAME",
        help="an output to analyse; may be repeated; all by default",
    )
    parser.add_argument(
        "--plain-times",
        action="store_true",
        help="analyse times themselves, not their logarithms",
    )
    parser.add_argument(
        "--figure", type=Path, metavar="OUT", help="bars as PNG, SVG or PDF"
    )
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="OUT.csv",
        help="write first-order and total indices",
    )
    parser.add_argument(
        "--out", type=Path, metavar="OUT.h5", help="keep everything, for more figures"
    )
    add_figure_look(parser)


def run(options: argparse.Namespace) -> int:
    """Analyse."""
    from wetview.cli.progress_line import progress
    from wetview.project import require_not_input

    for out in (options.figure, options.csv, options.out):
        if out is not None:
            require_not_input(out, options.model)
    with progress() as (report, _):
        report(0, 0, "Reading the network")
        result = _find(
            _model(options.model, options.electrode, report), options, report
        )
        _write(result, options, options.model)
    if options.json:
        print_json(_values(result))
    else:
        _tell(result)
        for out in (options.figure, options.csv, options.out):
            if out is not None:
                print(f"written   {out}")
    return 0


def _model(path: Path, electrode: Path | None, report: Report) -> CurveModel:
    from wetview.errors import UserError
    from wetview.project import read_run_sample, read_sample, read_surrogate
    from wetview.project.hdf5 import file_format
    from wetview.project.samples import SAMPLE_FORMAT
    from wetview.sensitivity.electrode_model import ElectrodeModel
    from wetview.sensitivity.pore_model import PoreModel
    from wetview.surrogate import view_electrode

    surrogate = read_surrogate(path)
    if electrode is None:
        return PoreModel(surrogate)
    is_sample = file_format(electrode) == SAMPLE_FORMAT
    sample = (read_sample if is_sample else read_run_sample)(electrode)
    if sample.pores is None:
        raise UserError(
            f"The pores of `{electrode}` are not known",
            f"Find them with `wetview pores {electrode.name} --out ...`",
        )
    view = view_electrode(sample.phases, sample.pores, report=report)
    return ElectrodeModel(surrogate, view, name=sample.phases.name)


def _find(
    model: CurveModel, options: argparse.Namespace, report: Report
) -> SobolResult:
    from wetview.sensitivity import find_sobol, parse_range, usual_ranges, with_ranges

    limits = dict(parse_range(text) for text in options.range)
    is_found = options.groups == _CORRELATED
    default: Distribution = "training" if is_found else "uniform"
    distribution: Distribution = options.distribution or default
    ranges = with_ranges(usual_ranges(model, distribution), limits)
    return find_sobol(
        model,
        ranges=ranges,
        groups=_groups(model, ranges, options.groups),
        outputs=options.output,
        n_base=options.n,
        seed=options.seed,
        distribution=distribution,
        log_times=not options.plain_times,
        report=report,
    )


def _groups(
    model: CurveModel, ranges: Sequence[InputRange], text: str
) -> tuple[tuple[str, ...], ...]:
    from wetview.sensitivity import correlated_groups, parse_groups, rank_correlation

    if text != _CORRELATED:
        return parse_groups(text)
    names = [entry.name for entry in ranges]
    return correlated_groups(rank_correlation(model.training_inputs), names)


def _write(result: SobolResult, options: argparse.Namespace, path: Path) -> None:
    from wetview.project import provenance, save_sensitivity

    if options.figure is not None:
        from wetview.plots import save_figure, sobol_figure

        figure = sobol_figure(result, theme=options.theme, size_in=size_in(options))
        save_figure(figure, options.figure, dpi=options.dpi)
    if options.csv is not None:
        from wetview.plots import save_table, sobol_table

        save_table(sobol_table(result), options.csv)
    if options.out is not None:
        settings = {"verb": "sobol", "n": options.n, "seed": options.seed}
        settings["groups"] = options.groups
        save_sensitivity(options.out, result, provenance=provenance(settings, path))


def _values(result: SobolResult) -> dict[str, Any]:
    names = ["+".join(factor.inputs) for factor in result.factors]

    def by_name(row: Sequence[float]) -> dict[str, float]:
        return dict(zip(names, row, strict=True))

    return {
        "model": result.model,
        "n": result.n_base,
        "n_evaluations": result.n_evaluations,
        "seed": result.seed,
        "confidence": result.confidence,
        "distribution": result.distribution,
        "inputs": {entry.name: [entry.low, entry.high] for entry in result.ranges},
        "varied_by_logarithm": [entry.name for entry in result.ranges if entry.is_log],
        "outputs": {
            output.name: {
                "is_logarithm": output.is_logarithm,
                "n_used": output.n_used,
                "first": by_name(result.first[row].tolist()),
                "first_half_width": by_name(result.first_half_width[row].tolist()),
                "total": by_name(result.total[row].tolist()),
                "total_half_width": by_name(result.total_half_width[row].tolist()),
                "second": result.second[row],
                "second_half_width": result.second_half_width[row],
            }
            for row, output in enumerate(result.outputs)
        },
        "notes": result.notes,
    }


def _tell(result: SobolResult) -> None:
    print(
        f"{result.model}: N = {result.n_base}, {result.n_evaluations} evaluations, "
        f"{result.confidence:.0%} intervals"
    )
    width = max(len("+".join(factor.inputs)) for factor in result.factors)
    width = min(max(width, 12), 48)
    for row, output in enumerate(result.outputs):
        log = "log " if output.is_logarithm else ""
        print(f"\n{log}{output.name}")
        print(f"  {'':{width}}  {'first':>14}  {'total':>14}")
        for at, factor in enumerate(result.factors):
            first = _shown(result.first[row, at], result.first_half_width[row, at])
            total = _shown(result.total[row, at], result.total_half_width[row, at])
            name = "+".join(factor.inputs)
            print(f"  {name:{width}}  {first:>14}  {total:>14}")
    for note in result.notes:
        print(f"\n{note}")


def _shown(index: float, half_width: float) -> str:
    return f"{index:.3f} ±{half_width:.3f}"

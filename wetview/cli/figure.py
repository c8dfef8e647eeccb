"""`wetview figure NAME FILE... OUT.pdf`: a figure of what files hold."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from wetview.cli.figure_options import add_figure_look, size_in, table_path
from wetview.cli.options import SHIPPED, add_verb, model_path, print_json

if TYPE_CHECKING:
    from wetview.cli.options import Verbs

_NAMES = """\
saturation     RUN            saturation over time; --pore adds one
pressures      RUN...         the same of several runs of one sample (figure 3)
curves         RUN RUN        two runs of one sample, or one of their pores
dice           RUN RUN        how alike their electrolyte lies, over time
parity-t-f0    RUN RUN        T_f0 of every pore, predicted over simulated
parity-t-f1    RUN RUN        T_f1 of every pore, predicted over simulated
training       MODEL          errors of a network over the epochs (figure 2A)
sobol          MODEL|INDICES  Sobol's indices as bars (figure 5A)
second-order   MODEL|INDICES  which inputs act together
convergence    MODEL|INDICES  indices over the number of samples
correlations   MODEL          correlation of the training inputs
sweep          MODEL          every output over one --input
pore-sizes     SAMPLE|RUN     how large the pores are
pore           SAMPLE|RUN     a slice of one --pore, or of the largest (figure 5B)
"""


def add_parser(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs,
        "figure",
        run,
        summary="Draw a figure as PNG, SVG or PDF, with its numbers as CSV beside it.",
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = f"figures:\n{_NAMES}"
    names = [line.split()[0] for line in _NAMES.splitlines()]
    parser.add_argument("name", choices=names, metavar="NAME", help="see below")
    parser.add_argument(
        "files",
        nargs="+",
        type=model_path,
        metavar="FILE",
        help=f"what it is drawn of; `{SHIPPED}` is the network that comes with the "
        "program",
    )
    parser.add_argument(
        "out", type=Path, metavar="OUT", help="ends in .png, .svg or .pdf"
    )
    add_figure_look(parser)
    parser.add_argument(
        "--pore",
        type=int,
        action="append",
        default=[],
        metavar="LABEL",
        help="a pore to draw; may be repeated",
    )
    parser.add_argument(
        "--input", default="", metavar="INPUT", help="the input that moves in sweep"
    )


def run(options: argparse.Namespace) -> int:
    """Draw."""
    from wetview.cli.progress_line import progress
    from wetview.plots import save_figure, save_table
    from wetview.plots.recipes import Wish, draw_figure
    from wetview.project import require_not_input

    table = table_path(options.out)
    for path in options.files:
        require_not_input(options.out, path)
        require_not_input(table, path)
    wish = Wish(options.theme, size_in(options), tuple(options.pore), options.input)
    with progress() as (report, _):
        report(0, 0, "Drawing")
        figure, numbers = draw_figure(options.name, options.files, wish)
        save_figure(figure, options.out, dpi=options.dpi)
        save_table(numbers, table)
    if options.json:
        print_json(
            {
                "out": options.out,
                "csv": table,
                "size_in": list(wish.size_in),
                "n_rows": len(numbers.rows),
            }
        )
        return 0
    print(f"written   {options.out}")
    print(f"numbers   {table} ({len(numbers.rows)} rows)")
    return 0

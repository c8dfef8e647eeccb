"""Takes a command line apart, runs its verb, and says in words what went wrong."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

import wetview
from wetview.cli import (
    binder,
    bundle,
    campaign,
    compare,
    demo,
    export,
    figure,
    fluids,
    generate,
    info,
    job,
    open_window,
    permeability,
    picture,
    plan,
    pores,
    predict,
    report,
    reproduce_paper,
    resume,
    revs,
    segment,
    simulate,
    sobol,
    speed,
    train,
    unbundle,
    video,
)
from wetview.cli.progress_line import Terminated
from wetview.errors import Cancelled, UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILED = 1
INTERRUPTED = 130
UNREAD = 141
TERMINATED = 143

_VERBS = (
    open_window,
    info,
    segment,
    binder,
    revs,
    generate,
    pores,
    permeability,
    plan,
    simulate,
    resume,
    campaign,
    train,
    predict,
    compare,
    reproduce_paper,
    sobol,
    video,
    picture,
    figure,
    export,
    report,
    bundle,
    unbundle,
    fluids,
    speed,
    job,
    demo,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run `wetview` with the given arguments.

    Parameters
    ----------
    argv : sequence of str, optional
        Without the program's name; by default those of this process. Without any, the
        window opens.

    Returns
    -------
    int
        Exit code: 0 done, 1 failed with the reason on standard error, 2 wrong usage,
        130 stopped with Ctrl-C, 143 with SIGTERM, 141 if nobody reads what it prints.
    """
    arguments = list(sys.argv[1:] if argv is None else argv) or ["open"]
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as end:  # argparse has shown the help, or what is wrong
        return end.code if isinstance(end.code, int) else FAILED
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has enough, as in `wetview fluids | head -1`; what Python still
        # wants to write at its end goes nowhere (Python's documentation of SIGPIPE).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except UserError as error:
        print(f"wetview {options.verb}: {error}", file=sys.stderr)
        return FAILED
    except (Cancelled, KeyboardInterrupt) as stop:
        print(
            f"wetview {options.verb}: Stopped. What was finished before is kept.",
            file=sys.stderr,
        )
        return TERMINATED if isinstance(stop, Terminated) else INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wetview",
        description="See electrolyte fill the pores of a battery electrode.",
        epilog="Without a verb the window opens. "
        "`wetview VERB --help` tells what a verb can be told.",
    )
    parser.add_argument(
        "--version", action="version", version=f"wetview {wetview.__version__}"
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for verb in _VERBS:
        verb.add_parser(verbs)
    return parser

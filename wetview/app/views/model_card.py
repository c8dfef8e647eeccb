"""The cards of networks as rows: what they were trained on, and how good they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.app.views.facts_table import FactRow
from wetview.units import ATM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from wetview.app.models import KnownModel
    from wetview.surrogate import Surrogate

_NO = "–"

SCORE_HEADINGS = (
    "Left out",
    "Runs",
    "Curve error",
    "Worst run",
    "R² of T_f0",
    "R² of T_f1",
    "Fills right",
)


def card_rows(models: Sequence[KnownModel]) -> list[FactRow]:
    """Rows of one card, or of several beside each other."""
    surrogates = [one.surrogate for one in models if one.surrogate is not None]
    rows = [FactRow(("What it is", *("" for _ in surrogates)), is_title=True)]
    rows += _facts(surrogates)
    rows.append(FactRow(("Scores on electrodes left out whole",), is_title=True))
    rows += _scores(surrogates)
    rows.append(FactRow(("Limits: what it was trained on",), is_title=True))
    rows += _limits(surrogates)
    return rows


def score_rows(surrogate: Surrogate) -> list[FactRow]:
    """The scores of one network by electrode and by pressure."""
    scores = surrogate.card.get("scores")
    if not isinstance(scores, dict):
        return []
    rows = [_score_row("All runs", scores)]
    rows.append(FactRow(("By electrode",), is_title=True))
    rows += [_score_row(name, one) for name, one in scores["by_electrode"].items()]
    rows.append(FactRow(("By pressure",), is_title=True))
    for pressure, one in scores["by_pressure_pa"].items():
        pascals = float(pressure)
        rows.append(
            _score_row(f"{pascals / 1e3:.4g} kPa ({pascals / ATM:.3g} atm)", one)
        )
    return rows


def _facts(surrogates: Sequence[Surrogate]) -> Iterator[FactRow]:
    def row(title: str, tip: str, of: Callable[[Surrogate], Any]) -> FactRow:
        return FactRow((title, *(_text(of(one)) for one in surrogates)), tip)

    def card(name: str) -> Callable[[Surrogate], Any]:
        return lambda one: one.card.get(name)

    yield row("Preset", "Its inputs and outputs", lambda one: one.preset_name)
    yield row("Data set", "What it learnt from", card("dataset"))
    yield row("Electrodes", "Different samples", _count("electrodes"))
    yield row("Runs", "Simulated fillings", _count("runs"))
    yield row("Pores", "Rows that it learnt from", card("n_rows"))
    yield row("Members", "Networks of the ensemble", lambda one: one.networks.n_members)
    yield row("Epochs", "Passes over the rows", _epochs)
    yield row(
        "Final level",
        "What electrodes that were left out have taught to add to the final "
        "saturation, where pores are short for their width and where they are long",
        _level,
    )
    yield row("Seed", "Of weights, order and splits", card("seed"))
    yield row("wetview", "Version that trained it", card("version"))
    yield row("Trained", "Date, UTC", _date)


def _level(surrogate: Surrogate) -> str:
    level = surrogate.level
    if level is None:
        return "as predicted"
    short, long = (100 * level.shift(end) for end in (level.low, level.high))
    return f"{short:+.1f} to {long:+.1f} %"


def _scores(surrogates: Sequence[Surrogate]) -> Iterator[FactRow]:
    for title, tip, path, is_share, smaller_is_better in (
        (
            "Error of curves, mean",
            "Mean over time of |predicted - simulated saturation| of the electrode",
            ("curve_mae",),
            False,
            True,
        ),
        (
            "Error of curves, worst run",
            "The same for the run that is predicted worst",
            ("curve_mae_worst",),
            False,
            True,
        ),
        (
            "R² of T_f0",
            "Of the logarithm of when filling starts",
            ("r2", "log_t_f0"),
            False,
            False,
        ),
        (
            "R² of T_f1",
            "Of the logarithm of when filling stops",
            ("r2", "log_t_f1"),
            False,
            False,
        ),
        (
            "Fills or not, right",
            "Share of the pores of which it is rightly said whether they fill",
            ("fills_right",),
            True,
            False,
        ),
        (
            "90 % interval holds",
            "Share of simulated saturations inside; 90 % is meant",
            ("interval_covers",),
            True,
            None,
        ),
    ):
        values = [_score(one, path) for one in surrogates]
        texts = [_share(v) if is_share else _number(v) for v in values]
        best = None
        if (
            len(values) > 1
            and smaller_is_better is not None
            and all(np.isfinite(v) for v in values)
        ):
            pick = np.argmin if smaller_is_better else np.argmax
            best = 1 + int(pick(values)) if len(set(values)) > 1 else None
        yield FactRow((title, *texts), tip, best=best)


def _limits(surrogates: Sequence[Surrogate]) -> Iterator[FactRow]:
    names = dict.fromkeys(
        column.name for surrogate in surrogates for column in surrogate.inputs
    )
    for name in names:
        texts, heading = [], name
        for surrogate in surrogates:
            column = next((c for c in surrogate.inputs if c.name == name), None)
            if column is None:
                texts.append("not an input")
                continue
            heading = column.heading
            low, high = (v * column.factor for v in (column.low, column.high))
            texts.append(
                _value(low) if low == high else f"{_value(low)} to {_value(high)}"
            )
        yield FactRow((heading, *texts), "Lowest and highest value in training")


def _score_row(name: str, scores: dict[str, Any]) -> FactRow:
    r2 = scores.get("r2", {})
    return FactRow(
        (
            name,
            _text(scores.get("n_runs")),
            _number(scores.get("curve_mae")),
            _number(scores.get("curve_mae_worst")),
            _number(r2.get("log_t_f0")),
            _number(r2.get("log_t_f1")),
            _share(scores.get("fills_right")),
        )
    )


def _score(surrogate: Surrogate, path: tuple[str, ...]) -> float:
    value: Any = surrogate.card.get("scores")
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else float("nan")


def _count(name: str) -> Callable[[Surrogate], Any]:
    def count(surrogate: Surrogate) -> Any:
        listed = surrogate.card.get(name)
        return len(listed) if isinstance(listed, list) else None

    return count


def _epochs(surrogate: Surrogate) -> str | None:
    n_epochs = surrogate.card.get("n_epochs")
    if n_epochs is None:
        return None
    return (
        f"{n_epochs}, stopped" if surrogate.card.get("was_stopped") else f"{n_epochs}"
    )


def _date(surrogate: Surrogate) -> str | None:
    origin = surrogate.card.get("provenance")
    date = origin.get("date") if isinstance(origin, dict) else None
    return str(date)[:16].replace("T", " ") if date else None


def _text(value: Any) -> str:
    if value is None:
        return _NO
    return f"{value:,}" if isinstance(value, int) else str(value)


def _value(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1e3 else f"{value:.4g}"


def _number(value: Any) -> str:
    is_known = isinstance(value, int | float) and np.isfinite(value)
    return f"{value:.3f}" if is_known else _NO


def _share(value: Any) -> str:
    is_known = isinstance(value, int | float) and np.isfinite(value)
    return f"{100 * value:.1f} %" if is_known else _NO

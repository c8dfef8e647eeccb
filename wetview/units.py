"""SI to the user's units and back: the one place, for the window and command line.

Inside wetview every quantity is SI and its name ends in its unit. Here are the factors
by which a number on the screen is multiplied to become SI.
"""

from __future__ import annotations

import math

UM = 1e-6
"""Metres in a micrometre."""
US = 1e-6
"""Seconds in a microsecond."""
KPA = 1e3
"""Pascals in a kilopascal."""
MPA_S = 1e-3
"""Pascal seconds in a millipascal second."""
UPA_S = 1e-6
"""Pascal seconds in a micropascal second."""
MN_PER_M = 1e-3
"""Newtons per metre in a millinewton per metre."""
ATM = 101_325.0
"""Pascals in a standard atmosphere."""
DARCY = 9.869233e-13
"""Square metres in a darcy."""

_TIME_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def time_unit(longest_s: float) -> tuple[float, str]:
    """Seconds in, and name of, the unit in which times up to `longest_s` read best.

    Examples
    --------
    >>> time_unit(0.0042)
    (0.001, 'ms')
    """
    for seconds, name in _TIME_UNITS:
        if longest_s >= seconds:
            return seconds, name
    return _TIME_UNITS[-1]


def format_time(time_s: float) -> str:
    """A physical time with three digits and its unit.

    Examples
    --------
    >>> format_time(0.00421)
    '4.21 ms'
    """
    seconds, name = time_unit(abs(time_s))
    return f"{time_s / seconds:.3g} {name}"


def format_duration(seconds: float) -> str:
    """A waiting time as people say it.

    Examples
    --------
    >>> format_duration(95)
    '1 min 35 s'
    >>> format_duration(7300)
    '2 h 1 min'
    """
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def format_rough_duration(seconds: float) -> str:
    """A waiting time that is only roughly known, with one or two digits.

    Examples
    --------
    >>> [format_rough_duration(seconds) for seconds in (7, 43, 249, 9000)]
    ['7 s', '45 s', '4 min', '2.5 h']
    """
    if seconds < 10:
        return f"{max(math.ceil(seconds), 1)} s"
    if seconds < 57.5:
        return f"{5 * round(seconds / 5)} s"
    if seconds < 3570:
        return f"{max(round(seconds / 60), 1)} min"
    hours = seconds / 3600
    return f"{hours:.1f} h" if hours < 9.95 else f"{hours:.0f} h"


def format_bytes(n_bytes: float) -> str:
    """An amount of memory with its unit.

    Examples
    --------
    >>> format_bytes(22_740_551)
    '22.7 MB'
    """
    for size, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if n_bytes >= size:
            return f"{n_bytes / size:.3g} {name}"
    return f"{n_bytes:.0f} bytes"


def format_number(number: float) -> str:
    """A large whole number, in groups of three digits.

    Examples
    --------
    >>> format_number(25718)
    '25 718'
    """
    return f"{round(number):,}".replace(",", " ")


def format_digits(number: float) -> str:
    """A number with four digits; large ones whole rather than with an exponent.

    Examples
    --------
    >>> [format_digits(number) for number in (13310.4, 0.12345, 2.5e-7)]
    ['13310', '0.1235', '2.5e-07']
    """
    return f"{number:.0f}" if 1e4 <= abs(number) < 1e9 else f"{number:.4g}"

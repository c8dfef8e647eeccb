import sys
from dataclasses import replace
from pathlib import Path

import pytest
from first_run.console import StartError
from first_run.interpreter import (
    Interpreter,
    find_interpreter,
    is_suitable,
    probe,
    supported_minors,
)

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"
PYTHON = Interpreter("python3", version=(3, 11, 7), n_bits=64, has_venv=True)


def test_the_supported_versions_are_those_of_pyproject():
    minors = supported_minors('requires-python = ">=3.11,<3.14"\n')
    assert list(minors) == [11, 12, 13]


def test_this_projects_pyproject_can_be_read():
    assert sys.version_info.minor in supported_minors(PYPROJECT.read_text("utf-8"))


def test_another_form_of_requires_python_is_refused():
    with pytest.raises(StartError, match="requires-python"):
        supported_minors('requires-python = "~=3.11"\n')


@pytest.mark.parametrize(
    ("version", "suitable"),
    [
        ((3, 10, 13), False),
        ((3, 11, 0), True),
        ((3, 13, 9), True),
        ((3, 14, 0), False),
        ((4, 11, 0), False),
    ],
)
def test_a_python_is_suitable_inside_the_range_only(version, suitable):
    python = replace(PYTHON, version=version)
    assert is_suitable(python, range(11, 14)) is suitable


def test_a_32_bit_python_is_not_suitable():
    assert not is_suitable(replace(PYTHON, n_bits=32), range(11, 14))


def test_the_running_python_is_taken_when_it_is_suitable():
    minor = sys.version_info.minor
    assert find_interpreter(range(minor, minor + 1)).version == sys.version_info[:3]


def test_a_program_that_is_not_there_is_no_python():
    assert probe("a-python-that-is-not-there") is None


def test_a_program_that_answers_something_else_is_no_python():
    assert probe("git") is None


def test_without_a_suitable_python_the_message_names_the_versions_and_the_way_out():
    with pytest.raises(StartError, match=r"(?s)3\.97 or 3\.98.*python\.org") as error:
        find_interpreter(range(97, 99))
    assert ".".join(map(str, sys.version_info[:3])) in str(error.value)

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def run_start(tmp_path):
    """Run start.py of a checkout whose Python versions nobody has."""
    shutil.copytree(PACKAGING, tmp_path / "packaging")
    (tmp_path / "pyproject.toml").write_text('requires-python = ">=3.97,<3.99"\n')

    def run(*arguments):
        return subprocess.run(
            [sys.executable, str(tmp_path / "packaging" / "start.py"), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.mark.parametrize("arguments", [(), ("test",), ("--project", "somewhere")])
def test_a_machine_without_a_suitable_python_gets_a_sentence(run_start, arguments):
    done = run_start(*arguments)
    assert done.returncode == 1
    assert "wetview needs a 64-bit Python 3.97 or 3.98" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_checkout_without_pyproject_gets_a_sentence(run_start, tmp_path):
    (tmp_path / "pyproject.toml").unlink()
    done = run_start()
    assert done.returncode == 1
    assert "pyproject.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_names_both_commands(run_start):
    done = run_start("--help")
    assert done.returncode == 0
    assert "--project" in done.stdout
    assert "test" in done.stdout


def test_an_unknown_option_is_wrong_usage(run_start):
    assert run_start("--nonsense").returncode == 2

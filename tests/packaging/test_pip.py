import sys

import pytest
from first_run.console import StartError
from first_run.pip import explain_failure, run_pip

NO_NETWORK = """
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(
': Failed to establish a new connection: [Errno -3] Temporary failure in name
resolution')': /simple/vtk/
ERROR: Could not find a version that satisfies the requirement vtk==9.7.*
ERROR: No matching distribution found for vtk==9.7.*
"""


def test_a_network_that_fails_is_told_from_a_package_that_is_missing():
    assert "does not answer" in explain_failure(NO_NETWORK)


def test_a_full_disk_is_named():
    output = "ERROR: Could not install: [Errno 28] No space left on device"
    assert "disk is full" in explain_failure(output)


def test_another_failure_gives_the_last_error_of_pip():
    output = "ERROR: first\nERROR: No matching distribution found for vtk\n"
    assert explain_failure(output).endswith("No matching distribution found for vtk")


def test_a_failed_attempt_is_made_once_more_and_then_explained(tmp_path):
    log_path = tmp_path / "log"
    program = "print('ERROR: no luck'); raise SystemExit(1)"
    with pytest.raises(StartError, match="no luck"):
        run_pip([sys.executable, "-c", program], {}, log_path)
    assert log_path.read_text().split("\n") == ["ERROR: no luck"] * 2 + [""]


def test_large_downloads_are_announced(tmp_path, capsys):
    program = "print('Downloading vtk-9.7.2-cp311.whl (139.6 MB)')"
    run_pip([sys.executable, "-c", program], {}, tmp_path / "log")
    assert "fetching vtk (139.6 MB)" in capsys.readouterr().out

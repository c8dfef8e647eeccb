"""pip with its progress in one line, a second try, and its failures in words."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from first_run.console import StartError, StatusLine, say

if TYPE_CHECKING:
    from pathlib import Path

_DOWNLOAD = re.compile(r"^\s*Downloading (\S+?)(?:\.metadata)? \((.+)\)")
_PROGRESS = re.compile(r"^\s*Progress (\d+) of (\d+)")
_LINES_THAT_MATTER = re.compile(
    r"^\s*(Collecting|Building|Installing collected|Using cached|Preparing)"
)
_MANY_PACKAGES = 20
_NETWORK_SIGNS = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "nodename nor servname",
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Connection aborted",
    "Connection refused",
    "Connection reset",
    "IncompleteRead",
    "Network is unreachable",
)


def run_pip(command: list[str], variables: dict[str, str], log_path: Path) -> None:
    """Run pip, once more if it fails; all that it says goes into the log.

    Raises
    ------
    StartError
        If it failed twice, with the reason in words.
    """
    for attempt in (1, 2):
        code, output = _run(command, variables, log_path)
        if code == 0:
            return
        if attempt == 1 and not is_out_of_space(output):
            say("  pip did not get through; trying once more ...")
        else:
            break
    raise StartError(explain_failure(output) + f"\nAll that pip said is in {log_path}")


def _run(
    command: list[str], variables: dict[str, str], log_path: Path
) -> tuple[int, str]:
    variables = {
        **variables,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_USER": "0",
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    status = StatusLine()
    lines = []
    with (
        log_path.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        name = ""
        for line in process.stdout:
            download = _DOWNLOAD.match(line)
            progress = _PROGRESS.match(line)
            if progress:
                done, total = (int(number) / 1e6 for number in progress.groups())
                status.show(f"  {name}  {done:.0f} of {total:.0f} MB")
                continue
            log.write(line)
            lines.append(line)
            if download:
                name = download[1].rpartition("/")[2].partition("-")[0]
                if _is_large(download[2]):
                    status.clear()
                    say(f"  fetching {name} ({download[2]})")
            elif line.lstrip().startswith("Installing collected"):
                status.clear()
                if line.count(",") > _MANY_PACKAGES:
                    say("  unpacking, which takes a minute or two")
            elif _LINES_THAT_MATTER.match(line):
                status.show("  " + line.strip())
    status.clear()
    return process.returncode, "".join(lines)


def _is_large(size_text: str) -> bool:
    """Say whether pip's size, such as "12.3 MB", is worth a line of its own."""
    number, _, unit = size_text.partition(" ")
    try:
        return unit == "GB" or (unit == "MB" and float(number) >= 10)
    except ValueError:
        return False


def is_out_of_space(output: str) -> bool:
    """Say whether pip failed for want of disk space."""
    return "No space left on device" in output or "[Errno 28]" in output


def explain_failure(output: str) -> str:
    """Turn what pip said into a sentence with a way out."""
    if is_out_of_space(output):
        return "the disk is full. Make room (about 3 GB), then start again."
    if any(sign in output for sign in _NETWORK_SIGNS):
        return (
            "the packages could not be fetched: the Python package index does not "
            "answer. Check the network (behind a proxy, set HTTPS_PROXY), then start "
            "again; what was fetched is kept."
        )
    if "CERTIFICATE_VERIFY_FAILED" in output or "SSLError" in output:
        return (
            "the packages could not be fetched: the package index's certificate was "
            "not accepted. If your network inspects traffic, set PIP_CERT to its "
            "certificate, then start again."
        )
    errors = [line.strip() for line in output.splitlines() if "ERROR" in line]
    reason = errors[-1] if errors else "pip gave no reason."
    return f"the installation failed: {reason}"

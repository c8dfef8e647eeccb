"""Time and memory of a coarse look at files of 1 GB, and of a box cut from them.

    python benchmarks/big_volumes.py [FOLDER] [EDGE]

Writes a synthetic volume of EDGE^3 (1000) voxels of 8 bit as TIFF, RAW and NRRD into
FOLDER (a temporary one), looks at each in a process of its own, and deletes it.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import tifffile

from wetview.volume import Box, RawLayout, describe, glance, read_box

_MB = 1e6


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    edge = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    print(f"{'file':28}{'describe':>10}{'look':>10}{'box':>10}{'memory':>12}")
    for write in (_write_tiff, _write_raw, _write_nrrd):
        path = write(folder, edge)
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(path), str(edge)],
            capture_output=True,
            text=True,
            check=True,
        )
        path.unlink()
        found = json.loads(done.stdout)
        print(
            f"{path.name:28}{found['describe_s']:>8.2f} s{found['look_s']:>8.2f} s"
            f"{found['box_s']:>8.2f} s{found['peak_mb']:>9.0f} MB"
        )


def look(path: Path, edge: int) -> dict[str, float]:
    raw = RawLayout((edge, edge, edge), "|u1") if path.suffix == ".raw" else None
    start = time.perf_counter()
    describe(path, raw=raw)
    described = time.perf_counter()
    glance(path, raw=raw)
    looked = time.perf_counter()
    first = (edge - 300) // 2
    span = (first, first + 300)
    read_box(path, Box(span, span, span), raw=raw)
    end = time.perf_counter()
    # Linux counts in kB; pages of the mapped file that lie in memory are counted too.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "describe_s": described - start,
        "look_s": looked - described,
        "box_s": end - looked,
        "peak_mb": peak / _MB,
    }


def _planes(edge: int):
    rng = np.random.default_rng(1)
    plane = rng.integers(0, 256, (edge, edge), dtype=np.uint8)
    for index in range(edge):
        yield np.roll(plane, index, axis=0)


def _write_tiff(folder: Path, edge: int) -> Path:
    path = folder / f"look-{edge}.tif"
    with tifffile.TiffWriter(path) as file:
        for plane in _planes(edge):
            file.write(plane, contiguous=False, metadata=None)
    return path


def _write_raw(folder: Path, edge: int) -> Path:
    path = folder / f"look-{edge}.raw"
    with path.open("wb") as file:
        for plane in _planes(edge):
            file.write(plane.data)
    return path


def _write_nrrd(folder: Path, edge: int) -> Path:
    path = folder / f"look-{edge}.nrrd"
    with path.open("wb") as file:
        file.write(
            f"NRRD0004\ntype: uint8\ndimension: 3\nsizes: {edge} {edge} {edge}\n"
            "encoding: raw\n\n".encode()
        )
        for plane in _planes(edge):
            file.write(plane.data)
    return path


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(look(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        main()

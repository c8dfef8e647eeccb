"""How long videos of one, two and four panes take, off screen.

    python benchmarks/video_speed.py [--shape 100,100,75] [--size 1920x1080]

A front goes through a generated electrode, with a ripple on it, in 100 frames; another
one behind it. Wall time and processor time are told, since the first is worth little
while other programs run.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from wetview.filling import Filling
from wetview.scene import render_video
from wetview.scene.video_look import VideoLook
from wetview.scene.viewpoint import CameraMove
from wetview.volume import Phases, generate_electrode

N_FRAMES = 100


def front(phases: Phases, *, delay: float, name: str) -> Filling:
    nx = phases.shape[0]
    x, y, z = np.indices(phases.shape)
    ripple = 4 * np.sin(y / 6) * np.cos(z / 5)
    shares = np.linspace(0, 1.05, N_FRAMES) ** delay
    frames = [
        np.where(phases.is_pore & (x + ripple < share * nx), 255, 0).astype(np.uint8)
        for share in shares
    ]
    saturation = np.array([f.sum() / 255 for f in frames]) / phases.is_pore.sum()
    time_s = np.linspace(0, 2e-4, N_FRAMES)
    return Filling(
        name=name,
        time_s=time_s,
        step=np.arange(N_FRAMES),
        saturation=saturation.astype(np.float32),
        pore_saturation=np.zeros((N_FRAMES, 0), np.float32),
        frame_time_s=time_s,
        frame_saturation=saturation.astype(np.float32),
        frames=frames,
        voxel_m=phases.voxel_m,
        outcome="flat",
        description={},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", default="100,100,75")
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("--only", default="one,two,four,turntable")
    options = parser.parse_args()
    shape = tuple(int(length) for length in options.shape.split(","))
    width, height = (int(side) for side in options.size.split("x"))
    phases = generate_electrode(shape, seed=1)
    runs = [front(phases, delay=d, name=f"front {d}") for d in (1.0, 1.5)]
    cases = {
        "one": (runs[:1], VideoLook()),
        "two": (runs, VideoLook()),
        "four": (runs, VideoLook(difference=True)),
        "turntable": (runs, VideoLook(camera=CameraMove("turntable"))),
    }
    for name in options.only.split(","):
        fillings, look = cases[name]
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "a.mp4"
            wall_s, cpu_s = time.perf_counter(), _cpu_s()
            render_video(
                fillings,
                phases,
                None,
                out,
                size=(width, height),
                seconds=N_FRAMES / 25,
                look=look,
            )
            wall_s, cpu_s = time.perf_counter() - wall_s, _cpu_s() - cpu_s
            print(
                f"{name:10} {wall_s:6.1f} s wall, {cpu_s:6.1f} s of processors,"
                f" {out.stat().st_size / 1e6:.1f} MB, load {os.getloadavg()[0]:.1f}"
            )


def _cpu_s() -> float:
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(who) for who in both]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()

"""How fast the panes of the step Compare turn and follow the timeline.

Run by hand, with a screen or under Xvfb: `python benchmarks/compare_view.py`. Two
fronts that go through a generated electrode at different speeds are written as runs, so
frames are read from files as in the window; then the panes are turned and the timeline
is stepped through. "Own" is everything but OpenGL's drawing, in time of the processor,
so that other programs do not count. A picture drawn in software takes its processor
time, or less where several cores share it.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import pyvista

from wetview.filling import common_moments, compare_fillings
from wetview.pores import label_pores
from wetview.pores.paths import geodesic_distance
from wetview.project import FillingWriter, read_filling
from wetview.scene import (
    ComparisonData,
    ComparisonScene,
    ComparisonView,
    Instant,
    Panes,
    PaneSource,
    SceneLook,
    comparison_picture,
)
from wetview.scene.looks import draws_in_software
from wetview.volume import generate_electrode

N_FRAMES = 90
N_TURNS, N_STEPS = 12, 24
VIEWS = {
    "A and B": (PaneSource("first"), PaneSource("second")),
    "A, lead in time": (PaneSource("first"), PaneSource("difference", "time")),
    "A by time of filling, liquid now": (
        PaneSource("first", "fill_time"),
        PaneSource("difference", "now"),
    ),
    "pores by saturation in A and in B": (
        PaneSource("pores", "saturation_first"),
        PaneSource("pores", "saturation_second"),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shape", default="100x100x75")
    parser.add_argument("--size", default="1160x590", help="pixels of both panes")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    nx, ny, nz = (int(n) for n in arguments.shape.split("x"))
    width, height = (int(n) for n in arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), (nx, ny, nz), (width, height))
    if arguments.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for what, number in value.items():
                print(f"    {what:46s} {number:8.2f}")
        else:
            print(f"{name:38s} {value}")


def measure(
    folder: Path, shape: tuple[int, int, int], size: tuple[int, int]
) -> dict[str, object]:
    """All figures; times in seconds unless said otherwise."""
    phases = generate_electrode(shape, seed=1)
    pores = label_pores(phases)
    first, second = (
        write_front(folder / f"{name}.h5", phases, pores, end_s)
        for name, end_s in (("fast", 1e-4), ("slow", 1.7e-4))
    )
    started = time.perf_counter()
    compared = compare_fillings(first, second, phases.is_pore)
    found: dict[str, object] = {
        "pore voxels": int(phases.is_pore.sum()),
        "pores": len(pores),
        "comparing two runs, s": round(time.perf_counter() - started, 2),
    }
    data = ComparisonData(phases, pores, first, second, compared)
    moments = common_moments(first, second, "time")
    plotter = pyvista.Plotter(
        off_screen=True,
        shape=(1, 4),
        window_size=list(size),
        lighting="none",
        border=False,
    )
    panes = Panes(plotter)
    scene = ComparisonScene(panes)
    started = time.perf_counter()
    scene.set_data(data)
    panes.scenes[0].renderer.GetRenderWindow().Render()
    found["first picture, s"] = round(time.perf_counter() - started, 2)
    window = panes.scenes[0].renderer.GetRenderWindow()
    found["in software"] = draws_in_software(window)
    for name, sources in VIEWS.items():
        scene.set_view(ComparisonView(2, sources))
        panes.reset_camera()
        found[name] = {
            **turning(panes, scene, moments, window),
            **stepping(scene, moments, window),
        }
    plotter.close()
    started = time.perf_counter()
    view = ComparisonView(2, VIEWS["A and B"], look=SceneLook())
    comparison_picture(data, view, instant_at(moments, 0.5), size=(1920, 1080))
    found["picture 1920 x 1080, twice as fine, s"] = round(
        time.perf_counter() - started, 2
    )
    return found


def instant_at(moments, share: float) -> Instant:
    index = round(share * (len(moments) - 1))
    return Instant(float(moments.first_s[index]), float(moments.second_s[index]))


def turning(panes, scene, moments, window) -> dict[str, float]:
    """Pictures a second while the camera goes round, coarse as then shown, and fine."""
    scene.show(instant_at(moments, 0.6))
    window.Render()
    rates = {}
    for name, coarse in (("fine", False), ("as shown while it moves", True)):
        started = time.perf_counter()
        panes.set_coarse(coarse)
        window.Render()
        to_first = time.perf_counter() - started
        started, used = time.perf_counter(), time.process_time()
        for _ in range(N_TURNS):
            panes.cameras[0].azimuth += 7
            window.Render()
        rates[f"turning, {name}, 1/s"] = N_TURNS / (time.perf_counter() - started)
        used_ms = 1e3 * (time.process_time() - used) / N_TURNS
        rates[f"turning, {name}, processor ms"] = used_ms
        if coarse:
            rates["first coarse picture, ms"] = 1e3 * to_first
    panes.set_coarse(False)
    return rates


def stepping(scene, moments, window) -> dict[str, float]:
    """Milliseconds to show one more moment, as while the slider moves and at rest."""
    found = {}
    for name, fast in (("", True), (" at rest", False)):
        own, drawing = [], []
        for number in range(N_STEPS):
            instant = instant_at(moments, (number + 0.5) / N_STEPS)
            started = time.thread_time()
            scene.show(instant, fast=fast)
            own.append(time.thread_time() - started)
            started = time.perf_counter()
            window.Render()
            drawing.append(time.perf_counter() - started)
        found |= {
            f"one step{name}, own, ms, median": 1e3 * float(np.median(own)),
            f"one step{name}, own, ms, longest": 1e3 * float(np.max(own)),
            f"one step{name}, drawing, ms, median": 1e3 * float(np.median(drawing)),
        }
    return found


def write_front(path: Path, phases, pores, end_s: float):
    """A front that goes evenly along the shortest ways from the inlet, as a run."""
    is_pore = phases.is_pore
    distance = geodesic_distance(is_pore, "x-")
    far = float(np.quantile(distance[np.isfinite(distance)], 0.99))
    volume = np.maximum(np.bincount(pores.labels.ravel())[1:], 1)
    with FillingWriter(
        path,
        phases=phases,
        pores=pores,
        name=path.stem,
        description={"kind": "simulate", "pressure_pa": 1e5},
        provenance={"version": "0", "seed": 1},
    ) as writer:
        for index in range(N_FRAMES):
            share = index / (N_FRAMES - 1)
            fraction = np.clip(share * far - distance + 0.5, 0, 1) * is_pore
            filled = np.bincount(pores.labels.ravel(), weights=fraction.ravel())[1:]
            saturation = float(fraction.sum() / is_pore.sum())
            writer.add_sample(index, share * end_s, saturation, filled / volume)
            frame = np.rint(255 * fraction).astype(np.uint8)
            writer.add_frame(share * end_s, saturation, frame)
        writer.finish("flat", {"saturation": 1.0})
    return read_filling(path)


if __name__ == "__main__":
    main()

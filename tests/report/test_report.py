"""A report stands alone, tells what is in the project, and trusts no name."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from wetview.errors import Cancelled, UserError
from wetview.pores import label_pores
from wetview.project import FillingWriter, Project, provenance
from wetview.report import gather, report_page
from wetview.volume import Phases

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.gl

SHAPE = (16, 10, 8)
EVIL = '<script src="http://example.org/a.js"></script> & "LP30"'


@pytest.fixture
def phases() -> Phases:
    """A duct through a solid."""
    labels = np.ones(SHAPE, np.uint8)
    labels[:, 2:8, 2:6] = 0
    return Phases(labels, 2e-6, "duct")


@pytest.fixture
def project(tmp_path: Path, phases: Phases) -> Project:
    made = Project.create(tmp_path / "a.wetview", "a project")
    made.add_sample("duct", phases, label_pores(phases), provenance({"seed": 5}, None))
    return made


@pytest.fixture
def add_run(project: Project, phases: Phases) -> Callable[..., Path]:
    """Add a run whose front goes through the duct within 10 us."""

    def add(name: str, *, kind: str = "simulate", slower: float = 1.0) -> Path:
        path = project.new_run_path("duct")
        sample = project.samples()[0].path
        pores = label_pores(phases)
        description = {
            "kind": kind,
            "sample": str(sample),
            "pressure_pa": 4e5,
            "fluids": {
                "name": "LP30",
                "liquid_density_kg_m3": 1300.0,
                "liquid_viscosity_pa_s": 0.0037,
                "surface_tension_n_m": 0.042,
                "contact_angle_deg": 90.0,
            },
        }
        with FillingWriter(
            path,
            phases=phases,
            pores=pores,
            name=name,
            description=description,
            provenance=provenance(description, sample),
        ) as writer:
            for number in range(11):
                liquid = np.zeros(SHAPE, np.uint8)
                liquid[: round(1.6 * number)] = 255
                liquid[~phases.is_pore] = 0
                share = float(liquid.sum() / 255 / phases.is_pore.sum())
                time_s = slower * number * 1e-6
                in_pores = np.full(len(pores), share, np.float32)
                writer.add_sample(number, time_s, share, in_pores)
                writer.add_frame(time_s, share, liquid)
            writer.finish("flat", {"saturation": 1.0, "steps": 10})
        project.refresh()
        return path

    return add


class _Links(HTMLParser):
    """All that a page refers to, and the tags that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [v or "" for k, v in attrs if k in ("src", "href", "srcset")]


def links_of(page: str) -> _Links:
    found = _Links()
    found.feed(page)
    return found


def test_report_has_every_picture_inside_and_asks_for_nothing(project, add_run):
    add_run("first")
    found = links_of(report_page(gather(project)))
    assert all(link.startswith(("data:image/", "#")) for link in found.links)
    assert not found.tags & {"script", "link", "iframe", "object", "form"}
    pictures = [link for link in found.links if link.startswith("data:image/png")]
    # The sample, its pores, three moments of the run.
    assert len(pictures) == 5
    for link in pictures:
        image = Image.open(io.BytesIO(base64.b64decode(link.split(",", 1)[1])))
        assert np.ptp(np.asarray(image)) > 100  # something is drawn


def test_report_tells_the_numbers(project, add_run):
    add_run("first")
    page = report_page(gather(project))
    # 16 x 6 x 4 of 16 x 10 x 8 voxels are pore; 2 um each. Half full after 5 of 10 us;
    # 14 of 16 layers after 9 and 16 after 10 us, so 90 % after 9.2 us.
    assert "30.0 %" in page
    assert "32 × 20 × 16" in page
    for words in ("LP30", "400 kPa", "5 µs", "9.2 µs", "Energy Storage", "first"):
        assert words in page
    entry = project.samples()[0]
    assert entry.sha256 in re.sub(r"(?<=[0-9a-f]) (?=[0-9a-f])", "", page)


def test_report_compares_a_prediction_with_its_simulation(project, add_run):
    add_run("simulated one")
    add_run("predicted one", kind="predict", slower=1.2)
    page = report_page(gather(project))
    assert 'id="compared"' in page
    assert "simulated one | predicted one" in page


def test_names_are_text_and_never_markup(project, add_run):
    add_run(EVIL)
    page = report_page(gather(project))
    assert "<script" not in page
    assert "&lt;script" in page


def test_folders_of_this_computer_are_not_told(project, add_run, tmp_path):
    add_run("first")
    assert str(tmp_path) not in report_page(gather(project))


def test_report_of_a_sample_alone_says_what_is_missing(tmp_path, phases):
    made = Project.create(tmp_path / "b.wetview", "b")
    made.add_sample("duct", phases, None, provenance({}, None))
    page = report_page(gather(made))
    assert "were not found" in page
    assert "Nothing was simulated" in page


def test_report_of_an_empty_project_is_refused(tmp_path):
    made = Project.create(tmp_path / "b.wetview", "b")
    with pytest.raises(UserError, match="no sample"):
        gather(made)


def test_run_that_cannot_be_read_is_left_out_and_told(project, add_run):
    add_run("first")
    damaged = add_run("second")
    damaged.write_bytes(damaged.read_bytes()[:3000])
    project.refresh()
    contents = gather(project)
    assert [run.filling.name for run in contents.runs] == ["first"]


def test_report_can_be_cancelled(project, add_run):
    add_run("first")

    def stop(done, total, note):
        if done >= 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        report_page(gather(project), report=stop)

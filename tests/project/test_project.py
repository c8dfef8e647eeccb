"""A project is made, changed, closed and opened again."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from wetview.errors import UserError
from wetview.project import Project, provenance, read_sample, sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.volume import Phases

    WriteRun = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project.create(tmp_path / "mine.wetview", "Mine")


def test_everything_is_still_there_after_reopening(
    project: Project, phases: Phases, pores: Pores, write_run: WriteRun
) -> None:
    sample = project.add_sample("Sample A", phases, pores, {"seed": 1})
    write_run(project.new_run_path("Sample A"))
    project.settings["theme"] = "dark"
    for path in (project.folder, project.folder / "project.json"):
        opened = Project.open(path)
        assert opened.name == "Mine"
        assert opened.samples() == [sample]
        assert [entry.name for entry in opened.runs()] == ["a run"]
        assert opened.settings["theme"] == "dark"
    assert read_sample(sample.path).phases.name == "Sample A"


def test_the_list_has_relative_paths_sizes_and_hashes(
    project: Project, phases: Phases
) -> None:
    entry = project.add_sample("A", phases, None, {})
    content = json.loads((project.folder / "project.json").read_text())
    (listed,) = content["entries"]
    assert listed["path"] == "volumes/A.h5"
    assert listed["n_bytes"] == entry.path.stat().st_size
    assert listed["sha256"] == sha256(entry.path)
    assert content["format_version"] == 1


def test_a_project_can_be_moved(
    project: Project, phases: Phases, tmp_path: Path
) -> None:
    project.add_sample("A", phases, None, {})
    project.folder.rename(tmp_path / "elsewhere")
    (entry,) = Project.open(tmp_path / "elsewhere").samples()
    assert read_sample(entry.path).phases.name == "A"


def test_samples_of_one_name_are_both_kept(project: Project, phases: Phases) -> None:
    first = project.add_sample("A", phases, None, {})
    second = project.add_sample("A", phases, None, {})
    assert first.path != second.path
    assert [entry.name for entry in project.samples()] == ["A", "A"]


def test_a_sample_can_be_replaced(
    project: Project, phases: Phases, pores: Pores
) -> None:
    entry = project.add_sample("A", phases, None, {})
    replaced = project.add_sample("A", phases, pores, {}, replace=entry)
    assert replaced.path == entry.path
    assert project.samples() == [replaced]
    assert read_sample(entry.path).pores is not None


def test_refreshing_adopts_what_a_job_wrote(
    project: Project, write_run: WriteRun
) -> None:
    path = write_run(project.new_run_path("A"))
    (entry,) = project.refresh()
    assert entry.path == path
    assert entry.kind == "run"
    assert project.refresh() == []


def test_refreshing_forgets_a_file_that_was_deleted(
    project: Project, phases: Phases
) -> None:
    entry = project.add_sample("A", phases, None, {})
    entry.path.unlink()
    project.refresh()
    assert project.samples() == []


def test_new_runs_get_names_of_their_own(project: Project, write_run: WriteRun) -> None:
    first = write_run(project.new_run_path("A/B"))
    second = project.new_run_path("A/B")
    assert first != second
    assert first.parent == second.parent == project.folder / "runs"


def test_settings_are_saved_at_once_and_may_be_replaced(project: Project) -> None:
    project.settings.update(crop=[0, 64], angle=90.0)
    assert Project.open(project.folder).settings["crop"] == [0, 64]
    project.settings = {"angle": 45}
    assert dict(Project.open(project.folder).settings) == {"angle": 45}
    del project.settings["angle"]
    assert dict(Project.open(project.folder).settings) == {}


def test_settings_that_json_cannot_hold_change_nothing(project: Project) -> None:
    project.settings["angle"] = 90
    with pytest.raises(TypeError):
        project.settings["angle"] = object()
    assert project.settings["angle"] == 90


def test_a_folder_with_something_in_it_is_no_place_for_a_new_project(
    tmp_path: Path,
) -> None:
    (tmp_path / "thesis.docx").write_text("")
    with pytest.raises(UserError, match="not empty"):
        Project.create(tmp_path, "Mine")
    with pytest.raises(UserError, match="is a file"):
        Project.create(tmp_path / "thesis.docx", "Mine")


def test_a_folder_without_a_project_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no project"):
        Project.open(tmp_path)
    with pytest.raises(UserError, match="no project"):
        Project.open(tmp_path / "none")


@pytest.mark.parametrize(
    "path",
    [
        "../outside.h5",
        "/etc/passwd",
        "volumes/../../outside.h5",
        "C:/outside.h5",
        "..\\outside.h5",
        "",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused(
    project: Project, phases: Phases, path: str
) -> None:
    project.add_sample("A", phases, None, {})
    file = project.folder / "project.json"
    content = json.loads(file.read_text())
    content["entries"][0]["path"] = path
    file.write_text(json.dumps(content))
    with pytest.raises(UserError, match="not in its folder"):
        Project.open(project.folder)


def test_a_link_that_leads_out_of_the_folder_is_not_adopted(
    project: Project, phases: Phases, tmp_path: Path
) -> None:
    other = Project.create(tmp_path / "other", "Other")
    entry = other.add_sample("A", phases, None, {})
    try:
        os.symlink(entry.path, project.folder / "volumes" / "link.h5")
    except OSError:
        return  # Windows lets only some users make links
    assert Project.open(project.folder).samples() == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"format": "other"}',
        '{"format": "wetview-project", "format_version": 1}',
        '{"format": "wetview-project", "format_version": 1, "name": "x", '
        '"settings": 3, "entries": []}',
        '{"format": "wetview-project", "format_version": 99, "name": "x", '
        '"settings": {}, "entries": []}',
        "[" * 100_000,
    ],
)
def test_a_damaged_list_is_refused_in_words(project: Project, content: str) -> None:
    (project.folder / "project.json").write_text(content)
    with pytest.raises(UserError, match=r"project\.json"):
        Project.open(project.folder)


def test_a_lost_list_is_made_again_from_the_files(
    project: Project, phases: Phases
) -> None:
    project.add_sample("A", phases, None, {})
    (project.folder / "project.json").unlink()
    opened = Project.open(project.folder)
    assert [entry.name for entry in opened.samples()] == ["A"]
    assert (project.folder / "project.json").exists()


def test_opening_recovers_a_run_whose_process_died(
    project: Project, write_run: WriteRun
) -> None:
    path = write_run(project.new_run_path("A"), finish=False)
    path.rename(path.with_name(path.name + ".part"))
    (entry,) = Project.open(project.folder).runs()
    assert entry.path == path


def test_provenance_names_the_input_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(b"abc")
    made = provenance({"seed": 0, "pressure_pa": 1.0}, path)
    assert made["seed"] == 0
    assert made["input"] == "scan.tif"
    assert made["input_sha256"].startswith("ba7816bf8f01cfea414140de5dae2223")
    assert made["description"]["pressure_pa"] == 1.0
    assert made["version"]


def test_the_hash_of_a_folder_depends_on_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "1.tif").write_bytes(b"a")
    (tmp_path / "2.tif").write_bytes(b"b")
    before = sha256(tmp_path)
    (tmp_path / "2.tif").rename(tmp_path / "3.tif")
    assert sha256(tmp_path) != before

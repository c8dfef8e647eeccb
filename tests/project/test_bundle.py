"""A project becomes one file and a project again; broken bundles leave nothing."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.project import (
    Project,
    import_bundle,
    provenance,
    read_filling,
    read_manifest,
    read_sample,
    write_bundle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wetview.pores import Pores
    from wetview.volume import Phases

MANIFEST = "wetview-bundle.json"


@pytest.fixture
def project(
    tmp_path: Path, phases: Phases, pores: Pores, write_run: Callable[..., Path]
) -> Project:
    """A project with a sample, a run, a picture, and what is of this computer alone."""
    made = Project.create(tmp_path / "one.wetview", "one")
    made.add_sample("two channels", phases, pores, provenance({}, None))
    write_run(made.new_run_path("two channels"))
    made.refresh()
    made.settings["window"] = {"step": "export", "source": {"path": "/home/me/a.tif"}}
    (made.folder / "figures").mkdir()
    (made.folder / "figures" / "curve.png").write_bytes(b"\x89PNG and so on")
    (made.folder / "runs" / "other.h5.part").write_bytes(b"being written")
    (made.folder / "runs" / "script.py").write_text("print('no')")
    return made


@pytest.fixture
def bundle(project: Project, tmp_path: Path) -> Path:
    write_bundle(project, tmp_path / "one.zip")
    return tmp_path / "one.zip"


def changed(bundle: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """A twin of a bundle whose contents were changed, the manifest as it was."""
    with zipfile.ZipFile(bundle) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    change(files)
    twin = bundle.with_name("twin.zip")
    with zipfile.ZipFile(twin, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return twin


def with_file(name: str, data: bytes = b"{}") -> Callable[[dict[str, bytes]], None]:
    """A change that adds a file, to the manifest too."""

    def change(files: dict[str, bytes]) -> None:
        files[name] = data
        listed = json.loads(files[MANIFEST])
        digest = hashlib.sha256(data).hexdigest()
        listed["files"].append({"path": name, "n_bytes": len(data), "sha256": digest})
        files[MANIFEST] = json.dumps(listed).encode()

    return change


def refused(twin: Path, tmp_path: Path) -> str:
    """What is said of a bundle; nothing of it may be left."""
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError) as caught:
        import_bundle(twin, tmp_path / "new.wetview")
    assert caught.value.hint
    assert sorted(tmp_path.rglob("*")) == before
    return caught.value.message


def test_project_comes_back_whole(bundle: Path, project: Project, tmp_path: Path):
    back = import_bundle(bundle, tmp_path / "two.wetview")
    assert back.name == "one"
    assert [e.sha256 for e in back.samples()] == [e.sha256 for e in project.samples()]
    assert [e.sha256 for e in back.runs()] == [e.sha256 for e in project.runs()]
    sample = read_sample(back.samples()[0].path)
    assert sample.pores is not None
    filling = read_filling(back.runs()[0].path)
    assert np.array_equal(filling.frames[3], np.full(sample.phases.shape, 3))
    assert (back.folder / "figures" / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_what_is_of_this_computer_alone_stays(bundle: Path, tmp_path: Path):
    names = {file.name for file in read_manifest(bundle).files}
    assert "runs/other.h5.part" not in names
    assert "runs/script.py" not in names
    assert b"/home/me" not in zipfile.ZipFile(bundle).read("project.json")
    back = import_bundle(bundle, tmp_path / "two.wetview")
    assert back.settings["window"] == {"step": "export"}


def test_path_that_a_bundle_brings_along_is_forgotten(bundle: Path, tmp_path: Path):
    def add_path(files: dict[str, bytes]) -> None:
        content = json.loads(files["project.json"])
        content["settings"]["window"]["source"] = {"path": "//elsewhere/share/a.tif"}
        data = files["project.json"] = json.dumps(content).encode()
        listed = json.loads(files[MANIFEST])
        entry = next(f for f in listed["files"] if f["path"] == "project.json")
        entry |= {"n_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        files[MANIFEST] = json.dumps(listed).encode()

    back = import_bundle(changed(bundle, add_path), tmp_path / "two.wetview")
    assert "source" not in back.settings["window"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.json",
        "/etc/evil.json",
        "runs/../../evil.json",
        "C:/evil.json",
        "runs\\..\\evil.json",
        "runs/con.json",
        "runs/a\x01.json",
        "runs/" + 250 * "a" + ".json",
        "elsewhere/a.json",
        "evil.json",
        "runs/evil.py",
        "models/net.pkl",
        "models/net.pt",
        "reports/a.html",
    ],
)
def test_names_that_no_project_has_are_refused(bundle: Path, tmp_path: Path, name: str):
    said = refused(changed(bundle, with_file(name)), tmp_path)
    assert "no bundle that can be trusted" in said


def test_link_is_refused(bundle: Path, tmp_path: Path):
    info = zipfile.ZipInfo("runs/link.json")
    info.external_attr = 0o120777 << 16  # what zip keeps of a symbolic link
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr(info, "/etc/passwd")
    assert "link" in refused(bundle, tmp_path)


def test_changed_file_is_told_by_its_hash(bundle: Path, tmp_path: Path):
    def swap(files: dict[str, bytes]) -> None:
        data = bytearray(files["figures/curve.png"])
        data[-1] ^= 1
        files["figures/curve.png"] = bytes(data)

    assert "hash" in refused(changed(bundle, swap), tmp_path)


@pytest.mark.parametrize("name", ["figures/curve.png", "project.json", MANIFEST])
def test_missing_file_is_told(bundle: Path, tmp_path: Path, name: str):
    said = refused(changed(bundle, lambda files: files.pop(name)), tmp_path)
    assert name in said


def test_file_that_is_not_listed_is_refused(bundle: Path, tmp_path: Path):
    twin = changed(bundle, lambda files: files.update({"runs/more.json": b"{}"}))
    assert "runs/more.json" in refused(twin, tmp_path)


def test_zip_bomb_is_refused_before_it_is_unpacked(bundle: Path, tmp_path: Path):
    # 120 MB of zeros pack to 120 kB, a thousand to one.
    twin = changed(bundle, with_file("jobs/a.json", bytes(120_000_000)))
    assert twin.stat().st_size < 1_000_000
    assert "bomb" in refused(twin, tmp_path)


def test_declared_size_is_not_believed(bundle: Path, tmp_path: Path):
    """A table of contents that declares less than an entry unpacks to."""
    data = bytes(5_000_000)
    twin = changed(bundle, with_file("jobs/a.log", data))
    image = bytearray(twin.read_bytes())
    # The size stands in the local header and in the table of contents.
    for place in _places(image, len(data).to_bytes(4, "little")):
        image[place : place + 4] = (1000).to_bytes(4, "little")
    twin.write_bytes(bytes(image))
    refused(twin, tmp_path)


def _places(image: bytearray, pattern: bytes) -> list[int]:
    places, at = [], image.find(pattern)
    while at >= 0:
        places.append(at)
        at = image.find(pattern, at + 1)
    return places


def test_too_many_files_are_refused(bundle: Path, tmp_path: Path):
    with zipfile.ZipFile(bundle, "a") as archive:
        for number in range(20_001):
            archive.writestr(f"jobs/{number}.log", b"")
    assert "files" in refused(bundle, tmp_path)


def test_foreign_hdf5_file_is_refused(bundle: Path, tmp_path: Path):
    import h5py

    image = io.BytesIO()
    with h5py.File(image, "w") as file:
        file["elsewhere"] = h5py.ExternalLink("/etc/secret.h5", "/")
    twin = changed(bundle, with_file("runs/a.h5", image.getvalue()))
    assert "no file of wetview" in refused(twin, tmp_path)


def test_pickle_in_the_clothes_of_a_run_is_refused(bundle: Path, tmp_path: Path):
    import pickle

    twin = changed(bundle, with_file("runs/a.h5", pickle.dumps({"a": 1})))
    assert "no HDF5 file" in refused(twin, tmp_path)


def test_entry_of_the_list_that_leads_out_is_refused(bundle: Path, tmp_path: Path):
    def lead_out(files: dict[str, bytes]) -> None:
        content = json.loads(files["project.json"])
        content["entries"][0]["path"] = "../../elsewhere.h5"
        data = files["project.json"] = json.dumps(content).encode()
        listed = json.loads(files[MANIFEST])
        entry = next(f for f in listed["files"] if f["path"] == "project.json")
        entry |= {"n_bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        files[MANIFEST] = json.dumps(listed).encode()

    assert "not in its folder" in refused(changed(bundle, lead_out), tmp_path)


@pytest.mark.parametrize("kept", [0, 10, 500, -30])
def test_cut_off_bundle_is_refused(bundle: Path, tmp_path: Path, kept: int):
    twin = bundle.with_name("twin.zip")
    twin.write_bytes(bundle.read_bytes()[:kept])
    refused(twin, tmp_path)


@pytest.mark.parametrize("content", [b"[]", b"{", b'{"format": "other"}', b"null"])
def test_damaged_list_is_refused(bundle: Path, tmp_path: Path, content: bytes):
    twin = changed(bundle, lambda files: files.update({MANIFEST: content}))
    refused(twin, tmp_path)


def test_folder_that_exists_is_left_alone(bundle: Path, tmp_path: Path):
    (tmp_path / "new.wetview").mkdir()
    assert "exists already" in refused(bundle, tmp_path)


def test_cancelled_import_leaves_nothing(bundle: Path, tmp_path: Path):
    def stop(done: float, total: float, note: str) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        import_bundle(bundle, tmp_path / "new.wetview", report=stop)
    assert not list(tmp_path.glob("new*"))


def test_cancelled_bundle_leaves_the_old_one(project: Project, tmp_path: Path):
    old = tmp_path / "old.zip"
    old.write_bytes(b"old")

    def stop(done: float, total: float, note: str) -> None:
        if done > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(project, old, report=stop)
    assert old.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("place", ["one.wetview/a.zip", "a.rar", "missing/a.zip"])
def test_bundle_in_the_wrong_place_is_refused(
    project: Project, tmp_path: Path, place: str
):
    with pytest.raises(UserError) as caught:
        write_bundle(project, tmp_path / place)
    assert caught.value.hint

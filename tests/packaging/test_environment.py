import pytest
from first_run.environment import Environment


@pytest.fixture
def environment(tmp_path):
    """An environment that is marked as ready, of a checkout with a small pyproject."""
    (tmp_path / "pyproject.toml").write_text('requires-python = ">=3.11,<3.14"\n')
    environment = Environment(tmp_path)
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    (environment.folder / "pyvenv.cfg").write_text("version = 3.11.7\n")
    environment.mark_ready(("test",))
    return environment


def test_a_stamped_environment_is_ready(environment):
    assert environment.is_ready()
    assert environment.is_ready(("test",))


def test_a_stamped_environment_is_not_made_again(environment):
    environment.prepare(groups=("test",))
    assert environment.python.stat().st_size == 0


def test_an_environment_without_a_stamp_is_not_ready(tmp_path):
    (tmp_path / "pyproject.toml").touch()
    assert not Environment(tmp_path).is_ready()


def test_other_dependencies_make_it_stale(environment):
    (environment.checkout / "pyproject.toml").write_text("other = 1\n")
    assert not environment.is_ready()


def test_another_python_makes_it_stale(environment):
    (environment.folder / "pyvenv.cfg").write_text("version = 3.12.1\n")
    assert not environment.is_ready()


def test_a_group_that_was_not_installed_makes_it_stale(environment):
    assert not environment.is_ready(("test", "docs"))


def test_a_checkout_that_was_moved_makes_it_stale(environment, tmp_path):
    moved = environment.checkout.rename(tmp_path.parent / f"{tmp_path.name}-moved")
    assert not Environment(moved).is_ready()


def test_a_python_that_has_gone_makes_it_stale(environment):
    environment.python.unlink()
    assert not environment.is_ready()


def test_a_damaged_stamp_counts_as_none(environment):
    (environment.folder / "wetview-start.json").write_text('{"groups": [')
    assert not environment.is_ready()


def test_what_is_remembered_survives_the_stamp(environment):
    environment.remember(example="somewhere")
    environment.mark_ready(())
    assert Environment(environment.checkout).recall("example") == "somewhere"


def test_processes_do_not_inherit_what_leads_python_astray(environment, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("KEPT", "1")
    variables = environment.variables()
    assert "PYTHONPATH" not in variables
    assert variables["KEPT"] == "1"

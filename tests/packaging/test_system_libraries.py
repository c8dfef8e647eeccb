import pytest
from first_run.system_libraries import (
    FONTS,
    LIBRARIES,
    XVFB,
    Need,
    install_line,
    missing_libraries,
    read_os_release,
)

DEBIAN = {"ID": "debian"}
UBUNTU_CHILD = {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}
FEDORA_CHILD = {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}
ARCH = {"ID": "arch"}


def test_only_the_libraries_that_do_not_load_are_missing():
    absent = {"libEGL.so.1", "libxcb-cursor.so.0"}
    missing = missing_libraries(lambda library: library not in absent)
    assert [need.name for need in missing] == ["libEGL.so.1", "libxcb-cursor.so.0"]


def test_nothing_is_missing_where_all_libraries_load():
    assert missing_libraries(lambda library: True) == []


@pytest.mark.parametrize("os_release", [DEBIAN, UBUNTU_CHILD])
def test_debian_and_its_children_get_one_apt_line_with_exact_packages(os_release):
    missing = missing_libraries(lambda library: library != "libxcb-cursor.so.0")
    assert install_line([*missing, XVFB], os_release) == (
        "sudo apt-get install --no-install-recommends libxcb-cursor0 xvfb"
    )


def test_fedora_and_its_children_get_a_dnf_line():
    missing = missing_libraries(lambda library: library != "libxcb-icccm.so.4")
    line = install_line([*missing, FONTS], FEDORA_CHILD)
    assert line == "sudo dnf install xcb-util-wm dejavu-sans-fonts"


def test_a_package_that_holds_two_libraries_is_named_once():
    missing = missing_libraries(lambda name: name not in {"libGL.so.1", "libEGL.so.1"})
    assert install_line(missing, ARCH) == "sudo pacman -S --needed libglvnd"


def test_an_unknown_distribution_gets_no_line():
    assert install_line(list(LIBRARIES), {"ID": "homemade"}) == ""


def test_a_need_without_a_package_is_left_out_of_the_line():
    venv = Need("Python's venv", "python3.11-venv", "", "")
    assert install_line([XVFB, venv], ARCH).endswith("--needed xorg-server-xvfb")


@pytest.mark.parametrize("need", [*LIBRARIES, FONTS, XVFB], ids=lambda need: need.name)
def test_every_need_has_a_package_in_every_family(need):
    assert all([need.debian, need.fedora, need.arch])


def test_os_release_is_read_without_its_quotes():
    assert not any(value.startswith(("'", '"')) for value in read_os_release().values())

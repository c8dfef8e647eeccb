import socket

from first_run.screen import has_screen


def test_linux_without_display_has_no_screen():
    assert not has_screen({}, platform="linux")


def test_a_display_that_nobody_serves_is_no_screen():
    assert not has_screen({"DISPLAY": ":98765"}, platform="linux")


def test_a_display_that_cannot_be_read_is_no_screen():
    assert not has_screen({"DISPLAY": "nonsense"}, platform="linux")


def test_a_server_that_answers_is_a_screen():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert has_screen({"DISPLAY": f"127.0.0.1:{number}.0"}, platform="linux")


def test_windows_and_macos_always_have_a_screen():
    assert has_screen({}, platform="win32")
    assert has_screen({}, platform="darwin")

"""Several places in one tcpchat-tui: each with its server, its breaks, its
channels, and all of them there again at the next start."""

import pytest

from conftest import program


@pytest.fixture
def office(make_server):
    return make_server(settings='network = "office"\n').start()


@pytest.fixture
def lounge(make_server):
    return make_server(settings='network = "lounge"\n', name="other").start()


@pytest.fixture
def open_at_home(make_terminal):
    def make(*options, **variables):
        return make_terminal([program("tcpchat-tui"), *options], columns=100,
                             LOGNAME="carla", **variables)

    return make


def url(server, path=""):
    return f"irc://127.0.0.1:{server.port}{path}"


@pytest.fixture
def both(open_at_home, office, lounge):
    tui = open_at_home("--nick=carla", url(office, "/ops"), url(lounge))
    tui.expect("office: 1 ALL")
    tui.expect("lounge: ")
    tui.expect("#ops")
    return tui


def test_each_place_breaks_alone(both, office, lounge, make_irc):
    alice = make_irc(lounge, "alice", join="#all")
    office.kill()
    both.expect("✗ office:")
    alice.send("PRIVMSG #all :the lounge stands")
    both.key("Alt-2")
    both.expect("[ALL@lounge")
    both.expect("the lounge stands")
    both.line("and I hear it")
    alice.expect("PRIVMSG #all :and I hear it")
    both.key("Alt-1")
    both.expect("[ALL@office")
    both.line("for when it is back")
    both.expect("…")
    office.start()
    bob = make_irc(office, "bob", join="#all")
    both.key("Enter")
    both.gone("✗")
    bob.expect("PRIVMSG #all :for when it is back")
    lounge.kill()
    both.expect("✗ lounge:")
    lounge.start()
    both.gone("✗")


def test_all_of_it_is_there_at_the_next_start(both, open_at_home):
    both.line("/quit")
    assert both.exited() == 0
    tui = open_at_home()
    tui.expect("office: 1 ALL")
    tui.expect("lounge: ")
    tui.expect("#ops")


def test_a_place_that_was_left_stays_away(both, open_at_home):
    both.key("Alt-2")
    both.expect("[ALL@lounge")
    both.line("/disconnect")
    both.expect("✗ lounge:")
    both.line("/quit")
    assert both.exited() == 0
    tui = open_at_home()
    tui.expect("#ops")
    tui.expect("[ALL ")
    assert "lounge" not in tui.text()
    tui.line("/place")
    tui.expect("lounge: 127.0.0.1:")
    tui.expect("as carla, saved")
    tui.line("/connect lounge")
    tui.expect("[ALL@lounge")
    tui.line("/place forget lounge")
    tui.expect("✗ lounge:")
    tui.line("/quit")
    assert tui.exited() == 0
    again = open_at_home()
    again.expect("[ALL ")
    again.line("/place")
    again.expect("as carla, connected")
    assert "lounge" not in again.text()


def test_one_client_forgets_nothing_that_another_has_saved(
        open_at_home, office, lounge):
    first = open_at_home("--nick=carla", url(office))
    first.expect("[ALL ")
    first.line("/place call office")
    other = open_at_home("--nick=dana", url(lounge))
    other.expect("[ALL ")
    other.line("/place call lounge")
    other.line("/quit")
    assert other.exited() == 0
    first.line("/place")
    first.expect("as dana, saved")
    first.line("/place forget office")
    first.expect("the connection is closed")
    first.line("/quit")
    assert first.exited() == 0
    again = open_at_home()
    again.expect("[ALL ")
    again.line("/place")
    again.expect("lounge: 127.0.0.1:")
    again.expect("as dana, connected")
    assert "office" not in again.text()


def test_the_form_makes_one_more(open_at_home, office, lounge):
    tui = open_at_home("--nick=carla", url(office))
    tui.expect("[ALL ")
    tui.line("/connect")
    tui.expect("Connect to")
    tui.send(f"127.0.0.1:{lounge.port}")
    tui.key("Enter")
    tui.expect("[ALL@lounge")
    tui.line("/place call den")
    tui.expect("den: 2 ALL")
    tui.line("/place office")
    tui.expect("[ALL@office")

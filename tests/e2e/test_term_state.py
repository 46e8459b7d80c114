"""What tcpchat-tui keeps between two starts, and what it never writes."""

import os
import signal
import stat

import pytest

from conftest import program


@pytest.fixture
def home(folder):
    return folder / "home"


@pytest.fixture
def open_again(make_terminal):
    """Opens the client as a person does it: without saying where."""

    def make(*options, **variables):
        return make_terminal([program("tcpchat-tui"), *options],
                             LOGNAME="carla", **variables)

    return make


@pytest.fixture
def at_home(open_again, server, home):
    """A client that was on the server once, and left."""
    tui = open_again(f"--port={server.port}")
    tui.expect("first start")
    tui.key("Enter")
    tui.expect("[ALL")
    return tui


def files(home):
    return sorted(p for p in home.rglob("*") if p.is_file())


def test_nothing_is_written_before_the_first_connection(open_again, home):
    tui = open_again()
    tui.expect("first start")
    tui.key("Ctrl-c")
    assert tui.exited() == 0
    assert files(home) == []


def test_a_server_misspelt_is_no_dead_end(open_again, server):
    tui = open_again()
    tui.expect("first start")
    tui.send("nowhere.invalid")     # instead of what is proposed
    tui.key("Enter")
    tui.expect("cannot reach nowhere.invalid: ")
    assert tui.text().count("nowhere.invalid: nowhere.invalid") == 0
    tui.expect("/connect HOST goes to another server")
    tui.line(f"/connect 127.0.0.1:{server.port}")
    tui.expect("[ALL")


def test_the_place_is_gone_back_to(at_home, open_again, home):
    at_home.line("/join #ops")
    at_home.expect("[#ops")
    at_home.line("/quit")
    assert at_home.exited() == 0
    for path in files(home):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, path
    tui = open_again()
    tui.expect("2 #ops")
    tui.expect("carla")


def test_input_and_draft_come_back(at_home, open_again):
    at_home.line("said before")
    at_home.expect("said before")
    at_home.send("a draft of mine")
    at_home.expect("a draft of mine")
    at_home.signal(1)       # the terminal goes
    assert at_home.exited() == 0
    tui = open_again()
    tui.expect("] a draft of mine")
    tui.key("Ctrl-u", "Up")
    tui.expect("] said before")


def test_passwords_are_not_kept(at_home, home):
    at_home.line("/msg NickServ identify hunter2")
    at_home.line("said after")
    at_home.expect("said after")
    at_home.line("/quit")
    at_home.send("y")
    assert at_home.exited() == 0
    assert not [p for p in files(home) if "hunter2" in p.read_text()]


def test_what_was_not_sent_is_asked_for_at_the_next_start(
        at_home, open_again, server, make_irc):
    server.kill()
    at_home.expect("next try")
    at_home.line("written to nobody")
    at_home.expect("written to nobody")
    at_home.line("/quit")
    at_home.expect("leave?")
    at_home.send("y")
    assert at_home.exited() == 0
    server.start()
    irc = make_irc(server, "bob", join="#all")
    tui = open_again()
    tui.expect("written to nobody")
    tui.key("Enter")
    irc.expect("PRIVMSG #all :written to nobody")


def test_enter_and_quit_in_one_read_ask_as_well(at_home, server):
    """A slow machine hands over many keys at once: the message has not even
    reached the session when /quit is looked at."""
    server.kill()
    at_home.expect("next try")
    at_home.send("written to nobody\r/quit\r")
    at_home.expect("leave? 1 message is not sent")
    at_home.send("y")
    assert at_home.exited() == 0


def test_who_wants_to_leave_waits_for_the_tick_only(at_home, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    at_home.send("and good bye\r/quit\r")
    irc.expect("PRIVMSG #all :and good bye")
    assert at_home.exited() == 0


def test_a_setting_is_changed_and_the_rest_of_the_file_stays(
        at_home, open_again, home):
    path = home / "config/tcpchat/tcpchat-tui.conf"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\nbell = off\n")
    at_home.line("/set signs ascii")
    at_home.expect("[ALL v]")
    assert path.read_text() == '# mine\nbell = off\nsigns = ascii\n'
    at_home.line("/quit")
    assert at_home.exited() == 0
    tui = open_again()
    tui.expect("[ALL v]")


def test_a_wrong_setting_is_one_sentence(open_again, home, folder):
    path = folder / "my.conf"
    path.write_text("\nsigns = pretty\n")
    tui = open_again(f"--config={path}")
    assert tui.exited() == 1
    assert "my.conf:2:" in tui.text().replace("\n", "")


def test_a_terminal_that_hangs_up_leaves_the_draft(at_home, open_again):
    at_home.send("not yet sent")
    at_home.expect("not yet sent")
    at_home.signal(signal.SIGHUP)
    assert at_home.exited() == 0
    tui = open_again()
    tui.expect("] not yet sent")


def test_the_editor_writes_the_input(folder, server, open_again):
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\necho "by the editor" >> "$1"\n')
    editor.chmod(0o755)
    tui = open_again(f"--port={server.port}", "--nick=carla",
                     VISUAL=str(editor))
    tui.expect("[ALL")
    tui.send("begun ")
    tui.expect("begun")
    tui.key("Ctrl-x", "Ctrl-e")
    tui.expect("] begun by the editor")
    tui.key("Enter")
    tui.expect("carla  begun by the editor")

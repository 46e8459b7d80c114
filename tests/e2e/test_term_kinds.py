"""Terminals of all kinds: what they are asked, told and may send."""

import os
import re

import pytest

from terminal import until

COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(3[0-7]|38;5;\d+|9[0-7])[;m]")


def raw(tui):
    with tui.changed:
        return bytes(tui.raw)


@pytest.fixture
def make_room(make_tui, make_irc, server):
    """The client with somebody else's coloured name on the screen."""

    def make(**variables):
        irc = make_irc(server, "bob", join="#all")
        tui = make_tui(server, "alice", **variables)
        irc.expect(":alice!.* JOIN ")
        irc.send("PRIVMSG #all :hello there")
        tui.expect("hello there")
        return tui

    return make


@pytest.mark.parametrize("term", [
    "xterm", "xterm-256color", "linux", "screen-256color", "tmux-256color",
    "vt220", "rxvt-unicode-256color", "xterm-ghostty",
    "nobody-knows-me"])
def test_every_type_of_terminal_shows_the_chat(make_room, term):
    tui = make_room(TERM=term)
    tui.line("and back")
    tui.expect(re.compile("[✓v] +alice +and back"))
    tui.line("/quit")
    assert tui.exited() == 0
    assert 25 in tui.modes


def test_a_dumb_terminal_gets_lines(make_tui, make_irc, server):
    irc = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice", TERM="dumb")
    irc.expect(":alice!.* JOIN ")
    irc.send("PRIVMSG #all :hello there")
    tui.expect("bob: hello there")
    tui.line("and back")
    irc.expect("PRIVMSG #all :and back$")
    tui.line("/quit")
    assert tui.exited() == 0
    assert tui.ever == set() and tui.modes == {25}


def test_colours_are_left_out_when_asked_for(make_room):
    assert COLOUR.search(raw(make_room()))


def test_no_color_means_none(make_room):
    assert not COLOUR.search(raw(make_room(NO_COLOR="1")))


def test_an_empty_no_color_means_nothing(make_room):
    assert COLOUR.search(raw(make_room(NO_COLOR="")))


def test_nothing_is_asked_before_the_first_frame(make_room):
    sent = raw(make_room())
    assert sent.index(b"[") < sent.index(b"\x1b]11;?")
    assert sent.index(b"\x1b[5n") > 0


def test_a_terminal_that_knows_more_keys_is_told_to_send_them(make_room):
    tui = make_room()
    until("it is asked", lambda: b"\x1b[?u" in raw(tui))
    tui.send("\x1b[?0u")
    until("it is told", lambda: b"\x1b[>5u" in raw(tui))
    tui.send("one\x1b[13;2utwo")        # Shift-Enter
    tui.expect("two")
    assert "onetwo" not in tui.text()
    tui.send("\x1b[117;5u\x1b[99;5u")    # Ctrl-u, Ctrl-c
    tui.line("/quit")
    assert tui.exited() == 0
    assert b"\x1b[<u" in raw(tui)


def test_ctrl_x_stands_for_alt(make_room):
    tui = make_room()
    tui.line("/join #other")
    tui.expect("[#other")
    tui.key("Ctrl-x", "1")
    tui.expect("[ALL")
    tui.key("Alt-2")
    tui.expect("[#other")


def test_unknown_sequences_are_never_typed(make_room):
    tui = make_room()
    tui.send("a\x1b[99;99zb\x1bPsecret\x1b\\c\x1b]99;x\x07d")
    tui.expect("] abcd")


def test_a_character_in_two_reads_is_one(make_room):
    tui = make_room()
    data = "日本".encode()
    with tui.changed:       # no answer comes in between
        for n in range(len(data)):
            os.write(tui.fd, data[n:n + 1])
    tui.expect("日本")


def test_keys_shows_what_a_key_sends(make_room):
    tui = make_room()
    tui.line("/keys")
    tui.expect("press a key")
    tui.key("F5")
    tui.expect("F5:")
    tui.send("\x1b[99;99z")
    tui.expect("ESC [ 9 9")
    tui.key("Esc")
    tui.expect("Esc:")
    tui.send("typed again")
    tui.expect("] typed again")


def test_the_title_says_where_we_are_and_is_given_back(make_room):
    tui = make_room()
    tui.wait("a title", lambda: "ALL" in tui.title)
    tui.line("/quit")
    assert tui.exited() == 0
    assert b"\x1b[22;2t" in raw(tui) and b"\x1b[23;2t" in raw(tui)

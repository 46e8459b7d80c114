"""Addresses as links of the terminal (OSC 8), and copying (OSC 52)."""

import base64
import re

import pytest

from terminal import until

URL = ("https://ci.example.org/job/tcpchat/1842/console?full=1&from=0"
       "#L4012-L4077")


@pytest.fixture
def make_room(make_tui, make_irc, server):
    """The client, and somebody else who has said a text there."""

    def make(text, **variables):
        irc = make_irc(server, "bob", join="#all")
        tui = make_tui(server, "alice", **variables)
        irc.expect(":alice!.* JOIN ")
        irc.send(f"PRIVMSG #all :{text}", "PRIVMSG #all :and that was it")
        tui.expect("and that was it")
        return tui, irc

    return make


def test_all_parts_of_an_address_lead_to_it(make_room):
    tui, _ = make_room(f"great. log of the last run: {URL}, green")
    tui.wait("a link", tui.linked)
    parts = tui.linked()
    assert len(parts) == 3
    assert "".join(text for _, text, _ in parts) == URL
    assert len({link for _, _, link in parts}) == 1
    assert re.fullmatch("id=[a-z0-9]+;" + re.escape(URL), parts[0][2])


def test_links_follow_through_resize_scrolling_and_popups(make_room):
    tui, irc = make_room(f"look: {URL}")

    def is_whole():
        return "".join(text for _, text, _ in tui.linked()) == URL

    tui.wait("the link", is_whole)
    tui.resize(120, 40)
    tui.wait("it on one row", lambda: is_whole() and len(tui.linked()) == 1)
    for n in range(5):
        irc.send(f"PRIVMSG #all :line {n}")
    tui.expect("line 4")
    tui.wait("the link", is_whole)
    tui.key("F1")
    tui.expect("Help")
    tui.key("Esc")
    tui.wait("the link", is_whole)
    tui.resize(40, 15)
    irc.send("PRIVMSG #all :the last")
    tui.expect("the last")
    tui.wait("the link", is_whole)


@pytest.mark.parametrize("term", ["linux", "vt220", "screen-256color"])
def test_terminals_that_lack_links_are_told_none(make_room, term):
    tui, _ = make_room(f"look: {URL}", TERM=term)
    assert tui.links == []


def test_no_links_where_they_are_switched_off(make_room):
    tui, irc = make_room(f"look: {URL}")
    tui.wait("the link", tui.linked)
    tui.line("/set links off")
    tui.wait("no link", lambda: not tui.linked())


def test_what_leads_somewhere_is_only_printable_ascii(make_room):
    tui, _ = make_room("https://b\u00fccher.example/\u00e4 "
                       "https://a.example/\x1b]88;;evil\x07")
    tui.wait("the link", tui.linked)
    assert set(tui.links) == {"https://b%C3%BCcher.example/%C3%A4",
                              "https://a.example/"}


def copied(tui):
    return base64.b64decode(tui.clipboard).decode() if tui.clipboard else None


def test_a_message_is_copied_as_it_was_written(make_room):
    text = "\u65e5\u672c " + "a long message that is wrapped " * 4 + URL
    tui, _ = make_room(text)
    tui.key("Alt-c", "Up", "Enter")
    tui.wait("a copy", lambda: tui.clipboard)
    assert copied(tui) == text


def test_a_terminal_without_clipboard_is_told_of(make_room):
    tui, _ = make_room("hello", TERM="linux")
    tui.key("Alt-c", "Enter")
    tui.expect("no clipboard")
    assert tui.clipboard is None


def test_a_link_is_opened_with_its_address_as_one_argument(make_room, folder):
    seen = folder / "seen"
    opener = folder / "opener"
    opener.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >{seen}.new\n'
                      f'mv {seen}.new {seen}\n')
    opener.chmod(0o755)
    url = "https://example.org/$(touch%20x);'a'&b=`c`|d"
    tui, _ = make_room(f"look: {url} there")
    tui.line(f"/set open-command {opener} --new tab")
    tui.expect("open-command =")
    tui.key("Alt-o")
    tui.expect("Links")
    tui.key("Enter")
    until("it is opened", seen.exists)
    assert seen.read_text() == "--new|tab|" + url.split("`")[0] + "|"


def test_an_opener_that_fails_is_told_of(make_room):
    tui, _ = make_room(f"look: {URL}")
    tui.line("/set open-command /nowhere/at/all")
    tui.expect("open-command =")
    tui.key("Alt-o", "Enter")
    tui.expect("cannot start '/nowhere/at/all'")
    tui.line("/set open-command false")
    tui.expect(re.compile("open-command = .*false"))
    tui.key("Alt-o", "Enter")
    tui.expect("could not be opened")


@pytest.mark.parametrize("many", [4, 8, 11, 13, 15])
def test_links_move_with_the_rows_that_they_are_in(make_room, many):
    """However far: many lines come at once, and one frame shows them."""
    tui, irc = make_room(URL[:30])
    for n in range(18):
        irc.send(f"PRIVMSG #all :{n} https://{n}.example.org/")
    tui.expect("17 https")
    tui.wait("a link in each row", lambda: len(set(tui.linked())) >= 18)
    irc.send(*(f"PRIVMSG #all :new {n}" for n in range(many)))
    tui.expect(f"new {many - 1}")
    tui.send("typed")
    tui.expect("] typed")

    def shown():
        return re.findall(r"https://\d+\.example\.org/", tui.text())

    tui.wait("the links of what is shown", lambda:
             [text for _, text, _ in tui.linked()] == shown())

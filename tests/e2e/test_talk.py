"""Answers, reactions, deleting, formats: two people in tcpchat-tui."""

import re

import pytest

from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def alice(make_tui, server):
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    return tui


@pytest.fixture
def bob(make_tui, server, alice):
    tui = make_tui(server, "bob")
    tui.expect("[ALL")
    alice.expect("bob")
    return tui


def test_an_answer_names_what_it_answers(alice, bob):
    alice.line("the build is green")
    bob.expect(re.compile(r"alice\s+the build is green"))
    bob.key("Alt-r")
    bob.expect("Enter answers it")
    bob.send("great")
    bob.expect(re.compile(r"\[ALL ▾ ↳ alice\] great"))
    bob.key("Enter")
    for tui in (alice, bob):
        tui.expect(re.compile(r"bob\s+↳ alice: the build is green.*\n"
                              r"\W*great"))
    bob.gone("▾ ↳ alice]")


def test_reactions_are_counted_and_taken_back(alice, bob, make_tui, server):
    alice.line("cake in the kitchen")
    alice.expect(re.compile(r"✓\s+alice\s+cake in the kitchen"))
    bob.expect(re.compile(r"alice\s+cake in the kitchen"))
    for tui in (alice, bob):
        tui.key("Alt-+")
        tui.expect("Up Down choose")
        tui.send("4")
    alice.expect("🎉2*")
    bob.expect("🎉2*")
    # Who comes later sees them with the history.
    carol = make_tui(server, "carol")
    carol.expect("cake in the kitchen")
    carol.wait("both reactions", lambda: "🎉2" in carol.text()
               and "🎉2*" not in carol.text())
    alice.line("/react tada")
    alice.expect("Enter · Esc")
    alice.key("Enter")
    bob.expect("🎉1*")
    carol.expect("🎉1")


def logged(home):
    return "".join(path.read_text() for path in home.rglob("*.log"))


def test_what_is_deleted_is_gone_everywhere(alice, bob, folder):
    alice.line("the password is hunter2")
    bob.expect("hunter2")
    bob.key("Alt-r")
    bob.expect("Enter answers it")
    bob.line("oops")
    alice.expect(re.compile(r"bob\s+↳ alice: the password"))
    alice.line("/redact by mistake")
    alice.expect("Enter deletes it")
    alice.key("Enter")
    alice.expect("delete it for everybody?")
    alice.send("y")
    for tui in (alice, bob):
        tui.expect("deleted by alice (by mistake)")
        tui.expect("↳ a deleted message")
        tui.gone("hunter2")
    # Nor does the log of any of them have it.
    for name in ("alice", "bob"):
        until("it is logged", lambda: "oops" in logged(folder / name))
        assert "hunter2" not in logged(folder / name)


def test_formats_go_from_keys_to_the_other_screen(alice, bob, make_irc,
                                                   server):
    irc = make_irc(server, "irc", join="#all")
    alice.send("so ")
    alice.key("Alt-t")
    alice.expect("b bold")
    alice.send("bvery")
    alice.key("Alt-t")
    alice.expect("b bold")
    alice.send("o good")
    alice.expect("so BveryO good")
    alice.key("Enter")
    irc.expect(r"PRIVMSG #all :so \x02very\x0f good")
    bob.expect(re.compile(r"alice\s+so very good"))
    row = next(n for n, text in enumerate(bob.rows())
               if "so very good" in text)
    column = bob.rows()[row].index("very")
    assert bob.cell(row, column).bold
    assert not bob.cell(row, column - 2).bold


def comes(screen, text):
    """Whether the screen shows it soon."""
    try:
        screen.expect(text, deadline_s=4)
    except AssertionError:
        return False
    return True


def test_typing_is_shown_once_it_is_allowed(alice, bob):
    def is_asked():     # not while a notice is in the status line
        alice.send("hello")
        alice.expect("] hello")
        alice.key("Enter")
        return comes(alice, "may others see that you are typing?")

    def is_seen():      # told anew after 3 s of typing, if it was lost
        alice.send("o")
        return comes(bob, "alice is typing …")

    until("the question", is_asked)
    alice.key("Enter")
    alice.expect("typing = on")
    alice.send("s")
    until("bob sees it", is_seen)
    bob.expect(re.compile(r"│.*alice ✎"))
    alice.key("Enter")
    bob.expect(re.compile(
        r"alice\s+hello(?s:.*)\n\W*(\d\d:\d\d)?\s+so"))   # a new minute, maybe
    bob.gone("is typing")
    alice.send("/me laughs")
    alice.key("Ctrl-u")
    bob.line("nothing seen")
    alice.expect("nothing seen")

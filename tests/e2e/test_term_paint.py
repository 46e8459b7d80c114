"""What was painted piece by piece is what a whole repaint shows."""

import random

import pytest

WORDS = ("a the release 会議は11時から 🎉 👩‍💻 👍🏽 ❤️ café e\u0301tude naïve Ελληνικά "
         "https://git.example.org/a/long/address/that/wraps 한국어 🇩🇪 x" ).split()
KEYS = ["PgUp", "PgDn", "Alt-<", "Alt->", "Alt-u", "Alt-l", "F1", "Esc", "Tab",
        "Ctrl-t", "Esc", "Esc"]
SIZES = [(80, 24), (120, 40), (64, 18), (40, 15), (100, 30), (20, 5)]
CLEAR = b"\x1b[H\x1b[2J"


def said(chance):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, 25)))


def something(chance, tui, irc):
    """What may happen to a screen."""
    what = chance.randrange(10)
    if what < 5:
        for _ in range(chance.choice([1, 1, 1, 2, 5, 30])):
            irc.send(f"PRIVMSG #all :{said(chance)}")
    elif what < 8:
        tui.key(chance.choice(KEYS))
    elif what < 9:
        tui.send(chance.choice(["a", "日", "é", "\x15"]))
    else:
        tui.resize(*chance.choice(SIZES))


def painted(tui):
    """All rows but the input, once nothing more is on its way."""
    tui.key("Ctrl-u")
    for mark in "xyz":      # its echo comes behind what was painted before
        tui.send(mark)
        tui.expect("] " + "xyz"[:"xyz".index(mark) + 1])
    return tui.rows()[:-1], tui.linked()


@pytest.mark.parametrize("seed", range(4))
def test_a_repaint_changes_nothing(make_tui, make_irc, server, seed):
    chance = random.Random(seed)
    irc = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice")
    irc.expect(":alice!.* JOIN ")
    for _ in range(60):
        something(chance, tui, irc)
    tui.key("Esc", "Esc", "Esc", "Ctrl-u", "Alt->")
    tui.resize(90, 25)
    irc.send(f"PRIVMSG #all :the end of {seed}")
    tui.expect(f"the end of {seed}")
    before = painted(tui)
    assert tui.links, "an address was among what was said"
    clears = bytes(tui.raw).count(CLEAR)
    tui.key("Ctrl-l")
    tui.wait("a repaint", lambda: bytes(tui.raw).count(CLEAR) > clears)
    assert painted(tui) == before

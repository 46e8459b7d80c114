"""What is painted piece by piece comes to what a whole repaint shows."""

import random

import pytest

WORDS = ("a the release 会議は11時から 🎉 👩‍💻 👍🏽 ❤️ café e\u0301tude naïve Ελληνικά "
         "https://git.example.org/a/long/address/that/wraps 한국어 🇩🇪 x" ).split()
KEYS = ["PgUp", "PgDn", "Alt-<", "Alt->", "Alt-u", "Alt-l", "F1", "Esc", "Tab",
        "Ctrl-t", "Esc", "Esc"]
MOVES = ["PgUp", "PgUp", "PgDn", "Alt-<", "Alt->", "F1", "Esc"]
AWAY = ["F1", "Alt-<"]      # other pictures than that of the end
ROUNDS = 30
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


def handled(tui, mark):
    """Waits until the keys before were: an input with the mark is shown."""
    tui.key("Ctrl-u")
    tui.send(mark)
    tui.expect(f"] {mark}")


def pane(rows):
    """All rows but the status line, which tells of the lag, and the input."""
    return tuple(rows[:-2])


def painted(tui):
    """What is in the pane, and what leads somewhere."""
    return pane(tui.rows()), tui.linked()


def pieces(tui, begin):
    """How often the terminal was waited for with a picture half painted."""
    with tui.changed:
        halves = {pane(rows) for rows in tui.stops}
        tui.stops.clear()
        return len(halves - {begin, pane(tui.rows())})


@pytest.mark.parametrize("seed", range(4))
def test_pieces_come_to_what_a_repaint_shows(make_tui, make_irc, server, seed):
    chance = random.Random(seed)
    irc = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice")
    irc.expect(":alice!.* JOIN ")
    tui.line("/set typing off")     # or the marks have it asked
    tui.expect("typing = off")
    for _ in range(60):
        something(chance, tui, irc)
    tui.key("Esc", "Esc", "Esc", "Ctrl-u", "Alt->")
    tui.resize(140, 50)
    irc.send(f"PRIVMSG #all :the end of {seed}")
    tui.expect(f"the end of {seed}")
    handled(tui, "before")
    clears = bytes(tui.raw).count(CLEAR)
    tui.key("Ctrl-l")
    tui.wait("a repaint", lambda: bytes(tui.raw).count(CLEAR) > clears)
    handled(tui, "repainted")   # in one frame, with the links at its end
    handled(tui, "with links")
    with tui.changed:
        whole = painted(tui)
    assert whole[1], "an address is among what was said"
    tui.is_far = True
    total = 0
    for n in range(ROUNDS):
        tui.key(*chance.choices(MOVES, k=3), "Esc", "Esc", "Alt->")
        handled(tui, f"away {n}.")      # Esc and F1 in one read are Alt-F1
        tui.key(AWAY[n % 2])
        begin = tui.wait("another picture", lambda:
                         painted(tui) != whole and pane(tui.rows()))
        tui.key("Esc", "Esc", "Alt->")
        handled(tui, f"again {n}.")
        # The input does not wait for the rows above, nor they for each other.
        tui.wait("what a repaint shows", lambda: painted(tui) == whole)
        total += pieces(tui, begin)
    assert total >= 5, "hardly a frame was painted in pieces"

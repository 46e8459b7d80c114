"""The whole life of a user: from the first start to the end, and back."""

import base64
import random
import re
import signal
import threading

import pytest

import certificates
from cable import Cable
from conftest import program
from terminal import until
from test_term_history import in_order, say
from test_term_state import files
from test_trust import NOBODY_KNOWS, answer

# This machine by an address that is not taken for it: trust is asked for.
ELSEWHERE = "0.0.0.0"
CHANGED = "not the one it was"


@pytest.fixture
def pairs(folder):
    return [certificates.make(folder, name, "chat.example.org")
            for name in ("first", "second")]


def give(server, pair):
    server.config.write_text(certificates.block(pair))


def told(tui, irc, text):
    """What is typed arrives, and has its tick."""
    tui.line(text)
    irc.expect(f"PRIVMSG #all :{text}$")
    tui.expect(re.compile(rf"✓ +(carla +)?{text}"))


def test_a_life(make_server, make_terminal, make_irc, pairs, folder):
    server = make_server()
    give(server, pairs[0])
    server.start()
    cable = Cable(server.port)
    bob = make_irc(server, "bob", join="#all")
    config = folder / "tui.conf"
    config.write_text("typing = off\n")     # else it asks

    def start():
        return make_terminal([program("tcpchat-tui"), f"--config={config}"],
                             LOGNAME="carla")

    try:
        # The first start, at a server that nobody vouches for.
        tui = start()
        tui.expect("first start")
        tui.send(f"ircs://{ELSEWHERE}:{cable.port}")    # all by the cable
        tui.expect(f":{cable.port}")
        assert files(folder / "home") == []
        tui.key("Enter")
        tui.expect(NOBODY_KNOWS)
        answer(tui, "t")
        bob.expect(":carla!.* JOIN ")

        told(tui, bob, "good morning")
        say(bob, ["and to you"])
        tui.expect("and to you")

        # Its machine stands still for a while.
        tui.signal(signal.SIGSTOP)
        say(bob, ["while it stood still"])
        tui.signal(signal.SIGCONT)
        tui.expect("while it stood still")

        # The network goes, and comes back.
        cable.cut()
        tui.expect("no connection")
        say(bob, ["without a network"])
        tui.line("written on the train")
        tui.expect("written on the train")
        cable.mend()
        tui.key("Enter")
        bob.expect("PRIVMSG #all :written on the train$")
        in_order(tui, "while it stood still", "without a network")

        # The server is started anew.
        server.restart()
        bob = make_irc(server, "bob")
        tui.key("Enter")
        bob.send("JOIN #all")
        bob.expect(r":carla!\S+ JOIN | 353 .*\bcarla\b")
        say(bob, ["after the restart"])
        tui.expect("after the restart")
        told(tui, bob, "all there")

        # Its certificate is another one: nothing is sent to whoever it is.
        assert server.stop() == 0
        give(server, pairs[1])
        server.start()
        bob = make_irc(server, "bob", join="#all")
        tui.key("Enter")
        tui.expect(CHANGED)
        tui.key("Esc")
        tui.gone("Nothing has been sent")
        assert not [line for line in bob.settled() if "carla!" in line]

        # The right one is back.
        assert server.stop() == 0
        give(server, pairs[0])
        server.start()
        bob = make_irc(server, "bob")
        tui.key("Enter")
        bob.send("JOIN #all")
        bob.expect(r":carla!\S+ JOIN | 353 .*\bcarla\b")
        told(tui, bob, "it is you again")

        # The end, as a machine that shuts down makes it, and a new start.
        tui.send("a draft")
        tui.expect("] a draft")
        tui.signal(signal.SIGTERM)
        bob.expect(":carla!.* QUIT ")
        assert tui.exited() == 0
        assert tui.modes == {25}
        tui = start()
        tui.expect("] a draft")
        tui.expect("it is you again")
        bob.expect(":carla!.* JOIN ")
        tui.key("Ctrl-u")
        told(tui, bob, "good morning again")
    finally:
        cable.close()


def test_33_pasted_lines_are_counted_and_come_in_order(
        make_other, make_tui, make_irc):
    other = make_other("ngircd")
    irc = make_irc(other, "raw", join="#room")
    tui = make_tui(other, "alice")
    tui.expect("/join #channel")
    tui.line("/join #room")
    tui.expect("[#room")
    tui.paste("\n".join(f"pasted {n:02d}" for n in range(33)))
    tui.expect("33 messages")
    tui.key("Enter")        # Enter is no answer: it may be part of the paste
    assert not any("pasted" in line for line in irc.settled())

    def is_taken():         # nor is a letter right behind another key
        tui.key("s")
        try:
            tui.gone("33 messages", deadline_s=2)
        except AssertionError:
            return False
        return True

    until("the guard takes an answer", is_taken)
    for n in range(33):
        irc.expect(f"PRIVMSG #room :pasted {n:02d}$", 120)


def test_what_is_typed_during_10000_lines_is_whole(
        make_server, make_tui, make_irc):
    server = make_server(settings="flood-control = off\n").start()
    bob = make_irc(server, "bob", join="#all")
    watcher = make_irc(server, "watcher", join="#all")
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    watcher.expect(":alice!.* JOIN ")
    rain = threading.Thread(
        target=say, args=(bob, [f"drop {n:04d}" for n in range(10000)]))
    rain.start()
    text = " ".join(f"w{n:02d}é" for n in range(12))
    for n in range(len(text)):
        tui.send(text[n])
        tui.wait("the echo", lambda: f"] {text[:n + 1]}" in tui.rows()[-1])
    tui.key("Enter")
    watcher.expect(f":alice!.*PRIVMSG #all :{text}$")
    rain.join()
    say(bob, ["it is dry"])
    tui.key("Alt->")
    tui.expect("it is dry")
    tui.expect("drop 9999")


CLEAR = b"\x1b[H\x1b[2J"
SIZES = [(1, 1), (2, 2), (200, 60), (1, 40), (200, 1), (20, 5), (3, 3),
         (80, 24), (500, 200)]


def next_size(tui, chance):
    """One of all sizes, one that is special, or one that is not known."""
    what = chance.randrange(8)
    if what == 0:
        tui.set_size(0, 0)
    elif what < 4:
        tui.resize(*chance.choice(SIZES))
    else:
        tui.resize(chance.randint(1, 500), chance.randint(1, 200))


@pytest.mark.sanitized
def test_a_storm_of_sizes_leaves_the_picture_whole(
        server, make_tui, make_irc):
    chance = random.Random(33)
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    bob.expect(":alice!.* JOIN ")
    tui.send("my draft")
    for n in range(200):
        bob.send(f"PRIVMSG #all :drop {n} 会議は11時から " + "x" * (n % 90))
        next_size(tui, chance)
        if n % 10 == 0:
            tui.key(chance.choice(["F1", "Esc", "PgUp", "Alt->"]))
    tui.key("Esc", "Alt->")
    tui.resize(1, 1)
    tui.resize(80, 24)
    say(bob, ["it is calm"])
    tui.expect("it is calm")
    tui.expect("] my draft")
    tui.wait("rows full to the top", lambda: list(range(180, 200)) ==
             [dropped(row) for row in tui.rows()[1:21]])
    before = tui.rows()[:-2]    # the status line may tell of the lag
    clears = bytes(tui.raw).count(CLEAR)
    tui.key("Ctrl-l")
    tui.wait("a repaint", lambda: bytes(tui.raw).count(CLEAR) > clears)
    tui.wait("the same picture", lambda: tui.rows()[:-2] == before)
    tui.key("Enter")
    bob.expect("PRIVMSG #all :my draft$")


def dropped(text):
    found = re.search(r"drop (\d+)", text)
    return found and int(found[1])


def chosen(tui):
    """The number of the line that is shown reverse."""
    for y, row in enumerate(tui.rows()):
        if tui.cell(y, 40 % tui.screen.columns).reverse and dropped(row):
            return dropped(row)
    return None


def test_what_is_read_and_chosen_stays_through_50_sizes(
        server, make_tui, make_irc):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice", columns=200, rows=50)
    tui.expect("[ALL")
    bob.expect(":alice!.* JOIN ")
    say(bob, [f"drop {n:03d} " + "会議 ab " * (n % 9) for n in range(100, 290)])
    tui.expect("drop 289")
    tui.line("and this is mine")
    tui.expect(re.compile("✓ .*and this is mine"))
    newest = dropped(tui.text())
    tui.key("PgUp")
    tui.wait("an older page", lambda: dropped(tui.text()) < newest)
    tui.expect("more")
    tui.key("Alt-c")
    last = tui.wait("a chosen line", lambda: chosen(tui))
    top = dropped(tui.text())
    which = top + 1     # on the small screen it is to be seen as well
    tui.key(*["Up"] * (last - which))
    tui.wait(f"{which} chosen", lambda: chosen(tui) == which)

    for n in range(50):
        say(bob, [f"late {n:02d}"])
        tui.resize(30, 8)
        if n % 10 == 0:
            tui.wait("a small picture", lambda: "[ALL" in tui.rows()[-1])
        tui.resize(200, 50)
        if n % 10 == 0:
            tui.wait(f"{top} on top", lambda: dropped(tui.text()) == top)
    tui.wait(f"{top} on top", lambda: dropped(tui.text()) == top)
    tui.wait(f"{which} chosen", lambda: chosen(tui) == which)
    tui.key("Enter")
    tui.wait("a copy of it", lambda: tui.clipboard)
    assert dropped(base64.b64decode(tui.clipboard).decode()) == which
    tui.wait("nothing chosen", lambda: chosen(tui) is None)
    tui.expect("50 new")

    # Nothing of the other sizes is left: it is what a repaint shows.
    before = tui.rows()[:-2]
    clears = bytes(tui.raw).count(CLEAR)
    tui.key("Ctrl-l")
    tui.wait("a repaint", lambda: bytes(tui.raw).count(CLEAR) > clears)
    tui.wait("the same picture", lambda: tui.rows()[:-2] == before)

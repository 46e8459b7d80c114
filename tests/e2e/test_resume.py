"""The clients come back as themselves: connections that are cut, and mended."""

import re

import pytest

from conftest import program, until
from road import Road


@pytest.fixture
def make_road():
    made = []

    def make(server):
        made.append(Road(server.port))
        return made[-1]

    yield make
    for one in made:
        one.close()


def held(server):
    """How often the server has begun to wait for a broken connection."""
    return server.words().count("hold: user=")


def cut(server, road):
    """Nobody is told anything; the server has noticed it."""
    before = held(server)
    road.cut()
    until("the server holds the user", lambda: held(server) > before)


def comings_and_goings(irc):
    return [line for line in irc.settled()
            if re.search(" (JOIN|QUIT|PART|NICK) ", line)]


@pytest.fixture(params=["--no-tls", "tls"])
def way(request):
    """In clear, and by TLS from the first byte."""

    def options(road):
        if request.param == "tls":
            return [f"ircs://127.0.0.1:{road.port}"]
        return [f"--port={road.port}", "--machine-name=127.0.0.1", "--no-tls"]

    return options


def test_the_screen_comes_back_and_nobody_notices(
        server, make_terminal, make_irc, make_road, way):
    road = make_road(server)
    bob = make_irc(server, "bob", join="#all")
    tui = make_terminal([program("tcpchat-tui"), *way(road), "--nick=al"],
                        80, 24, home="al")
    tui.expect("[ALL ▾]")
    bob.expect("al!.* JOIN")
    tui.line("/join #c")
    tui.expect("[#c ▾]")
    bob.send("JOIN #c")
    bob.expect(" 366 bob #c ")
    tui.line("before the break")
    tui.expect(re.compile("✓ .*before the break"))
    comings_and_goings(bob)
    for turn in range(3):
        cut(server, road)
        bob.send(f"PRIVMSG #c :missed {turn}", f"PRIVMSG al :to you {turn}")
        tui.line(f"said meanwhile {turn}")
        road.mend()
        tui.expect(re.compile(f"✓ .*said meanwhile {turn}"))
        tui.expect(f"missed {turn}")
        bob.expect(f"PRIVMSG #c :said meanwhile {turn}")
    tui.wait("each once", lambda: all(
        tui.text().count(f"{words} {turn}") == 1 for turn in range(3)
        for words in ("missed", "said meanwhile")))
    assert comings_and_goings(bob) == []
    assert server.words().count("resume: user=al!") == 3
    tui.line("/query bob")
    tui.expect("[bob ▾]")
    for turn in range(3):
        tui.expect(f"to you {turn}")


def test_the_line_client_comes_back_too(
        server, make_terminal, make_irc, make_road):
    road = make_road(server)
    bob = make_irc(server, "bob", join="#all")
    chat = make_terminal(
        [program("tcpchat"), f"--port={road.port}", "--no-tls",
         "--machine-name=127.0.0.1", "--nick=al"], 80, 24, home="al")
    chat.expect("You say")
    bob.expect("al!.* JOIN")
    comings_and_goings(bob)
    cut(server, road)
    bob.send("PRIVMSG #all :missed")
    bob.settled()
    road.mend()
    until("it is back", lambda: "resume: user=al!" in server.words())
    chat.expect("missed")
    assert comings_and_goings(bob) == []
    assert chat.text().count("missed") == 1


def test_who_was_killed_gets_the_name_back(
        make_server, make_terminal, make_irc):
    server = make_server(settings='resume-hold = "2s"\n').start()
    bob = make_irc(server, "bob", join="#all")

    def start():
        return make_terminal(
            [program("tcpchat-tui"), f"--port={server.port}", "--no-tls",
             "--machine-name=127.0.0.1", "--nick=al"], 80, 24, home="al")

    tui = start()
    tui.expect("[ALL ▾]")
    bob.expect("al!.* JOIN")
    tui.signal(9)
    until("the server holds the user", lambda: held(server) == 1)
    tui = start()
    bob.expect(":al_!.* JOIN")
    bob.expect(":al!.* QUIT")
    bob.expect(":al_!.* NICK :?al$")

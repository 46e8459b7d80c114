"""/ignore in both clients: nothing is seen of somebody, over a restart too."""

import re

import pytest

from conftest import program
from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def people(make_irc, server):
    return (make_irc(server, "bob", join="#all"),
            make_irc(server, "carl", join="#all"))


def say_all(bob, carl, words):
    """bob says it to all and to alice, then carl says "words."."""
    bob.send(f"PRIVMSG #all :hidden {words}", f"PRIVMSG alice :hidden {words}",
             f"PING {words}")
    bob.expect(rf"PONG .*{words}")
    carl.send(f"PRIVMSG #all :{words}.")


def test_the_screen_shows_nothing_of_who_is_ignored(make_tui, people, server,
                                                    folder):
    bob, carl = people
    alice = make_tui(server, "alice")
    alice.expect("[ALL")
    bob.send("PRIVMSG #all :early words")
    alice.expect("early words")
    alice.line("/ignore bob")
    alice.expect("/unignore bob")
    say_all(bob, carl, "first")
    alice.expect("first.")
    assert "hidden" not in alice.text()
    assert not re.search(r"2 bob", alice.text())
    alice.line("/quit")
    assert alice.exited() == 0

    say_all(bob, carl, "meanwhile")
    again = make_tui(server, "alice")
    again.expect("meanwhile.")
    say_all(bob, carl, "later")
    again.expect("later.")
    again.line("/ignore")
    again.expect("ignored here: bob")
    assert "hidden" not in again.text()
    assert "early words" not in again.text()    # nor from the log
    assert not re.search(r"2 bob", again.text())
    logs = [path for path in folder.rglob("*.log") if "alice" in str(path)]
    assert any("early words" in path.read_text() for path in logs)
    assert any("first." in path.read_text() for path in logs)
    assert not any("hidden" in path.read_text() for path in logs)

    again.line("/unignore bob")
    again.expect("bob is no longer ignored")
    bob.send("PRIVMSG #all :seen again")
    again.expect("seen again")
    assert not list(folder.rglob("ignored-*"))


def test_an_account_is_ignored_whatever_its_name(make_tui, people, server):
    bob, carl = people
    bob.send("NS REGISTER sesame")
    bob.expect(r" 900 bob ")
    alice = make_tui(server, "alice")
    alice.expect("[ALL")
    alice.line("/ignore $a:bob")
    alice.expect("nothing more of $a:bob")
    bob.send("NICK robert")
    bob.expect(r" NICK :?robert")
    say_all(bob, carl, "first")
    alice.expect("first.")
    alice.line("/quit")
    assert alice.exited() == 0

    again = make_tui(server, "alice")
    again.expect("first.")
    say_all(bob, carl, "later")
    again.expect("later.")
    assert "hidden" not in again.text()


def test_the_line_tells_nothing_of_who_is_ignored(make_terminal, people,
                                                  server):
    bob, carl = people

    def start():
        chat = make_terminal([program("tcpchat"), "--plain",
                              f"--port={server.port}", "--nick=alice"],
                             home="line")
        chat.expect("to ALL>")
        return chat

    chat = start()
    chat.line("/ignore bob")
    chat.expect("/unignore bob")
    say_all(bob, carl, "first")
    chat.expect("carl: first.")
    chat.line("/unread")
    chat.expect("1 new, 0 for you")
    assert b"hidden" not in chat.raw
    chat.line("/quit")
    until("it ends", lambda: chat.status is not None)

    again = start()
    say_all(bob, carl, "later")
    again.expect("carl: later.")
    again.line("/ignore")
    again.expect("ignored here: bob")
    assert b"hidden" not in again.raw
    again.line("/unignore bob")
    again.expect("bob is no longer ignored")
    bob.send("PRIVMSG #all :seen again")
    again.expect("bob: seen again")

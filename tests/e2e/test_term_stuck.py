"""A terminal that has stopped reading stops nothing but the picture."""

import socket
import threading
import time

import pytest

from conftest import environment, free_port, program
from irc import DEADLINE_S, Irc
from terminal import Terminal

FLOOD = 4000        # lines while nobody looks
PONG_S = 0.05       # what a PING may wait meanwhile


class Freezing(Terminal):
    """A terminal that can stop reading, as Ctrl-S or a hung ssh does."""

    def __init__(self, *arguments):
        self.reads = threading.Event()
        self.reads.set()
        super().__init__(*arguments)

    def feed(self, data):
        super().feed(data)
        self.changed.release()      # the answer waits for nobody
        try:
            self.reads.wait()
        finally:
            self.changed.acquire()


class Fake:
    """A server of one client, that says when what is sent."""

    def __init__(self):
        self.listener = socket.socket()
        self.port = free_port()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(1)

    def welcome(self):
        self.listener.settimeout(DEADLINE_S)
        client = Irc.__new__(Irc)
        client.socket = self.listener.accept()[0]
        client.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.rest, client.lines, client.ended = b"", [], False
        client.expect("^USER ")
        client.send(":s CAP * LS :", ":s 001 alice :hi",
                    ":s 376 alice :end", ":alice!a@h JOIN #room",
                    ":s 353 alice = #room :alice bob",
                    ":s 366 alice #room :end")
        return client


@pytest.fixture
def frozen(folder):
    """The client on a server of ours, in a terminal that can freeze."""
    fake = Fake()
    tui = Freezing(
        [program("tcpchat-tui"), f"--port={fake.port}", "--nick=alice",
         "--machine-name=127.0.0.1"], 80, 24, environment(folder / "home"),
        str(folder))
    client = fake.welcome()
    yield tui, client
    tui.reads.set()
    tui.close()
    client.close()
    fake.listener.close()


def pong_s(client, word):
    start = time.monotonic()
    client.send(f"PING :{word}")
    client.expect(f"^PONG .*{word}")
    return time.monotonic() - start


def test_ping_is_answered_while_the_terminal_is_stuck(frozen):
    tui, client = frozen
    tui.expect("#room")
    tui.reads.clear()
    for start in range(0, FLOOD, 100):
        client.send(*(f":bob!b@h PRIVMSG #room :line {n} of many words that "
                      "fill the screen" for n in range(start, start + 100)))
    client.send("PING :behind")
    client.expect("^PONG .*behind")
    assert min(pong_s(client, f"p{n}") for n in range(5)) <= PONG_S
    tui.reads.set()
    tui.expect(f"line {FLOOD - 1} ")


def test_what_is_typed_meanwhile_is_sent(frozen):
    tui, client = frozen
    tui.key("Alt-2")
    tui.expect("[#room")
    tui.reads.clear()
    client.send(*(f":bob!b@h PRIVMSG #room :line {n} of many words that fill"
                  for n in range(FLOOD)), "PING :behind")
    client.expect("^PONG .*behind")     # else they push it off the screen
    tui.line("typed blindly")
    client.expect("PRIVMSG #room :typed blindly")
    tui.reads.set()
    tui.expect(f"line {FLOOD - 1} ")


def test_a_stuck_terminal_can_be_left(frozen):
    tui, client = frozen
    tui.expect("#room")
    tui.reads.clear()
    client.send(*(f":bob!b@h PRIVMSG #room :line {n} of many words that fill"
                  for n in range(FLOOD)))
    tui.signal(15)
    client.expect("^QUIT")
    tui.reads.set()
    assert tui.exited() == 0

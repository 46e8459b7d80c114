"""What a client saw echoed survives the end of the server, exactly once."""

import os
import re
import resource
import selectors
import signal
import socket
import time

import pytest

from irc import Irc
from terminal import until

# Each ends with a kill -9. TCPCHAT_KILLS=1000 before a release.
ROUNDS = int(os.environ.get("TCPCHAT_KILLS", "50"))
CLIENTS = 10
CAPS = ("message-tags server-time echo-message labeled-response batch "
        "draft/chathistory tcpchat/stored")
BURST = 40      # messages on their way per client
SHOT_S = 0.15   # how long they talk before the server is killed

MESSAGE = re.compile(
    r"^@(?P<tags>\S+) :(?P<nick>[^!\s]+)!\S+ PRIVMSG (?P<to>\S+) "
    r":?(?P<text>m\d+-\d+)$")


def tag(tags, name):
    for pair in tags.split(";"):
        key, _, value = pair.partition("=")
        if key == name:
            return value
    return None


class Talker:
    """Sends as fast as it is taken; remembers what came back, in order."""

    def __init__(self, server, number, channel):
        self.nick = f"t{number}"
        self.number = number
        self.channel = channel
        self.irc = Irc(server.port).register(self.nick, CAPS)
        self.irc.send(f"JOIN {channel}")
        self.irc.expect(rf" 366 \S+ {channel} ")
        self.sent = 0
        self.echoed = []    # (msgid, text) of its own, as echoed
        self.seen = []      # msgids of the channel, in the order seen

    def talk(self):
        lines = []
        while self.sent - len(self.echoed) < BURST:
            lines.append(f"PRIVMSG {self.channel} "
                         f":m{self.number}-{self.sent}\r\n")
            self.sent += 1
        if lines:
            self.irc.socket.sendall("".join(lines).encode())

    def take(self):
        for line in self.irc.lines:
            match = MESSAGE.match(line)
            if match is None:
                continue
            msgid = tag(match["tags"], "msgid")
            self.seen.append(msgid)
            if match["nick"] == self.nick:
                self.echoed.append((msgid, match["text"]))
        self.irc.lines.clear()


def talk_until_killed(server, talkers):
    """All talk at once; then the server is killed; the rest is read."""
    selector = selectors.DefaultSelector()
    for talker in talkers:
        selector.register(talker.irc.socket, selectors.EVENT_READ, talker)
        talker.talk()
    end = time.monotonic() + SHOT_S
    alive = len(talkers)
    killed = False
    while alive > 0:
        if not killed and time.monotonic() >= end:
            server.kill()
            killed = True
        for key, _ in selector.select(0 if killed else 0.01):
            talker = key.data
            if not talker.irc.read(0):
                selector.unregister(talker.irc.socket)
                alive -= 1
            talker.take()
            if not killed:
                talker.talk()
    selector.close()


def history(server, channel):
    """All of a channel, oldest first, as (msgid, text), page by page."""
    reader = Irc(server.port).register("reader", CAPS)
    reader.send(f"JOIN {channel}")
    reader.expect(rf" 366 \S+ {channel} ")
    rows = []
    point = "*"
    while True:
        how = "LATEST" if point == "*" else "BEFORE"
        reader.send(f"CHATHISTORY {how} {channel} {point} 100")
        batch = reader.expect(r"BATCH \+(\S+) chathistory ")[1]
        page = []
        for line in reader.until(rf"BATCH -{re.escape(batch)}"):
            match = MESSAGE.match(line)
            if match:
                page.append((tag(match["tags"], "msgid"), match["text"]))
        if not page:
            break
        rows[:0] = page
        point = "msgid=" + page[0][0]
    reader.send("QUIT")
    reader.wait_end()
    reader.close()
    return rows


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(item in rest for item in part)


def has_all(server, channel, talkers, where):
    """What each has seen echoed, once and in the order all saw; returns it."""
    rows = history(server, channel)
    msgids = [msgid for msgid, _ in rows]
    assert len(set(msgids)) == len(msgids), "a message is there twice"
    assert len({text for _, text in rows}) == len(rows)
    for talker in talkers:
        lost = [row for row in talker.echoed if row not in set(rows)]
        assert not lost, f"{where}: {talker.nick} lost {lost}"
        assert is_subsequence(talker.seen, msgids), (
            f"{where}: {talker.nick} saw another order")
    return sum(len(talker.echoed) for talker in talkers)


def fill(server, crowd):
    """Clients that talk and never read, until the server has ended."""
    nick = f"c{len(crowd)}"
    line = f"@+x={'y' * 3000} PRIVMSG #crowd :{'z' * 400}\r\n"
    try:
        crowd.append(socket.create_connection(("127.0.0.1", server.port), 5))
        crowd[-1].sendall(
            (f"CAP REQ :echo-message message-tags\r\nNICK {nick}\r\n"
             f"USER u 0 * :x\r\nCAP END\r\nJOIN #crowd\r\n"
             + line * 40).encode())
    except OSError:
        pass
    return server.process.poll() is not None


@pytest.mark.parametrize("spare_kib", [0, 500, 4000])
def test_without_memory_it_ends_and_what_was_echoed_is_there(
        make_server, spare_kib):
    server = make_server(settings="flood-control = off\nconnect-rate = 0\n")
    server.start()
    talkers = [Talker(server, n, "#c") for n in range(3)]
    for _ in range(5):
        for talker in talkers:
            talker.talk()
            talker.irc.read(1)
            talker.take()
    with open(f"/proc/{server.process.pid}/statm") as statm:
        most = (int(statm.read().split()[0]) * resource.getpagesize()
                + spare_kib * 1024)
    resource.prlimit(server.process.pid, resource.RLIMIT_AS, (most, most))
    crowd = []
    until("it has ended", lambda: fill(server, crowd), 60)
    assert server.process.returncode == -signal.SIGABRT
    assert "out of memory" in server.words()
    for talker in talkers:
        talker.irc.wait_end()
        talker.take()
        talker.irc.close()
    for each in crowd:
        each.close()
    server.start()
    assert has_all(server, "#c", talkers, "no memory") > 0


def test_an_echoed_message_is_in_history_once_and_in_order(make_server):
    server = make_server()
    total = 0
    for round_number in range(ROUNDS):
        channel = f"#round{round_number}"
        server.start()
        talkers = [Talker(server, n, channel) for n in range(CLIENTS)]
        talk_until_killed(server, talkers)
        for talker in talkers:
            talker.irc.close()

        server.start()
        total += has_all(server, channel, talkers, f"round {round_number}")
        server.kill()
    assert total > ROUNDS * CLIENTS, "they hardly talked"
    server.start()

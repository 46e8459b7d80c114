"""What a client saw echoed survives the end of the server, exactly once."""

import os
import re
import selectors
import time

from irc import Irc

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
        rows = history(server, channel)
        server.kill()
        msgids = [msgid for msgid, _ in rows]
        assert len(set(msgids)) == len(msgids), "a message is there twice"
        assert len({text for _, text in rows}) == len(rows)
        for talker in talkers:
            lost = [row for row in talker.echoed if row not in set(rows)]
            assert not lost, f"round {round_number}: {talker.nick} lost {lost}"
            assert is_subsequence(talker.seen, msgids), (
                f"round {round_number}: {talker.nick} saw another order")
        total += sum(len(talker.echoed) for talker in talkers)
    assert total > ROUNDS * CLIENTS, "they hardly talked"
    server.start()

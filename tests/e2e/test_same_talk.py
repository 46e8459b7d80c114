"""One conversation, played on our server and on others: the same is seen."""

import re

import pytest

ECHOES = {"tcpchatd", "inspircd"}   # who tells that a line has arrived
SERVERS = ["inspircd", "ngircd", "tcpchatd"]
LATER_S = 120   # a new connection, and all that waits for it


@pytest.fixture
def start(make_other, make_server):
    """Starts a server by its program's name."""
    return lambda name: (make_server().start() if name == "tcpchatd"
                         else make_other(name))


class Talk:
    """Alice at the client, Bob at a raw connection, on a server by name."""

    def __init__(self, name, tui, bob):
        self.name = name
        self.tui = tui
        self.bob = bob

    def arrives(self, typed, command, deadline_s=60):
        """Bob gets what was typed; it has a tick where there is an echo."""
        self.bob.expect(rf":ali\w+!\S+ {command} :{typed}$", deadline_s)
        if self.name in ECHOES:
            self.tui.expect(re.compile(rf"✓\s+(ali\w+\s+)?{typed}"))
        else:
            self.tui.wait("no sign", lambda: self.plain(typed))

    def plain(self, text):
        """Whether the row of a text is there and has no sign."""
        rows = [row for row in self.tui.rows() if text in row]
        return rows and not any(re.match(r".{0,8}[✓…·?!]", row)
                                for row in rows)

    def types(self, text, to):
        self.tui.line(text)
        self.arrives(text, f"PRIVMSG {to}")

    def says(self, text, to):
        self.bob.send(f"PRIVMSG {to} :{text}")

    def goes(self, line, title):
        """Types what leads to another talk, and waits until it is there."""
        self.tui.line(line)
        self.tui.expect(f"[{title}")


def connect(name, server, make_tui):
    tui = make_tui(server, "alice")
    tui.expect("[ALL" if name == "tcpchatd" else re.compile("welcome", re.I))
    tui.line("/set typing off")
    return tui


def talk_in_the_channel(t):
    t.goes("/join #room", "#room")
    t.bob.expect(r":alice!\S+ JOIN :?#room")
    t.tui.expect("@ bob")
    t.types("good morning", "#room")
    t.says("and to you: グ", "#room")
    t.tui.expect(re.compile(r"bob\s+and to you: グ"))


def talk_privately(t):
    t.says("a word to you", "alice")
    t.tui.expect("bob •1")
    t.tui.key("Alt-p")
    t.tui.expect("[bob")
    t.tui.expect("a word to you")
    t.types("which word", "bob")
    t.goes("/join #room", "#room")
    t.tui.line("/query bob one more")
    t.arrives("one more", "PRIVMSG bob")
    t.tui.expect("[bob")
    t.says("that is all", "alice")
    t.tui.expect("that is all")


def rename(t):
    t.bob.send("NICK rob")
    t.tui.expect("[rob")
    t.types("still you", "rob")
    t.goes("/join #room", "#room")
    t.says("with another name", "#room")
    t.tui.expect(re.compile(r"rob\s+with another name"))
    t.tui.line("/nick alicia")
    t.bob.expect(r":alice!\S+ NICK :?alicia$")
    t.types("so have I", "#room")
    t.tui.expect(re.compile(r"alicia\s+so have I"))


def set_topics(t):
    t.bob.send("TOPIC #room :calm seas")
    t.tui.expect("rob changed the topic: calm seas")
    t.bob.send("MODE #room -t")     # as it is already on ngircd
    t.bob.settled()
    t.tui.line("/topic rough seas")
    t.bob.expect(r":alicia!\S+ TOPIC #room :rough seas$")
    t.tui.expect("alicia changed the topic: rough seas")


def go_and_come_back(t):
    t.tui.line("/away lunch")
    t.tui.expect("you are marked as away")
    t.says("are you there", "alicia")
    t.bob.expect(r" 301 rob alicia :lunch$")
    t.tui.line("/back")
    t.tui.expect("you are no longer marked as away")
    t.bob.send("AWAY :at sea")
    t.bob.expect(" 306 rob ")
    t.tui.line("/query rob hello sailor")
    t.arrives("hello sailor", "PRIVMSG rob")
    t.tui.expect("rob is away: at sea")
    t.goes("/join #room", "#room")


def be_kicked(t):
    t.bob.send("KICK #room alicia :mind the step")
    t.tui.expect("alicia was removed by rob (mind the step)")
    t.tui.line("is anybody there")
    t.tui.expect("you are not in #room")
    t.tui.gone("@ rob")
    t.tui.key("Ctrl-u")     # what could not be sent has stayed
    t.tui.gone("is anybody there")
    t.tui.line("/join #room")
    t.bob.expect(r":alicia!\S+ JOIN :?#room")
    t.tui.expect("@ rob")
    t.types("here again", "#room")


def outlive_the_server(t, server, make_irc):
    server.kill()
    t.tui.expect(re.compile("✗|next try"))
    t.tui.line("written meanwhile")
    t.tui.expect(re.compile(r"…\s+(alicia\s+)?written meanwhile"))
    server.start()
    t.bob = make_irc(server, "rob", join="#room")
    t.tui.key("Ctrl-c", "Enter")
    t.arrives("written meanwhile", "PRIVMSG #room", LATER_S)
    t.says("after the restart", "#room")
    t.tui.expect(re.compile(r"rob\s+after the restart"))
    t.types("all there", "#room")
    assert t.tui.text().count("written meanwhile") == 1


def leave(t):
    """Without an echo nobody knows what the killed server has had: asked."""
    t.tui.line("/quit until later")
    t.tui.wait("the end, or the question", lambda: t.tui.status is not None
               or "leave?" in t.tui.text())
    if t.tui.status is None:
        assert t.name not in ECHOES, t.tui.framed()
        t.tui.key("y")
    t.bob.expect(r":alicia!\S+ QUIT :.*until later")
    assert t.tui.exited() == 0


@pytest.mark.parametrize("name", SERVERS)
def test_the_same_is_seen_on(name, start, make_tui, make_irc):
    server = start(name)
    bob = make_irc(server, "bob", join="#room")
    t = Talk(name, connect(name, server, make_tui), bob)
    talk_in_the_channel(t)
    talk_privately(t)
    rename(t)
    set_topics(t)
    go_and_come_back(t)
    be_kicked(t)
    outlive_the_server(t, server, make_irc)
    leave(t)

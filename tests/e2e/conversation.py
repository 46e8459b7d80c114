"""Plays a conversation (tests/chat/*.chat) with a server over sockets.

The language is that of tests/chat/player.h. Over a socket nobody can move the
clock, hold events, fill the disk or come from elsewhere: is_playable() says
which conversations ask for none of that.
"""

import re
import subprocess
import time

from conftest import environment, program
from irc import Irc

NOT_PLAYABLE = re.compile(
    r"^(wait|hold|release|refuse|flow|log<|log!)( |$)|^\w+ connects .*from "
    r"|^\w+ connects .*(gateway|securely|certified)"
    r"|^\w+ (stops reading|reads|breaks|is refused)", re.M)

TAG_ESCAPES = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}


# The player's clock begins there; ours tells the time of day.
PLAYED_TIME = "1795166400"


def is_playable(text):
    steps = [line for line in text.splitlines()
             if line and not line.startswith("#")]
    first = next(i for i, line in enumerate(steps)
                 if not line.startswith("config "))
    later = any(line.startswith("config ") for line in steps[first:])
    return not later and not NOT_PLAYABLE.search(text)


def settings(text):
    """What the file's `config` lines before the first step say."""
    values = {"lobby": "", "server-name": "irc.test", "network": "testnet"}
    for line in text.splitlines():
        if re.match(r"config (account-)?operator ", line):
            continue    # see operators()
        if line.startswith("config "):
            _, key, *value = line.split(" ", 2)
            values[key] = value[0] if value else ""
        elif line and not line.startswith("#"):
            break
    return values


def hash_password(password, home):
    """What `tcpchatd hash-password` prints for a password."""
    run = subprocess.run(
        [program("tcpchatd"), "hash-password"], input=password + "\n",
        env=environment(home), capture_output=True, text=True, check=True)
    return run.stdout.strip()


def operator(name, password, home, more=""):
    """A block of tcpchatd.conf; `more`: further lines of it."""
    return (f'operator {{\n\tname = "{name}"\n'
            f'\tpassword = "{hash_password(password, home)}"\n{more}}}\n')


def operators(text, home):
    """The blocks for the `config operator NAME MASKS PASSWORD` lines, and
    the `config account-operator NAME ACCOUNT` lines."""
    found = re.findall(r"^config operator (\S+) (\S+) (.+)$", text, re.M)
    by_account = re.findall(r"^config account-operator (\S+) (\S+)$",
                            text, re.M)
    return "".join(
        [operator(name, password, home, f'\taddress = "{masks}"\n')
         for name, masks, password in found] +
        [f'operator {{\n\tname = "{name}"\n\taccount = "{account}"\n}}\n'
         for name, account in by_account])


def tags_of(line):
    """The tags of a line, unescaped, and the rest of it."""
    if not line.startswith("@"):
        return {}, line
    tags, _, rest = line[1:].partition(" ")
    found = {}
    for tag in tags.split(";"):
        key, _, value = tag.partition("=")
        found[key] = re.sub(r"\\(.?)", lambda m: TAG_ESCAPES.get(m[1], m[1]),
                            value)
    return found, rest.lstrip(" ")


class Words:
    """What the {name}s of a conversation stand for."""

    def __init__(self):
        self.known = {}

    def fill_in(self, text):
        return re.sub(r"\{([a-z0-9]+)\}",
                      lambda m: self.known.get(m[1], m[0]), text)

    def match(self, pattern, text):
        """Matches a part of a line; learns the words that are new."""
        out, new = "", set()
        for part in re.split(r"(\*|\?|\{[a-z0-9]+\})", pattern):
            name = part[1:-1]
            if part == "*":
                out += ".*"
            elif part == "?":
                out += "."
            elif not re.fullmatch(r"\{[a-z0-9]+\}", part):
                out += re.escape(part)
            elif name in self.known:
                out += re.escape(self.known[name])
            elif name in new:
                out += f"(?P={name})"
            else:
                new.add(name)
                out += f"(?P<{name}>[^ ]+)"
        found = re.fullmatch(out, text, re.S)
        if found:
            self.known.update(found.groupdict())
        return found is not None

    def match_line(self, pattern, line):
        tags, rest = tags_of(line)
        if pattern.startswith("@"):
            wanted, _, pattern = pattern[1:].partition(" ")
            for one in wanted.split(";"):
                key, equals, value = one.partition("=")
                if key.startswith("!"):
                    if key[1:] in tags:
                        return False
                elif key not in tags or (
                        equals and not self.match(value, tags[key])):
                    return False
        return self.match(pattern, rest)


class Player:
    """One conversation with one server."""

    def __init__(self, server, tls=None):
        self.server = server
        self.tls = tls
        self.words = Words()
        self.peers = {}
        self.typed = []         # (peer, line) not yet written
        self.expected = False   # the newest step was an expectation

    def play(self, text):
        text = text.replace(PLAYED_TIME, "?" * len(PLAYED_TIME))
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith(("#", "config ")):
                continue
            try:
                self.step(line)
            except AssertionError as error:
                raise AssertionError(f"line {number}: {line}\n{error}") \
                    from None
        self.settle()
        self.nothing_unread()

    def step(self, line):
        word, _, rest = line.partition(" ")
        if line == "restart":
            self.before_act()
            for peer in self.peers.values():
                peer.close()
            self.peers.clear()
            assert self.server.stop() == 0
            self.server.start()
        elif word.endswith(">"):
            self.type(word[:-1], rest)
        elif word.endswith("<"):
            self.expect(self.peers[word[:-1]], rest)
        elif rest.split(" ")[0] == "connects":
            self.connect(word, rest[len("connects"):].split())
        elif rest.startswith("skips to "):
            self.skip_to(self.peers[word], rest[len("skips to "):])
        elif rest == "skips":
            self.before_expectation()
            self.peers[word].lines.clear()
        elif rest == "ends":
            self.end(word)
        elif rest == "is closed":
            self.before_expectation()
            peer = self.peers[word]
            assert not peer.wait_end(), f"not closed, but got {peer.lines}"
            peer.end_seen = True
        else:
            raise AssertionError("not understood")

    def write(self):
        """Lines of one client in a row are one write."""
        while self.typed:
            peer = self.typed[0][0]
            lines = [line for _, line in self.typed]
            self.typed.clear()
            peer.send(*lines)

    def settle(self):
        """Writes what was typed and waits until all have got their part."""
        typed = [self.typed[0][0]] if self.typed else []
        self.write()
        for peer in self.peers.values():
            if peer.finished:
                peer.wait_end()
        for peer in typed + list(self.peers.values()):
            if not peer.ended and not peer.finished:
                self.read_all(peer)

    def read_all(self, peer):
        """Reads up to the answer to a PING, which is not kept."""
        token = f"settle-{time.monotonic_ns()}"
        try:
            peer.send(f"PING {token}")
        except (BrokenPipeError, ConnectionResetError):
            pass
        end = time.monotonic() + 15
        while not peer.ended:
            for at, line in enumerate(peer.lines):
                if token in line:
                    del peer.lines[at]
                    self.forget_tls(peer)
                    return
            assert time.monotonic() < end, f"no PONG, but {peer.lines}"
            peer.read(1)

    def forget_tls(self, peer):
        """WHOIS says of who came by TLS that they did: 671."""
        if self.tls:
            peer.lines = [line for line in peer.lines
                          if not re.match(r"(@\S+ )?\S+ 671 ", line)]

    def nothing_unread(self):
        for name, peer in self.peers.items():
            assert not peer.lines, f"unexpected by {name}: {peer.lines}"
            assert not peer.ended or peer.end_seen, f"{name} was closed"

    def before_act(self):
        self.settle()
        if self.expected:
            self.nothing_unread()
        self.expected = False

    def before_expectation(self):
        self.expected = True
        if self.typed or any(peer.finished and not peer.ended
                             for peer in self.peers.values()):
            self.settle()

    def connect(self, name, words):
        self.before_act()
        peer = Irc(self.server.port, tls=self.tls)
        peer.end_seen = peer.finished = False
        self.peers[name] = peer
        nick = words[words.index("as") + 1] if "as" in words else name
        if "raw" in words:
            return
        lines = [f"NICK {nick}", f"USER {nick} 0 * :Real {nick}"]
        if "with" in words:
            caps = " ".join(words[words.index("with") + 1:])
            lines = ["CAP LS 302", f"CAP REQ :{caps}", *lines, "CAP END"]
        peer.send(*lines)
        peer.expect(r"^(@\S+ )?\S+ (376|422) ")
        self.settle()   # others may be told of it

    def type(self, name, text):
        peer = self.peers[name]
        if not self.typed or self.typed[0][0] is not peer:
            self.before_act()
        self.typed.append((peer, self.words.fill_in(text)))

    def end(self, name):
        peer = self.peers[name]
        if not self.typed or self.typed[0][0] is not peer:
            self.before_act()
        self.write()
        peer.finish()
        peer.finished = True

    def skip_to(self, peer, pattern):
        self.before_expectation()
        passed = []
        while peer.lines:
            passed.append(peer.lines.pop(0))
            if self.words.match_line(pattern, passed[-1]):
                return
        raise AssertionError(f"none is {pattern}\nof {passed[-8:]}")

    def expect(self, peer, pattern):
        self.before_expectation()
        assert peer.lines, f"expected, but there is none: {pattern}"
        line = peer.lines.pop(0)
        assert self.words.match_line(pattern, line), (
            f"expected {pattern}\nbut got {line}\nthen {peer.lines[:8]}")

    def close(self):
        for peer in self.peers.values():
            peer.close()

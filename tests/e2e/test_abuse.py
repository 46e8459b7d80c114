"""What must not break tcpchatd: each with a bound on the server's CPU time
and memory, while another client is served."""

import base64
import os
import random
import re
import signal
import socket
import struct
import threading
import time

import pytest

from conftest import SOURCE
from irc import Irc
from terminal import until

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
FREE = "flood-control = off\nmax-clients-per-ip = 0\n"

class Watch:
    """Used with `with`: the server's CPU time and memory stay in bounds, and
    a witness is served before, at any ask and after."""

    def __init__(self, server, cpu_s=0.5, rss_mb=8):
        self.server, self.cpu_s, self.rss_mb = server, cpu_s, rss_mb
        self.witness = Irc(server.port).register("witness")

    def used(self):
        with open(f"/proc/{self.server.process.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        cpu = (int(fields[11]) + int(fields[12])) / TICKS_PER_S
        return cpu, int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def served(self):
        self.witness.settled()

    def __enter__(self):
        self.served()
        self.before = self.used()
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.served()
            cpu, rss = (b - a for a, b in zip(self.before, self.used()))
            assert cpu <= self.cpu_s, f"{cpu} s of CPU"
            assert rss <= self.rss_mb, f"{rss} MB more"
        self.witness.close()


def throw(port, data, pieces=None):
    """Connects and sends bytes, whatever the server does about it. What it
    answers, until it closes or is quiet."""
    with socket.create_connection(("127.0.0.1", port), 60) as s:
        s.settimeout(0.2)
        got = b""
        try:
            for piece in pieces or [data]:
                s.sendall(piece)
            while part := s.recv(65536):
                got += part
        except OSError:
            pass
        return got


# --- 1: bytes that are no lines ------------------------------------------------


@pytest.mark.parametrize("data", [
    b"a" * 512, b"a" * 600, b"a" * 20_000, b"a" * 10_000_000,
    b"\0" * 5000, b"\r" * 5000, b"\n" * 5000, b"\r\n" * 5000,
    b"NICK \0a\r\nUSER\0\r\n" * 200, b"\xff\xfe" * 2000,
], ids=["512", "600", "20k", "10m", "nul", "cr", "lf", "crlf", "nul-inside",
        "not-utf8"])
def test_bytes_that_are_no_lines(server, data):
    with Watch(server):
        throw(server.port, data)


def test_a_line_end_may_be_cut_anywhere(server):
    with Watch(server, cpu_s=1):
        got = throw(server.port, None, [
            bytes([b]) for b in b"NICK cut\r\nUSER cut 0 * :Cut\r\nPING x\r\n"])
        assert b" 001 cut " in got or b"PONG" in got


# --- 2: other protocols --------------------------------------------------------


HELLO = (b"\x16\x03\x01\x00\x30\x01\x00\x00\x2c\x03\x03" + b"\x55" * 32
         + b"\x00\x00\x02\x13\x01\x01\x00\x00\x01\x00")


@pytest.mark.parametrize("data", [
    HELLO, b"GET / HTTP/1.1\r\nHost: chat\r\n\r\n",
    b"POST /x HTTP/1.1\r\nContent-Length: 6\r\n\r\nJOIN 0\r\n",
    b"SSH-2.0-OpenSSH_9.2\r\n", b"\x05\x01\x00", b"EHLO mail\r\n" * 50,
    b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nNICK x\r\n",
    b"\r\n\r\n\x00\r\nQUIT\n" + b"\x21" * 20,
], ids=["tls", "get", "post", "ssh", "socks", "smtp", "proxy1", "proxy2"])
def test_other_protocols(server, data):
    with Watch(server):
        assert b" 001 " not in throw(server.port, data)


# --- 3: tags, bodies, parameters -----------------------------------------------


def test_tags_and_bodies_at_and_beyond_their_limits(server, make_irc):
    odd = ["", ";;;;", "=", "a=\\", "a=\\:\\s\\\\\\r\\n;a=2;a", "+a=" + "\\" * 99]
    with Watch(server, cpu_s=1):
        irc = make_irc(server, "tagger", "message-tags")
        for n in (4093, 4094, 4095, 8191, 8192, 20000):
            irc.send(f"@{'a' * n} PING {n}")
        for tags in odd:
            irc.send(f"@{tags} PING odd")
        for n in (490, 504, 505, 506, 600, 9000):
            irc.send("PING " + "b" * n)
        for n in (0, 14, 15, 16, 200):
            irc.send("PRIVMSG " + " ".join(["x"] * n))
        irc.settled()


# --- 4: capabilities and authentication ----------------------------------------


@pytest.mark.parametrize("lines", [
    ["CAP REQ :" + "sasl " * 90] * 50,
    ["CAP REQ :" + "-" * 400] * 50, ["CAP LS 99999999999999999999"] * 50,
    ["CAP REQ :sasl", "AUTHENTICATE PLAIN", "CAP REQ :-sasl", "CAP END",
     "AUTHENTICATE " + "A" * 400] * 20,
    ["CAP REQ :sasl", "AUTHENTICATE PLAIN"] + ["AUTHENTICATE " + "A" * 400] * 99,
    ["AUTHENTICATE *"] * 50, ["AUTHENTICATE !!!!"] * 50,
    ["CAP REQ :sasl", "AUTHENTICATE SCRAM-SHA-256",
     "AUTHENTICATE biwsbj11c2VyLHI9" + "AAAA" * 90] * 5,
], ids=["many", "minus", "version", "withdrawn", "endless", "star", "base64",
        "scram"])
def test_capabilities_and_authentication(server, lines):
    with Watch(server, cpu_s=1):
        irc = Irc(server.port)
        irc.send(*lines)
        irc.send("PING done")
        until("the last is answered or the end", lambda: not irc.read(0.2) or
              any("done" in line for line in irc.lines))
        irc.close()


# --- 5: commands at wrong moments ----------------------------------------------


def commands():
    """Every command that the server knows."""
    found = set()
    for path in (SOURCE / "src/server").glob("cmd_*.c"):
        found |= set(re.findall(r'\.name = "([A-Z]+)"', path.read_text()))
    assert len(found) > 30
    return sorted(found - {"QUIT", "PASS"} | {"SQUIT", "NONSENSE"})


@pytest.mark.parametrize("target", ["nobody", "#nowhere", "me", ""])
def test_every_command_with_any_target(make_server, target):
    server = make_server(settings=FREE).start()
    names = commands()
    with Watch(server, cpu_s=2):
        for nick in (None, "me"):
            irc = Irc(server.port)
            if nick:
                irc.register(nick)
            for name in names:
                for n in (0, 1, 2, 3, 15):
                    irc.send(" ".join([name, *[target or ":"] * n]))
            irc.send("PING last")
            until("all is answered or the end", lambda: not irc.read(0.2) or
                  any("last" in line for line in irc.lines))
            irc.close()


def test_the_last_member_leaves_inside_a_broadcast(make_server):
    server = make_server(settings=FREE).start()
    with Watch(server, cpu_s=1):
        for turn in range(50):
            irc = Irc(server.port).register(f"t{turn}")
            irc.send("JOIN #x", f"KICK #x t{turn} :self", "JOIN #x",
                     "PRIVMSG #x :bye", "PART #x", "MODE #x +b *!*@*",
                     "PRIVMSG #x :gone", "QUIT")
            irc.wait_end()
            irc.close()


# --- 7: matchers ----------------------------------------------------------------


def test_masks_that_try_to_take_long(make_server):
    server = make_server(settings=FREE).start()
    bomb = "*a" * 25 + "*b"
    with Watch(server, cpu_s=2):
        irc = Irc(server.port).register("a" * 29)
        irc.send("JOIN #m", *[f"MODE #m +b {bomb}{n}!*@*" for n in range(99)])
        irc.settled()
        other = Irc(server.port).register("a" * 28)
        for _ in range(200):
            other.send("JOIN #m", "PRIVMSG #m :x", "PART #m",
                       f"WHO {bomb}", f"LIST {bomb}")
        other.settled()
        irc.close()
        other.close()


# --- 8: long answers for a slow reader ------------------------------------------


def narrow(port):
    irc = Irc.__new__(Irc)
    irc.socket = socket.socket()
    irc.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    irc.socket.connect(("127.0.0.1", port))
    irc.rest, irc.lines, irc.ended = b"", [], False
    return irc


def test_long_answers_for_one_that_does_not_read(make_server, folder):
    (folder / "motd").write_text("".join(f"line {n}\n" for n in range(2000)))
    server = make_server(
        settings=FREE + f'motd-file = "{folder}/motd"\nautojoin = off\n').start()
    crowd = [Irc(server.port) for _ in range(300)]
    for n, irc in enumerate(crowd):
        irc.send(f"NICK u{n}", f"USER u{n} 0 * :U", "JOIN #all," + ",".join(
            f"#{n}-{k}" for k in range(20)))
    for irc in crowd:
        irc.settled()
    with Watch(server, cpu_s=3, rss_mb=12) as watch:
        slow = narrow(server.port)
        slow.send("NICK slow", "USER slow 0 * :S", "JOIN #all")
        for _ in range(20):
            slow.send("LIST", "WHO *", "WHO #all", "NAMES #all", "MOTD",
                      "CHATHISTORY LATEST #all * 100")
            watch.served()
    slow.close()
    for irc in crowd:
        irc.close()


# --- 9: all at once --------------------------------------------------------------


def test_hundreds_quit_in_one_turn(make_server):
    server = make_server(settings=FREE).start()
    crowd = [Irc(server.port) for _ in range(400)]
    for n, irc in enumerate(crowd):
        irc.send(f"NICK q{n}", f"USER q{n} 0 * :Q", "JOIN #q")
    for irc in crowd:
        irc.settled()
    with Watch(server, cpu_s=4, rss_mb=40) as watch:
        server.process.send_signal(signal.SIGSTOP)
        for irc in crowd:
            irc.close()
        server.process.send_signal(signal.SIGCONT)
        watch.served()
        watch.witness.send("LUSERS")
        until("all are gone", lambda: only_one(watch.witness))


def only_one(irc):
    irc.send("LUSERS")
    return " 1 users" in irc.expect(r" 251 .*").string


def test_clones_come_and_go(make_server):
    server = make_server(settings=FREE).start()
    with Watch(server, cpu_s=2, rss_mb=12) as watch:
        for turn in range(5):
            clones = [socket.create_connection(("127.0.0.1", server.port))
                      for _ in range(200)]
            for n, s in enumerate(clones):
                s.sendall(f"NICK c{n}\r\nUSER c 0 * :C\r\n".encode())
            for s in clones:
                s.close()
            watch.served()


class Clone:
    """One that a proxy brings from an address, and that says its name."""

    def __init__(self, port, address, nick):
        self.socket = socket.create_connection(
            ("127.0.0.1", port), 60, source_address=("127.0.0.2", 0))
        self.socket.sendall(
            f"PROXY TCP4 {address} 127.0.0.1 40000 6667\r\n"
            f"NICK {nick}\r\nUSER clone 0 * :C\r\n".encode())
        self.socket.setblocking(False)
        self.got = b""

    def has_got(self, words):
        try:
            self.got += self.socket.recv(65536)
        except OSError:
            pass
        return words in self.got


def test_clones_of_one_address_wait_or_are_refused(make_server):
    server = make_server(settings="max-clients-per-ip = 0\nconnect-rate = 1\n"
                         'proxies = "127.0.0.2"\n').start()
    with Watch(server, cpu_s=2, rss_mb=12) as watch:
        clones = [Clone(server.port, "192.0.2.7", f"c{n}") for n in range(400)]

        def refused():
            return sum(clone.has_got(b"ERROR :Too many connections from your "
                                     b"address at a time") for clone in clones)

        until("clones are refused", lambda: refused() > 100)
        until("the first came in", lambda: clones[0].has_got(b" 001 c0 "))
        watch.served()
        other = Clone(server.port, "192.0.2.8", "other")
        until("others come in", lambda: other.has_got(b" 001 other "))
        assert refused() <= 400 - 15 - 20
        until("who waits comes in", lambda: clones[20].has_got(b" 001 c20 "))
        for clone in clones + [other]:
            clone.socket.close()


# --- 16: reloading under load -----------------------------------------------------


def test_reloads_under_load_lose_nothing(make_server, make_irc):
    server = make_server(settings=FREE).start()
    al = make_irc(server, "al", "echo-message", join="#r")
    bo = make_irc(server, "bo", join="#r")
    with Watch(server, cpu_s=12, rss_mb=8) as watch:
        for n in range(1000):
            server.config.write_text(
                FREE + (f'network = "N{n}"\n' if n % 2 else "nonsense = 1\n"))
            answer = server.ask(b"rehash\n\n")
            assert answer.startswith(b"ok" if n % 2 else b"failed")
            al.send(f"PRIVMSG #r :line {n}")
            if n % 50 == 0:
                watch.served()
        for who in (al, bo):
            got = [line for line in who.until(r"PRIVMSG #r :?line 999$", 60)
                   if "PRIVMSG #r " in line]
            assert [int(line.rsplit(" ", 1)[1]) for line in got] == list(
                range(1000))


# --- 17: those who vanish while they are written to ------------------------------


def test_a_storm_of_connections_that_break_while_written_to(make_server):
    server = make_server(settings=FREE).start()
    al = Irc(server.port).register("al")
    al.send("JOIN #p")
    al.expect(" 366 ")
    reset = struct.pack("ii", 1, 0)     # SO_LINGER: an end by RST
    with Watch(server, cpu_s=10, rss_mb=30) as watch:
        for turn in range(5):
            crowd = [Irc(server.port).register(f"p{turn}-{n}")
                     for n in range(60)]
            for each in crowd:
                each.send("JOIN #p")
            for n, each in enumerate(crowd):
                al.send(*(f"PRIVMSG #p :{turn} {n} {k}" for k in range(5)))
                each.socket.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, reset)
                each.close()
            watch.served()
            al.settled()
    al.close()


# --- 17: the end under load --------------------------------------------------------


def test_the_end_under_load_keeps_what_was_echoed(make_server):
    server = make_server(settings=FREE).start()
    irc = Irc(server.port).register("al", "echo-message")
    irc.send("JOIN #e")
    irc.expect(" 366 ")
    stop = threading.Event()

    def talk():
        n = 0
        try:
            while not stop.is_set():
                irc.socket.sendall(f"PRIVMSG #e :m{n}\r\n".encode())
                n += 1
        except OSError:
            pass

    talker = threading.Thread(target=talk)
    talker.start()
    irc.expect("PRIVMSG #e :?m300$")
    began = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    lines = irc.wait_end()
    stop.set()
    talker.join()
    assert server.process.wait(60) == 0
    assert time.monotonic() - began < 30
    assert any(line.startswith("ERROR ") for line in lines)
    echoed = [int(m[1]) for line in lines
              if (m := re.search(r"PRIVMSG #e :?m(\d+)$", line))]
    irc.close()
    server.start()
    again = Irc(server.port).register("bo", "batch draft/chathistory")
    again.send("JOIN #e")
    again.expect(" 366 ")
    again.send("CHATHISTORY LATEST #e * 100")
    kept = [int(m[1]) for line in again.settled()
            if (m := re.search(r"PRIVMSG #e :?m(\d+)$", line))]
    last = max(echoed, default=300)
    assert kept and kept[-1] >= last
    assert kept == list(range(kept[0], kept[-1] + 1))
    again.close()


# --- 18: what takes time holds nobody up -------------------------------------------


def test_passwords_that_are_checked_hold_nobody_up(make_server):
    """Each costs the hashing thread milliseconds; its queue has an end."""
    server = make_server(settings=FREE).start()
    owner = Irc(server.port).register("owner")
    owner.send("NS REGISTER sesame")
    owner.expect(r" 900 owner ")
    plain = base64.b64encode(b"\0owner\0sesame").decode()
    with Watch(server, cpu_s=20, rss_mb=20) as watch:
        crowd = [Irc(server.port) for _ in range(150)]
        for each in crowd:
            each.send("CAP REQ :sasl", "AUTHENTICATE PLAIN",
                      f"AUTHENTICATE {plain}")
        for _ in range(20):
            watch.served()
        answers = [each.expect(r" (903|904) ", 60)[1] for each in crowd]
        assert "903" in answers
        for each in crowd:
            each.close()
    owner.close()


def test_any_bytes_from_many_at_once(server):
    chance = random.Random(18)
    words = [b"NICK", b"USER", b"JOIN", b"PRIVMSG", b"MODE", b"@", b":", b"#a",
             b"CAP", b"REQ", b"CHATHISTORY", b"*", b"\r\n", b"\n", b" ", b"\0",
             b"{", b'"message"', b"AUTHENTICATE", b"BATCH", b"+x", b"\xc3"]
    with Watch(server, cpu_s=3):
        for _ in range(20):
            throw(server.port, None, [
                b" ".join(chance.choices(words, k=chance.randrange(1, 60)))
                for _ in range(5)])

"""tcpchatd at its sockets: bytes in any shape, peers that misbehave, limits."""

import os
import pwd
import re
import resource
import signal
import socket
import time

import pytest

from conftest import free_port
from irc import Irc
from terminal import until

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def cpu_s(server):
    """User and system time of the server so far."""
    with open(f"/proc/{server.process.pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def narrow(port):
    """A connection whose windows are small, so that it is soon full."""
    irc = Irc.__new__(Irc)
    irc.socket = socket.socket()
    irc.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    irc.socket.connect(("127.0.0.1", port))
    irc.rest, irc.lines, irc.ended = b"", [], False
    return irc


def fill(talker, target, total=6_000_000):
    """Says so much to `target` that no kernel takes it all."""
    line = f"PRIVMSG {target} :{'x' * 400}"
    for _ in range(total // 400 // 100):
        talker.send(*[line] * 100)
        talker.settled()


def test_bytes_may_come_one_by_one(server, make_irc):
    irc = Irc(server.port)
    for byte in b"NICK slow\r\nUSER slow 0 * :Slow\r\n":
        irc.socket.sendall(bytes([byte]))
    irc.expect(" 001 slow ")
    irc.close()


def test_all_of_a_peer_that_ends_its_side_is_answered(server):
    irc = Irc(server.port)
    irc.send("NICK brief", "USER brief 0 * :Brief", "PING last")
    irc.socket.shutdown(socket.SHUT_WR)
    lines = irc.wait_end()
    assert any(" 001 brief " in line for line in lines)
    assert any(re.search("PONG .*last", line) for line in lines)
    irc.close()


@pytest.mark.parametrize("pieces", [
    [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"],
    [b"PO", b"ST /x HTTP/1.1\r\nHost: a\r\n\r\nNICK a\r\nUSER a 0 * :a\r\n"],
], ids=["whole", "split"])
def test_a_web_page_gets_no_answer(server, pieces):
    with socket.create_connection(("127.0.0.1", server.port), 15) as s:
        for piece in pieces:
            s.sendall(piece)
        try:
            assert s.recv(4096) == b""
        except ConnectionResetError:
            pass


@pytest.mark.parametrize("bytes_sent", [
    b"a" * 600, b"\x16\x03\x01\x02" + bytes(range(256)) * 4, b"\0" * 20000,
    b"a" * 10_000_000,
], ids=["letters", "tls", "zeros", "10-mb"])
def test_no_line_end_costs_nothing(server, make_irc, bytes_sent):
    witness = make_irc(server, "witness")
    before = cpu_s(server)
    with socket.create_connection(("127.0.0.1", server.port), 15) as s:
        s.settimeout(1)
        try:
            s.sendall(bytes_sent)
        except OSError:
            pass
        for _ in range(10):
            witness.settled()
    assert cpu_s(server) - before < 0.5


def test_a_reader_that_stops_is_cut_and_named(make_server, make_irc):
    server = make_server(settings="flood-control = off\n").start()
    stuck = narrow(server.port).register("stuck")
    talker = make_irc(server, "talker")
    witness = make_irc(server, "witness", join="#w")
    fill(talker, "stuck", 12_000_000)
    until("it is named in the log",
          lambda: re.search("close: client=stuck .*reason=", server.words()))
    talker.send("PRIVMSG stuck :are you there?")
    talker.expect(" 401 ")
    witness.settled()
    stuck.close()


def test_a_stuck_reader_delays_the_end_for_less_than_5_s(make_server, make_irc):
    server = make_server(settings="flood-control = off\n").start()
    stuck = narrow(server.port).register("stuck")
    fill(make_irc(server, "talker"), "stuck")
    began = time.monotonic()
    assert server.stop(5) == 0
    assert time.monotonic() - began < 5
    stuck.close()


def test_a_second_signal_ends_at_once(make_server, make_irc):
    server = make_server(settings="flood-control = off\n").start()
    stuck = narrow(server.port).register("stuck")
    fill(make_irc(server, "talker"), "stuck")
    server.process.send_signal(signal.SIGTERM)
    until("it stops", lambda: "stop: signal=SIGTERM" in server.words())
    began = time.monotonic()
    assert server.stop(5) == 0
    assert time.monotonic() - began < 1
    stuck.close()


def test_out_of_descriptors_it_says_so_and_serves_on(make_server, make_irc):
    server = make_server().start()
    alice = make_irc(server, "alice", join="#full")
    used = len(os.listdir(f"/proc/{server.process.pid}/fd"))
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE,
                     (used + 3, used + 3))
    crowd = [Irc(server.port) for _ in range(8)]
    until("the last is told", lambda: crowd[-1].read(0.05) is False
          or any("ERROR :" in line for line in crowd[-1].lines))
    before = cpu_s(server)
    alice.settled()
    assert cpu_s(server) - before < 0.2
    for irc in crowd:
        irc.close()
    late = until("there is room again", lambda: comes_in(server))
    late.close()


def comes_in(server):
    irc = Irc(server.port)
    irc.send("NICK late", "USER late 0 * :Late")
    irc.read(0.2)
    if any(" 001 late " in line for line in irc.lines):
        return irc
    irc.close()
    return None


def test_other_addresses_and_a_path_are_listened_on_too(make_server, folder):
    path = folder / "socket"
    server = make_server("127.0.0.2", str(path)).start()
    Irc(server.port, "127.0.0.2").register("loop").close()
    irc = Irc.__new__(Irc)
    irc.socket = socket.socket(socket.AF_UNIX)
    irc.socket.connect(str(path))
    irc.rest, irc.lines, irc.ended = b"", [], False
    irc.register("unix")
    irc.send("WHOIS unix")
    irc.expect(" 311 unix unix unix localhost ")
    irc.close()
    assert server.stop() == 0
    assert not path.exists()


def test_a_host_never_begins_with_a_colon(make_server):
    server = make_server("::1")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    server.start()

    irc = Irc(server.port, "::1").register("six")
    irc.send("JOIN #six")
    irc.expect(":six!six@0::1 JOIN #six")
    irc.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another")
def test_root_becomes_the_user_that_is_named(make_server, make_irc, folder):
    nobody = pwd.getpwnam("nobody")
    place = folder
    while place != place.parent:     # the user reads the settings again
        if place.stat().st_uid == 0 and place.parts[1] == "tmp":
            place.chmod(place.stat().st_mode | 0o055)
        place = place.parent
    server = make_server(settings="user = nobody\n")
    server.config.chmod(0o644)
    server.start()
    make_irc(server, "alice")
    status = open(f"/proc/{server.process.pid}/status").read()
    uids = re.search(r"Uid:\s+(.*)", status)[1].split()
    assert set(uids) == {str(nobody.pw_uid)}
    assert server.state.stat().st_uid == nobody.pw_uid
    server.process.send_signal(signal.SIGHUP)
    until("it reads its settings again",
          lambda: "reload: done" in server.words())


def test_settings_of_a_start_stay_until_the_next(make_server):
    server = make_server(settings="network = first\n").start()
    server.config.write_text(f"network = second\nport = {free_port()}\n")
    server.process.send_signal(signal.SIGHUP)
    until("it says so", lambda: "reload: done" in server.words())
    irc = Irc(server.port).register("alice")    # the option goes before the file
    irc.send("VERSION")
    irc.expect("NETWORK=second")
    irc.close()
    server.config.write_text("history = off\n")
    server.process.send_signal(signal.SIGHUP)
    until("it names the setting", lambda: "setting=history needs a new start"
          in server.words())

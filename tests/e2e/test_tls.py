"""TLS of the real server: what is let in, with which keys, and what is not."""

import os
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time

import pytest

import certificates
from conftest import free_port, program
from irc import DEADLINE_S, Irc, any_server
from old_clients import JsonClient
from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def connect(make_irc):
    """Connects, and closes with the test."""
    made = []

    def make(server, nick=None, tls=None, **more):
        port = server if isinstance(server, int) else server.port
        made.append(Irc(port, tls=tls or any_server(), **more))
        if nick:
            made[-1].register(nick)
        return made[-1]

    yield make
    for irc in made:
        irc.close()


def own(server):
    """The certificate that the server has made for itself."""
    return server.state / "tls.crt"


def shown(irc):
    """The fingerprint of the certificate that a connection was shown."""
    return certificates.fingerprint(irc.socket.getpeercert(True))


def reload_and_wait(server, sentence):
    before = server.words().count(sentence)
    server.process.send_signal(signal.SIGHUP)
    until(f"the log says {sentence}",
          lambda: server.words().count(sentence) > before)


# --- told apart ---

def test_one_port_takes_irc_json_and_tls(server, connect, make_irc):
    plain = make_irc(server, "plain")
    inside = connect(server, "inside")
    inside.send("PRIVMSG #all :from inside")
    plain.expect(r":inside!\S+ PRIVMSG #all :from inside")
    json = JsonClient(server.port, "jo")
    json.socket = any_server().wrap_socket(json.socket)
    json.join()
    plain.expect(r":jo!\S+ JOIN")
    json.close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2,
                                     ssl.TLSVersion.TLSv1_3])
def test_each_version_that_is_spoken(server, connect, version):
    context = any_server()
    context.minimum_version = context.maximum_version = version
    irc = connect(server, "al", tls=context)
    irc.send("WHOIS al")
    irc.expect(r" 671 al al :is using a secure connection")


def test_older_versions_and_other_protocols_are_refused(server):
    context = any_server()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        Irc(server.port, tls=context)
    context = any_server()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        Irc(server.port, tls=context)
    context.set_alpn_protocols(["http/1.1", "irc"])
    irc = Irc(server.port, tls=context)
    assert irc.socket.selected_alpn_protocol() == "irc"
    irc.close()


def test_http_inside_is_closed_unanswered(server, connect):
    irc = connect(server)
    irc.socket.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert irc.wait_end() == []


def test_a_port_for_tls_alone_says_so(make_server, connect):
    port = free_port()
    server = make_server(f"--tls-port={port}").start()
    connect(port, "al")
    plain = Irc(port)
    plain.send("NICK bo", "USER bo 0 * :Bo")
    said = plain.wait_end()
    assert len(said) == 1 and "speaks TLS only" in said[0], said
    web = Irc(port)
    web.send("GET / HTTP/1.0", "")
    assert web.wait_end() == []
    assert server.accepts()


def test_a_listen_block_and_a_unix_socket_take_tls(make_server, folder):
    path = folder / "socket"
    server = make_server(settings=(
        f'listen {{ address = "{path}" }}\n'
        f'listen {{ address = "{path}.tls" protocol = irc tls = yes }}\n'
    )).start()
    for where in (f"{path}", f"{path}.tls"):
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(DEADLINE_S)
            s.connect(where)
            with any_server().wrap_socket(s) as tls:
                tls.sendall(b"PING x\r\nNICK al\r\nUSER al 0 * :Al\r\n")
                got = b""
                while b" 001 al " not in got:
                    got += tls.recv(4096)
                tls.sendall(b"QUIT\r\n")
                while tls.recv(4096):
                    pass
    assert server.accepts()


# --- where to find it ---

def capabilities(irc, version="302"):
    irc.send(f"CAP LS {version}".strip())
    words = []
    while True:
        more, said = irc.expect(r" CAP \S+ LS (\* )?:(.*)").groups()
        words += said.split()
        if not more:
            return words


def test_who_comes_in_the_clear_is_told_where_tls_is(
        make_server, make_irc, connect, folder):
    pair = certificates.make(folder, "chat", "chat.example")
    server = make_server(settings="sts-duration = 30d\n").start()
    port = server.port
    assert f"tcpchat/tls={port}" in capabilities(make_irc(server))
    assert not any(w.startswith("tcpchat/tls")
                   for w in capabilities(connect(server)))
    assert not any(w.startswith(("tcpchat/tls", "sts"))
                   for w in capabilities(make_irc(server), ""))
    # Never with the self-made certificate.
    assert not any(w.startswith("sts") for w in
                   capabilities(make_irc(server)) +
                   capabilities(connect(server)))
    server.config.write_text("sts-duration = 30d\n" + certificates.block(pair))
    reload_and_wait(server, "reload: done")
    assert f"sts=port={port}" in capabilities(make_irc(server))
    assert "sts=duration=2592000" in capabilities(connect(server))


# --- keys ---

def test_the_first_start_makes_a_key_once(make_server, connect):
    server = make_server().start()
    connect(server, "early")
    for name in ("tls.crt", "tls.key"):
        assert (server.state / name).stat().st_mode & 0o777 == 0o600
    made = certificates.fingerprint(own(server))
    until("the log has it", lambda: f"sha256={made}" in server.words())
    colons = ":".join(made[i:i + 2] for i in range(0, 64, 2))
    until("it is printed", lambda: f"SHA-256 {colons}" in server.words())
    # It stands for this machine: whoever has it trusts it.
    trusting = ssl.create_default_context(cafile=str(own(server)))
    for name in ("localhost", "127.0.0.1"):
        assert shown(connect(server, tls=trusting, name=name)) == made
    server.restart()
    assert shown(connect(server)) == made


def test_the_daemons_parent_prints_the_fingerprint(folder):
    state = folder / "state"
    said = subprocess.run(
        [program("tcpchatd"), f"--port={free_port()}", f"--state-dir={state}",
         "--machine-name=127.0.0.1"], capture_output=True, text=True,
        timeout=60, check=True)
    number = int((state / "tcpchatd.pid").read_text())
    try:
        made = certificates.fingerprint(state / "tls.crt")
        assert made in said.stdout.replace(":", "")
    finally:
        os.kill(number, signal.SIGTERM)
        until("the daemon is gone",
              lambda: not (state / "tcpchatd.pid").exists())


def test_the_name_chooses_the_certificate(make_server, connect, folder):
    a = certificates.make(folder, "a", "a.example", "www.a.example")
    b = certificates.make(folder, "b", "b.example", kind="rsa")
    server = make_server(
        settings=certificates.block(a) + certificates.block(b)).start()
    for name, pair in (("b.example", b), ("www.a.example", a),
                       ("c.example", a), (None, a)):
        assert shown(connect(server, name=name)) == \
            certificates.fingerprint(pair[0])


def refusal(make_server, settings):
    server = make_server(settings=settings)
    done = subprocess.run(server.argv(), capture_output=True, text=True,
                          timeout=60, check=False)
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_keys_that_cannot_be_used_are_a_start_failure(make_server, folder):
    a = certificates.make(folder, "a", "a.example")
    b = certificates.make(folder, "b", "b.example")
    other = certificates.make(folder, "o", "o.example", kind="rsa")
    odd = folder / "odd.pem"
    odd.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n"
                   "-----END CERTIFICATE-----\n")
    none = folder / "none.pem"
    for pair, blamed in (((a[0], b[1]), b[1]), ((a[0], other[1]), other[1]),
                         ((odd, a[1]), odd), ((a[0], odd), odd),
                         ((none, a[1]), none), ((a[0], none), none)):
        said = refusal(make_server, certificates.block(pair))
        assert f"'{blamed}'" in said and "; name" in said, said


def test_a_port_in_use_is_a_start_failure(make_server, server):
    said = refusal(make_server, f"tls-port = {server.port}\n")
    assert "cannot listen" in said and str(server.port) in said


def test_reading_again_takes_new_keys_and_drops_nobody(
        make_server, connect, folder):
    old = certificates.make(folder, "old", "chat.example")
    new = certificates.make(folder, "new", "chat.example")
    place = (folder / "chat.crt", folder / "chat.key")
    for have, put in zip(old, place):
        put.write_text(have.read_text())
    server = make_server(settings=certificates.block(place)).start()
    first = connect(server, "first")
    assert shown(first) == certificates.fingerprint(old[0])

    # Half of what is new does not fit: the old stays, and the log says why.
    place[0].write_text(new[0].read_text())
    reload_and_wait(server, "reload: refused, nothing changed")
    assert "chat.key' does not belong" in server.words()
    asked = subprocess.run(
        [program("tcpchatd"), "rehash", f"--state-dir={server.state}"],
        capture_output=True, text=True, timeout=60, check=False)
    assert asked.returncode == 1 and "does not belong" in asked.stderr
    second = connect(server, "second")
    assert shown(second) == certificates.fingerprint(old[0])

    place[1].write_text(new[1].read_text())
    reload_and_wait(server, "reload: done")
    third = connect(server, "third")
    assert shown(third) == certificates.fingerprint(new[0])
    for irc in (first, second, third):
        irc.settled()
    third.send("PRIVMSG #all :all here")
    first.expect("all here")
    second.expect("all here")


def test_reading_again_under_load_loses_nothing(make_server, connect, folder):
    pairs = [certificates.make(folder, f"p{i}", "chat.example")
             for i in range(2)]
    server = make_server(settings=certificates.block(pairs[0]) +
                         "flood-control = off\n").start()
    writer, reader = connect(server, "writer"), connect(server, "reader")
    for turn in range(40):
        server.config.write_text(certificates.block(pairs[turn % 2]) +
                                 "flood-control = off\n")
        server.process.send_signal(signal.SIGHUP)
        writer.send(*(f"PRIVMSG #all :line {turn} {i}" for i in range(25)))
        if turn % 8 == 0:
            connect(server, f"guest{turn}")
    for turn in range(40):
        for i in range(25):
            reader.expect(rf"PRIVMSG #all :line {turn} {i}$")
    writer.settled()


def test_a_certificate_that_ends_soon_is_named(make_server, folder):
    soon = certificates.make(folder, "soon", "soon.example", days=5)
    server = make_server(settings=certificates.block(soon)).start()
    until("the log names it",
          lambda: "subject=soon.example expires in" in server.words())


def test_the_settings_are_checked_with_their_keys(make_server, folder):
    a = certificates.make(folder, "a", "a.example")
    b = certificates.make(folder, "b", "b.example")
    server = make_server(settings=certificates.block((a[0], b[1])))
    done = subprocess.run(
        [program("tcpchatd"), "--check-config", f"--config={server.config}"],
        capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and "does not belong" in done.stderr


def test_a_clients_certificate_is_known_by_its_fingerprint(
        server, connect, folder):
    mine = certificates.make(folder, "mine", "dana")
    context = any_server()
    context.load_cert_chain(*mine)
    irc = connect(server, "dana", tls=context)
    irc.send("WHOIS dana")
    irc.expect(rf" 276 dana dana :.* {certificates.fingerprint(mine[0])}$")
    other = connect(server, "other")
    other.send("WHOIS dana")
    assert not any(" 276 " in line for line in other.until(" 318 "))


# --- what must not break it ---

def hello():
    """The bytes of a ClientHello."""
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        any_server().wrap_bio(into, out).do_handshake()
    return out.read()


def test_a_handshake_may_stop_at_every_byte(make_server, connect):
    server = make_server(settings="registration-timeout = 2s\n").start()
    said = hello()
    step = max(1, len(said) // 170)
    stopped = []
    for at in range(1, len(said) + 1, step):
        stopped.append(Irc(server.port, before=said[:at]))
    other = connect(server, "other")
    other.settled()
    for irc in stopped:
        raw_end(irc)
        irc.close()
    other.settled()


def test_garbage_behind_a_hello_ends_it(server, connect):
    said = hello()
    for at in range(1, len(said), 23):
        bad = bytearray(said)
        bad[at] ^= 0xff
        irc = Irc(server.port, before=bytes(bad) + os.urandom(300))
        irc.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                              struct.pack("ii", 1, 0))
        irc.close()
    irc = Irc(server.port, before=said + b"NICK al\r\n" * 50)
    assert not any(b"001" in line.encode("latin-1", "replace")
                   for line in raw_end(irc))
    connect(server, "other").settled()


def raw_end(irc):
    """Reads to the end what is no text: a list of one piece."""
    got = b""
    irc.socket.settimeout(DEADLINE_S)
    try:
        while data := irc.socket.recv(65536):
            got += data
    except ConnectionResetError:
        pass
    return [got.decode("latin-1")]


def test_renegotiation_is_refused_and_harms_nobody(server, connect):
    asking = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}",
         "-tls1_2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    said, _ = asking.communicate(b"R\n" * 20, timeout=60)
    assert b"RENEGOTIATING" in said
    connect(server, "other").settled()


def test_new_keys_may_be_asked_for_again_and_again(server, connect):
    asking = subprocess.Popen(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}",
         "-tls1_3"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT)
    said, _ = asking.communicate(b"K\n" * 40, timeout=60)
    assert b"KEYUPDATE" in said
    connect(server, "other").settled()


def test_an_end_without_a_goodbye_is_an_end(server, connect, make_irc):
    watcher = make_irc(server, "watcher", join="#x")
    irc = connect(server, "gone")
    irc.send("JOIN #x", "PRIVMSG #x :last words")
    irc.finish()
    watcher.expect(r":gone!\S+ PRIVMSG #x :last words")
    watcher.expect(r":gone!\S+ QUIT :")
    irc.wait_end()


def test_a_slow_reader_gets_all_of_it(make_server, connect):
    server = make_server(settings="flood-control = off\n").start()
    slow = connect(server, "slow")
    writer = connect(server, "writer")
    slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    for i in range(600):
        writer.send(f"PRIVMSG slow :{i:05} {'x' * 300}")
    writer.settled()
    for i in range(600):
        slow.expect(rf"PRIVMSG slow :{i:05} x{{300}}$")


def test_many_handshakes_at_once_are_all_served(make_server, connect):
    server = make_server().start()
    failed = []

    def one(number):
        try:
            irc = Irc(server.port, tls=any_server())
            irc.register(f"user{number}")
            irc.close()
        except (AssertionError, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(i,)) for i in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_half_open_handshakes_leave_others_served(make_server, connect):
    server = make_server(settings="registration-timeout = 2m\n").start()
    said = hello()
    half = []
    for _ in range(300):
        s = socket.create_connection(("127.0.0.1", server.port), DEADLINE_S)
        s.sendall(said)
        half.append(s)
    begun = time.monotonic()
    connect(server, "other").settled()
    assert time.monotonic() - begun < DEADLINE_S
    for s in half:
        s.close()

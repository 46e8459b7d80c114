"""Proxies and gateways: whose word about an address is believed."""

import socket
import struct

import pytest

from irc import DEADLINE_S, Irc, any_server
from old_clients import JsonClient
from terminal import until

pytestmark = pytest.mark.sanitized

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"


def line(address, family="TCP4"):
    """A header of version 1."""
    here = "127.0.0.1" if family == "TCP4" else "::1"
    return f"PROXY {family} {address} {here} 40000 6667\r\n".encode()


def binary(address, tls=None, command=0x21):
    """A header of version 2; `tls`: whether the proxy has ended it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    here = "::1" if ":" in address else "127.0.0.1"
    body = (socket.inet_pton(family, address) +
            socket.inet_pton(family, here) + struct.pack(">HH", 40000, 6667))
    body += b"\4\0\3abc"
    if tls is not None:
        body += b"\x20\0\5" + bytes([1 if tls else 0]) + b"\0\0\0\0"
    return (SIGNATURE + bytes([command, 0x21 if ":" in address else 0x11]) +
            struct.pack(">H", len(body)) + body)


@pytest.fixture
def connect():
    made = []

    def make(server, nick=None, **more):
        made.append(Irc(server.port, **more))
        if nick:
            made[-1].register(nick)
        return made[-1]

    yield make
    for irc in made:
        irc.close()


@pytest.fixture
def proxied(make_server):
    """A server that believes this machine."""
    return make_server(settings="proxies = 127.0.0.0/8\n").start()


def whois(irc, nick):
    """The host of somebody, and whether 671 was said."""
    irc.send(f"WHOIS {nick}")
    lines = irc.until(" 318 ")
    host = next(l.split()[5] for l in lines if " 311 " in l)
    return host, any(" 671 " in l for l in lines)


@pytest.mark.parametrize("header,host,secure", [
    (line("203.0.113.5"), "203.0.113.5", False),
    (line("2001:db8::5", "TCP6"), "2001:db8::5", False),
    (b"PROXY UNKNOWN\r\n", "127.0.0.1", False),
    (binary("203.0.113.6"), "203.0.113.6", False),
    (binary("2001:db8::6"), "2001:db8::6", False),
    (binary("203.0.113.7", tls=True), "203.0.113.7", True),
    (binary("203.0.113.7", tls=False), "203.0.113.7", False),
    (binary("203.0.113.7", command=0x20), "127.0.0.1", False),
], ids=range(8))
def test_a_header_says_who_comes(proxied, connect, header, host, secure):
    irc = connect(proxied, "al", before=header)
    assert whois(irc, "al") == (host, secure)


def test_a_header_comes_in_pieces_and_with_more(proxied, connect):
    header = binary("203.0.113.6", tls=True)
    for cut in range(1, len(header), 7):
        irc = connect(proxied, before=header[:cut])
        irc.socket.sendall(header[cut:] + b"NICK al\r\nUSER al 0 * :Al\r\n")
        irc.expect(r"^\S+ 001 al .*@203.0.113.6$")
        irc.send("QUIT")
        irc.wait_end()


def test_behind_a_header_the_bytes_are_told_apart_afresh(proxied, connect):
    for header in (line("203.0.113.5"), binary("203.0.113.5")):
        irc = connect(proxied, "al", before=header, tls=any_server())
        assert whois(irc, "al") == ("203.0.113.5", True)
        irc.send("QUIT")
        irc.wait_end()
        json = JsonClient(proxied.port, f"jo{len(header)}")
        json.send_bytes(header)
        json.join()
        watcher = connect(proxied, "watcher", before=header)
        assert whois(watcher, json.user)[0] == "203.0.113.5"
        watcher.send("QUIT")
        watcher.wait_end()
        json.close()
        web = connect(proxied, before=header + b"GET / HTTP/1.0\r\n\r\n")
        assert web.wait_end() == []


def test_without_its_header_a_proxy_is_closed(proxied, connect):
    for bad in (b"NICK al\r\nUSER al 0 * :Al\r\n", b"\r\n\r\nNICK al\r\n",
                b"PROXY TCP4 x y 1 2\r\n", b"\x16\x03\x01\x00\x05hello"):
        assert connect(proxied, before=bad).wait_end() == []
    assert connect(proxied, before=b"PROXY TCP4 ").wait_end() == []
    until("the log says why", lambda:
          "proxy: host=127.0.0.1 sent no PROXY header" in proxied.words())


def test_from_anyone_else_it_is_not_looked_for(make_server, connect):
    server = make_server(settings='proxies = "192.0.2.1 10.0.0.0/8"\n').start()
    irc = connect(server, "al", before=line("203.0.113.5"))
    assert whois(irc, "al")[0] == "127.0.0.1"
    # What a server that does not know it takes for a line of IRC: QUIT.
    said = connect(server, before=binary("203.0.113.5")).wait_end()
    assert "Closing link: 127.0.0.1 (Quit)" in said[-1]


def test_limits_are_those_of_who_is_behind(make_server, connect):
    server = make_server(settings='proxies = "127.0.0.1"\n'
                         "max-clients-per-ip = 2\n").start()
    for i in range(2):
        connect(server, f"one{i}", before=line("203.0.113.5"))
        connect(server, f"two{i}", before=line("203.0.113.6"))
    refused = connect(server, before=line("203.0.113.5"))
    assert "Too many connections" in refused.wait_end()[0]


def test_a_bad_list_is_a_start_failure_that_names_the_word(make_server):
    server = make_server(settings='proxies = "10.0.0.0/8 mars"\n')
    with pytest.raises(AssertionError, match="'mars' is no address"):
        server.start()


def test_a_gateway_that_is_named_may_say_who_comes(make_server, connect):
    server = make_server(settings=(
        'webirc { password = "among-us" address = "127.0.0.1" }\n')).start()
    irc = connect(server, tls=any_server())
    irc.send("WEBIRC among-us web there.example 203.0.113.9 :secure",
             "NICK al", "USER al 0 * :Al")
    irc.expect(r" 001 al .*@203.0.113.9$")
    assert whois(irc, "al") == ("203.0.113.9", True)
    other = connect(server)
    other.send("WEBIRC other-wor web there.example 203.0.113.9")
    assert "WEBIRC is not for you" in other.wait_end()[0]
    server.config.write_text("")
    server.process.send_signal(1)
    until("the settings are read", lambda: "reload: done" in server.words())
    late = connect(server)
    late.send("WEBIRC among-us web there.example 203.0.113.9")
    assert "WEBIRC is not for you" in late.wait_end(DEADLINE_S)[0]

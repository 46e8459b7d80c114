"""irssi, WeeChat and catgirl, as Debian has them: by TLS, logged in by SASL.

What each must be able to do is the same; how it is told to is in others.py.
"""

import subprocess

import pytest

import certificates
import others
from conftest import need
from irc import Irc, any_server

pytestmark = pytest.mark.sanitized

PASSWORD = "open-sesame"


@pytest.fixture
def open_account(server):
    """Makes an account by NickServ, as its owner would; an extra command."""

    def make(name, *commands):
        irc = Irc(server.port, tls=any_server()).register(name)
        irc.send(f"PRIVMSG NickServ :REGISTER {PASSWORD}")
        irc.expect("NickServ!.* NOTICE .*The account is yours")
        for command in commands:
            irc.send(f"PRIVMSG NickServ :{command}")
            irc.expect("NickServ!.* NOTICE ")
        irc.send("QUIT")
        irc.wait_end()
        irc.close()

    return make


@pytest.fixture
def watcher(server, make_irc):
    """Who sees what other clients do, and whose account they have."""
    irc = make_irc(server, "watcher", join="#room",
                   caps="account-tag extended-join message-tags")
    irc.send("TOPIC #room :about clients")
    return irc


@pytest.fixture
def run(server, make_terminal, folder):
    """Runs a client of others.py in a terminal with a home of its own."""

    def make(name, argv_of, *args):
        home = folder / f"of-{name}"
        home.mkdir()
        argv = argv_of(need(name), server.port, home, *args)
        return make_terminal(argv, columns=100, home=f"home-{name}")

    return make


def talks_and_leaves(client, nick, watcher, ready="#all"):
    """A client comes logged in, which it shows by the text `ready`; it joins,
    talks, listens and leaves."""
    watcher.expect(rf":{nick}!\S+ JOIN #all {nick} ")
    client.expect(ready)
    client.line("/join #room")
    watcher.expect(rf":{nick}!\S+ JOIN #room {nick} ")
    client.expect("about clients")      # the room is what it shows
    client.line("the client's words, グ")
    watcher.expect(rf"^@\S*\baccount={nick}\b\S* :{nick}!\S+ "
                   "PRIVMSG #room :the client's words, グ$")
    watcher.send("PRIVMSG #room :words for it, グ")
    client.expect("words for it, グ")
    client.line("/me waves")
    watcher.expect(rf":{nick}!\S+ PRIVMSG #room :\x01ACTION waves")
    client.line("/msg watcher psst")
    watcher.expect(rf"account={nick}\b.* PRIVMSG watcher :psst")
    client.line("/part")
    watcher.expect(rf":{nick}!\S+ PART #room")
    client.line("/join #room")
    watcher.expect(rf":{nick}!\S+ JOIN #room {nick} ")
    client.line("/quit")
    watcher.expect(rf":{nick}!\S+ QUIT ")
    assert client.exited() == 0


def test_irssi(server, open_account, watcher, run):
    open_account("irma")
    irssi = run("irssi", others.secure_irssi, server.state / "tls.crt",
                "irma", PASSWORD)
    talks_and_leaves(irssi, "irma", watcher)


@pytest.mark.parametrize("mechanism", ["plain", "scram-sha-256"])
def test_weechat(server, open_account, watcher, run, mechanism):
    open_account("willa")
    weechat = run("weechat", others.weechat, server.state / "tls.crt",
                  "willa", PASSWORD, mechanism)
    talks_and_leaves(weechat, "willa", watcher)


def test_catgirl_by_password(server, open_account, watcher, run):
    open_account("cathy")
    catgirl = run("catgirl", others.catgirl, server.state / "tls.crt",
                  "cathy", "-a", f"cathy:{PASSWORD}")
    talks_and_leaves(catgirl, "cathy", watcher, "You arrive in")


def test_catgirl_by_certificate(server, open_account, watcher, run, folder):
    pem = folder / "catgirl.pem"
    subprocess.run([need("catgirl"), "-g", str(pem)], check=True,
                   capture_output=True, timeout=60)
    open_account("cathy",
                 f"CERT ADD {certificates.fingerprint(pem)}")
    catgirl = run("catgirl", others.catgirl, server.state / "tls.crt",
                  "cathy", "-e", "-c", str(pem))
    talks_and_leaves(catgirl, "cathy", watcher, "You arrive in")

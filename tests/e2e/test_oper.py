"""Operators of a real server: how one becomes one, and what they do to it."""

import subprocess

import pytest

from conftest import environment, program
from conversation import hash_password, operator
from irc import Irc
from terminal import until

pytestmark = pytest.mark.sanitized

CAPS = "standard-replies"


def tcpchatd(folder, *words, said=""):
    return subprocess.run(
        [program("tcpchatd"), *words], input=said, capture_output=True,
        text=True, timeout=60, env=environment(folder / "home"))


@pytest.fixture
def server(make_server, folder):
    return make_server(
        settings=operator("root", "open sesame", folder / "home")).start()


@pytest.fixture
def make_operator(server, make_irc):
    def make(nick="op"):
        irc = make_irc(server, nick, CAPS)
        irc.send("OPER root :open sesame")
        irc.expect(r" 381 ")
        irc.expect(r"MODE \S+ \+ow")
        irc.settled()
        return irc

    return make


def restart(server):
    assert server.stop() == 0
    server.start()


def refusal(server, nick, user):
    """What somebody is told who would come in; None if it may."""
    irc = Irc(server.port)
    irc.send(f"NICK {nick}", f"USER {user} 0 * :{nick}")
    try:
        return irc.expect(r" (001|465) (.*)")[0]
    finally:
        irc.close()


def test_a_password_as_hash_password_prints_it_opens(server, make_irc):
    op = make_irc(server, "op", CAPS)
    op.send("OPER root :Open sesame")
    op.expect(r" 464 op :")
    op.send("OPER nobody :open sesame")
    op.expect(r" 464 op :")
    op.send("OPER root :open sesame")
    op.expect(r" 381 op :")
    op.expect(r"MODE op \+ow")
    until("it is in the log", lambda:
          "action=oper by=op!op@127.0.0.1 name=root" in server.words())
    assert "why=password name=root" in server.words()
    assert "pen sesame" not in server.words()


def test_hash_password_prints_a_word_that_says_nothing(folder):
    first, second = (hash_password("open sesame", folder / "home")
                     for _ in range(2))
    assert first != second
    assert "sesame" not in first and " " not in first
    done = tcpchatd(folder, "hash-password", said="\n")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("lines, fault", [
    ('name = "two words"\npassword = "PASSWORD"', "two words"),
    ('name = "root"', "password, an account"),
    ('name = "root"\npassword = "sesame"', "hash-password"),
    ('name = "root"\nfingerprint = "abc"', "64"),
    ('name = "root"\npassword = "PASSWORD"\naddress = "*!*@a a!b\tc"',
     "a!b\tc"),
], ids=["name", "nothing", "clear", "fingerprint", "address"])
def test_an_operator_that_cannot_be_is_refused(folder, lines, fault):
    lines = lines.replace("PASSWORD", hash_password("sesame", folder / "home"))
    file = folder / "conf"
    file.write_text(f"port = 7002\noperator {{\n{lines}\n}}\n")
    done = tcpchatd(folder, "--check-config", f"--config={file}")
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1
    assert f"{file}:" in done.stderr and fault in done.stderr


def test_rehash_takes_all_settings_or_none(server, make_irc, make_operator):
    op = make_operator()
    other = make_irc(server, "al")
    good = server.config.read_text()

    def network():
        op.send("VERSION")
        return op.expect(r"NETWORK=(\S+)")[1]

    server.config.write_text('network = "elsewhere"\n' + good)
    other.send("REHASH")
    other.expect(r" 481 al ")
    assert network() != "elsewhere"
    op.send("REHASH")
    op.expect(r" 382 op ")
    op.expect(r"NOTE REHASH DONE :")
    assert network() == "elsewhere"

    server.config.write_text('network = "nowhere"\nprot = 1\n' + good)
    op.send("REHASH")
    assert "prot" in op.expect(r"FAIL REHASH REFUSED :(.*)")[1]
    assert network() == "elsewhere"


def test_an_operator_may_be_added_while_the_server_runs(
        server, make_irc, make_operator, folder):
    op = make_operator()
    al = make_irc(server, "al")
    server.config.write_text(operator("al", "sesame", folder / "home"))
    al.send("OPER al sesame")
    al.expect(r" 464 al ")
    op.send("REHASH")
    op.expect(r"NOTE REHASH DONE :")
    al.send("OPER al sesame")
    al.expect(r" 381 al ")
    assert op.settled()


def test_bans_last_over_a_restart_until_they_are_taken_back(
        server, make_irc, make_operator):
    op = make_operator()
    op.send("KLINE 1d bad@* :spam", "DLINE 192.0.2.0/24 :flood",
            "MUTE *!loud@* :be quiet")
    for word in ("KLINE", "DLINE", "MUTE"):
        op.expect(f"NOTICE .*action={word} ")
    assert "spam" in refusal(server, "al", "bad")

    restart(server)
    op = make_operator()
    assert "spam" in refusal(server, "al", "bad")
    assert " 001 " in refusal(server, "al", "good")
    op.send("DLINE")
    op.expect(r"192\.0\.2\.0/24 .*flood")
    loud = make_irc(server, "loud")
    loud.send("PRIVMSG op :why?")   # operators may be asked
    op.expect(r"PRIVMSG op :why\?")
    make_irc(server, "al")
    loud.send("PRIVMSG al :x")
    assert "be quiet" in loud.expect(r" 531 (.*)")[1]

    op.send("UNKLINE bad@*", "UNMUTE *!loud@*")
    op.expect("NOTICE .*action=UNKLINE ")
    op.expect("NOTICE .*action=UNMUTE ")
    restart(server)
    op = make_operator()
    assert " 001 " in refusal(server, "al", "bad")
    loud = make_irc(server, "loud")
    al = make_irc(server, "al")
    loud.send("PRIVMSG al :once more")
    al.expect("PRIVMSG al :once more")
    op.send("DLINE")
    op.expect(r"192\.0\.2\.0/24 .*flood")

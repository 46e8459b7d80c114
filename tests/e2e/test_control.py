"""tcpchatd's control socket, and the commands that use it."""

import base64
import os
import socket
import stat
import subprocess

import pytest

from conftest import environment, program
from terminal import until


@pytest.fixture
def server(make_server):
    server = make_server().start()
    until("the control socket", (server.state / "control").exists)
    return server


@pytest.fixture
def command(folder):
    """Runs `tcpchatd COMMAND` for the state folder of the server."""

    def run(*words, **more):
        return subprocess.run(
            [program("tcpchatd"), *words,
             f"--state-dir={folder / 'server/state'}"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60, env=environment(folder / "home"), **more)

    return run


def network(irc):
    irc.send("VERSION")
    return irc.expect(r"NETWORK=(\S+)").group(1)


def test_status_counts_users_and_names_the_process(
        server, make_irc, command):
    make_irc(server, "bob", join="#all")
    done = command("status")
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert lines["pid"] == str(server.process.pid)
    assert lines["users"] == "1"
    assert lines["channels"] == "1"
    assert lines["clients not registered"] == "0"


def test_the_socket_is_for_its_owner(server):
    mode = os.stat(server.state / "control").st_mode
    assert stat.S_ISSOCK(mode)
    assert mode & 0o077 == 0


def test_rehash_takes_new_settings(server, make_irc, command):
    server.config.write_text('network = "Elsewhere"\n')
    done = command("rehash")
    assert (done.returncode, done.stderr) == (0, "")
    assert network(make_irc(server, "bob")) == "Elsewhere"


def test_rehash_says_what_is_wrong_and_changes_nothing(
        server, make_irc, command):
    server.config.write_text('network = "Elsewhere"\nport = lots\n')
    done = command("rehash")
    assert done.returncode == 1
    assert "tcpchatd.conf:2:" in done.stderr
    assert done.stderr.count("\n") == 1
    assert network(make_irc(server, "bob")) != "Elsewhere"


def test_stop_returns_when_all_has_ended(server, make_irc, command):
    irc = make_irc(server, "bob", join="#all")
    done = command("stop")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (server.state / "tcpchatd.pid").exists()
    irc.expect("ERROR")
    assert server.process.wait(60) == 0


def test_without_a_server_a_command_says_so(folder, command):
    done = command("status")
    assert done.returncode == 1
    assert "no server runs on the folder" in done.stderr


def test_wrong_words_are_answered_with_the_right_ones(command):
    done = command("status", "now")
    assert done.returncode == 2
    assert "it is 'tcpchatd status'" in done.stderr


@pytest.mark.parametrize("request_, answer", [
    (b"status\n\n", b"ok\nversion: "),
    (b"dance\n\n", b"failed\n"),
    (b"status\nnow\n\n", b"failed\n"),
    (b"\n\n", b"failed\n"),
    (b"a\0b\n\n", b"failed\n"),
    (b"x" * 4096, b"failed\n"),
    (b"w\n" * 9 + b"\n", b"failed\n"),
    (b"status", b""),
], ids=["whole", "unknown", "too-many", "empty", "nul", "long", "words",
        "cut"])
def test_any_bytes_are_answered_and_the_server_stays(
        server, request_, answer):
    assert server.ask(request_).startswith(answer)
    assert server.ask(b"status\n\n").startswith(b"ok\n")


def test_many_silent_askers_do_no_harm(server, make_irc):
    silent = []
    for _ in range(40):
        s = socket.socket(socket.AF_UNIX)
        s.connect(str(server.state / "control"))
        silent.append(s)
    irc = make_irc(server, "bob", join="#all")
    irc.send("PING still")
    irc.expect("still")
    for s in silent:
        s.close()


# --- accounts -----------------------------------------------------------------


@pytest.fixture
def account(folder):
    """Runs `tcpchatd account` for the folder of the server."""

    def run(*words, password=None):
        return subprocess.run(
            [program("tcpchatd"), "account", *words,
             f"--state-dir={folder / 'server/state'}"],
            input=password, capture_output=True, text=True, timeout=60,
            env=environment(folder / "home"))

    return run


def logs_in(irc, name, password):
    plain = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
    irc.send("CAP LS 302", "CAP REQ :sasl", "AUTHENTICATE PLAIN")
    irc.expect(r"AUTHENTICATE \+")
    irc.send(f"AUTHENTICATE {plain}")
    return irc.expect(r" (903|904) ").group(1) == "903"


def test_accounts_of_a_running_server(server, account, make_irc):
    assert account("add", "dana", password="the first\n").returncode == 0
    assert account("list").stdout.startswith("dana registered=")
    assert logs_in(make_irc(server), "dana", "the first")
    assert account("passwd", "dana", password="the second\n").returncode == 0
    assert not logs_in(make_irc(server), "dana", "the first")
    assert logs_in(make_irc(server), "dana", "the second")
    like = account("add", "d\u0430na", password="the second\n")
    assert like.returncode == 1 and "looks like it" in like.stderr
    assert account("delete", "dana").returncode == 0
    assert account("list").stdout == ""
    assert not logs_in(make_irc(server), "dana", "the second")
    assert "the first" not in server.words()


def test_accounts_where_no_server_runs(server, account, make_irc):
    assert server.stop() == 0
    assert account("add", "dana", password="before\n").returncode == 0
    assert account("list").stdout.startswith("dana registered=")
    server.start()
    assert logs_in(make_irc(server), "dana", "before")


@pytest.mark.parametrize("words, password, status, named", [
    (["add", "dana"], "", 1, "no password"),
    (["add", "not a nick"], "x\n", 1, ""),
    (["passwd", "nobody"], "some secret\n", 1, "no such account"),
    (["delete", "nobody"], None, 1, "no such account"),
    (["add"], None, 2, "tcpchatd account"),
    (["frob", "x"], None, 2, "tcpchatd account"),
], ids=["no-password", "bad-name", "passwd", "delete", "no-name", "frob"])
def test_what_is_wrong_with_an_account_is_one_sentence(
        server, account, words, password, status, named):
    done = account(*words, password=password)
    assert done.returncode == status
    assert named in done.stderr
    assert done.stderr.count("\n") == 1

"""Whom the clients trust: TLS wherever it is offered, known servers, changes."""

import os
import re
import stat
import subprocess

import pytest

from conftest import environment, free_port, program, until


@pytest.fixture
def cli(folder):
    """Runs tcpchat to its end; a home of its own keeps what it knows."""

    def run(server, *words, host="127.0.0.1"):
        return subprocess.run(
            [program("tcpchat"), f"--port={server.port}",
             f"--machine-name={host}", *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60, env=environment(folder / "home"))

    return run


@pytest.fixture
def known(folder):
    return folder / "home/state/tcpchat/known-servers"


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


def test_a_server_that_offers_tls_is_spoken_to_by_it(server, cli, known):
    assert cli(server, "send", "one").returncode == 0
    assert len(lines(known)) == 1
    host, port, tls_port, how = lines(known)[0].split()
    assert (host, int(port)) == ("127.0.0.1", server.port)
    assert re.fullmatch("[0-9a-f]{64}", how)
    assert stat.S_IMODE(os.stat(known).st_mode) == 0o600
    assert cli(server, "send", "two").returncode == 0
    assert len(lines(known)) == 1


def test_without_tls_when_it_is_said_so(server, cli, known):
    assert cli(server, "--no-tls", "send", "clear").returncode == 0
    assert lines(known) == []


def test_a_changed_certificate_stops_before_anything_is_sent(
        server, cli, known, make_irc):
    assert cli(server, "send", "one").returncode == 0
    host, port, tls_port, how = lines(known)[0].split()
    known.write_text(f"{host} {port} {tls_port} {'0' * 64}\n")
    watcher = make_irc(server, "watcher", join="#all")
    done = cli(server, "send", "secret")
    assert done.returncode == 77
    assert "not the one it was" in done.stderr and how in done.stderr
    assert not any("secret" in line for line in watcher.settled())
    assert lines(known) == [f"{host} {port} {tls_port} {'0' * 64}"]
    wide = ":".join(how[i:i + 2].upper() for i in range(0, 64, 2))
    assert cli(server, f"--trust={wide}", "send", "again").returncode == 0
    assert lines(known) == [f"{host} {port} {tls_port} {how}"]
    watcher.expect("PRIVMSG #all :?again")


def test_a_known_server_without_tls_is_not_spoken_to_in_clear(
        make_server, cli, known):
    port = free_port()
    server = make_server(settings='listen { address = "127.0.0.1" '
                         f'port = {port} protocol = irc }}\n').start()
    known.parent.mkdir(parents=True)
    known.write_text(f"127.0.0.1 {port} {port} {'a' * 64}\n")
    server.port = port
    done = cli(server, "--timeout=2s", "send", "secret")
    assert done.returncode == 75, done.stderr
    assert "message" not in server.words()
    assert cli(server, "--no-tls", "send", "clear").returncode == 0


@pytest.mark.parametrize("trust", ["", "12", "xx" * 32, "00" * 33])
def test_a_fingerprint_that_is_none_is_named(server, cli, trust):
    done = cli(server, f"--trust={trust}", "list")
    assert done.returncode == 64
    assert done.stderr.count("\n") == 1


def test_the_screen_says_that_it_is_tls(server, make_tui):
    tui = make_tui(server, "al")
    tui.expect("TLS")
    tui.line("hello by TLS")
    tui.expect(re.compile("✓ .*hello by TLS"))


# This machine again, by an address that is not taken for this machine's.
ELSEWHERE = "0.0.0.0"
NOBODY_KNOWS = "not signed by anyone this"


@pytest.fixture
def make_stranger(make_terminal):
    """Opens tcpchat-tui on a server that it has no reason to trust."""

    def make(server, nick="al", home="home"):
        return make_terminal(
            [program("tcpchat-tui"), f"--port={server.port}",
             f"--machine-name={ELSEWHERE}", f"--nick={nick}"], 80, 24,
            home=home)

    return make


def answer(tui, letter):
    """A letter counts once no key was pressed for a moment: till then again."""

    def is_over():
        tui.key(letter)
        try:
            tui.gone(NOBODY_KNOWS, deadline_s=2)
        except AssertionError:
            return False
        return True

    until("the dialogue takes an answer", is_over)
    tui.expect("[ALL ▾]")
    tui.key("Ctrl-u")


def test_the_person_is_asked_and_the_answer_is_kept(
        server, make_stranger, known):
    tui = make_stranger(server)
    tui.expect(NOBODY_KNOWS)
    tui.expect(f"{ELSEWHERE}:")
    assert lines(known) == []
    answer(tui, "t")
    tui.line("hello from elsewhere")
    tui.expect(re.compile("✓ .*hello from elsewhere"))
    tui.line("/quit")
    assert tui.exited() == 0
    assert lines(known)[0].split()[:2] == [ELSEWHERE, str(server.port)]
    tui = make_stranger(server)
    tui.expect("[ALL ▾]")
    tui.line("nobody asks again")
    tui.expect(re.compile("✓ .*nobody asks again"))


def test_only_this_time_is_not_kept(server, make_stranger, known):
    tui = make_stranger(server)
    tui.expect(NOBODY_KNOWS)
    answer(tui, "o")
    tui.line("this once")
    tui.expect(re.compile("✓ .*this once"))
    assert lines(known) == []


def test_who_is_not_trusted_is_told_nothing(server, make_stranger, make_irc):
    watcher = make_irc(server, "watcher", join="#all")
    tui = make_stranger(server)
    tui.expect(NOBODY_KNOWS)
    tui.key("Esc")
    tui.gone(NOBODY_KNOWS)
    tui.expect("was not trusted")
    assert not any(" JOIN " in line and "al!" in line
                   for line in watcher.settled())
    tui.key("Enter")
    tui.expect(NOBODY_KNOWS)
    answer(tui, "o")
    tui.line("now then")
    watcher.expect("PRIVMSG #all :?now then")


def test_a_changed_certificate_can_only_be_left(
        server, make_stranger, known, make_irc):
    known.parent.mkdir(parents=True)
    entry = f"{ELSEWHERE} {server.port} {server.port} {'0' * 64}\n"
    known.write_text(entry)
    tui = make_stranger(server)
    tui.expect("not the one it was")
    tui.key("t", "o", "Esc")
    tui.expect("not the one it was")
    tui.gone("Nothing has been sent")
    assert known.read_text() == entry


@pytest.fixture
def make_line(make_terminal):
    """Starts tcpchat on a terminal, and a server that it does not know."""

    def make(server, *words):
        return make_terminal(
            [program("tcpchat"), f"--port={server.port}",
             f"--machine-name={ELSEWHERE}", "--nick=al", *words], 120, 24,
            home="home")

    return make


NO = "no>"


def test_the_line_client_asks_on_its_terminal(server, make_line, known):
    chat = make_line(server)
    chat.expect(NO)
    chat.expect("SHA-256")
    chat.line("what?")
    chat.expect(re.compile(NO + ".*" + NO, re.S))
    assert lines(known) == []
    chat.line("t")
    chat.expect("You say")
    assert lines(known)[0].split()[:2] == [ELSEWHERE, str(server.port)]
    chat.line("Q")
    assert chat.exited() == 0
    make_line(server).expect("You say")


def test_a_command_of_the_line_client_asks_too(
        server, make_line, known, make_irc):
    watcher = make_irc(server, "watcher", join="#all")
    send = make_line(server, "send", "trusted once")
    send.expect(NO)
    send.line("o")
    assert send.exited() == 0
    watcher.expect("PRIVMSG #all :?trusted once")
    assert lines(known) == []


@pytest.mark.parametrize("word", ["n", None])
def test_who_says_no_has_told_the_server_nothing(
        server, make_line, known, word):
    send = make_line(server, "send", "secret")
    send.expect(NO)
    if word is None:
        send.key("Ctrl-d")
    else:
        send.line(word)
    assert send.exited() == 77
    assert lines(known) == []
    assert "message" not in server.words()


def test_nobody_is_asked_about_a_changed_certificate(
        server, make_line, known):
    known.parent.mkdir(parents=True)
    known.write_text(f"{ELSEWHERE} {server.port} {server.port} {'0' * 64}\n")
    send = make_line(server, "send", "secret")
    assert send.exited() == 77
    assert "not the one it was" in send.text().replace("\n", "")
    assert NO not in send.text()


def test_without_a_terminal_it_is_the_end(server, cli):
    done = cli(server, "send", "secret", host=ELSEWHERE)
    assert done.returncode == 77
    assert "--trust=" in done.stderr

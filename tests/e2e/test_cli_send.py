"""tcpchat send: every message is stored once, or it says which is not."""

import json
import subprocess

import pytest

from conftest import environment, free_port, program
from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def cli(folder):
    """Runs tcpchat to its end; returns status, output and complaints."""

    def run(server, *arguments, text=None, deadline_s=60, nick="al"):
        port = server if isinstance(server, int) else server.port
        done = subprocess.run(
            [program("tcpchat"), f"--port={port}", f"--nick={nick}",
             *arguments], input=text, capture_output=True, text=True,
            timeout=deadline_s, env=environment(folder / "cli"))
        return done.returncode, done.stdout, done.stderr

    return run


def history(cli, server, *arguments, limit=1000):
    status, out, said = cli(server, "history", "--json", f"--limit={limit}",
                            *arguments, nick="reader", deadline_s=60)
    assert status == 0, said
    return [json.loads(line)["text"] for line in out.splitlines()]


def test_words_are_one_message(cli, server):
    assert cli(server, "send", "all", "is", "done") == (0, "", "")
    assert history(cli, server) == ["all is done"]


def test_each_line_is_a_message(cli, server):
    assert cli(server, "send", text="one\n\ntwo\r\nthree")[0] == 0
    assert history(cli, server) == ["one", "two", "three"]


def test_multiline_is_sent_as_one(cli, server):
    assert cli(server, "send", "--multiline", text="one\n\ntwo\n")[0] == 0
    assert history(cli, server) == ["one", "two"]


def test_a_long_line_arrives_in_pieces(cli, server):
    text = "grüße " * 500
    assert cli(server, "send", text=text)[0] == 0
    assert " ".join(history(cli, server)).split() == text.split()


def test_a_person_and_a_channel_are_destinations(cli, server, make_irc):
    bob = make_irc(server, "bob", join="#ops")
    assert cli(server, "send", "--to=bob", "hello")[0] == 0
    bob.expect(r"PRIVMSG bob :hello$")
    assert cli(server, "send", "--to=#ops", "hello")[0] == 0
    bob.expect(r"PRIVMSG #ops :hello$")


def test_a_refused_message_ends_with_65(cli, server):
    status, out, said = cli(server, "send", "--to=nobody", "hello")
    assert status == 65
    assert "nobody is called nobody" in said
    assert "0 messages were stored" in said


def test_a_part_that_is_stored_is_counted(cli, server, make_irc):
    oper = make_irc(server, "oper", join="#ops")
    sender = subprocess.Popen(
        [program("tcpchat"), f"--port={server.port}", "--nick=al", "send",
         "--to=#ops"], stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment(server.folder / "cli"))
    sender.stdin.write("one\n")
    sender.stdin.flush()
    oper.expect(r"PRIVMSG #ops :one$")
    oper.send("MODE #ops +m")
    oper.expect(r"MODE #ops \+m")
    _, said = sender.communicate("two\nthree\n", timeout=60)
    assert sender.returncode == 65
    assert "1 message was stored" in said


def test_no_server_ends_with_75(cli):
    status, _, said = cli(free_port(), "send", "--timeout=1s", "hello")
    assert status == 75
    assert "127.0.0.1: Connection refused" in said


def test_wrong_usage_ends_with_64(cli):
    assert cli(1, "--nonsense")[0] == 64
    assert cli(1, "send", "--json", "x")[0] == 64


def test_a_second_run_sends_only_the_rest(cli, server, folder):
    state = f"--state={folder / 'state'}"
    text = "".join(f"line {i}\n" for i in range(300))
    port = server.port
    server.kill()
    status, _, said = cli(port, "send", "--timeout=1s", state, text=text)
    assert status == 75 and "0 messages were stored" in said
    server.start()
    assert cli(server, "send", state, text=text)[0] == 0
    assert cli(server, "send", state, text=text + "more\n")[0] == 0
    assert history(cli, server) == [*text.splitlines(), "more"]


class Sender:
    """tcpchat send on a pipe, fed as a test wants it."""

    def __init__(self, server, folder, *options):
        self.process = subprocess.Popen(
            [program("tcpchat"), f"--port={server.port}", "--nick=al",
             "send", *options], stdin=subprocess.PIPE,
            env=environment(folder / "cli"))

    def feed(self, lines):
        self.process.stdin.write("".join(x + "\n" for x in lines).encode())
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()

    def finish(self, deadline_s=60):
        self.process.stdin.close()
        return self.process.wait(deadline_s)


def stored(path):
    """How many messages a state file says to be stored."""
    return path.read_text().count("stored ") if path.exists() else 0


def test_a_killed_run_is_continued_exactly_once(cli, make_server, folder):
    server = make_server(settings="flood-control = off\n").start()
    state = folder / "state"
    lines = [f"line {i}" for i in range(3000)]
    for count in (10, 500, 1200):
        sender = Sender(server, folder, f"--state={state}")
        sender.feed(lines[:1500])
        until(f"{count} are stored", lambda: stored(state) >= count)
        sender.kill()
    assert cli(server, "send", f"--state={state}",
               text="\n".join(lines))[0] == 0
    assert history(cli, server, limit=4000) == lines


def test_two_runs_do_not_share_a_state(cli, server, folder):
    state = folder / "state"
    sender = Sender(server, folder, f"--state={state}")
    sender.feed(["one"])
    until("it is stored", lambda: stored(state) == 1)
    status, _, said = cli(server, "send", f"--state={state}", "two")
    assert (status, "another tcpchat is at work" in said) == (74, True)
    assert sender.finish() == 0


def test_another_file_is_not_taken_for_a_state(cli, server, folder):
    precious = folder / "precious"
    precious.write_text("my diary\n")
    assert cli(server, "send", f"--state={precious}", "hello")[0] == 74
    assert precious.read_text() == "my diary\n"


def test_ten_thousand_lines_and_five_dead_servers(cli, make_server, folder):
    """The issue's own measure: exactly those lines, in their order."""
    server = make_server(settings="flood-control = off\n").start()
    lines = [f"line {i} of many" for i in range(10000)]
    sender = Sender(server, folder)
    log = server.state / "tcpchat.db-wal"
    for part in range(5):
        before = log.stat().st_mtime_ns if log.exists() else 0
        sender.feed(lines[part * 2000:][:2000])
        until("messages are being stored",
              lambda: log.exists() and log.stat().st_mtime_ns > before)
        server.restart()
    assert sender.finish() == 0
    assert history(cli, server, limit=20000) == lines

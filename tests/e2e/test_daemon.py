"""tcpchatd as a process: start, errors, signals, methods, end."""

import contextlib
import os
import re
import resource
import select
import signal
import subprocess
import time

import pytest

from conftest import environment, free_port, program
from irc import Irc
from terminal import until

METHODS = ["select", "poll", "epoll"]


def run(folder, *options, **more):
    """Runs tcpchatd to its end: an error, or the parent of a daemon."""
    return subprocess.run(
        [program("tcpchatd"), *options], stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60,
        env=environment(folder / "home"), cwd=folder, **more)


def wait_gone(pid, deadline_s=60):
    """Waits for the end of a process that is not our child."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ready = select.select([handle], [], [], deadline_s)[0]
    os.close(handle)
    assert ready, f"process {pid} does not end"


@pytest.fixture
def daemon(folder):
    """Starts daemons (no --foreground) and ends them by their pid."""
    pids = []

    def start(port, state, *options):
        done = run(folder, f"--port={port}", "--machine-name=127.0.0.1",
                   f"--state-dir={state}", *options)
        if done.returncode == 0:
            pids.append(int((state / "tcpchatd.pid").read_text()))
        return done

    start.pids = pids
    yield start
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def one_sentence(text, *words):
    """Standard error is one line that names these things."""
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    for word in words:
        assert str(word) in lines[0], f"{word!r} is not named: {text}"


def test_help_and_version_go_to_standard_output(folder):
    for option, word in (("--help", "--port"), ("--version", "tcpchatd")):
        done = run(folder, option)
        assert (done.returncode, done.stderr) == (0, "")
        assert word in done.stdout


def test_a_daemon_serves_when_the_command_returns(daemon, folder):
    port, state = free_port(), folder / "state"
    done = daemon(port, state)
    assert done.returncode == 0, done.stderr
    irc = Irc(port).register("alice")
    pid = daemon.pids[0]
    assert os.getsid(pid) == pid
    assert os.readlink(f"/proc/{pid}/cwd") == "/"
    for descriptor in range(3):
        target = os.readlink(f"/proc/{pid}/fd/{descriptor}")
        assert target == "/dev/null"
    os.kill(pid, signal.SIGTERM)
    assert any("ERROR" in line for line in irc.wait_end())
    wait_gone(pid, 5)
    assert not (state / "tcpchatd.pid").exists()


def test_a_shell_may_have_closed_the_standard_descriptors(daemon, folder):
    port, state = free_port(), folder / "state"
    state.mkdir(mode=0o700)
    command = [program("tcpchatd"), f"--port={port}",
               "--machine-name=127.0.0.1", f"--state-dir={state}"]
    status = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command],
        env=environment(folder / "home"), timeout=60).returncode
    assert status == 0
    daemon.pids.append(int((state / "tcpchatd.pid").read_text()))
    Irc(port).register("alice").close()


def test_an_address_may_be_named_twice(make_server, make_irc):
    server = make_server("127.0.0.1", "localhost").start()
    make_irc(server, "alice")


def test_state_is_for_its_owner_only(server):
    assert server.state.stat().st_mode & 0o777 == 0o700
    for file in server.state.iterdir():
        with contextlib.suppress(FileNotFoundError):    # renamed meanwhile
            assert file.stat().st_mode & 0o077 == 0, file


def test_a_second_server_on_a_folder_names_the_first(server, folder):
    done = run(folder, "--foreground", f"--port={free_port()}",
               f"--state-dir={server.state}")
    assert done.returncode != 0
    one_sentence(done.stderr, server.state, server.process.pid)


def test_a_second_daemon_on_a_folder_fails_too(daemon, folder):
    state = folder / "state"
    assert daemon(free_port(), state).returncode == 0
    done = run(folder, f"--port={free_port()}", f"--state-dir={state}")
    assert done.returncode != 0
    one_sentence(done.stderr, state, daemon.pids[0])


@pytest.mark.parametrize("foreground", [["--foreground"], []])
def test_a_port_in_use_is_named(server, folder, foreground):
    done = run(folder, *foreground, f"--port={server.port}",
               "--machine-name=127.0.0.1", f"--state-dir={folder}/other")
    assert done.returncode != 0
    one_sentence(done.stderr, server.port)


@pytest.mark.parametrize("options,named", [
    (["--prot=1"], "--prot"),
    (["--port=70000"], "70000"),
    (["--port=x"], "x"),
    (["--event-method=magic"], "magic"),
    (["--machine-name=192.0.2.1"], "192.0.2.1"),
    (["--config=/nowhere/at.all"], "/nowhere/at.all"),
    (["--state-dir=/proc/nowhere"], "/proc/nowhere"),
])
def test_a_wrong_option_is_one_sentence_and_a_status(folder, options, named):
    start = [f"--port={free_port()}", f"--state-dir={folder}/state"]
    for more in ([], ["--foreground"]):
        done = run(folder, *start, *options, *more)
        assert done.returncode != 0
        assert done.stdout == ""
        one_sentence(done.stderr, named)


def test_a_damaged_database_is_named_and_left_alone(make_server, folder):
    server = make_server().start()
    assert server.stop() == 0
    database = next(f for f in server.state.iterdir()
                    if f.read_bytes()[:15] == b"SQLite format 3")
    database.write_bytes(b"this is no database at all" * 400)
    before = database.read_bytes()
    done = run(folder, *server.argv()[1:])
    assert done.returncode != 0
    one_sentence(done.stderr, database)
    assert database.read_bytes() == before


def test_check_config_names_file_line_and_fault(folder):
    good = folder / "good.conf"
    good.write_text("port = 7002\n")
    done = run(folder, "--check-config", f"--config={good}")
    assert done.returncode == 0, done.stderr
    bad = folder / "bad.conf"
    bad.write_text("port = 7002\nprot = 7003\n")
    done = run(folder, "--check-config", f"--config={bad}")
    assert done.returncode != 0
    one_sentence(done.stderr, bad, "2", "prot")


def test_the_first_systems_spellings_work(make_server, make_irc, folder):
    server = make_server()
    server.argv = lambda: [
        program("tcpchatd"), "--foreground", "--machine-name:127.0.0.1",
        f"--port:{server.port}", "--verbose:true",
        f"--state-dir:{server.state}"]
    server.start()
    make_irc(server, "alice")


@pytest.mark.parametrize("method", METHODS)
def test_every_event_method_serves(make_server, make_irc, method):
    server = make_server(f"--event-method={method}").start()
    alice = make_irc(server, "alice", join="#m")
    bob = make_irc(server, "bob", join="#m")
    alice.send("PRIVMSG #m :by " + method)
    bob.expect(f"PRIVMSG #m :by {method}")
    assert server.stop() == 0


def test_select_refuses_what_it_cannot_watch(make_server):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 1300:
        pytest.skip("fewer than 1300 descriptors are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 1300), hard))
    server = make_server("--event-method=select", settings=(
        "max-clients-per-ip = 0\nsilent-max = 5000\n")).start()
    first = Irc(server.port).register("first")
    crowd = []
    refused = None
    while refused is None and len(crowd) < 1100:
        irc = Irc(server.port)
        crowd.append(irc)
        if len(crowd) > 900:
            irc.read(0.02)
            refused = next((l for l in irc.lines if "ERROR" in l), None)
    assert refused, "nobody was refused"
    assert len(crowd) > 950, f"already the {len(crowd)}th was refused"
    assert first.settled()
    for irc in crowd:
        irc.close()
    late = until("there is room again", lambda: comes_in(server))
    late.close()
    first.close()
    assert server.stop() == 0


def comes_in(server):
    irc = Irc(server.port)
    irc.send("PING here")
    irc.read(0.2)
    if irc.lines and "ERROR" not in irc.lines[0]:
        return irc
    irc.close()
    return None


def test_sighup_takes_all_settings_or_none(make_server, make_irc, folder):
    for word in ("first", "second", "third"):
        (folder / word).write_text(f"the {word} message\n")

    def settings(word, more=""):
        return f'motd-file = "{folder}/{word}"\n{more}'

    server = make_server(settings=settings("first")).start()
    alice = make_irc(server, "alice")

    def motd():
        alice.send("MOTD")
        return "\n".join(alice.until(" (376|422) "))

    assert "the first" in motd()
    server.config.write_text(settings("second"))
    server.process.send_signal(signal.SIGHUP)
    until("the new settings", lambda: "the second" in motd())
    server.config.write_text(settings("third", "prot = 1\n"))
    server.process.send_signal(signal.SIGHUP)
    until("the fault is said", lambda: "prot" in server.words())
    assert "the second" in motd()


@pytest.mark.sanitized
def test_sigterm_says_why_stores_all_and_ends_in_time(make_server, make_irc):
    server = make_server().start()
    caps = "echo-message message-tags draft/chathistory batch server-time"
    alice = make_irc(server, "alice", caps, join="#end")
    for n in range(50):
        alice.send(f"PRIVMSG #end :line {n}")
    alice.expect("PRIVMSG #end :line 49")
    began = time.monotonic()
    assert server.stop(5) == 0
    assert time.monotonic() - began < 5
    assert any(line.startswith("ERROR") for line in alice.wait_end())
    server.start()
    again = make_irc(server, "alice", caps, join="#end")
    again.send("CHATHISTORY LATEST #end * 100")
    lines = again.until(r"BATCH -")
    texts = [m[1] for m in (re.search(r":(line \d+)$", l) for l in lines) if m]
    assert texts == [f"line {n}" for n in range(50)]


def test_sigint_ends_as_sigterm_does(make_server, make_irc):
    server = make_server().start()
    make_irc(server, "alice")
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(5) == 0

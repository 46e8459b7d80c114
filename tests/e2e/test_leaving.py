"""tcpchat-tui leaves the terminal as it found it, however it ends."""

import os
import re
import signal
import subprocess

import pytest

from conftest import environment, program
from terminal import until

# What must be off when we are gone, and is on while we run.
FLAGS = ["alternate_on", "mouse_any_flag"]


@pytest.fixture
def shell(make_tmux, server, folder):
    """A shell in tmux; its run() opens the client and knows its pid."""
    tmux = make_tmux(home="alice")

    def run():
        tmux.line("stty -a > before")
        tmux.line(f"{program('tcpchat-tui')} --port={server.port} "
                  "--machine-name=127.0.0.1 --nick=alice; "
                  "echo status=$?; stty -a > after; echo done-$((1 + 1))")
        tmux.expect("[ALL")
        tmux.expect_flag("alternate_on", "1")
        pane = tmux.flag("pane_pid")
        children = subprocess.run(
            ["pgrep", "-s", pane, "tcpchat-tui"], check=True,
            capture_output=True, text=True).stdout.split()
        return int(children[0])

    tmux.line(f"cd {folder}")
    tmux.open = run
    return tmux


def left_clean(tmux, folder):
    tmux.expect("done-2")
    for flag in FLAGS:
        assert tmux.flag(flag) == "0", flag
    assert tmux.flag("cursor_flag") == "1"
    assert (folder / "after").read_text() == (folder / "before").read_text()
    assert "[ALL" not in tmux.text()


def test_quitting_leaves_nothing_behind(shell, folder):
    shell.open()
    shell.line("/quit")
    left_clean(shell, folder)
    shell.expect("status=0")


@pytest.mark.parametrize("name,status", [
    ("TERM", None), ("SEGV", 139), ("ABRT", 134)])
def test_a_signal_leaves_nothing_behind(shell, folder, name, status):
    pid = shell.open()
    subprocess.run(["kill", f"-{name}", str(pid)], check=True)
    left_clean(shell, folder)
    if status is not None:
        shell.expect(f"status={status}")


def test_suspending_gives_the_terminal_back(shell, folder):
    shell.open()
    shell.key("C-z")
    shell.expect("Stopped")
    for flag in FLAGS:
        shell.expect_flag(flag, "0")
    shell.line("fg")
    shell.expect_flag("alternate_on", "1")
    shell.expect("[ALL")
    shell.line("said after the suspend")
    shell.expect("said after the suspend")
    shell.line("/quit")
    shell.expect_flag("alternate_on", "0")


def test_a_lost_terminal_ends_the_program(make_tui, server, make_irc):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    bob.expect(":alice!.* JOIN ")
    os.kill(tui.pid, 1)
    bob.expect(":alice!.* QUIT ")
    assert tui.exited() == 0


def test_no_terminal_is_one_sentence(folder):
    done = subprocess.run(
        [program("tcpchat-tui")], stdin=subprocess.DEVNULL, timeout=60,
        capture_output=True, text=True, env=environment(folder / "home"))
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert re.search("terminal", done.stderr)


ENDS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT,
        signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE,
        signal.SIGILL, signal.SIGSYS, signal.SIGTRAP, signal.SIGALRM,
        signal.SIGUSR2, signal.SIGXCPU, signal.SIGXFSZ]


@pytest.mark.parametrize("end", ["/quit", *ENDS], ids=str)
def test_what_is_switched_on_is_switched_off_at_the_end(make_tui, server, end):
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    tui.send("\x1b[?0u")        # it knows kitty's keyboard
    tui.wait("the keyboard's mode", lambda: tui.kept["keyboard"] == 1)
    assert {1049, 2004, 1004, 1000, 1006, 2031} <= tui.modes
    assert tui.keypad and tui.kept["title"] > 0
    if end == "/quit":
        tui.line(end)
    else:
        tui.signal(end)
    status = tui.exited()
    assert status == (-end if end in ENDS[3:] else 0)
    assert tui.modes == {25}, tui.modes
    assert not tui.keypad
    assert tui.kept == {"keyboard": 0, "title": 0}
    assert tui.screen.margins in (None, (0, 23))
    until("nothing more is written", lambda: tui.rest == "")

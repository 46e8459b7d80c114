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


def is_on(tui):
    """Waits until all is in use that has to be given back."""
    tui.expect("[ALL")
    if tui.kept["keyboard"] == 0:
        tui.send("\x1b[?0u")    # it knows kitty's keyboard
    tui.wait("all modes", lambda: tui.keypad and tui.kept["keyboard"] == 1
             and tui.kept["title"] > 0
             and {1049, 2004, 1004, 1000, 1006, 2031} <= tui.modes)


def is_as_found(tui):
    return (tui.modes == {25} and not tui.keypad
            and tui.kept == {"keyboard": 0, "title": 0}
            and tui.screen.margins in (None, (0, 23)))


@pytest.mark.parametrize("end", ["/quit", *ENDS], ids=str)
def test_what_is_switched_on_is_switched_off_at_the_end(make_tui, server, end):
    tui = make_tui(server, "alice")
    is_on(tui)
    if end == "/quit":
        tui.line(end)
    else:
        tui.signal(end)
    status = tui.exited()
    assert status == (-end if end in ENDS[3:] else 0)
    assert is_as_found(tui), (tui.modes, tui.kept, tui.keypad)
    until("nothing more is written", lambda: tui.rest == "")


def test_an_editor_gets_the_terminal_as_it_was_found(
        folder, make_tui, server):
    editor = folder / "editor"
    editor.write_text('#!/bin/sh\necho editing\nread line\necho read\n')
    editor.chmod(0o755)
    tui = make_tui(server, "alice", VISUAL=str(editor))
    for _ in range(2):
        is_on(tui)
        tui.key("Ctrl-x", "Ctrl-e")
        tui.expect("editing")
        assert is_as_found(tui), (tui.modes, tui.kept, tui.keypad)
        tui.line("enough")
    is_on(tui)
    tui.line("/quit")
    assert tui.exited() == 0
    assert is_as_found(tui), (tui.modes, tui.kept, tui.keypad)


def test_a_shell_gets_the_terminal_as_it_was_found(
        folder, make_terminal, server):
    shell = make_terminal(["/bin/bash", "--noprofile", "--norc", "-i"],
                          PS1="prompt> ")
    shell.line("bind 'set enable-bracketed-paste off'")
    shell.line(f"{program('tcpchat-tui')} --port={server.port} "
               "--machine-name=127.0.0.1 --nick=alice; echo status=$?")
    for _ in range(2):
        is_on(shell)
        shell.key("Ctrl-z")
        shell.wait("the shell", lambda: "Stopped" in shell.text()
                   and is_as_found(shell))
        shell.line("clear; fg; echo status=$?")
    is_on(shell)
    shell.line("/quit")
    shell.expect("status=0")
    assert is_as_found(shell), (shell.modes, shell.kept, shell.keypad)
    shell.line("exit")
    shell.exited()

"""Plays a short conversation between two tcpchat-tui and prints their screens.

usage: play.py TCPCHAT-TUI PORT
"""

import os
import re
import sys
import tempfile

from terminal import Terminal


def opened(program, port, nick, folder, columns, rows):
    env = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "HOME": folder, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
        "XDG_CONFIG_HOME": f"{folder}/{nick}",
        "XDG_STATE_HOME": f"{folder}/{nick}",
    }
    return Terminal([program, "--machine-name=127.0.0.1", f"--port={port}",
                     f"--nick={nick}"], columns, rows, env)


def show(whose, terminal):
    with terminal.changed:
        print(f"\n{whose}'s screen:\n{terminal.framed()}", flush=True)


def said(terminal, text):
    """Writes a line and waits until the server has stored it."""
    terminal.line(text)
    start = re.escape(text[:20])
    terminal.expect(re.compile(rf"✓.*{start}"))


def play(alice, bob):
    alice.expect("[ALL")
    bob.expect("[ALL")
    for tui in (alice, bob):
        tui.wait("both are in the side list", lambda: all(
            re.search(rf"│.*\b{n}\b", tui.text()) for n in ("alice", "bob")))
    said(alice, "good morning! does the new server stand?")
    bob.expect("does the new server")
    said(bob, "it does. what has a ✓ is on its disk")
    said(bob, "おはよう 🎉 and no border moves")
    alice.expect("no border moves")

    alice.send("shall we tell the others?")
    alice.key("Ctrl-t")
    alice.expect("To:")
    alice.send("bob")
    alice.expect("> bob")
    show("alice (choosing whom to write to)", alice)
    alice.key("Enter")
    alice.expect("[bob")
    alice.key("Enter")
    alice.expect(re.compile("✓.*shall we tell"))
    bob.expect(re.compile("2 alice"))
    show("bob", bob)
    bob.key("Alt-a")
    bob.expect("shall we tell")
    said(bob, "let them find it")
    alice.expect("let them find it")
    show("alice", alice)
    for tui in (alice, bob):
        tui.line("/quit")
        assert tui.exited() == 0


def main():
    program, port = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        people = [opened(program, port, nick, folder, 80, 24)
                  for nick in ("alice", "bob")]
        try:
            play(*people)
        finally:
            for terminal in people:
                terminal.close()
    print("\ntwo people talked; every message was stored before its ✓.")


if __name__ == "__main__":
    main()

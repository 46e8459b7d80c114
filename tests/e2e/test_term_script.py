"""Scripting tcpchat-tui: /exec, the event hook and the control socket."""

import json
import os
import signal
import socket
import stat

import pytest

from terminal import DEADLINE_S, until


@pytest.fixture
def tui(server, make_tui):
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    return tui


def test_what_a_command_prints_is_shown_and_not_sent(tui, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    tui.line("/exec echo one; echo $((1 + 1)) >&2; printf 'a\\tb\\033[1m'")
    tui.expect("one")
    tui.expect("2")
    tui.expect("a b")
    tui.line("/exec exit 3")
    tui.expect("the command ended with status 3")
    tui.line("after all that")
    line = irc.expect("PRIVMSG #all :")
    assert line.string.endswith("after all that")


def test_what_a_command_prints_is_sent_if_asked(tui, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    tui.line("/exec -o echo /etc is no command")
    irc.expect("PRIVMSG #all :/etc is no command")


def test_much_is_held_by_the_guard(tui, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    tui.line("/exec -o seq 1 1200")
    tui.expect("Esc drop")
    tui.key("Esc")
    tui.gone("Esc drop")
    tui.line("nothing of that")
    line = irc.expect("PRIVMSG #all :")
    assert line.string.endswith("nothing of that")


def test_too_long_and_too_much_is_ended(tui):
    tui.line("/set exec-seconds 1")
    tui.expect("exec-seconds = 1")
    tui.line("/exec sleep 1000 & sleep 2000")
    tui.expect("the command took too long and was ended")
    tui.line("/set exec-seconds 100")
    tui.expect("exec-seconds = 100")
    tui.line("/exec yes")
    tui.expect("the command printed too much and was ended")
    for _ in range(5):
        tui.line("/exec sleep 1000")
    tui.expect("too many commands run already")
    tui.line("/exec -k")
    tui.expect("the command was ended")
    tui.line("still here")
    tui.expect("carla  still here")


def test_a_shell_line_is_taken_as_it_is_typed(tui, folder):
    out = folder / "out"
    tui.line(f"/exec printf '%s|' \"a  b\" 'c;d' > {out}")
    until("the file", lambda: out.exists() and out.read_text() == "a  b|c;d|")


class Control:
    """A program on the control socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(DEADLINE_S)
        self.socket.connect(str(path))
        self.lines = self.socket.makefile("r", encoding="utf-8")

    def send(self, **request):
        self.socket.sendall(json.dumps({"v": 1, **request}).encode() + b"\n")

    def next(self):
        line = self.lines.readline()
        assert line, "it was closed"
        answer = json.loads(line)
        assert answer["v"] == 1
        return answer

    def ask(self, **request):
        """The answer; what is told meanwhile is passed over."""
        self.send(id="q", **request)
        while True:
            answer = self.next()
            if answer.get("id") == "q":
                return answer

    def told(self, **wanted):
        """The first event with these fields."""
        while True:
            event = self.next()
            if all(event.get(k) == v for k, v in wanted.items()):
                return event


@pytest.fixture
def path(folder):
    return folder / "control"


@pytest.fixture
def controlled(server, make_tui, path):
    tui = make_tui(server, "carla", f"--control={path}")
    tui.expect("[ALL")
    until("the socket", path.exists)
    return tui


@pytest.fixture
def control(controlled, path):
    return Control(path)


def test_a_message_is_sent_and_its_state_told(control, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    answer = control.ask(do="send", to="ALL", text="/by a program")
    assert answer["ok"]
    irc.expect("PRIVMSG #all :/by a program")
    event = control.told(message=answer["message"], state="stored")
    assert event["event"] == "delivery" and event["to"] == "ALL"


def test_who_subscribes_is_told_what_happens(control, server, make_irc):
    assert control.ask(do="subscribe")["ok"]
    irc = make_irc(server, "bob", join="#all")
    control.told(kind="join", **{"from": "bob"})
    irc.send("PRIVMSG #all :hello carla")
    event = control.told(text="hello carla")
    assert event["event"] == "line" and event["kind"] == "message"
    assert event["from"] == "bob" and event["to"] == "ALL"
    assert event["for_me"] and not event["own"]
    # Programs are told the words, not how they are painted.
    irc.send("PRIVMSG #all :\x02bold\x0f, \x0304,01red\x03 and plain")
    assert control.told(text="bold, red and plain")
    lines = control.ask(do="lines", count=1)["lines"]
    assert lines[0]["text"] == "bold, red and plain"
    irc.send("PRIVMSG carla :quietly")
    assert control.told(text="quietly")["for_me"]
    assert control.ask(do="unsubscribe")["ok"]


def test_the_model_can_be_read(control, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    irc.send("PRIVMSG #all :one")
    irc.send("PRIVMSG #all :two")
    until("both", lambda: [
        x["text"] for x in control.ask(do="lines", count=2)["lines"]]
        == ["one", "two"])
    users = control.ask(do="users", to="ALL")["users"]
    assert sorted(u["nick"] for u in users) == ["bob", "carla"]
    places = control.ask(do="model")["places"]
    assert len(places) == 1 and places[0]["nick"] == "carla"
    here = [d for d in places[0]["destinations"] if d["here"]]
    assert here[0]["to"] == "ALL" and here[0]["users"] == 2


def test_a_command_is_run(control, controlled):
    assert control.ask(do="run", line="/join #ops")["ok"]
    controlled.expect("[#ops")


def test_what_cannot_be_done_is_said(control):
    def error(**request):
        answer = control.ask(**request)
        assert not answer["ok"] and answer["text"]
        return answer["error"]

    assert error(do="dance") == "no-request"
    assert error(do="lines", to="nobody") == "no-destination"
    assert error(do="lines", place="nowhere") == "no-place"
    assert error(do="send", to="bob") == "refused"
    assert error(do="send", to="a b", text="x") == "refused"
    assert error(do="run", line="join") == "no-command"
    assert error(do="run", line="/raw A\r\nQUIT") == "no-command"
    assert error(do="run", line="/nonsense") == "no-command"
    assert control.ask(do="model")["ok"]


def test_garbage_is_answered_or_cut_off(controlled, path):
    for garbage in (b"hello\n", b"\xff\xfe\n", b"[1]\n", b'{"v":2}\n',
                    b'{"do":"model"\n', b"[" * 5000 + b"\n", b"\0\n"):
        control = Control(path)
        control.socket.sendall(garbage)
        assert not control.next()["ok"]
    control = Control(path)
    try:
        control.socket.sendall(b"x" * 1000000)
    except OSError:
        pass
    with pytest.raises((AssertionError, OSError)):
        control.next()
    assert Control(path).ask(do="model")["ok"]
    controlled.line("still here")
    controlled.expect("carla  still here")


def test_who_does_not_read_is_cut_off(controlled, path):
    slow = Control(path)
    with pytest.raises(OSError):
        for _ in range(1000000):
            slow.socket.sendall(b'{"do":"model"}\n' * 100)
    controlled.line("still here")
    controlled.expect("carla  still here")


def test_the_socket_is_for_its_owner_and_a_dead_one_is_replaced(
        controlled, server, make_tui, path):
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    other = make_tui(server, "erik", f"--control={path}")
    assert other.exited() == 1
    assert "control socket" in other.text()
    assert Control(path).ask(do="model")["ok"]
    controlled.signal(signal.SIGKILL)
    controlled.exited()
    assert path.exists()
    make_tui(server, "fritz", f"--control={path}").expect("[ALL")
    until("answers", lambda: Control(path).ask(do="model")["ok"])


def test_the_event_hook_is_told(tui, server, make_irc, folder):
    out = folder / "events"
    hook = folder / "hook"
    hook.write_text(f"#!/bin/sh\nexec cat >> '{out}'\n")
    hook.chmod(0o755)
    tui.line(f"/set event-hook {hook}")
    tui.expect("event-hook =")
    irc = make_irc(server, "bob", join="#all")
    irc.send("PRIVMSG #all :$(touch /tmp/no) `x` carla")

    def seen():
        if not out.exists():
            return False
        lines = [json.loads(x) for x in out.read_text().splitlines()]
        return any(x.get("text") == "$(touch /tmp/no) `x` carla"
                   and x["for_me"] for x in lines)

    until("the event", seen)


def test_an_event_hook_that_is_not_there_is_told_once(
        tui, server, make_irc, folder):
    # As a shell ends that does not find a command; the runs are counted.
    runs = folder / "runs"
    tui.line(f"/set event-hook echo run >> {runs}; exit 127")
    tui.expect("event-hook =")
    irc = make_irc(server, "bob", join="#all")
    irc.send("PRIVMSG #all :one")
    tui.expect("cannot start 'echo run")
    irc.send("PRIVMSG #all :two")
    until("a second run",
          lambda: len(runs.read_text().splitlines()) > 1)
    irc.send("PRIVMSG #all :three")  # told behind what the second may say
    until("a third run",
          lambda: len(runs.read_text().splitlines()) > 2)
    tui.line("/notices")
    tui.expect("┌ Notices")
    # Once in the log, and perhaps still in the status line.
    assert tui.text().count("cannot start 'echo run") <= 2

"""A server that sends what a terminal would obey, in every field there is:
no byte of it gets to a terminal, a pipe or a file as it was sent."""

import itertools
import json
import re
import socket
import subprocess
import threading

import pytest

from conftest import environment, program
from fake import NAME, Fake
from terminal import DEADLINE_S, until

AWAY = "\x1b[O"

# What a terminal obeys, hides or turns around. PWN marks what is not ours.
ATTACKS = {
    "title": b"\x1b]0;PWN\x07",
    "clipboard": b"\x1b]52;c;UFdO\x07PWN",
    "colour": b"\x1b[77;88yPWN",
    "reset": b"\x1bcPWN",
    "question": b"\x1bP$qPWN\x1b\\",
    "bell": b"PWN\x07\x08\x0c\x0e\x05\x7f\x1a",
    "csi-8": b"PWN\x9b77;88yPWN",
    "osc-8": b"PWN\x9d0;PWN\x9cPWN",
    "dcs-8": b"PWN\x90PWN\x85\x84",
    "csi-utf8": "PWN\x9b77;88yPWN".encode(),
    "osc-utf8": "PWN\x9d0;PWN\x9cPWN".encode(),
    "cut-utf8": b"PWN\xe2\x80PWN\xf0\x9f\xc2",
    "long-utf8": b"PWN\xc0\x9b77;88y\xe0\x82\x9bPWN\xed\xa0\x80",
    "bidi": "PWN\u202a\u202b\u202d\u202ePWN\u2066\u2067\u2068PWN".encode(),
    "blanks": "PWN\u200b\u2060\ufeff\u00ad\u2028\u2029\u3164PWN".encode(),
    "tags": "PWN\U000e0001\U000e0041\U000e0042PWN".encode(),
    "format": b"\x02\x03PWN\x1f\x16\x1e\x11\x1d\x04PWN",
}

CAPS = ("account-notify away-notify batch cap-notify chghost draft/metadata-2 "
        "echo-message extended-join extended-monitor "
        "invite-notify labeled-response message-tags multi-prefix "
        "server-time setname standard-replies userhost-in-names")

# X is the attack; ME is the nick of the client.
FIELDS = {
    "nick": ":X!u@h PRIVMSG #room :says", "user": ":bob!X@h JOIN #room",
    "host": ":bob!u@X JOIN #room * :Bob",
    "extended join": ":bob!u@h JOIN #room X :X",
    "whois": f":{NAME} 311 ME bob X X * :X",
    "whois server": f":{NAME} 312 ME bob X :X",
    "whois account": f":{NAME} 330 ME bob X :X",
    "whois channels": f":{NAME} 319 ME bob :@#X X",
    "whois end": f":{NAME} 318 ME X :X",
    "account": ":bob!u@h ACCOUNT X", "chghost": ":bob!u@h CHGHOST X X",
    "setname": ":bob!u@h SETNAME :X", "away": ":bob!u@h AWAY :X",
    "away answer": f":{NAME} 301 ME bob :X",
    "channel": ":bob!u@h JOIN #X", "own channel": ":ME!u@h JOIN #X",
    "topic": ":bob!u@h TOPIC #room :X", "332": f":{NAME} 332 ME #room :X",
    "333": f":{NAME} 333 ME #room X 1700000000",
    "353": f":{NAME} 353 ME = #room :@X +X bob",
    "message": ":bob!u@h PRIVMSG #room :X", "to me": ":bob!u@h PRIVMSG ME :X",
    "mention": ":bob!u@h PRIVMSG #room :ME: X",
    "notice": ":bob!u@h NOTICE #room :X", "notice to me": ":bob!u@h NOTICE ME X",
    "server notice": f":{NAME} NOTICE ME :X", "server": ":X NOTICE ME :X",
    "action": ":bob!u@h PRIVMSG #room :\x01ACTION X\x01",
    "ctcp": ":bob!u@h PRIVMSG ME :\x01X X\x01",
    "ctcp version": ":bob!u@h PRIVMSG ME :\x01VERSION X\x01",
    "ctcp reply": ":bob!u@h NOTICE ME :\x01VERSION X\x01",
    "ctcp ping": ":bob!u@h NOTICE ME :\x01PING X\x01",
    "new nick": ":p1!u@h NICK X", "part": ":p2!u@h PART #room :X",
    "kick": ":bob!u@h KICK #room p3 :X", "quit": ":p4!u@h QUIT :X",
    "mode": ":bob!u@h MODE #room +oX X", "own mode": ":ME MODE ME :+X",
    "ban": f":{NAME} 367 ME #room X X 1", "324": f":{NAME} 324 ME #room +X X",
    "isupport": f":{NAME} 005 ME NETWORK=X X=X :X",
    "prefix": f":{NAME} 005 ME PREFIX=(ovX)@+X CHANMODES=X :X",
    "types": f":{NAME} 005 ME CHANTYPES=#X STATUSMSG=X :X",
    "motd": f":{NAME} 372 ME :X", "motd begins": f":{NAME} 375 ME :X",
    "unknown": f":{NAME} 799 ME X :X", "no numeric": f":{NAME} X ME :X",
    "refusal": f":{NAME} 404 ME #X :X", "433": f":{NAME} 433 ME X :X",
    "redirect": f":{NAME} 470 ME #X #X :X", "10": f":{NAME} 010 ME X 1 :X",
    "fail": f":{NAME} FAIL X X X :X", "warn": f":{NAME} WARN X X X :X",
    "note": f":{NAME} NOTE X X X :X",
    "list": f":{NAME} 322 ME #X 7 :X", "invite": ":X!u@h INVITE ME #X",
    "metadata": f":{NAME} METADATA bob X * :X",
    "metadata key": f":{NAME} 761 ME bob X * :X",
    "react": "@+draft/react=X;+draft/reply=X :bob!u@h TAGMSG #room",
    "reply": "@+draft/reply=X;msgid=X :bob!u@h PRIVMSG #room :X",
    "time": "@time=X;account=X :bob!u@h PRIVMSG #room :X",
    "typing": "@+typing=active :X!u@h TAGMSG #room",
    "batch": f":{NAME} BATCH +X X X", "end": f":{NAME} BATCH -X",
    "netsplit": f":{NAME} BATCH +ns netsplit X X",
    "split": "@batch=ns :p5!u@h QUIT :X", "split end": f":{NAME} BATCH -ns",
    "sasl": f":{NAME} 904 ME :X", "sasl ways": f":{NAME} 908 ME X :X",
    "logged in": f":{NAME} 900 ME X X :X",
    "cap": f":{NAME} CAP ME NEW :X sts=X sasl=X",
    "wallops": ":X!u@h WALLOPS :X", "redact": ":bob!u@h REDACT #room X :X",
    "rename": ":bob!u@h RENAME #room #room :X", "monitor": f":{NAME} 730 ME :X",
    "link": ":bob!u@h PRIVMSG #room :see https://example.org/X/PWN?X#X",
    "kill": ":bob!u@h KILL p6 :X", "markread": f":{NAME} MARKREAD X X",
    "verb": ":bob!u@h X X :X",
}


def fill(template, bad, nick):
    return template.encode().replace(b"ME", nick.encode()).replace(
        b"X", bad)


def lines_of(nick):
    """Every attack in every field; what is read as one: each its own line."""
    for bad, template in itertools.product(
            ATTACKS.values(), FIELDS.values()):
        yield fill(template, bad, nick) + b"\r\n"


def play(c):
    c.welcome(CAPS)
    c.joins(names="@bob p1 p2 p3 p4 p5 p6")
    attack(c)


def attack(c):
    c.socket.sendall(b"".join(lines_of(c.nick)))
    c.answer("005", "CHANTYPES=#", "PREFIX=(ov)@+", ":are supported")
    c.send(":bob!u@h PRIVMSG #room :the last of all")
    while line := c.line():
        if line.startswith("PING "):
            c.send(f":{NAME} PONG {NAME} {line.split()[1]}")
        elif "WHOIS" in line:
            for name, template in FIELDS.items():
                if name.startswith("whois"):
                    for bad in ATTACKS.values():
                        c.socket.sendall(
                            fill(template, bad, c.nick) + b"\r\n")
            c.answer("318", "bob", ":End of WHOIS")
        elif line.endswith("LIST") or "LIST " in line:
            for bad in ATTACKS.values():
                c.socket.sendall(fill(FIELDS["list"], bad, c.nick) +
                                 b"\r\n")
            c.answer("323", ":End of LIST")


@pytest.fixture
def make_fake():
    made = []

    def make(what):
        made.append(Fake(what))
        return made[-1]

    yield make
    for fake in made:
        fake.close()


# What the client may write besides text: curses' own and that of term_*.c.
OWN = re.compile(
    r"\x1b\](?:2|8|9|99|777|52|4|10|11|112|12);[^\x00-\x1f\x7f-\x9f]*"
    r"(?:\x07|\x1b\\)"
    r"|\x1b\[[<=>?]?[0-9;:]*[ -/]*[@-~]|\x1b[()][0AB]|\x1b[=>78M]"
    r"|\x1bP[+$]q[0-9A-Fa-f]*\x1b\\|\x1b_Gi=[^\x1b]*\x1b\\"
    r"|[\n\r\b\x07\x0e\x0f\t]")
STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff"
    "\U000e0000-\U000e007f]")
OBEYED = ("77;88y\x1b", "\x1b[77;88y", "\x1b]0;", "\x1bc", "\x1bP$q",
          "52;c;UFdO\x07")


def check_written(raw):
    """All that has been written to a terminal."""
    text = bytes(raw).decode()     # strictly: no byte that is no UTF-8
    for obeyed in OBEYED:
        assert obeyed not in text
    for own in OWN.finditer(text):      # nor in a title, a notice, a link
        assert not STEERING.search(own[0][2:-2].replace("\x1b", "")), own[0]
    left = STEERING.search(OWN.sub("", text))
    assert left is None, ascii(OWN.sub("", text)[
        max(left.start() - 40, 0):left.start() + 40])


def check_borders(tui, column=63):
    tui.wait("no border has moved", lambda: all(
        tui.cell(y, column).data == "│" for y in range(1, 20)))


def check_text(data):
    """Text that somebody may show on a terminal: nothing in it steers one."""
    text = data.decode()
    left = re.search("[\x00-\x08\x0b-\x1f\x80-\x9f\u2028-\u202e"
                     "\u2066-\u2069]", text)
    assert left is None, ascii(text[max(left.start() - 60, 0):left.end() + 60])


def test_the_screen_shows_it_and_obeys_none_of_it(
        make_fake, make_tui, folder):
    opened = folder / "opened"
    opener = folder / "opener"
    opener.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {opened}\n')
    opener.chmod(0o755)
    conf = folder / "my.conf"
    conf.write_text(f'open-command = "{opener}"\nnotify = 777\n')
    looks_away = threading.Event()
    is_seen = threading.Event()

    def play_in_turn(c):
        c.welcome(CAPS)
        c.joins(names="@bob p1 p2 p3 p4 p5 p6")
        looks_away.wait(DEADLINE_S)
        c.send(":bob!u@h PRIVMSG #room :early")
        is_seen.wait(DEADLINE_S)
        attack(c)

    tui = make_tui(make_fake(play_in_turn).port, "alice", f"--config={conf}",
                   f"--control={folder / 'control'}")
    tui.expect("[#room")
    tui.wait("focus reports are on", lambda: 1004 in tui.modes)
    tui.send(AWAY)
    looks_away.set()
    tui.expect("early")
    is_seen.set()
    tui.expect("the last of all")
    tui.wait("a notice", lambda: tui.notices)
    check_borders(tui)
    tui.line("/whois bob")
    tui.expect("bob is in @#")
    tui.line("/notices")
    tui.expect("┌ Notices")
    tui.key("Esc")
    tui.gone("┌ Notices")
    tui.key("Alt-1", "PgUp", "Alt-4", "PgUp", "PgUp", "Alt-2", "PgUp", "PgUp")
    tui.send("still heard")
    tui.expect("still heard")
    with tui.changed:
        check_written(tui.raw)
        assert "PWN" in tui.text() or b"PWN" in tui.raw
    logs = list(folder.rglob("log/**/*.log"))
    assert logs
    for log in logs:
        check_text(log.read_bytes())
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(str(folder / "control"))
        s.sendall(b'{"do":"model"}\n')
        answer = s.makefile("rb").readline()
    assert json.loads(answer)["ok"]
    check_text(answer)


# A reset of the colours, bold, and the keypad are all that libedit writes.
def check_lines(raw):
    text = bytes(raw).decode()
    for obeyed in OBEYED:
        assert obeyed not in text
    left = re.search(r"[\x80-\x9f\u2028-\u202e\u2066-\u2069]"
                     r"|\x1b(?![\[(=>])", text)
    assert left is None, ascii(text[max(left.start() - 60, 0):left.end() + 60])


@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["chat", "plain"])
def test_the_line_client_shows_it(make_fake, make_terminal, options):
    chat = make_terminal(
        [program("tcpchat"), f"--port={make_fake(play).port}", "--no-tls",
         "--nick=alice", *options])
    chat.expect("the last of all")
    with chat.changed:
        assert b"PWN" in chat.raw
        check_lines(chat.raw)


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["text", "json"])
def test_a_pipe_is_given_it(make_fake, folder, options):
    out = folder / "out"
    with open(out, "wb") as pipe:
        ear = subprocess.Popen(
            [program("tcpchat"), f"--port={make_fake(play).port}", "--no-tls",
             "--nick=alice", "listen", "--from=#room", *options],
            stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=environment(folder / "home"))
    try:
        until("all of it", lambda: b"the last of all" in out.read_bytes())
    finally:
        ear.kill()
        ear.wait()
    check_text(out.read_bytes())
    assert b"PWN" in out.read_bytes()


# Refused before anything else, in words of the server's own.
REFUSALS = {
    "error": [b"ERROR :X"], "sts": [f":{NAME} CAP * LS :sts=X sasl=X".encode()],
    "465": [f":{NAME} 465 * :X".encode(), b"ERROR :X"],
    "464": [f":{NAME} 464 X :X".encode(), b"ERROR :X X"],
    "432": [f":{NAME} 432 * X :X".encode()],
    "fail": [f":{NAME} FAIL X X :X".encode()],
    "notice": [b":X NOTICE * :X", b"NOTICE AUTH :X"],
}


@pytest.mark.parametrize("lines", REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_shown(make_fake, make_tui, lines):
    def refuse(c):
        c.until("USER ")
        for bad in ATTACKS.values():
            for line in lines:
                c.socket.sendall(line.replace(b"X", bad) + b"\r\n")

    tui = make_tui(make_fake(refuse).port, "alice")
    tui.send("still heard")
    tui.expect("still heard")
    tui.wait("what it says", lambda: b"PWN" in tui.raw or lines[0][-1:] != b"X"
             or b"CAP" in lines[0])
    with tui.changed:
        check_written(tui.raw)


# What a server may call a channel, a person and itself.
NAMES = ("#../../x", "#a/b", "#.", "#..", "#", "#" + "y" * 200, "#~", "#-x",
         "#a\\b", "#%2e%2e", "#nul\0x", "../../escaped", "..", ".", "/tmp/x",
         "~", "y" * 200)


def test_no_name_leads_out_of_the_folders(make_fake, make_tui, folder):
    def play_names(c):
        c.welcome(isupport="CHANTYPES=# PREFIX=(ov)@+ NETWORK=../../net")
        c.joins()
        for name in NAMES:
            c.send(f":{c.nick}!u@h JOIN {name}",
                   f":bob!u@h PRIVMSG {name} :in {name}",
                   f":{name}!u@h PRIVMSG {c.nick} :from {name}")
        c.send(":bob!u@h PRIVMSG #room :the last of all")
        c.serve()

    state = folder / "alice/state/tcpchat"
    before = {p for p in folder.iterdir()}
    tui = make_tui(make_fake(play_names).port, "alice")
    tui.expect("the last of all")
    tui.line("/quit")
    assert tui.exited() == 0
    assert {p for p in folder.iterdir()} <= before | {folder / "alice"}
    assert [p.name for p in (folder / "alice").iterdir()] == ["state"]
    assert [p.name for p in (folder / "alice/state").iterdir()] == ["tcpchat"]
    logs = [p for p in (state / "log").rglob("*") if p.is_file()]
    assert len(logs) > len(NAMES) - 5
    for log in logs:
        assert re.fullmatch(r"[^./][^/]*\.log", log.name), log
        assert log.relative_to(state / "log").parts[:-1] in {
            logs[0].relative_to(state / "log").parts[:-1]}, log

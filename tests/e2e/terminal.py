"""A terminal for tests: a pty, pyte to draw on, and a filter before it.

pyte 0.8 misreads what modern programs send (private sequences, zero-width
characters) and forgets what it has no cells for. The filter takes those out,
answers what a terminal answers, and keeps modes, title, links, clipboard,
notices and bells for tests to look at.
"""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
import time
import unicodedata

import pyte
from wcwidth import wcwidth

DEADLINE_S = 60
LATE_S = 0.06       # what an answer takes over a long line

KEYS = {
    "Enter": "\r", "Tab": "\t", "Shift-Tab": "\x1b[Z", "Esc": "\x1b",
    "Backspace": "\x7f", "Delete": "\x1b[3~", "Insert": "\x1b[2~",
    "Up": "\x1b[A", "Down": "\x1b[B", "Right": "\x1b[C", "Left": "\x1b[D",
    "Home": "\x1b[H", "End": "\x1b[F", "PgUp": "\x1b[5~", "PgDn": "\x1b[6~",
    "F1": "\x1bOP", "F2": "\x1bOQ", "F3": "\x1bOR", "F4": "\x1bOS",
    "F5": "\x1b[15~", "F6": "\x1b[17~", "Space": " ",
}

# Control sequences that pyte 0.8 reads as it should.
PYTE_FINALS = set("@ABCDEFGHJKLMPXadefghlmr`'")

# The terminal's line-drawing charset: corners, tees, lines.
LINE_DRAWING = str.maketrans("jklmnqtuvwx`a~", "┘┐┌└┼─├┤┴┬│◆▒·")

OSC_TITLE = {"0", "2"}
OSC_NOTICE = {"9", "99", "777"}


def key_bytes(name):
    """What a terminal sends for "Ctrl-t", "Alt-1", "PgUp" or "x"."""
    if name in KEYS:
        return KEYS[name]
    if name.startswith("Ctrl-"):
        return chr(ord(name[5:].upper()) & 0x1F)
    if name.startswith("Alt-"):
        return "\x1b" + key_bytes(name[4:])
    assert len(name) == 1, f"unknown key {name!r}"
    return name


def until(what, condition, deadline_s=DEADLINE_S):
    """Waits for a condition that nothing announces; returns its value."""
    end = time.monotonic() + deadline_s
    pause = threading.Event()
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"not within {deadline_s} s: {what}"
        pause.wait(0.01)


class Display:
    """What is on the screen, made from the bytes of a program."""

    def __init__(self, columns, rows, answer=lambda text: None,
                 charset="utf-8"):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.decoder = codecs.getincrementaldecoder(charset)("replace")
        self.rest = ""      # the beginning of a sequence not yet whole
        self.last = " "     # the last character printed, for REP
        self.charsets = {"(": "B", ")": "B"}    # "0": line drawing
        self.shifted = False    # ")" is in use
        self.answer = answer
        self.modes = set()  # private modes that are on: 25, 1049, 2004 ...
        self.modes.add(25)
        self.ever = set()   # private modes that were ever on
        self.title = ""
        self.links = []     # targets of OSC 8, all there ever were
        self.clipboard = None
        self.notices = []
        self.knows_notices = False  # kitty's, by OSC 99: asked for
        self.bells = 0
        self.asked = 0      # CSI 5 n seen
        self.kept = {"keyboard": 0, "title": 0}     # pushed, not yet popped
        self.keypad = False

    TOKEN = re.compile(
        r"(?P<csi>\x1b\[(?P<mark>[<=>?]?)(?P<params>[0-9;:]*)"
        r"(?P<between>[ -/]*)(?P<final>[@-~]))"
        r"|(?P<string>\x1b[\]PX^_](?P<body>[^\x07\x1b]*(?:\x1b(?!\\)"
        r"[^\x07\x1b]*)*)(?:\x07|\x1b\\))"
        r"|(?P<esc>\x1b[ -/]+[0-~]|\x1b[0-Z\\`-~])"
        r"|(?P<text>[^\x00-\x1f\x7f]+)"
        r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])")

    def feed(self, data):
        """Takes bytes, cut anywhere."""
        text = self.rest + self.decoder.decode(data)
        at = 0
        while at < len(text):
            token = self.TOKEN.match(text, at)
            if token is None:
                if len(text) - at > 65536:
                    raise ValueError("an endless sequence: %r" % text[at:][:80])
                break
            at = token.end()
            self.take(token)
        self.rest = text[at:]

    def take(self, token):
        if token["text"]:
            self.draw(token["text"])
        elif token["csi"]:
            self.control(token)
        elif token["string"]:
            self.command(token["string"][1], token["body"])
        elif token["control"] == "\x07":
            self.bells += 1
        elif token["control"] in ("\x0e", "\x0f"):
            self.shifted = token["control"] == "\x0e"
        elif token["control"]:
            self.stream.feed(token["control"])
        elif token["esc"][1] in "()":
            self.charsets[token["esc"][1]] = token["esc"][-1]
        elif token["esc"][1] in "=>":
            self.keypad = token["esc"][1] == "="
        elif token["esc"][1] in "cDEHM78#":
            self.stream.feed(token["esc"])

    def draw(self, text):
        if self.charsets[")" if self.shifted else "("] == "0":
            text = text.translate(LINE_DRAWING)
        kept = "".join(c for c in text
                       if wcwidth(c) > 0 or unicodedata.combining(c))
        if kept:
            self.last = kept[-1]
            self.stream.feed(kept)

    def control(self, token):
        mark, final, between = token["mark"], token["final"], token["between"]
        numbers = [int(n or 0) for n in re.split("[;:]", token["params"])]
        if between:
            return
        if mark == "?" and final in "hl":
            self.set_modes(numbers, final == "h", token["csi"])
        elif mark:
            if mark == ">" and final == "c":
                self.answer("\x1b[>1;10;0c")
            if mark in "<>" and final == "u":
                self.kept["keyboard"] += 1 if mark == ">" else -1
        elif final == "t" and numbers[0] in (22, 23):
            self.kept["title"] += 1 if numbers[0] == 22 else -1
        elif final == "n":
            self.report(numbers[0])
        elif final == "c":
            self.answer("\x1b[?62;22c")
        elif final in "ST":
            self.scroll(max(numbers[0], 1), final == "S")
        elif final == "b":
            self.stream.feed(self.last * max(numbers[0], 1))
        elif final == "Z":
            self.screen.cursor.x = max(0, (self.screen.cursor.x - 1) // 8 * 8)
        elif final in PYTE_FINALS:
            self.stream.feed(token["csi"].replace(":", ";"))

    def set_modes(self, numbers, on, sequence):
        for n in numbers:
            (self.modes.add if on else self.modes.discard)(n)
            if on:
                self.ever.add(n)
        if set(numbers) <= {5, 6, 7, 25}:
            self.stream.feed(sequence)

    def report(self, number):
        if number == 5:
            self.asked += 1
            self.answer("\x1b[0n")
        elif number == 6:
            c = self.screen.cursor
            self.answer(f"\x1b[{c.y + 1};{c.x + 1}R")

    def scroll(self, count, up):
        s = self.screen
        top, bottom = s.margins or (0, s.lines - 1)
        x, y = s.cursor.x, s.cursor.y
        s.cursor.y = bottom if up else top
        for _ in range(count):
            s.index() if up else s.reverse_index()
        s.cursor.x, s.cursor.y = x, y

    def command(self, kind, body):
        if kind != "]":
            return
        number, _, rest = body.partition(";")
        if number in OSC_TITLE:
            self.title = rest
        elif number == "8":
            self.link(rest)
        elif number == "52":
            self.clipboard = rest.partition(";")[2]
        elif number == "99" and "p=?" in rest:
            if self.knows_notices:
                self.answer("\x1b]99;i=tcpchat:p=?;p=title,body\x1b\\")
        elif number in OSC_NOTICE:
            self.notices.append(rest)
        elif number in ("10", "11") and rest == "?":
            shade = "ffff" if number == "10" else "0000"
            self.answer(f"\x1b]{number};rgb:{shade}/{shade}/{shade}\x1b\\")

    def link(self, rest):
        """OSC 8. A cell keeps its link where pyte keeps that it is struck
        out, which none is: so it moves along, and goes when it is written
        anew."""
        target = rest.partition(";")[2]
        if target:
            self.links.append(target)
        cursor = self.screen.cursor
        cursor.attrs = cursor.attrs._replace(
            strikethrough=rest if target else False)

    def linked(self):
        """What leads somewhere: row, text, and where to with its id."""
        runs = []
        for y in range(self.screen.lines):
            cells = self.screen.buffer[y]
            run = None
            for x in range(self.screen.columns):
                link = cells[x].strikethrough
                if link and run and run[2] == link:
                    run[1] += cells[x].data
                elif link:
                    run = [y, cells[x].data, link]
                    runs.append(run)
                else:
                    run = None
        return [tuple(run) for run in runs]

    def rows(self):
        """The rows of the screen as text; a wide character counts once."""
        return [self.row(self.screen.buffer[y])
                for y in range(self.screen.lines)]

    def row(self, cells):
        """pyte's own fails on half of a wide character that was painted over,
        as it may stand between two reads: a terminal shows a blank."""
        row, x = "", 0
        while x < self.screen.columns:
            data = cells[x].data or " "
            row += data
            x += max(wcwidth(data[0]), 1)
        return row

    def text(self):
        return "\n".join(row.rstrip() for row in self.rows())

    def framed(self):
        """The screen in a frame, as failures and the README show it."""
        edge = "+" + "-" * self.screen.columns + "+"
        rows = []
        for y in range(self.screen.lines):
            line = self.screen.buffer[y]
            rows.append("|" + "".join(
                line[x].data for x in range(self.screen.columns)) + "|")
        return "\n".join([edge, *rows, edge])

    def cell(self, row, column):
        """The cell (data, fg, bg, bold, reverse ...) from row 0, column 0."""
        return self.screen.buffer[row][column]

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)


class Terminal(Display):
    """A program in a terminal of its own; a thread reads what it writes."""

    def __init__(self, argv, columns=80, rows=24, env=None, cwd=None,
                 charset="utf-8"):
        super().__init__(columns, rows, self.reply, charset)
        self.charset = charset
        self.changed = threading.Condition()
        self.status = None   # exit status as a shell says it, once ended
        self.raw = bytearray()
        self.is_far = False     # as over a long line: answers come late
        self.late = []      # when, and to what
        self.stops = []     # what was to be seen then
        self.fd, slave = pty.openpty()
        self.set_size(columns, rows)
        # setsid makes the pty the controlling terminal; nothing of Python
        # runs between fork and exec, which threads would make unsafe.
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *argv], stdin=slave, stdout=slave,
            stderr=slave, env=env, cwd=cwd)
        self.pid = self.process.pid
        os.close(slave)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def set_size(self, columns, rows):
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)

    def read(self):
        while True:
            self.wait_for_more()
            try:
                data = os.read(self.fd, 65536)
            except OSError:
                data = b""
            with self.changed:
                if data:
                    self.raw += data
                    self.feed(data)
                self.changed.notify_all()
            if not data:
                break
        status = self.process.wait()
        with self.changed:
            self.status = status
            self.changed.notify_all()

    def wait_for_more(self):
        """Until there is something to read; meanwhile late answers go."""
        while self.late:
            left = self.late[0][0] - time.monotonic()
            if left > 0 and select.select([self.fd], [], [], left)[0]:
                break
            with self.changed:
                self.stops.append(self.rows())
                super().report(self.late.pop(0)[1])

    def report(self, number):
        if self.is_far:
            self.late.append((time.monotonic() + LATE_S, number))
        else:
            super().report(number)

    def reply(self, text):
        try:
            os.write(self.fd, text.encode())
        except OSError:
            pass

    def send(self, text):
        """Types text; a long one in pieces, as the kernel takes it."""
        data = text.encode(self.charset)
        while data:
            data = data[os.write(self.fd, data[:1024]):]

    def key(self, *names):
        for name in names:
            self.send(key_bytes(name))

    def line(self, text):
        self.send(text)
        self.key("Enter")

    def paste(self, text):
        assert 2004 in self.modes, "bracketed paste is not on"
        self.send("\x1b[200~" + text + "\x1b[201~")

    def click(self, row, column, button=0):
        """A press and release, counted from row 1, column 1."""
        assert 1006 in self.modes, "no mouse reports are asked for"
        self.send(f"\x1b[<{button};{column};{row}M")
        self.send(f"\x1b[<{button};{column};{row}m")

    def resize(self, columns, rows):
        with self.changed:
            super().resize(columns, rows)
            self.set_size(columns, rows)

    def wait(self, what, condition, deadline_s=DEADLINE_S):
        """Waits until condition() holds on the screen; returns its value."""
        with self.changed:
            end = time.monotonic() + deadline_s
            while True:
                value = condition()
                if value:
                    return value
                left = end - time.monotonic()
                if left <= 0 or self.status is not None:
                    break
                self.changed.wait(left)
            why = (f"ended with {self.status}" if self.status is not None
                   else f"not within {deadline_s} s")
            raise AssertionError(f"{what}: {why}; the screen is\n"
                                 + self.framed())

    def expect(self, text, deadline_s=DEADLINE_S):
        """Waits until the screen shows the text or matches the pattern."""
        if hasattr(text, "search"):
            return self.wait(f"/{text.pattern}/",
                             lambda: text.search(self.text()), deadline_s)
        return self.wait(repr(text), lambda: text in self.text(), deadline_s)

    def gone(self, text, deadline_s=DEADLINE_S):
        """Waits until the screen no longer shows the text."""
        self.wait(f"no {text!r}", lambda: text not in self.text(), deadline_s)

    def exited(self, deadline_s=DEADLINE_S):
        """Waits for the end of the program; returns its exit status."""
        with self.changed:
            ended = self.changed.wait_for(lambda: self.status is not None,
                                          deadline_s)
            assert ended, "the program does not end\n" + self.framed()
        return self.status

    def signal(self, number):
        os.kill(self.pid, number)

    def close(self):
        """Ends the program whatever it does, and lets go of the pty."""
        with self.changed:
            if self.status is None:
                os.kill(self.pid, signal.SIGKILL)
        self.thread.join(DEADLINE_S)
        os.close(self.fd)

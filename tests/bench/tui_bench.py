#!/usr/bin/env python3
"""What tcpchat-tui costs: a fake server and a terminal in one process.

    tests/bench/tui_bench.py build/tcpchat-tui [--lines=100000] [--quick]

How each figure is measured:
  first frame      exec to the first byte of the picture
  registered       exec to PONG to a PING sent right behind the welcome
  flood            lines sent as fast as they are taken, then a PING: until
                   PONG, the CPU time of the client and bytes to the terminal
  resize           until the picture stands, with the lines of the flood
  search           from the text to the picture of the first line that has
                   it, for one that 1 line of 1,000 has, one that only the
                   oldest has, and one that none has (until it says so); and
                   how long letters typed meanwhile take to their echo
  paced            so many lines a second, and a letter typed each 50 ms: CPU,
                   bytes, time from the letter to its echo
  slow link        the same over a terminal that takes 11,500 bytes a second
                   (and was fast until 2 s before)
  round trip    the same with 100 ms from the client to the terminal and back
  idle             times the client woke up by itself
  stuck terminal   nothing is read from the terminal while 2,000 lines a
                   second come for 2 s: time until PONG to a PING behind them
CPU time is /proc/PID/schedstat. The terminal answers CSI 5 n as it reads it.
All lines of the flood are kept (scrollback, scrollback-mb).
"""

import fcntl
import os
import pty
import random
import select
import shutil
import socket
import struct
import sys
import tempfile
import termios
import time

COLUMNS, ROWS = 120, 40
WORDS = ("the server is up again I think we should merge that patch before "
         "release did anyone see error log yesterday works for me café "
         "日本語 こんにちは привет как дела 🎉 👍 https://git.example.org/issues/42"
         ).split()
SOMETIMES, OLDEST, NEVER = "\u00fe", "\u00f0", "\u014b"     # what is sought
HERE = "\u1401\u1402\u1403"     # stands behind it, and nowhere else
PEOPLE = [f"{name}{n}" for n in range(10)
          for name in ("al", "bob", "carol", "dmitri", "eve")]


def message(number, special=""):
    nick = PEOPLE[number * 7 % len(PEOPLE)]
    said = special or " ".join(random.choice(WORDS)
                               for _ in range(random.randint(3, 25)))
    return f":{nick}!u@h PRIVMSG #room :{said}\r\n".encode()


class Bench:
    """The client under test, its terminal and its server."""

    def __init__(self, program, lines):
        self.lines = lines
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.home = tempfile.mkdtemp()
        self.client = None
        self.to_client, self.from_client = b"", b""
        self.painted, self.sequence, self.pending = 0, b"", b""
        self.first = None
        self.rate, self.credit, self.credited = None, 0.0, 0.0
        self.reads = True
        self.far = 0.0          # seconds each way to the terminal
        self.coming, self.going = [], []    # (when it is there, bytes)
        self.begin = time.perf_counter()
        self.pid, self.pty = pty.fork()
        if self.pid == 0:
            self.become(program)
        os.set_blocking(self.pty, False)

    def become(self, program):
        fcntl.ioctl(0, termios.TIOCSWINSZ,
                    struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        port = self.listener.getsockname()[1]
        settings = os.path.join(self.home, "bench.conf")
        with open(settings, "w") as f:
            f.write(f"scrollback = {max(self.lines * 2, 100000)}\n"
                    "scrollback-mb = 4096\n")
        os.execve(program, [program, "--machine-name=127.0.0.1",
                            f"--port={port}", "--nick=bench", "--no-tls",
                            f"--config={settings}"],
                  {"HOME": self.home, "TERM": "xterm-256color",
                   "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]})

    def cpu(self):
        with open(f"/proc/{self.pid}/schedstat") as f:
            return int(f.read().split()[0]) / 1e9

    def status(self, name):
        with open(f"/proc/{self.pid}/status") as f:
            return next(int(line.split()[1]) for line in f
                        if line.startswith(name + ":"))

    def slow_down(self, rate):
        """From now on the terminal takes so many bytes a second."""
        self.rate, self.credit = rate, 0.0
        self.credited = time.perf_counter()

    def may_read(self):
        """Bytes that the terminal takes now."""
        if self.rate is None:
            return 1 << 18
        now = time.perf_counter()
        self.credit = min(self.credit + (now - self.credited) * self.rate,
                          self.rate / 20)
        self.credited = now
        return int(self.credit)

    def read_terminal(self):
        size = self.may_read()
        if size < 64:
            return
        try:
            data = os.read(self.pty, size)
        except BlockingIOError:
            return
        self.first = self.first or time.perf_counter()
        self.credit -= len(data)
        self.painted += len(data)
        self.coming.append((time.perf_counter() + self.far, data))
        self.travel()

    def see(self, data):
        self.pending += data
        seen = self.sequence + data
        self.type(b"\x1b[0n" * seen.count(b"\x1b[5n"))
        self.sequence = seen[-3:] if not seen.endswith(b"\x1b[5n") else b""

    def type(self, data):
        self.going.append((time.perf_counter() + self.far, data))
        self.travel()

    def travel(self):
        """What has arrived by now is seen, or read by the client."""
        now = time.perf_counter()
        while self.coming and self.coming[0][0] <= now:
            self.see(self.coming.pop(0)[1])
        while self.going and self.going[0][0] <= now:
            os.write(self.pty, self.going.pop(0)[1])

    def turn(self, wait_s):
        """Moves what can be moved, waiting at most so long."""
        self.travel()
        if self.coming or self.going:
            wait_s = min(wait_s, 0.001)
        readers = [self.listener if self.client is None else self.client]
        if self.reads and (self.rate is None or self.may_read() >= 64):
            readers.append(self.pty)
        elif self.reads:
            wait_s = min(wait_s, 0.005)
        writers = [self.client] if self.to_client else []
        ready, able, _ = select.select(readers, writers, [], max(wait_s, 0))
        if self.listener in ready:
            self.client = self.listener.accept()[0]
            self.client.setblocking(False)
        elif self.client in ready:
            self.from_client += self.client.recv(1 << 16)
        if self.pty in ready:
            self.read_terminal()
        if able:
            self.to_client = self.to_client[self.client.send(
                self.to_client[:1 << 18]):]

    def until(self, condition, limit_s=60):
        end = time.perf_counter() + limit_s
        while not condition():
            if time.perf_counter() > end:
                raise SystemExit("the client does not answer")
            self.turn(0.05)
        return time.perf_counter()

    def spend(self, seconds):
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.turn(end - time.perf_counter())

    def press(self, keys, seconds):
        self.type(keys)
        self.spend(seconds)

    def ping(self, word):
        self.from_client = b""
        self.to_client += b"PING :" + word + b"\r\n"
        return self.until(lambda: b"PONG" in self.from_client and
                          word in self.from_client)

    def welcome(self):
        names = " ".join(PEOPLE)
        self.until(lambda: b"CAP LS" in self.from_client)
        self.to_client += b":s CAP * LS :\r\n"
        self.until(lambda: b"USER " in self.from_client)
        self.to_client += (":s 001 bench :hi\r\n:s 376 bench :end\r\n"
                           "PING :first\r\n").encode()
        at = self.until(lambda: b"PONG" in self.from_client)
        self.to_client += (
            ":bench!u@h JOIN #room\r\n"
            f":s 353 bench = #room :{names} bench\r\n"
            ":s 366 bench #room :end\r\n").encode()
        self.spend(0.5)
        self.press(b"\x1b2", 0.5)    # Alt-2: go there
        return at

    def close(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.pty)
        shutil.rmtree(self.home)


def say(figure, value, unit):
    print(f"{figure:44}{value:12,.2f} {unit}", flush=True)


def typing(bench, seconds, rate):
    """Lines at a rate and a letter each 50 ms; the echo times, sorted."""
    begin = time.perf_counter()
    sent, typed, at, echoes = 0, 0, None, []
    while True:
        now = time.perf_counter()
        if now - begin > seconds and at is None:
            return sorted(echoes)
        want = int(min(now - begin, seconds) * rate)
        for number in range(sent, want):
            bench.to_client += message(number)
        sent = want
        if at is not None and letter in bench.pending:
            echoes.append(time.perf_counter() - at)
            at = None
        if at is None and typed * 0.05 < now - begin <= seconds:
            typed += 1
            letter = chr(0x1400 + typed % 600).encode()
            bench.pending, at = b"", now
            bench.type(letter)
        bench.turn(0.002)


def clear_input(bench):
    bench.press(b"\x15", 0.3)


def flood(bench):
    lines = bench.lines
    data = message(0, f"{OLDEST} {HERE}") + b"".join(
        message(n, f"{SOMETIMES} {HERE}" if n % 1000 == 500 else "")
        for n in range(1, lines))
    memory, cpu, painted = bench.status("VmRSS"), bench.cpu(), bench.painted
    begin = time.perf_counter()
    bench.to_client += data
    say("flood: until PONG", bench.ping(b"flood") - begin, "s")
    bench.spend(0.3)
    say("flood: CPU", bench.cpu() - cpu, "s")
    say("flood: to the terminal", (bench.painted - painted) / 1e3, "kB")
    say("flood: memory for 100,000 lines",
        (bench.status("VmRSS") - memory) / 1024 * 1e5 / lines, "MB")


def paced(bench, title, seconds, rate):
    cpu, painted = bench.cpu(), bench.painted
    begin = time.perf_counter()
    echoes = typing(bench, seconds, rate)
    spent = time.perf_counter() - begin
    say(f"{title}: CPU", (bench.cpu() - cpu) / spent * 100, "%")
    say(f"{title}: to the terminal",
        (bench.painted - painted) / spent / 1e3, "kB/s")
    say(f"{title}: key echo, median", echoes[len(echoes) // 2] * 1e3, "ms")
    say(f"{title}: key echo, 99 %", echoes[int(len(echoes) * .99)] * 1e3, "ms")
    clear_input(bench)


def pages(bench):
    cpu, painted = bench.cpu(), bench.painted
    for _ in range(20):
        bench.press(b"\x1b[5~", 0.05)
    say("page up: CPU", (bench.cpu() - cpu) / 20 * 1e3, "ms")
    say("page up: to the terminal", (bench.painted - painted) / 20, "bytes")
    bench.press(b"\x1b>", 0.3)   # Alt->: to the end


def search(bench, title, sought, sign):
    """Until `sign` stands on the screen."""
    bench.press(b"\x06", 0.3)     # Ctrl-f
    cpu, bench.pending, begin = bench.cpu(), b"", time.perf_counter()
    echoes = []
    for letter in sought:       # each begins anew, while the last one seeks
        typed = time.perf_counter()
        os.write(bench.pty, letter.encode())
        bench.until(lambda: letter.encode() in bench.pending)
        echoes.append(time.perf_counter() - typed)
    bench.until(lambda: sign.encode() in bench.pending)
    say(f"search, {title}: until shown",
        (time.perf_counter() - begin) * 1e3, "ms")
    bench.spend(2)              # and all that have it are counted
    say(f"search, {title}: CPU", (bench.cpu() - cpu) * 1e3, "ms")
    say(f"search, {title}: echo of a letter", max(echoes) * 1e3, "ms")
    bench.press(b"\x1b", 0.5)


def searches(bench):
    search(bench, "1 of 1,000 lines", SOMETIMES, HERE)
    search(bench, "only the oldest", OLDEST, HERE)
    search(bench, "none", NEVER + "xyz", "nothing")
    bench.press(b"\x1b>", 0.3)   # Alt->: to the end


def resize(bench, columns, rows):
    cpu, painted, begin = bench.cpu(), bench.painted, time.perf_counter()
    fcntl.ioctl(bench.pty, termios.TIOCSWINSZ,
                struct.pack("HHHH", rows, columns, 0, 0))
    last = begin
    while time.perf_counter() - max(last, begin) < 0.02:
        before = bench.painted
        bench.turn(0.01)
        if bench.painted != before:
            last = time.perf_counter()
    say(f"resize to {columns}x{rows}", (last - begin) * 1e3, "ms")
    say(f"resize to {columns}x{rows}: CPU", (bench.cpu() - cpu) * 1e3, "ms")
    assert bench.painted > painted, "nothing was painted"
    bench.spend(0.2)


def stuck(bench):
    bench.reads = False
    begin = time.perf_counter()
    sent = 0
    while time.perf_counter() - begin < 2:
        want = int((time.perf_counter() - begin) * 2000)
        bench.to_client += b"".join(message(n) for n in range(sent, want))
        sent = want
        bench.turn(0.005)
    begin = time.perf_counter()
    say("stuck terminal: PONG after", (bench.ping(b"stuck") - begin) * 1e3,
        "ms")
    bench.reads = True
    bench.spend(0.5)


def main():
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    options = dict(a[2:].partition("=")[::2] for a in sys.argv[1:]
                   if a.startswith("--"))
    if len(words) != 1:
        raise SystemExit(__doc__)
    random.seed(1)
    seconds = 3 if "quick" in options else 10
    bench = Bench(words[0], int(options.get("lines", 100000)))
    try:
        registered = bench.welcome()
        say("exec to the first frame", (bench.first - bench.begin) * 1e3, "ms")
        say("exec to registered", (registered - bench.begin) * 1e3, "ms")
        say("memory after joining", bench.status("VmRSS") / 1024, "MB")
        woke = bench.status("voluntary_ctxt_switches")
        bench.spend(2 * seconds)
        say("idle: wake-ups", (bench.status("voluntary_ctxt_switches") - woke)
            / 2 / seconds, "a second")
        flood(bench)
        resize(bench, 80, 24)
        resize(bench, 200, 60)
        resize(bench, COLUMNS, ROWS)
        pages(bench)
        searches(bench)
        paced(bench, "2,000 lines/s", seconds, 2000)
        paced(bench, "20 lines/s", seconds, 20)
        stuck(bench)
        bench.slow_down(11500)
        typing(bench, 2, 100)       # until the client knows of it
        clear_input(bench)
        paced(bench, "11.5 kB/s link", seconds, 100)
        bench.rate, bench.far = None, 0.1
        typing(bench, 2, 100)
        clear_input(bench)
        paced(bench, "200 ms round trip", seconds, 100)
    finally:
        bench.close()


if __name__ == "__main__":
    main()

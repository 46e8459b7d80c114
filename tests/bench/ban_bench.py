#!/usr/bin/env python3
"""ban_bench.py -- what thousands of bans cost those whom they do not fit.

    ban_bench.py TCPCHATD [BANS [CLIENTS]]

Starts TCPCHATD on a free port with a scratch folder and without history; lets
CLIENTS (1,000) come one behind the other, and two of them say 20,000 lines to
each other. Then the same with BANS (10,000) KLINEs of an address, as many of a
prefix among them, and BANS DLINEs in its database; and with 500 KLINEs of a
pattern, which is all that there may be. CPU is the server's, of all threads.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

LINES, AT_ONCE, PATTERNS = 20000, 100, 500


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, program, folder):
        self.port = free_port()
        config = os.path.join(folder, "conf")
        with open(config, "w", encoding="utf-8") as f:
            f.write("history = off\nautojoin = off\nlog-messages = none\n"
                    "flood-control = off\nsyslog = off\n")
        self.process = subprocess.Popen(
            [program, "--foreground", f"--port={self.port}",
             "--machine-name=127.0.0.1", f"--state-dir={folder}/state",
             f"--config={config}"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def connect(self):
        for _ in range(1000):
            try:
                return socket.create_connection(("127.0.0.1", self.port), 60)
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise SystemExit("the server does not listen")

    def cpu(self):
        """Seconds, of all its threads."""
        tasks = f"/proc/{self.process.pid}/task"
        total = 0
        for task in os.listdir(tasks):
            with open(f"{tasks}/{task}/schedstat", encoding="ascii") as f:
                total += int(f.read().split()[0])
        return total / 1e9

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def read_until(s, word):
    got = b""
    while word not in got:
        got = got[-64:] + s.recv(65536)


def register(server, n):
    s = server.connect()
    s.sendall(b"NICK u%d\r\nUSER u 0 * :u\r\nPING :done\r\n" % n)
    read_until(s, b"PONG ")
    return s


def play(server, clients):
    """us per registration and per message."""
    server.connect().close()
    before = server.cpu()
    people = [register(server, n) for n in range(clients)]
    per_client = (server.cpu() - before) / clients
    before = server.cpu()
    for _ in range(LINES // AT_ONCE):
        people[0].sendall(b"PRIVMSG u1 :hello\r\n" * AT_ONCE +
                          b"PING :done\r\n")
        read_until(people[0], b"PONG ")
    per_line = (server.cpu() - before) / LINES
    for s in people:
        s.close()
    return per_client * 1e6, per_line * 1e6


def insert(folder, rows):
    db = sqlite3.connect(f"{folder}/state/tcpchat.db")
    db.execute("DELETE FROM bans")
    db.executemany(
        "INSERT INTO bans (number, kind, mask, setter, reason, set_ms, expires_ms)"
        " VALUES (?, ?, ?, 'bench', '', 0, 0)",
        [(1_000_000 + i, kind, mask) for i, (kind, mask) in enumerate(rows)])
    db.commit()
    db.close()


def masks(bans):
    for i in range(bans):
        a, b = i // 200 % 200, i % 200
        yield 1, f"*@10.{a}.{b}.0/24" if i % 2 else f"*@10.{a}.{b}.7"
        yield 2, f"11.{a}.{b}.0/24" if i % 2 else f"11.{a}.{b}.7"


def main():
    program = os.path.abspath(sys.argv[1])
    bans = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    clients = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    kinds = [("none", []), (f"{bans} and {bans}", list(masks(bans))),
             (f"{PATTERNS} patterns",
              [(1, f"*@10.{i // 200}.{i % 200}.*") for i in range(PATTERNS)])]
    with tempfile.TemporaryDirectory() as folder:
        server = Server(program, folder)
        server.connect().close()
        server.stop()
        for name, rows in kinds:
            insert(folder, rows)
            server = Server(program, folder)
            print("bans: %-16s us per registration %7.1f, per message %5.2f"
                  % (name, *play(server, clients)))
            server.stop()


main()

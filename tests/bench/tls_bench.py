#!/usr/bin/env python3
"""tls_bench.py -- what tcpchatd pays for TLS: memory, handshakes, half of them.

    tls_bench.py TCPCHATD [CLIENTS [HALF-OPEN]]

Starts TCPCHATD on a free port with a scratch folder and without history.
CLIENTS (1,000) register without TLS and then as many with it, and idle: the
memory of one is the growth of the process, divided. Then HALF-OPEN (5,000)
peers send a ClientHello and no more; meanwhile another client with TLS comes,
registers and sends PINGs, and it is measured how long it waits. Descriptors
for all of it are needed on both sides (ulimit -n).
"""

import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


def context():
    c = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    c.check_hostname = False
    c.verify_mode = ssl.CERT_NONE
    return c


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
                    "flood-control = off\nregistration-timeout = 10m\n"
                    "ping-timeout = 1h\nsyslog = off\n")
        self.process = subprocess.Popen(
            [program, "--foreground", f"--port={self.port}",
             "--machine-name=127.0.0.1", f"--state-dir={folder}/state",
             f"--config={config}"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def connect(self):
        for _ in range(500):
            try:
                s = socket.create_connection(("127.0.0.1", self.port), 60)
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return s
            except ConnectionRefusedError:
                time.sleep(0.01)
        raise SystemExit("the server does not listen")

    def memory(self):
        """Bytes that are its own and in memory."""
        with open(f"/proc/{self.process.pid}/smaps_rollup",
                  encoding="ascii") as f:
            return sum(int(line.split()[1]) * 1024 for line in f
                       if line.startswith("Private_"))

    def cpu(self):
        """Seconds, of all its threads."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


def read_until(s, word):
    got = b""
    while word not in got:
        data = s.recv(65536)
        if not data:
            raise SystemExit(f"closed: {got!r}")
        got += data


def register(s, nick):
    s.sendall(f"NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n".encode())
    read_until(s, b" 422 ")


def idle_clients(server, n, tls, name):
    before, cpu, begun = server.memory(), server.cpu(), time.monotonic()
    kept = []
    for i in range(n):
        s = server.connect()
        if tls:
            s = tls.wrap_socket(s)
        register(s, f"{name}{i}")
        kept.append(s)
    wall = time.monotonic() - begun
    time.sleep(2)
    each = (server.memory() - before) / n
    print(f"{name}: {each:,.0f} bytes of memory each when idle, "
          f"{(server.cpu() - cpu) / n * 1e6:,.0f} us of CPU to come in, "
          f"{n / wall:,.0f} a second", flush=True)
    cpu = server.cpu()
    time.sleep(3)
    print(f"{name}: {(server.cpu() - cpu) / 3 * 1000:.1f} ms of CPU per idle "
          "second of all", flush=True)
    return kept


def hello():
    into, out = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        context().wrap_bio(into, out).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


def half_open(server, n):
    said, kept = hello(), []
    before, cpu, begun = server.memory(), server.cpu(), time.monotonic()
    waits, worst_register = [], 0.0
    other = None
    for i in range(n):
        s = server.connect()
        s.sendall(said)
        kept.append(s)
        if i % 500 == 499:
            at = time.monotonic()
            other = context().wrap_socket(server.connect())
            register(other, f"other{i}")
            worst_register = max(worst_register, time.monotonic() - at)
            at = time.monotonic()
            other.sendall(b"PING x\r\n")
            read_until(other, b"PONG")
            waits.append(time.monotonic() - at)
    wall = time.monotonic() - begun
    print(f"half-open: {n} in {wall:.1f} s, {server.cpu() - cpu:.2f} s of CPU, "
          f"{(server.memory() - before) / n:,.0f} bytes each; meanwhile "
          f"another came in and registered within "
          f"{worst_register * 1000:.1f} ms, and waited "
          f"{max(waits) * 1000:.1f} ms at most for a PONG", flush=True)
    return kept, other


def main():
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    half = int(sys.argv[3]) if len(sys.argv) > 3 else 5000
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory() as folder:
        server = Server(sys.argv[1], folder)
        try:
            register(server.connect(), "first")
            idle = idle_clients(server, n, None, "plain")
            idle += idle_clients(server, n, context(), "tls")
            idle += half_open(server, half)[0]
        finally:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(30)


main()

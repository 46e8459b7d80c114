"""A raw IRC client for tests: lines out, lines in, deadlines, no opinion."""

import re
import select
import socket
import ssl
import time

DEADLINE_S = 60


def any_server():
    """TLS as one who looks at no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Irc:
    """One connection. Lines are kept until an expectation takes them."""

    def __init__(self, port, host="127.0.0.1", tls=None, name=None,
                 before=b""):
        """`tls`: a context, to come by TLS, asking for `name`. `before` goes
        out first of all, in the clear."""
        self.socket = socket.create_connection((host, port), DEADLINE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(before)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname=name)
        self.rest = b""
        self.lines = []     # read and not yet taken
        self.ended = False

    def send(self, *lines):
        data = "".join(line + "\r\n" for line in lines)
        self.socket.settimeout(DEADLINE_S)
        self.socket.sendall(data.encode())

    def read(self, deadline_s):
        """Reads once, waiting at most so long; False at the end of input."""
        poll = select.poll()    # select() knows no descriptor from 1024 on
        poll.register(self.socket, select.POLLIN)
        if not self.read_ahead() and \
                not poll.poll(max(deadline_s, 0) * 1000):
            return True
        try:
            data = self.socket.recv(1 << 16)
        except (ConnectionResetError, ssl.SSLEOFError):
            data = b""
        if not data:
            self.ended = True
            return False
        *whole, self.rest = (self.rest + data).split(b"\n")
        self.lines += [line.rstrip(b"\r").decode() for line in whole]
        return True

    def read_ahead(self):
        """TLS has bytes that no event will tell of."""
        return isinstance(self.socket, ssl.SSLSocket) and \
            self.socket.pending()

    def expect(self, pattern, deadline_s=DEADLINE_S):
        """Takes lines up to one that the pattern is found in; the match."""
        end = time.monotonic() + deadline_s
        passed = []
        while True:
            while self.lines:
                line = self.lines.pop(0)
                match = re.search(pattern, line)
                if match:
                    return match
                passed.append(line)
            assert time.monotonic() < end and not self.ended, (
                f"no /{pattern}/ within {deadline_s} s"
                f"{' (closed)' if self.ended else ''}, but:\n"
                + "\n".join(passed[-40:]))
            self.read(end - time.monotonic())

    def until(self, pattern, deadline_s=DEADLINE_S):
        """Like expect, but returns all lines up to that one, it too."""
        end = time.monotonic() + deadline_s
        taken = []
        while True:
            while self.lines:
                taken.append(self.lines.pop(0))
                if re.search(pattern, taken[-1]):
                    return taken
            assert time.monotonic() < end and not self.ended, (
                f"no /{pattern}/ within {deadline_s} s, but:\n"
                + "\n".join(taken[-40:]))
            self.read(end - time.monotonic())

    def register(self, nick, caps=""):
        """NICK, USER and, if asked for, capabilities; waits for the MOTD."""
        if caps:
            self.send("CAP LS 302", f"CAP REQ :{caps}")
        self.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        if caps:
            self.expect(r" CAP \S+ (ACK|NAK) ")
            self.send("CAP END")
        self.expect(r"^(@\S+ )?\S+ (376|422) ")
        return self

    def settled(self):
        """Everything sent before has been answered; returns those lines."""
        token = f"settled-{time.monotonic_ns()}"
        self.send(f"PING {token}")
        return self.until(rf"PONG .*{token}")

    def wait_end(self, deadline_s=DEADLINE_S):
        """Waits until the other side closes; returns the lines until then."""
        end = time.monotonic() + deadline_s
        while not self.ended:
            assert time.monotonic() < end, "the connection stays open"
            self.read(end - time.monotonic())
        return self.lines

    def finish(self):
        """The end of our input; what the other side says still comes."""
        socket.socket.shutdown(self.socket, socket.SHUT_WR)

    def close(self):
        self.socket.close()

"""The programs of the two older dialects, as their wire is known: one
recv(1024) is one object, or one message."""

import json
import select
import socket
import time

DEADLINE_S = 60


class OldClient:
    """What both have in common: a socket that is read 1,024 bytes a time."""

    def __init__(self, port, host="127.0.0.1", receive_bytes=None,
                 segment_bytes=None):
        self.socket = socket.socket()
        if segment_bytes:
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG,
                                   segment_bytes)
        if receive_bytes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF,
                                   receive_bytes)
        self.socket.settimeout(DEADLINE_S)
        self.socket.connect((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send_bytes(self, data):
        self.socket.sendall(data)

    def read_bytes(self, deadline_s=DEADLINE_S):
        """One recv(1024); b"" at the end of input."""
        self.socket.settimeout(deadline_s)
        return self.socket.recv(1024)

    def is_quiet(self, for_s=0.0):
        """Nothing to read, not even the end."""
        return not select.select([self.socket], [], [], for_s)[0]

    def wait_end(self, deadline_s=DEADLINE_S):
        """Reads until the other side closes."""
        end = time.monotonic() + deadline_s
        try:
            while self.read_bytes(end - time.monotonic()):
                pass
        except ConnectionResetError:
            pass

    def close(self):
        self.socket.close()


class JsonClient(OldClient):
    """"Python TCP Chat": known by the "user" of its first object."""

    def __init__(self, port, user=None, **more):
        super().__init__(port, **more)
        self.user = user

    def send(self, **members):
        self.send_bytes(json.dumps(members).encode())

    def say(self, text, dest="ALL"):
        self.send(user=self.user, message=text, dest=dest)

    def ask_list(self):
        self.send(user=self.user, request="ClientList")

    def read(self, deadline_s=DEADLINE_S):
        """One read is one object, or the program's thread is dead."""
        data = self.read_bytes(deadline_s)
        return json.loads(data) if data else None

    def expect(self, deadline_s=DEADLINE_S, **members):
        """Reads objects up to one that has all of these."""
        end = time.monotonic() + deadline_s
        passed = []
        while True:
            assert time.monotonic() < end, f"no {members}, but {passed}"
            got = self.read(end - time.monotonic())
            assert got is not None, f"the end instead of {members}: {passed}"
            if all(got.get(name) == value for name, value in members.items()):
                return got
            passed.append(got)

    def expect_list(self):
        """The next answer to ClientList: the names of one object."""
        while True:
            got = self.read()
            assert got is not None
            if "client-list" in got:
                return [item["name"] for item in got["client-list"]]

    def join(self):
        """Becomes known, as its person's L does it."""
        self.ask_list()
        return self.expect_list()


class TextClient(OldClient):
    """"console chat": asked for its nickname, then "NICK : TEXT"."""

    def __init__(self, port, nick=None, **more):
        super().__init__(port, **more)
        self.nick = nick

    def read(self, deadline_s=DEADLINE_S):
        return self.read_bytes(deadline_s).decode()

    def say(self, text):
        self.send_bytes(f"{self.nick} : {text}".encode())

    def expect(self, wanted, deadline_s=DEADLINE_S):
        """Reads messages up to exactly this one; those before it."""
        end = time.monotonic() + deadline_s
        passed = []
        while True:
            assert time.monotonic() < end, f"no {wanted!r}, but {passed}"
            got = self.read(end - time.monotonic())
            assert got.strip(), f"the end instead of {wanted!r}: {passed}"
            if got == wanted:
                return passed
            passed.append(got)

    def join(self):
        """Answers the question as its program does."""
        assert self.read() == "ENTER NICKNAME"
        self.send_bytes(self.nick.encode())
        self.expect("You were connected to the server!")
        return self

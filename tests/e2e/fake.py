"""A server that does whatever a test says, to whoever connects."""

import socket
import threading
import time

NAME = "fake.example"


class Caller:
    """A connection to it: lines in, any bytes out."""

    def __init__(self, connection):
        self.socket = connection
        self.input = connection.makefile("rb")
        self.nick = "*"

    def send(self, *lines):
        self.socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def answer(self, numeric, *words):
        self.send(f":{NAME} {numeric} {self.nick} {' '.join(words)}")

    def line(self):
        """The next line, without its end; "" when the caller is gone."""
        return self.input.readline().decode().rstrip("\r\n")

    def until(self, word):
        """Answers PING until a line has the word in it; that line."""
        while line := self.line():
            if line.startswith("NICK "):
                self.nick = line.split()[1].lstrip(":")
            if line.startswith("PING "):
                self.send(f":{NAME} PONG {NAME} {line.split()[1]}")
            if word in line:
                return line
        raise EOFError(word)

    def welcome(self, caps="", isupport="CHANTYPES=# PREFIX=(ov)@+"):
        """Registers the caller, with those capabilities if it wants them."""
        self.until("CAP LS")
        self.send(f":{NAME} CAP * LS :{caps}")
        self.until("NICK ")
        self.until("USER ")
        if caps:
            wanted = self.until("CAP REQ").partition("REQ ")[2].lstrip(":")
            self.send(f":{NAME} CAP {self.nick} ACK :{wanted}")
            self.until("CAP END")
        elif self.line() != "CAP END":
            raise EOFError("CAP END")
        self.answer("001", f":Welcome {self.nick}")
        self.answer("005", isupport, ":are supported")
        self.answer("422", ":no message of the day")

    def joins(self, channel="#room", names=""):
        self.send(f":{self.nick}!u@h JOIN {channel}")
        self.answer("353", "=", channel, f":{self.nick} {names}")
        self.answer("366", channel, ":End of NAMES")

    def serve(self):
        """Says only PONG from now on, until the caller leaves."""
        try:
            self.until("\0")
        except (EOFError, OSError):
            pass


class Fake:
    """Listens on a loopback port; `play` is run for each caller."""

    def __init__(self, play):
        self.play = play
        self.calls = 0
        self.callers = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.calls += 1
            caller = Caller(connection)
            self.callers.append(caller)
            threading.Thread(target=self.run, args=(caller,),
                             daemon=True).start()

    def run(self, caller):
        try:
            self.play(caller)
        except (EOFError, OSError):
            pass
        finally:
            try:
                caller.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.listener.close()
        for caller in self.callers:
            caller.socket.close()

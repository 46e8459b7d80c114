"""What the end-to-end tests share: servers, clients, folders of their own."""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile

import pytest

import others
from irc import Irc
from terminal import DEADLINE_S, Terminal, until
from tmux import Tmux

SOURCE = pathlib.Path(os.environ.get(
    "TCPCHAT_SOURCE", pathlib.Path(__file__).parents[2])).resolve()
BUILD = pathlib.Path(
    os.environ.get("TCPCHAT_BUILD", SOURCE / "build")).resolve()


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "sanitized: also played with sanitized programs")


def free_port():
    """A port of the loopback that nobody has; each process asks elsewhere."""
    base = 20000 + os.getpid() % 110 * 100
    for _ in range(100):
        free_port.count += 1
        port = base + free_port.count % 100
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
    raise AssertionError("no free port")


free_port.count = 0


def environment(home):
    """The environment of a program under test: nothing of ours gets in."""
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR")
            if name in os.environ}
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "UTC",
        "SHELL": "/bin/sh",
        "ASAN_OPTIONS": f"log_path={home}/sanitizer:detect_leaks=1",
        "UBSAN_OPTIONS": f"log_path={home}/sanitizer:print_stacktrace=1",
    }


def program(name):
    path = BUILD / name
    assert path.exists(), f"{path} is not built"
    return str(path)


def accepts(where, port):
    """Whether somebody listens on an address or the path of a socket."""
    family, address = socket.AF_INET, (where, port)
    if "/" in where:
        family, address = socket.AF_UNIX, where
    elif ":" in where:
        family = socket.AF_INET6
    with socket.socket(family) as s:
        return s.connect_ex(address) == 0


class Server:
    """tcpchatd on a free loopback port with a state folder of its own."""

    def __init__(self, folder, *options, settings=""):
        self.folder = folder
        self.state = folder / "state"
        self.state.mkdir(mode=0o700, exist_ok=True)
        self.port = free_port()
        self.options = options
        self.config = folder / "tcpchatd.conf"
        self.config.write_text(settings)
        self.said = folder / "stderr"
        self.process = None

    def argv(self):
        return [program("tcpchatd"), "--foreground", f"--port={self.port}",
                "--machine-name=127.0.0.1", f"--state-dir={self.state}",
                f"--config={self.config}", *self.options]

    def start(self):
        """Starts it and waits until it accepts."""
        with open(self.said, "ab") as said:
            self.process = subprocess.Popen(
                self.argv(), stdin=subprocess.DEVNULL, stdout=said,
                stderr=said, env=environment(self.folder / "home"))
        until("the server accepts", self.accepts)
        return self

    def accepts(self):
        status = self.process.poll()
        assert status is None, f"ended with {status}: {self.words()}"
        further = [o for o in self.options if not o.startswith("-")]
        ports = [int(o.partition("=")[2]) for o in self.options
                 if o.startswith(("--tls-port=", "--text-port="))]
        return all(accepts(where, self.port)
                   for where in ("127.0.0.1", *further)) and \
            all(accepts("127.0.0.1", port) for port in ports)

    def ask(self, request):
        """What its control socket answers, until it is closed."""
        path = self.state / "control"
        until("the control socket", lambda: accepts(str(path), 0))
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(DEADLINE_S)
            s.connect(str(path))
            s.sendall(request)
            s.shutdown(socket.SHUT_WR)
            answer = b""
            while data := s.recv(65536):
                answer += data
        return answer

    def words(self):
        """What it has said on standard error."""
        return self.said.read_text(errors="replace")

    def kill(self):
        """As a power cut would end the process."""
        self.process.kill()
        self.process.wait()

    def stop(self, deadline_s=DEADLINE_S):
        """As an operator ends it; returns its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(deadline_s)

    def restart(self):
        self.kill()
        return self.start()


@pytest.fixture
def folder():
    """A scratch folder; what a sanitizer finds in it fails the test. Its path
    is short: that of a unix socket has about a hundred bytes."""
    path = pathlib.Path(tempfile.mkdtemp(prefix="tcpchat-"))
    yield path
    found = [f.read_text() for f in path.rglob("sanitizer.*")]
    shutil.rmtree(path, ignore_errors=True)
    assert not found, "\n".join(found)


@pytest.fixture
def make_server(folder):
    """Makes servers, and ends them with the test."""
    made = []

    def make(*options, settings="", name="server"):
        home = folder / f"{name}{len(made) or ''}"
        home.mkdir()
        made.append(Server(home, *options, settings=settings))
        return made[-1]

    yield make
    for server in made:
        if server.process is not None and server.process.poll() is None:
            try:
                status = server.stop()
            except subprocess.TimeoutExpired:
                server.kill()
                raise
            assert status == 0, f"{status}: {server.words()}"


@pytest.fixture
def server(make_server):
    return make_server().start()


@pytest.fixture
def make_irc():
    """Makes raw IRC connections, and closes them with the test."""
    made = []

    def make(server, nick=None, caps="", join=None):
        port = server if isinstance(server, int) else server.port
        made.append(Irc(port))
        if nick:
            made[-1].register(nick, caps)
        if join:
            made[-1].send(f"JOIN {join}")
            made[-1].expect(rf" 366 \S+ {re.escape(join)} ")
        return made[-1]

    yield make
    for irc in made:
        irc.close()


@pytest.fixture
def make_terminal(folder):
    """Runs programs in terminals, and ends them with the test."""
    made = []

    def make(argv, columns=80, rows=24, home="home", charset="utf-8",
             **variables):
        env = {**environment(folder / home), **variables}
        made.append(Terminal(argv, columns, rows, env, str(folder), charset))
        return made[-1]

    yield make
    for terminal in made:
        terminal.close()


@pytest.fixture
def make_tui(make_terminal):
    """Opens tcpchat-tui on a server, with a home folder for each name."""

    def make(server, nick, *options, columns=80, rows=24, **variables):
        port = server if isinstance(server, int) else server.port
        return make_terminal(
            [program("tcpchat-tui"), f"--port={port}",
             "--machine-name=127.0.0.1", f"--nick={nick}", *options],
            columns, rows, home=nick, **variables)

    return make


def need(name):
    """The path of another project's program."""
    path = shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/usr/games")
    assert path, f"{name} is not installed: scripts/setup installs it"
    return path


def port_accepts(other):
    assert other.process.poll() is None, (other.folder / "log").read_text()
    return accepts("127.0.0.1", other.port)


@pytest.fixture
def make_other(folder):
    """Runs a server of another project: "ngircd" or "inspircd"."""
    made = []

    def make(name):
        path = need(name)
        home = folder / f"{name}{len(made)}"
        home.mkdir()
        for parent in (home, *home.parents):    # ngircd becomes "nobody"
            if parent.stat().st_uid == os.getuid() and \
                    not parent.stat().st_mode & 1:
                parent.chmod(parent.stat().st_mode | 0o011)
        home.chmod(0o755)
        make_one = getattr(others, name)
        made.append(make_one(path, free_port(), home, port_accepts))
        return made[-1].start()

    yield make
    for other in made:
        other.kill()


@pytest.fixture
def make_irssi(folder, make_terminal):
    """Opens irssi on a port, in a channel."""

    def make(server, nick, channel, **variables):
        port = server if isinstance(server, int) else server.port
        argv = others.irssi(need("irssi"), port, folder, nick, channel)
        irssi = make_terminal(argv, home=f"irssi-home-{nick}", **variables)
        irssi.expect("Act: 2")
        irssi.key("Alt-2")
        irssi.expect(f"2:test/{channel}")
        return irssi

    return make


@pytest.fixture
def make_tmux(folder):
    """Opens shells in tmux, and ends them with the test."""
    made = []

    def make(columns=80, rows=24, home="home", **variables):
        env = {**environment(folder / home), **variables}
        made.append(Tmux(need("tmux"), folder, env, columns, rows))
        return made[-1]

    yield make
    for tmux in made:
        tmux.close()

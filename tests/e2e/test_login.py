"""Logging in to an account: passwords by command and by form, certificates."""

import re
import subprocess

import pytest

import certificates
from conftest import environment, program, until

PASSWORD = "as secret as it gets"


@pytest.fixture
def dana(server, folder):
    """A running server that has an account dana."""
    until("the control socket", (server.state / "control").exists)
    done = subprocess.run(
        [program("tcpchatd"), "account", "add", "dana",
         f"--state-dir={server.state}"], input=PASSWORD + "\n", text=True,
        capture_output=True, timeout=60, env=environment(folder / "home"))
    assert done.returncode == 0, done.stderr
    return server


@pytest.fixture
def cli(folder):
    def run(server, *words):
        return subprocess.run(
            [program("tcpchat"), f"--port={server.port}",
             "--machine-name=127.0.0.1", "--nick=dana", *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=120, env=environment(folder / "home"))

    return run


def test_a_command_has_the_password(dana, cli, make_irc):
    watcher = make_irc(dana, "watcher", join="#all")
    watcher.send("CAP REQ account-tag")
    done = cli(dana, "--account=dana", f"--password-command=echo {PASSWORD}",
               "send", "it is me")
    assert done.returncode == 0, done.stderr
    assert any("account=dana" in line and "it is me" in line
               for line in watcher.settled())


def test_a_wrong_password_is_named(dana, cli):
    done = cli(dana, "--account=dana", "--password-command=echo wrong",
               "send", "hello")
    assert done.returncode == 77
    assert "password" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("command, why", [
    ("false", "printed nothing"),
    ("exec sleep 300", "password-command"),
])
def test_a_command_that_has_none_is_the_end(dana, cli, command, why):
    done = cli(dana, "--account=dana", f"--password-command={command}",
               "send", "hello")
    assert done.returncode == 64
    assert why in done.stderr


def test_without_a_terminal_nobody_is_asked(dana, cli):
    done = cli(dana, "--account=dana", "send", "hello")
    assert done.returncode == 64
    assert "--password-command" in done.stderr


def test_the_screen_asks_before_it_opens(dana, make_tui):
    tui = make_tui(dana, "dana", "--account=dana")
    tui.expect("Password of dana:")
    tui.line(PASSWORD)
    tui.expect("[ALL ▾]")
    tui.line("/whois dana")
    tui.expect(re.compile("account.*dana|logged in"))
    assert PASSWORD not in tui.text()


def test_the_screen_says_that_the_password_is_wrong(dana, make_tui):
    tui = make_tui(dana, "dana", "--account=dana",
                   "--password-command=echo wrong")
    tui.expect("refused the account")
    tui.expect("Enter tries")


@pytest.fixture
def own(folder):
    """A file with a certificate and its key."""
    certificate, key = certificates.make(folder, "own", "dana")[:2]
    path = folder / "own.pem"
    path.write_bytes(certificate.read_bytes() + key.read_bytes())
    return path


def test_a_certificate_logs_in_once_it_is_known(dana, cli, make_tui, own):
    done = cli(dana, f"--certificate={own}", "send", "hello")
    assert done.returncode == 77
    tui = make_tui(dana, "dana", "--account=dana", f"--certificate={own}",
                   f"--password-command=echo {PASSWORD}")
    tui.expect("[ALL ▾]")
    tui.line("/msg NickServ CERT ADD")
    tui.expect("NickServ •")  # it has answered
    tui.line("/quit")
    assert tui.exited() == 0
    done = cli(dana, f"--certificate={own}", "--account=dana", "send", "hello")
    assert done.returncode == 0, done.stderr

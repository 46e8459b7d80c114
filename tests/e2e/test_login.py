"""Logging in to an account: passwords by command and by form, certificates."""

import os
import re
import stat
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


def logged_in(tui):
    tui.expect("[ALL ▾]")
    tui.line("/whois dana")
    tui.expect("dana has the account dana")


def test_the_screen_asks_in_a_dialogue(dana, make_tui):
    tui = make_tui(dana, "dana", "--account=dana")
    tui.expect("The password of the account dana")
    tui.line(PASSWORD)
    tui.gone("The password of")
    logged_in(tui)
    assert PASSWORD not in tui.text()


def test_a_wrong_password_is_asked_for_anew_and_not_said_again(
        dana, make_tui):
    tui = make_tui(dana, "dana", "--account=dana",
                   "--password-command=echo wrong")
    tui.expect("refused the account")
    tui.expect("The password of the account dana")
    tui.key("Esc")
    tui.gone("The password of")
    tui.key("Enter")  # tries again: not with that one
    tui.expect("The password of the account dana")
    tui.line(PASSWORD)
    logged_in(tui)
    assert dana.words().count("authentication") < 2


def test_who_has_no_account_comes_as_a_guest_and_makes_one(server, make_tui):
    tui = make_tui(server, "dana", "--account=dana")
    tui.expect("The password of the account dana")
    tui.line("sesame")
    tui.expect("/register makes one")
    tui.key("Enter")  # as a guest
    tui.expect("[ALL ▾]")
    tui.line("/register")
    tui.expect("A password for the new account dana")
    tui.line("sesame")
    tui.expect("once more")
    tui.line("sesame")
    logged_in(tui)
    tui.line("/quit")
    assert tui.exited() == 0
    # The next start knows the account, and asks for its password.
    tui = make_tui(server, "dana")
    tui.expect("The password of the account dana")
    tui.line("sesame")
    logged_in(tui)


def test_the_first_frame_does_not_wait_for_the_command(
        dana, folder, make_tui):
    gate = folder / "gate"
    tui = make_tui(
        dana, "dana", "--account=dana", "--password-command="
        f"while ! test -e {gate}; do sleep 0.1; done; echo '{PASSWORD}'")
    tui.expect("[127.0.0.1 ▾]")
    tui.line("/help me")  # the interface lives
    tui.expect("say what you do")
    gate.touch()
    logged_in(tui)


@pytest.mark.parametrize("command, why", [
    ("true", "it printed nothing"),
    ("echo no key for that >&2; false", "no key for that"),
    ("exit 3", "ended with status 3"),
    ("read word </dev/tty; echo $word", "password-command"),
])
def test_a_command_that_fails_says_why_and_the_person_is_asked(
        dana, make_tui, command, why):
    tui = make_tui(dana, "dana", "--account=dana",
                   f"--password-command={command}")
    tui.expect("The password of the account dana")
    tui.expect(why)
    tui.line(PASSWORD)
    logged_in(tui)


SECRET_TOOL = """#!/bin/sh
# Plays secret-tool(1): an entry is a file; what was asked is in a log.
verb=$1
what=$*
shift
test "$verb" = store && shift
entry="$STORE/$(echo "$*" | tr ' /' '++')"
case $verb in
store) cat >"$entry";;
lookup) cat "$entry";;
clear) rm "$entry";;
esac
status=$?
echo "$what" >>"$STORE/log"  # once it is done
exit $status
"""


@pytest.fixture
def store(folder):
    """A secret-tool(1) in PATH; its entries, and the log of its calls."""
    path = folder / "store"
    path.mkdir()
    tool = path / "secret-tool"
    tool.write_text(SECRET_TOOL)
    tool.chmod(0o755)
    return path


@pytest.fixture
def make_kept(store, make_tui):
    def make(server, *options):
        return make_tui(
            server, "dana", *options, STORE=str(store),
            PATH=f"{store}:{os.environ['PATH']}",
            DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")

    return make


def asked(store):
    log = store / "log"
    return log.read_text().splitlines() if log.exists() else []


def test_a_password_is_kept_once_it_was_right(dana, make_kept, store):
    tui = make_kept(dana, "--account=dana")
    tui.expect("[x] keep it in the system's password store")
    tui.line("wrong")
    tui.expect("refused the account")
    assert [line.split()[0] for line in asked(store)] == ["lookup"]
    tui.line(PASSWORD)
    where = f"service tcpchat server 127.0.0.1:{dana.port} account dana"
    until("it is kept", lambda: asked(store)[-1].startswith("store"))
    assert asked(store)[-1].endswith(where)
    assert not any(PASSWORD in line for line in asked(store))
    logged_in(tui)
    tui.line("/quit")
    assert tui.exited() == 0
    kept = (store.parent / "dana").rglob("*")
    assert not any(PASSWORD in f.read_text(errors="replace")
                   for f in kept if f.is_file())
    tui = make_kept(dana)  # found again, and nobody is asked
    logged_in(tui)
    tui.line("/logout forget")
    until("it is removed", lambda: asked(store)[-1] == f"clear {where}")
    tui.expect("dana_")  # a guest


def test_it_is_not_kept_if_the_person_does_not_want_it(
        dana, make_kept, store):
    tui = make_kept(dana, "--account=dana")
    tui.expect("The password of the account dana")
    tui.send(PASSWORD)
    tui.key("Tab")
    tui.send(" ")
    tui.expect("[ ] keep it")
    tui.key("Enter")
    logged_in(tui)
    assert [line.split()[0] for line in asked(store)] == ["lookup"]


def test_a_store_that_fails_is_said(dana, make_kept, store):
    tool = store / "secret-tool"
    tool.write_text("#!/bin/sh\necho the store is locked >&2; exit 1\n")
    tui = make_kept(dana, "--account=dana")
    tui.expect("The password of the account dana")
    tui.line(PASSWORD)
    logged_in(tui)
    tui.line("/notices")
    tui.expect("┌ Notices")
    tui.expect("the store is locked")


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


def test_a_certificate_is_made_registered_and_logs_in(dana, make_tui, folder):
    tui = make_tui(dana, "dana", "--account=dana", columns=200)
    tui.expect("The password of the account dana")
    tui.line(PASSWORD)
    logged_in(tui)
    tui.line("/cert")
    tui.expect("/cert new makes one")
    tui.line("/cert new")
    tui.expect("NickServ CERT ADD")
    fingerprint = re.search("CERT ADD ([0-9a-f]{64})", tui.text()).group(1)
    made = [f for f in (folder / "dana").rglob("tui/*")
            if f.name.startswith(("cert-", "key-"))]
    assert len(made) == 2
    assert all(stat.S_IMODE(f.stat().st_mode) == 0o600 for f in made)
    tui.line("/cert new")  # the old one is not lost by a slip
    tui.line("/notices")
    tui.expect("┌ Notices")
    tui.expect("there is one already")
    tui.key("Esc")
    tui.gone("┌ Notices")
    tui.line(f"/msg NickServ CERT ADD {fingerprint}")
    tui.expect("NickServ •")  # it has answered
    tui.line("/quit")
    assert tui.exited() == 0
    tui = make_tui(dana, "dana", columns=200)  # and nobody is asked
    logged_in(tui)
    tui.line("/status")
    tui.expect("logged in as dana")
    tui.expect(fingerprint)
    tui.expect("TLSv1.3")
    tui.expect("tcpchat/resume")
    tui.expect("nothing waits")


def test_a_certificate_that_is_not_registered_makes_a_guest(
        server, make_tui):
    tui = make_tui(server, "dana", columns=200)
    tui.expect("[ALL ▾]")
    tui.line("/cert new")
    tui.expect("NickServ CERT ADD")
    tui.line("/quit")
    assert tui.exited() == 0
    tui = make_tui(server, "dana", columns=200)
    tui.expect("[ALL ▾]")
    tui.line("/notices")
    tui.expect("┌ Notices")
    tui.expect("does not know your certificate")
    tui.key("Esc")
    tui.gone("┌ Notices")
    tui.line("/status")
    tui.expect("a guest")


@pytest.fixture
def make_chat(make_terminal):
    def make(server, *options, **variables):
        return make_terminal(
            [program("tcpchat"), f"--port={server.port}", "--nick=dana",
             "--machine-name=127.0.0.1", *options], home="dana",
            columns=160, **variables)

    return make


@pytest.fixture
def make_kept_chat(store, make_chat):
    def make(server, *options):
        return make_chat(
            server, *options, STORE=str(store),
            PATH=f"{store}:{os.environ['PATH']}",
            DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")

    return make


def test_the_line_client_asks_and_keeps_it_in_the_store(
        dana, make_kept_chat, store):
    chat = make_kept_chat(dana, "--account=dana")
    chat.expect("Password of dana")
    chat.line("wrong")
    chat.expect("Keep it in the system's password store?")
    chat.line("y")
    chat.expect(re.compile(r"refused the account.*\s+Password of dana"))
    assert [line.split()[0] for line in asked(store)] == ["lookup"]
    chat.line(PASSWORD)
    until("it asks again", lambda: chat.text().count("Keep it in") == 2)
    chat.line("y")
    chat.expect("you are logged in as dana")
    chat.expect("the password is in the system's store now")
    chat.line("/status")
    chat.expect("logged in as dana")
    chat.expect("TLSv1.3")
    assert PASSWORD not in chat.text() and "wrong" not in chat.text()
    chat.key("Up")  # it is no line that was typed
    chat.expect("> /status")
    chat.key("Enter")
    chat.line("Q")
    until("it ends", lambda: chat.status is not None)
    chat = make_kept_chat(dana, "--account=dana")  # and nobody is asked
    chat.expect("you are logged in as dana")
    chat.line("/logout forget")
    chat.expect("is in the system's store no more")
    chat.expect("connected again")
    chat.line("/status")
    chat.expect("a guest")


def test_the_line_client_makes_an_account_and_a_certificate(
        server, make_chat):
    chat = make_chat(server)
    chat.expect("You say  >")
    chat.line("/register")
    chat.expect("A password for the new account dana>")
    chat.line("sesame")
    chat.expect("The same password once more>")
    chat.line("simsim")
    chat.expect("These were two different ones")
    chat.expect(re.compile(r"again\.\s+A password for the new account dana>"))
    chat.line("sesame")
    until("it asks again",
          lambda: chat.text().count("The same password once more>") == 2)
    chat.line("sesame")
    chat.expect("you are logged in as dana")
    chat.line("/cert new")
    chat.expect("NickServ CERT ADD")
    fingerprint = re.search("CERT ADD ([0-9a-f]{64})", chat.text()).group(1)
    chat.line(f"/msg NickServ CERT ADD {fingerprint}")
    chat.expect("NickServ to you")
    chat.line("Q")
    until("it ends", lambda: chat.status is not None)
    chat = make_chat(server)  # and nobody is asked
    chat.expect("you are logged in as dana")


def test_send_takes_the_password_out_of_the_store(dana, folder, store):
    entry = f"service tcpchat server 127.0.0.1:{dana.port} account dana"
    (store / entry.replace(" ", "+")).write_text(PASSWORD)
    done = subprocess.run(
        [program("tcpchat"), f"--port={dana.port}", "--nick=dana",
         "--machine-name=127.0.0.1", "--account=dana", "send", "hello"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        env={**environment(folder / "home"), "STORE": str(store),
             "PATH": f"{store}:{os.environ['PATH']}",
             "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_a_password_in_clear_logs_in_where_nobody_else_reads_it(
        dana, folder, cli, make_tui):
    path = folder / "clear.conf"
    path.write_text(f'account = dana\npassword = "{PASSWORD}"\n')
    os.chmod(path, 0o644)
    done = cli(dana, f"--config={path}", "send", "hello")
    assert done.returncode == 64
    assert "chmod 600" in done.stderr and PASSWORD not in done.stderr
    os.chmod(path, 0o600)
    done = cli(dana, f"--config={path}", "send", "hello")
    assert done.returncode == 0, done.stderr
    tui = make_tui(dana, "dana", f"--config={path}")
    logged_in(tui)
    # Nothing that we start knows it, nor does ps.
    tui.line("/exec env")
    tui.expect("TERM=")
    for name in ("cmdline", "environ"):
        with open(f"/proc/{tui.pid}/{name}", "rb") as file:
            assert PASSWORD.encode() not in file.read()
    assert PASSWORD not in tui.text()
    tui.line(f"it is {PASSWORD}")
    tui.expect("it is not sent")


def test_the_line_client_does_not_say_the_password(dana, make_chat, make_irc):
    watcher = make_irc(dana, "watcher", join="#all")
    chat = make_chat(dana, "--account=dana",
                     f"--password-command=echo {PASSWORD}")
    chat.expect("you are logged in as dana")
    chat.line(f"it is {PASSWORD}")
    chat.expect("Dest name>")
    chat.line("ALL")
    chat.expect("it is not sent")
    chat.key("Up")  # neither it nor what a service is told is remembered
    chat.line("/msg NickServ identify whatever")
    chat.expect("NickServ to you")
    chat.key("Up")
    chat.line("/me waves")
    watcher.expect("PRIVMSG #all :\x01ACTION waves")

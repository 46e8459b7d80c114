"""The database of a server: retention, backup, check, and what is not kept."""

import json
import os
import pwd
import subprocess
import time

import pytest

from conftest import environment, program
from terminal import until

CAPS = "batch labeled-response echo-message message-tags draft/chathistory"


def run(server, *words):
    """tcpchatd COMMAND on the server's folder: status, what it said."""
    done = subprocess.run(
        [program("tcpchatd"), *words, f"--state-dir={server.state}",
         f"--config={server.config}"], capture_output=True, text=True,
        timeout=60, env=environment(server.folder / "home"), check=False)
    return done.returncode, done.stdout + done.stderr


def say(irc, channel, count, text="plover"):
    for i in range(count):
        irc.send(f"PRIVMSG {channel} :{text} {i}")
    irc.expect(rf"PRIVMSG {channel} :{text} {count - 1}$", 60)


def texts(irc, channel, limit=100):
    irc.settled()
    irc.send(f"CHATHISTORY LATEST {channel} * {limit}")
    ref = irc.expect(r"BATCH \+(\S+) chathistory ")[1]
    lines = irc.until(rf"BATCH -{ref}$")
    return [line.split(" :", 2)[2] for line in lines if "PRIVMSG" in line]


def traces(server, word):
    return [f.name for f in server.state.iterdir()
            if f.name.startswith("tcpchat.db") and word in f.read_bytes()]


def test_a_backup_of_a_running_server_is_whole(
        make_server, make_irc, folder):
    server = make_server().start()
    al = make_irc(server, "al", CAPS, join="#c")
    say(al, "#c", 20)
    copy = folder / "copy.db"
    al.send(*(f"PRIVMSG #c :more {i}" for i in range(50)))
    status, said = run(server, "backup", str(copy))
    assert status == 0, said
    assert copy.stat().st_mode & 0o777 == 0o600
    al.expect(r"PRIVMSG #c :more 49$")
    status, said = run(server, "check", str(copy))
    assert status == 0, said
    status, said = run(server, "backup", str(copy))
    assert status == 1 and "is there already" in said
    assert not list(folder.glob("*.part"))

    other = make_server(name="other")
    (other.state / "tcpchat.db").write_bytes(copy.read_bytes())
    other.start()
    bo = make_irc(other, "bo", CAPS, join="#c")
    assert texts(bo, "#c")[:20] == [f"plover {i}" for i in range(20)]


def test_check_says_what_is_wrong_and_what_to_do(make_server, make_irc):
    server = make_server().start()
    al = make_irc(server, "al", CAPS, join="#c")
    say(al, "#c", 20)
    status, said = run(server, "check")
    assert status == 0 and "a server runs" in said, said
    assert server.stop() == 0
    status, said = run(server, "check")
    assert status == 0 and "is whole" in said and "runs" not in said, said
    database = server.state / "tcpchat.db"
    data = bytearray(database.read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 + 8:page * 4096 + 200] = b"\xa5" * 192
    database.write_bytes(data)
    status, said = run(server, "check")
    assert status == 1 and "put a backup in its place" in said, said
    database.write_bytes(data[:5000])
    status, said = run(server, "check")
    assert status == 1 and "its end is missing" in said, said
    database.unlink()
    status, said = run(server, "check")
    assert status == 1 and "No such file" in said, said
    assert not database.exists()
    status, said = run(server, "backup", str(server.folder / "copy.db"))
    assert status == 1 and "No such file" in said, said
    assert not database.exists()


def as_nobody():
    """For subprocess: root may write whatever it is."""
    return {"user": "nobody"} if os.geteuid() == 0 else {}


def give(server, file_mode, folder_mode, owner="nobody"):
    """The folder and what is in it, to somebody."""
    if os.geteuid() == 0:
        uid = pwd.getpwnam(owner).pw_uid
        for path in [server.state, *server.state.iterdir()]:
            os.chown(path, uid, -1)
    (server.state / "tcpchat.db").chmod(file_mode)
    server.state.chmod(folder_mode)


# Modes of the database and its folder, their owner, what is said.
LOCKED = [
    (0o400, 0o700, "nobody", "writable for the user"),
    (0o000, 0o700, "nobody", "Permission denied"),
    (0o600, 0o500, "nobody", "Permission denied"),
    (0o600, 0o700, "root", "make the folder writable"),
]


@pytest.mark.parametrize("file_mode, folder_mode, owner, words", LOCKED)
def test_a_database_that_is_not_its_own_is_refused(
        make_server, make_irc, folder, file_mode, folder_mode, owner, words):
    if owner == "root" and os.geteuid() != 0:
        pytest.skip("only root can make it root's")
    server = make_server().start()
    say(make_irc(server, "al", CAPS, join="#c"), "#c", 3)
    assert server.stop() == 0
    database = server.state / "tcpchat.db"
    before = database.read_bytes()
    for place in [folder, *folder.parents]:     # the way there is free
        if place.stat().st_uid == 0 and len(place.parts) > 2:
            place.chmod(place.stat().st_mode | 0o055)
    server.config.chmod(0o644)
    give(server, file_mode, folder_mode, owner)
    done = subprocess.run(
        server.argv(), capture_output=True, text=True, timeout=60,
        env=environment(server.folder / "home"), check=False, **as_nobody())
    server.state.chmod(0o700)
    database.chmod(0o600)
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert words in done.stderr
    assert database.read_bytes() == before
    assert [f.name for f in server.state.iterdir()
            if f.name.startswith("tcpchat.db")] == ["tcpchat.db"]


def prune_all(server):
    """Once what was said is older than a second; and once, for each pruning
    begins anew."""
    began = time.monotonic()
    until("a second is over", lambda: time.monotonic() > began + 1.5)
    status, said = run(server, "history", "prune", "1s")
    assert status == 0, said


def test_history_prune_leaves_no_trace(make_server, make_irc):
    server = make_server(settings="log-messages = none\n")
    server.start()
    al = make_irc(server, "al", CAPS, join="#c")
    say(al, "#c", 700)
    assert traces(server, b"plover")
    prune_all(server)
    until("they are gone", lambda: not texts(al, "#c"))
    until("no trace is left", lambda: not traces(server, b"plover"))
    assert b"plover" not in server.said.read_bytes()
    say(al, "#c", 3, "xyzzy")
    assert texts(al, "#c") == ["xyzzy 0", "xyzzy 1", "xyzzy 2"]
    assert server.stop() == 0

    status, said = run(server, "history", "prune")
    assert status == 0, said
    assert traces(server, b"xyzzy")     # they are kept for good
    status, said = run(server, "history", "prune", "never")
    assert status == 1 and "no time" in said
    prune_all(server)
    until("no trace is left", lambda: not traces(server, b"xyzzy"))
    status, said = run(server, "check")
    assert status == 0, said


def test_what_is_taken_back_leaves_no_trace(make_server, make_irc):
    server = make_server(settings="log-messages = none\n").start()
    al = make_irc(server, "al", CAPS + " draft/message-redaction", join="#c")
    al.settled()
    al.send("PRIVMSG #c :plover")
    msgid = al.expect(r"^@msgid=([^; ]+).* PRIVMSG #c :plover$")[1]
    say(al, "#c", 600, "xyzzy")     # it is in the search index by now
    assert traces(server, b"plover")
    al.send(f"REDACT #c {msgid}")
    al.expect(r" REDACT #c ")
    until("no trace is left", lambda: not traces(server, b"plover"))
    assert traces(server, b"xyzzy")
    assert b"plover" not in server.said.read_bytes()
    assert server.stop() == 0
    assert not traces(server, b"plover")
    status, said = run(server, "check")
    assert status == 0, said


def test_what_is_too_old_goes_by_itself(make_server, make_irc):
    server = make_server(settings="log-messages = none\n").start()
    al = make_irc(server, "al", CAPS, join="#c")
    al.settled()
    say(al, "#c", 10)
    server.config.write_text(
        'log-messages = none\nhistory-keep = 1s\n'
        'history-keep-channels = "#log=0"\n')
    until("they are gone", lambda: run(server, "rehash")[0] == 0
          and not texts(al, "#c"))
    until("no trace is left", lambda: not traces(server, b"plover"))
    al.send("JOIN #log")
    al.expect(r"NOTICE al :Messages in #log are kept for good\.")
    server.config.write_text('history-keep-channels = "log=0"\n')
    status, said = run(server, "rehash")
    assert status == 1 and "history-keep-channels" in said


def test_without_history_channels_are_kept_and_no_message(
        make_server, make_irc):
    server = make_server(
        settings="history = off\nlog-messages = none\n").start()
    al = make_irc(server, "al", "echo-message", join="#c")
    al.send("TOPIC #c :as it was", "PRIVMSG #c :plover")
    al.expect(r"PRIVMSG #c :plover")
    al.settled()
    assert server.stop() == 0
    assert not traces(server, b"plover")
    server.start()
    bo = make_irc(server)
    bo.send("NICK bo", "USER bo 0 * :bo")
    bo.expect(r"NOTICE bo :Messages are not kept here\.")
    bo.send("JOIN #c")
    bo.expect(r" 332 bo #c :as it was")


def test_with_history_in_memory_no_message_reaches_the_disk(
        make_server, make_irc):
    server = make_server(
        settings="history = memory\nlog-messages = none\n").start()
    al = make_irc(server)
    al.send(f"CAP REQ :{CAPS} soju.im/search", "CAP END", "NICK al",
            "USER al 0 * :al")
    al.expect(r"NOTICE al :Messages are kept here in memory only, while the "
              r"server runs, or as long as there is room for them\.")
    al.send("NS REGISTER sesame", "JOIN #c", "TOPIC #c :as it was")
    al.expect(r" 900 al ")
    say(al, "#c", 600)
    assert len(texts(al, "#c")) == 100
    al.send("SEARCH text=plover;limit=3")
    assert len(al.until(r"BATCH -")) == 5
    bo = make_irc(server)
    bo.send("CAP LS 302")
    assert "tcpchat/stored" not in bo.expect(r"CAP \* LS :(.*)$")[1]
    status, said = run(server, "status")
    assert status == 0 and "history: memory\n" in said, said
    status, said = run(server, "history", "export", "al")
    assert status == 1 and "EXPORT" in said
    assert not [f for f in server.state.iterdir()
                if f.is_file() and b"plover" in f.read_bytes()]
    server.restart()
    assert not traces(server, b"plover")
    al = make_irc(server, "al2", CAPS, join="#c")
    assert texts(al, "#c") == []
    al.send("TOPIC #c", "NS IDENTIFY al sesame")
    al.expect(r" 332 al2 #c :as it was")
    al.expect(r" 900 al2 ")
    say(al, "#c", 3)
    assert len(texts(al, "#c")) == 3
    assert server.stop() == 0


def test_the_first_message_of_a_channel_survives_a_crash(
        make_server, make_irc):
    server = make_server().start()
    for i in range(5):
        al = make_irc(server, "al", CAPS, join=f"#new{i}")
        al.send(f"PRIVMSG #new{i} :first")
        al.expect(rf"PRIVMSG #new{i} :first")
        server.restart()
        bo = make_irc(server, "bo", CAPS, join=f"#new{i}")
        assert texts(bo, f"#new{i}") == ["first"]


def test_what_an_account_has_said_is_exported_and_deleted(
        make_server, make_irc):
    server = make_server(settings="log-messages = none\n").start()
    al = make_irc(server, "al", CAPS, join="#c")
    al.send("NS REGISTER sesame")
    al.expect(r" 900 al ")
    bo = make_irc(server, "bo", CAPS, join="#c")
    say(al, "#c", 3)
    say(bo, "#c", 2, "xyzzy")
    al.send('@+draft/reply=x PRIVMSG bo :plover "plugh" \u00e9')
    bo.expect(r"PRIVMSG bo :plover")
    al.settled()

    status, said = run(server, "history", "export", "AL")
    assert status == 0, said
    rows = [json.loads(line) for line in said.splitlines()]
    assert [row["text"] for row in rows] == [
        "plover 0", "plover 1", "plover 2", 'plover "plugh" \u00e9']
    assert [row["target"] for row in rows] == ["#c"] * 3 + ["bo"]
    assert rows[3]["tags"] == "+draft/reply=x"
    assert all(row["msgid"] and row["time"] for row in rows)
    assert run(server, "history", "export", "nobody")[0] == 1
    assert run(server, "history", "delete", "nobody")[0] == 1
    assert run(server, "history", "delete")[0] == 2

    al.send("NS FORGET al")
    al.expect(r"NickServ.* NOTICE al :Done")
    assert texts(bo, "#c") == ["xyzzy 0", "xyzzy 1"]
    until("no trace is left", lambda: not traces(server, b"plover"))
    assert run(server, "history", "export", "al") == (0, "")
    say(al, "#c", 1, "wumpus")
    assert run(server, "history", "delete", "al") == (0, "")
    assert texts(bo, "#c") == ["xyzzy 0", "xyzzy 1"]
    say(al, "#c", 1, "wumpus")
    assert server.stop() == 0

    status, said = run(server, "history", "export", "al")
    assert status == 0 and len(said.splitlines()) == 1, said
    assert run(server, "history", "delete", "al") == (0, "")
    assert run(server, "history", "export", "al") == (0, "")
    server.start()
    bo = make_irc(server, "bo", CAPS, join="#c")
    assert texts(bo, "#c") == ["xyzzy 0", "xyzzy 1"]

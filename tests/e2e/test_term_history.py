"""What was said before: the local log, the server's history, and the holes
between them, with the real server, clients and files."""

import base64
import re
import stat
import subprocess

import pytest

from conftest import environment, program, until


def say(irc, texts, target="#all"):
    """In few writes; returns when the server has stored all of it."""
    texts = list(texts)
    for at in range(0, len(texts), 50):
        irc.send(*(f"PRIVMSG {target} :{text}"
                   for text in texts[at:at + 50]), "PING :said")
        irc.expect("PONG .*said")


def log_files(folder, nick):
    root = folder / nick / "state" / "tcpchat" / "log"
    return {path.name: path for path in root.glob("*/*")}


def leave(tui):
    tui.line("/quit")
    assert tui.exited() == 0


def order(tui, *texts):
    """The texts stand on the screen, in this order, each once."""
    text = tui.text()
    at = [[m.start() for m in re.finditer(re.escape(t), text)]
          for t in texts]
    return all(len(places) == 1 for places in at) and \
        at == sorted(at)


def in_order(tui, *texts):
    tui.wait(f"{texts} in order", lambda: order(tui, *texts))


def scroll_up_to(tui, text, most=400):
    """Presses PgUp until the text is there; nothing may be asked in vain."""
    for _ in range(most):
        if text in tui.text():
            return
        before = tui.text()
        tui.key("PgUp")
        tui.wait("the pane moves", lambda: tui.text() != before)
    raise AssertionError(f"no {text!r} after {most} pages\n" + tui.framed())


def test_what_was_said_is_in_a_file_for_its_owner_alone(
        server, make_tui, make_irc, folder):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    bob.send("PRIVMSG #all :hello\x02 all", "PRIVMSG carla :psst",
             "PRIVMSG #all :\x01ACTION waves\x01")
    tui.expect("* bob waves")
    tui.line("hello bob")
    tui.expect("✓")
    leave(tui)
    files = log_files(folder, "carla")
    assert set(files) == {"#all.log", "bob.log"}
    for path in files.values():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    lines = [line.split("\t")
             for line in files["#all.log"].read_text().splitlines()]
    assert [line[1:4] for line in lines] == [
        ["", "bob", "hello\\x02 all"], ["*", "bob", "waves"],
        [">", "carla", "hello bob"]]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} \+0000",
                            line[0]) and line[4] for line in lines)
    assert "\tpsst\t" in files["bob.log"].read_text()


def test_the_log_is_there_before_the_server_s_history_and_nothing_twice(
        server, make_tui, make_irc, folder):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    say(bob, ["first words", "last words"])
    tui.expect("last words")
    leave(tui)
    say(bob, ["while you were away"])
    tui = make_tui(server, "carla")
    in_order(tui, "first words", "last words", "end of your log",
             "while you were away")
    tui.expect("1 new")
    leave(tui)
    text = log_files(folder, "carla")["#all.log"].read_text()
    assert [line.split("\t")[3] for line in text.splitlines()] == [
        "first words", "last words", "while you were away"]


def test_a_long_absence_shows_the_newest_and_fills_the_hole(
        server, make_tui, make_irc):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    say(bob, ["before I left"])
    tui.expect("before I left")
    leave(tui)
    say(bob, (f"missed {i:04d}" for i in range(300)))
    tui = make_tui(server, "carla", rows=40)
    tui.expect("[ALL")
    tui.key("Alt->")
    tui.expect("missed 0299")
    scroll_up_to(tui, "before I left")
    in_order(tui, "before I left", "end of your log", "missed 0000",
             "missed 0001")


def test_a_hole_is_in_the_log_too_and_can_be_filled_at_the_next_start(
        server, make_tui, make_irc, folder):
    def start():
        tui = make_tui(server, "carla", rows=40)
        tui.expect("[ALL")
        tui.key("Alt->")
        tui.expect("missed 0799")
        return tui

    def log():
        return log_files(folder, "carla")["#all.log"].read_text()

    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    say(bob, ["before I left"])
    tui.expect("before I left")
    leave(tui)
    say(bob, (f"missed {i:04d}" for i in range(800)))
    tui = start()
    tui.expect("missed 0799")
    until("the first pages, and what is still missing, are in the log",
          lambda: log().count("\t!\t\tmissing until ") == 2)
    leave(tui)
    assert "missed 0400" in log()
    assert "missed 0600" not in log()
    tui = start()
    scroll_up_to(tui, "missed 0400")    # and over the hole
    until("the hole is filled in the log",
          lambda: "\t!\t\tfilled until " in log())
    tui.key("Alt->")
    tui.expect("missed 0799")
    scroll_up_to(tui, "missed 0600")
    in_order(tui, *(f"missed {i:04d}" for i in range(600, 603)))
    leave(tui)
    tui = start()
    scroll_up_to(tui, "missed 0499")
    in_order(tui, *(f"missed {i:04d}" for i in range(499, 502)))
    scroll_up_to(tui, "before I left")
    in_order(tui, "before I left", "missed 0000", "missed 0001")
    assert "is missing" not in tui.text()


def test_scrolling_goes_through_the_log_and_then_to_the_server(
        server, make_tui, make_irc):
    bob = make_irc(server, "bob", join="#all")
    say(bob, (f"old {i:04d}" for i in range(250)))
    tui = make_tui(server, "carla", rows=40)
    tui.expect("old 0249")
    say(bob, (f"logged {i:04d}" for i in range(450)))
    tui.expect("logged 0449")
    leave(tui)
    tui = make_tui(server, "carla", rows=40)
    tui.expect("logged 0449")
    scroll_up_to(tui, "logged 0000")
    in_order(tui, "old 0248", "old 0249", "logged 0000", "logged 0001")
    scroll_up_to(tui, "old 0000")
    in_order(tui, "old 0000", "old 0001", "old 0002")
    for _ in range(3):
        tui.key("PgUp")
    tui.expect("there is nothing older")


def test_without_a_connection_and_history_the_log_is_still_there(
        make_server, make_tui, make_irc):
    server = make_server(settings='history = "off"\n').start()
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla", rows=40)
    tui.expect("[ALL")
    say(bob, (f"kept {i:04d}" for i in range(300)))
    tui.expect("kept 0299")
    leave(tui)
    tui = make_tui(server, "carla", rows=40)
    tui.expect("end of your log")
    tui.expect("kept 0299")
    scroll_up_to(tui, "kept 0000")
    for _ in range(3):
        tui.key("PgUp")
    tui.expect("this server keeps nothing older")


@pytest.mark.parametrize("setting", ["log = off", 'no-log = "bob, #all"'])
def test_no_log_is_written_where_none_is_wanted(
        server, make_tui, make_irc, folder, setting):
    config = folder / "tui.conf"
    config.write_text(setting + "\n")
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla", f"--config={config}")
    tui.expect("[ALL")
    say(bob, ["not to be kept"])
    tui.expect("not to be kept")
    bob.send("PRIVMSG carla :nor this")
    tui.expect("2 bob")
    leave(tui)
    assert log_files(folder, "carla") == {}


def test_what_services_are_told_is_not_kept(
        server, make_tui, make_irc, folder):
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    tui.line("/msg NickServ identify sesame")
    tui.line("/msg ChanServ help")
    tui.line("this is kept")
    bob.expect("this is kept")
    tui.expect("✓")
    leave(tui)
    for path in log_files(folder, "carla").values():
        assert "sesame" not in path.read_text()


def test_a_log_that_cannot_be_written_says_so_once_and_harms_nobody(
        server, make_tui, make_irc, folder):
    (folder / "carla" / "state" / "tcpchat").mkdir(parents=True)
    (folder / "carla" / "state" / "tcpchat" / "log").write_text("no folder")
    bob = make_irc(server, "bob", join="#all")
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    say(bob, ["where does it go"])
    tui.expect("where does it go")
    tui.expect("cannot write the log")
    tui.key("Esc")
    tui.gone("cannot write the log")
    tui.line("never mind")
    bob.expect("PRIVMSG #all :never mind")
    leave(tui)


def test_a_search_goes_on_into_the_log_and_the_server(
        server, make_tui, make_irc):
    bob = make_irc(server, "bob", join="#all")
    say(bob, ["the Café far down in the server", "behind it"])
    say(bob, (f"old {i:04d}" for i in range(400)))
    tui = make_tui(server, "carla", rows=40)
    tui.expect("old 0399")
    say(bob, ["a cafe in the log"])
    say(bob, (f"logged {i:04d}" for i in range(400)))
    say(bob, ["CAFE in the pane"])
    tui.expect("CAFE in the pane")
    leave(tui)
    tui = make_tui(server, "carla", rows=40)
    tui.expect("CAFE in the pane")
    tui.line("/find café")
    tui.expect("1 of 1")
    tui.key("Ctrl-f")
    tui.expect("a cafe in the log")
    tui.expect("2 of 2")
    tui.key("Up")
    tui.expect("the Café far down in the server")
    tui.expect("behind it")
    tui.expect("is missing")
    tui.expect("from the server")
    tui.key("Up")
    tui.expect("nothing earlier has it")
    tui.key("Down")
    tui.expect("a cafe in the log")
    tui.key("Esc")
    tui.expect("CAFE in the pane")
    tui.gone("find")


def test_a_server_that_cannot_search_says_so(make_other, make_tui, make_irc):
    other = make_other("ngircd")
    tui = make_tui(other, "carla")
    tui.expect("/join #channel")
    tui.line("/join #c")
    tui.expect("[#c")
    tui.line("hello there")
    tui.expect("hello there")
    tui.key("Ctrl-f")
    tui.send("nowhere")
    tui.expect("this server cannot search")
    tui.key("Esc")


@pytest.fixture
def dana(server, folder):
    """A running server that has an account dana."""
    until("the control socket", (server.state / "control").exists)
    done = subprocess.run(
        [program("tcpchatd"), "account", "add", "dana",
         f"--state-dir={server.state}"], input="secret\n", text=True,
        capture_output=True, timeout=60, env=environment(folder / "home"))
    assert done.returncode == 0, done.stderr
    return server


@pytest.mark.parametrize("log", ["on", "off"])
def test_private_talks_of_the_time_away_are_there_at_the_next_start(
        dana, make_tui, make_irc, folder, log):
    config = folder / "tui.conf"
    config.write_text(f"log = {log}\n")

    def start():
        tui = make_tui(dana, "dana", "--account=dana", f"--config={config}",
                       "--password-command=echo secret")
        tui.expect("[ALL")
        return tui

    phone = make_irc(dana)     # her other client stays here
    phone.send("CAP REQ sasl", "NICK dana", "USER dana 0 * dana",
               "AUTHENTICATE PLAIN", "AUTHENTICATE " + base64.b64encode(
                   b"\0dana\0secret").decode(), "CAP END")
    phone.expect(" 001 dana ")
    bob = make_irc(dana, "bob", join="#all")
    carol = make_irc(dana, "carol", join="#all")
    tui = start()
    say(bob, ["are you there?"], "dana")
    tui.expect("2 bob •1!")
    tui.key("Alt-2")
    tui.expect("are you there?")
    leave(tui)
    say(bob, ["I had a question", "never mind"], "dana")
    say(carol, ["good morning"], "dana")
    tui = start()
    tui.expect("bob •2!")
    tui.expect("carol •1!")
    tui.key("Alt-a")
    tui.expect("never mind")
    in_order(tui, "are you there?", "2 new", "I had a question",
             "never mind")


def test_what_is_answered_is_fetched_when_it_is_older_than_the_pane(
        server, make_tui, make_irc):
    bob = make_irc(server, "bob", caps="message-tags echo-message",
                   join="#all")
    bob.send("PRIVMSG #all :when is the release?")
    msgid = bob.expect(r"msgid=([^; ]+)\S* \S+ PRIVMSG #all :when").group(1)
    say(bob, (f"and then {i:03d}" for i in range(80)))
    bob.send(f"@+draft/reply={msgid} PRIVMSG #all :on Friday")
    bob.expect("on Friday")
    tui = make_tui(server, "carla")
    tui.expect("on Friday")
    tui.expect("↳ bob: when is the release?")

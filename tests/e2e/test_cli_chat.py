"""tcpchat as a conversation, and list, listen and history."""

import json
import re
import signal
import subprocess

import pytest

from conftest import environment, program
from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def make_cli(folder, server):
    """Starts tcpchat with pipes for its output; ends it with the test."""
    made = []

    def make(*arguments, nick="al"):
        made.append(subprocess.Popen(
            [program("tcpchat"), f"--port={server.port}", f"--nick={nick}",
             *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
            env=environment(folder / "cli")))
        return made[-1]

    yield make
    for one in made:
        one.kill()
        one.communicate()


@pytest.fixture
def make_chat(make_terminal, server):
    def make(nick, *options, **variables):
        return make_terminal(
            [program("tcpchat"), f"--port={server.port}",
             *([f"--nick={nick}"] if nick else []), *options],
            home=nick or "nobody", **variables)

    return make


def whole(process):
    out, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return out


def test_it_asks_for_the_name_the_text_and_the_destination(
        make_chat, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    chat = make_chat(None)
    chat.expect("Your name>")
    chat.line("milou")
    chat.expect("You say  >")
    chat.line("wooah")
    chat.expect("Dest name>")
    chat.line("bob")
    bob.expect(r":milou!\S+ PRIVMSG bob :wooah$")
    chat.line("again")
    chat.expect("Dest name>")
    chat.line("")
    bob.expect(r"PRIVMSG bob :again$")
    chat.line("to all")
    chat.expect("Dest name>")
    chat.line("ALL")
    bob.expect(r"PRIVMSG #all :to all$")
    chat.line("L")
    chat.expect("here: bob, milou")
    chat.line("Q")
    until("it ends", lambda: chat.status is not None)
    assert chat.status == 0


def test_what_comes_in_stands_above_the_line_being_typed(
        make_chat, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    chat = make_chat("al")
    chat.expect("You say  >")
    chat.send("half a li")
    chat.expect("half a li")
    bob.send("PRIVMSG #all :hello all", "PRIVMSG al :and you")
    chat.expect(re.compile(r"bob to you: and you\s+You say  > half a li"))
    rows = [row for row in chat.text().splitlines() if row.strip()]
    assert rows[-1].rstrip() == "You say  > half a li"
    assert rows[-2].endswith("bob to you: and you")
    assert rows[-3].endswith("bob: hello all")
    chat.line("ne")
    chat.expect("Dest name>")
    chat.line("ALL")
    bob.expect(r"PRIVMSG #all :half a line$")


def test_names_are_completed_and_lines_remembered(
        make_chat, make_irc, server):
    haddock = make_irc(server, "haddock", join="#all")
    chat = make_chat("al")
    chat.expect("You say  >")
    chat.line("thundering typhoons")
    chat.expect("Dest name>")
    chat.send("had")
    chat.key("Tab")
    chat.expect("Dest name> haddock")
    chat.key("Enter")
    haddock.expect(r"PRIVMSG haddock :thundering typhoons$")
    chat.key("Up")
    chat.expect("You say  > thundering typhoons")


def test_plain_has_one_prompt_and_is_started_by_the_big_one(
        make_terminal, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    for nick, term in (("al", "dumb"), ("cy", "xterm")):
        plain = make_terminal(
            [program("tcpchat-tui"), f"--port={server.port}",
             f"--nick={nick}", *(["--plain"] if term != "dumb" else [])],
            home=nick, TERM=term)
        plain.expect("to ALL>")
        plain.line("hello")
        bob.expect(rf":{nick}!\S+ PRIVMSG #all :hello$")
        plain.line("/to bob")
        plain.expect("to bob>")
        plain.line("psst")
        bob.expect(r"PRIVMSG bob :psst$")
        bob.send(f"PRIVMSG {nick} :yes?")
        plain.expect("bob to you: yes?")
        plain.line("/unread")
        plain.expect("1 new, 1 for you")
        plain.line("/status")
        plain.expect(f"as {nick}")
        assert 1049 not in plain.ever
        plain.line("/quit")
        until("it ends", lambda one=plain: one.status is not None)


def test_a_lone_escape_does_not_hold_up_what_comes_in(
        make_chat, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    chat = make_chat("al")
    chat.expect("You say  >")
    chat.key("Esc")
    bob.send("PRIVMSG #all :still there?")
    chat.expect("bob: still there?")
    chat.send("x")
    chat.key("Backspace")
    chat.line("as before")
    chat.expect("Dest name>")
    chat.line("ALL")
    bob.expect(r"PRIVMSG #all :as before$")
    chat.key("Ctrl-d")
    until("it ends", lambda: chat.status is not None)


def test_lines_of_a_pipe_are_a_conversation_too(folder, server, make_irc):
    bob = make_irc(server, "bob", join="#all")
    done = subprocess.run(
        [program("tcpchat"), f"--port={server.port}", "--nick=al"],
        input="hi bob\nbob\nhi all\nALL\nQ\n", capture_output=True, text=True,
        timeout=60, env=environment(folder / "cli"))
    assert done.returncode == 0
    bob.expect(r"PRIVMSG bob :hi bob$")
    bob.expect(r"PRIVMSG #all :hi all$")


def test_list_names_who_is_here(make_cli, make_irc, server):
    make_irc(server, "bob", join="#all").send("AWAY :tea")
    make_irc(server, "cy", join="#all")
    until("bob is away", lambda: "bob (away)\ncy\n" == whole(make_cli("list")))
    people = [json.loads(line) for line in
              whole(make_cli("list", "--json")).splitlines()]
    assert [(p["name"], p["away"]) for p in people] == [("bob", True),
                                                        ("cy", False)]


def test_listen_tells_what_is_said_and_ends_with_its_reader(
        folder, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    bob.send("PRIVMSG #all :before")
    done = subprocess.run(
        f"{program('tcpchat')} --port={server.port} --nick=al listen "
        "--since=1h | head -n 1", shell=True, capture_output=True, text=True,
        timeout=60, env=environment(folder / "cli"))
    assert done.stdout.endswith("bob: before\n") and done.stderr == ""
    bob.expect(r":al!\S+ QUIT")


def test_listen_counts_filters_and_follows_over_a_break(
        make_cli, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    ear = make_cli("listen", "--json", "--from=ALL", "--count=3")
    bob.expect(r":al!\S+ JOIN")
    bob.send("PRIVMSG al :not this", "PRIVMSG #all :one")
    assert json.loads(ear.stdout.readline())["text"] == "one"
    server.restart()
    bob = make_irc(server, "bob", join="#all")
    bob.send("PRIVMSG #all :two", "PRIVMSG #all :\x02three\x02 \x1b[2J")
    said = [json.loads(line) for line in whole(ear).splitlines()]
    assert [m["text"] for m in said] == ["two", "three \x1b[2J"]
    assert {m["from"] for m in said} == {"bob"}
    assert {m["to"] for m in said} == {"ALL"}


def test_listen_ends_cleanly_when_interrupted(make_cli, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    ear = make_cli("listen")
    bob.expect(r":al!\S+ JOIN")
    bob.send("PRIVMSG #all :one \x1b[2J")
    assert ear.stdout.readline().endswith("bob: one <U+001B>[2J\n")
    ear.send_signal(signal.SIGINT)
    assert whole(ear) == ""
    bob.expect(r":al!\S+ QUIT")


def test_history_before_a_message_and_of_a_person(
        make_cli, make_irc, server, folder):
    bob = make_irc(server, "bob", join="#all")
    bob.send(*(f"PRIVMSG #all :{i}" for i in range(250)))
    bob.settled()
    said = [json.loads(line) for line in whole(make_cli(
        "history", "--json", "--limit=220")).splitlines()]
    assert [m["text"] for m in said] == [str(i) for i in range(30, 250)]
    middle = said[100]["id"]
    before = whole(make_cli("history", "--limit=2", f"--before={middle}"))
    assert [line.split()[-1] for line in before.splitlines()] == ["128",
                                                                  "129"]
    since = whole(make_cli("listen", f"--since={middle}", "--count=2"))
    assert [line.split()[-1] for line in since.splitlines()] == ["131", "132"]
    assert whole(make_cli("history", "bob")) == ""
    lost = make_cli("history", "--before=nothing")
    lost.communicate(timeout=60)
    assert lost.returncode == 65


@pytest.fixture
def plain(make_terminal, server):
    """As a screen reader has it: a terminal that can only print."""
    terminal = make_terminal(
        [program("tcpchat-tui"), f"--port={server.port}", "--nick=al"],
        home="plain", TERM="dumb")
    terminal.expect("to ALL>")
    return terminal


def test_nothing_steers_a_terminal_that_can_only_print(
        plain, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    plain.line("/help")
    plain.expect("/whois name: who is that?")
    bob.send("PRIVMSG #all :one\x02two\x1b[1m al: \x07")
    plain.expect("al: ")
    plain.line("/status")
    plain.expect("you write to ALL")
    plain.line("/quit")
    until("it ends", lambda: plain.status is not None)
    steering = re.findall(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", plain.raw)
    assert steering == []


def test_each_message_is_printed_once(plain, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    for i in range(30):
        bob.send(f"PRIVMSG #all :number {i}.")
    plain.expect("number 29.")
    plain.line("mine")
    bob.expect("PRIVMSG #all :mine")
    plain.line("/status")
    plain.expect("you write to ALL")
    for i in range(30):
        assert plain.raw.count(b"number %d." % i) == 1


def test_comings_and_goings_are_folded(plain, make_irc, server):
    people = [make_irc(server, f"guest{i}", join="#all") for i in range(3)]
    people[0].send("NICK other")
    people[1].send("PRIVMSG #all :now")
    plain.expect("guest1: now")
    assert re.search(rb"joined|has another name|is now", plain.raw)
    assert plain.raw.count(b"joined") <= 3


def test_what_panes_show_is_told_on_request(plain, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    bob.send("PRIVMSG #all :al: look")
    plain.expect("bob: al: look")
    bob.send("PRIVMSG al :psst")
    plain.expect("bob to you: psst")
    plain.line("/unread")
    plain.expect("2 new, 2 for you")
    plain.line("/unread")
    plain.expect("0 new, 0 for you")
    plain.line("/who")
    plain.expect("here: ")
    plain.line("/whois bob")
    plain.expect("bob: ")
    plain.line("/join #ops")
    plain.expect("you are in #ops")
    plain.expect("to #ops>")
    plain.line("/topic calm seas")
    plain.expect("al changes the topic of #ops: calm seas")
    plain.line("/topic")
    plain.expect("the topic is: calm seas")
    plain.line("/part")
    plain.expect("you have left #ops")
    plain.expect("to ALL>")
    plain.line("/away lunch")
    plain.expect("you are away")
    plain.line("/back")
    plain.expect("you are no longer away")
    plain.line("/nick albert")
    plain.expect("al is now albert.")


def test_history_is_told_again_and_older_is_fetched(
        make_terminal, make_irc, server):
    bob = make_irc(server, "bob", join="#all")
    cy = make_irc(server, "cy", join="#all")
    for i in range(40):
        bob.send(f"PRIVMSG #all :old {i}.")
    cy.expect("PRIVMSG #all :old 39.")
    terminal = make_terminal(
        [program("tcpchat"), "--plain", f"--port={server.port}",
         "--nick=al"], home="history", TERM="dumb")
    terminal.expect("old 39.")
    assert b"old 5." not in terminal.raw
    terminal.line("/history 35")
    until("all of them", lambda: terminal.raw.count(b"old 39.") == 2)
    assert terminal.raw.count(b"old 5.") == 1
    terminal.line("/history nonsense")
    terminal.expect("it is used like this: /history [number]")


def test_errors_say_what_to_do_next(plain, make_irc, server):
    make_irc(server, "haddock", join="#all")
    plain.line("/whoo")
    plain.expect("there is no command '/whoo': /who?")
    plain.line("/gibberish")
    plain.expect("/help shows what there is")
    plain.line("/msg")
    plain.expect("it is used like this: /msg name text")
    plain.line("/msg hadock hello")
    plain.expect("nobody is called hadock: /to haddock goes to the nearest")


def test_answers_reactions_and_what_is_deleted_are_told(
        make_chat, make_irc, server):
    chat = make_chat("milou")
    chat.expect("You say  >")
    irc = make_irc(server, "dana", join="#all", caps="message-tags "
                   "echo-message draft/message-redaction")
    irc.send("PRIVMSG #all :the build is green again")
    first = irc.expect(r"msgid=([^; ]+).* PRIVMSG #all :the build").group(1)
    chat.expect("dana: the build is green again")
    irc.send(f"@+draft/reply={first} PRIVMSG #all :at last")
    chat.expect('dana: (to dana: "the build is green again") at last')
    irc.send(f"@+draft/react=+1;+draft/reply={first} TAGMSG #all")
    chat.expect('dana reacts +1 to dana: "the build is green again"')
    irc.send(f"REDACT #all {first} :too early")
    chat.expect("a message of dana: (deleted by dana: too early)")


def test_an_evening_with_a_screen_reader(make_chat, make_irc, server):
    bob = make_irc(server, "bob", join="#all", caps="message-tags")
    plain = make_chat("al", "--plain", columns=200)
    plain.expect("to ALL>")
    bob.send("PRIVMSG #all :shall we\x02 eat \x1b[31mfish?\u202e")
    plain.expect("bob: shall we eat <U+001B>[31mfish?<U+202E>")
    plain.line("/reply bob yes, at eight")
    line = bob.expect(r".*PRIVMSG #all :yes, at eight$").group()
    assert "+draft/reply=" in line or "+reply=" in line
    plain.line("/react bob +1")
    bob.expect(r"\+draft/react=\+1")
    plain.expect("al reacts +1 to bob")
    plain.line("/reply carol hm")
    plain.expect("carol has said nothing here")
    plain.line("a slip")
    bob.expect("PRIVMSG #all :a slip")
    plain.line("/redact wrong window")
    plain.expect("a message of al: (deleted by al: wrong window)")
    plain.line("/find eat")
    plain.wait("the line found is told once more",
               lambda: plain.text().count("bob: shall we eat") == 2)
    plain.line("/find nonsense")
    plain.expect("nobody has said that here")
    plain.line("/to bob")
    plain.expect("to bob>")
    plain.line("/whois bob")
    plain.expect("bob is in")
    plain.line("/away cooking")
    plain.expect("you are away")
    plain.line("/back")
    plain.expect("you are no longer away")
    plain.line("/nick ali")
    plain.expect("al is now ali.")
    plain.line("/join #kitchen")
    plain.expect("you are in #kitchen")
    plain.line("/who")
    plain.expect("here: ")
    assert plain.bells == 0  # somebody types there
    plain.line("/quit")
    until("it ends", lambda: plain.status is not None)


@pytest.mark.parametrize("words, why", [
    (["--control=/nowhere/socket"], "no control socket"),
    (["irc://one.example", "irc://two.example"], "one place"),
])
def test_what_plain_cannot_is_refused(words, why, folder):
    done = subprocess.run(
        [program("tcpchat-tui"), "--plain", *words], capture_output=True,
        text=True, timeout=60, env=environment(folder / "home"),
        stdin=subprocess.DEVNULL)
    assert done.returncode == 1
    assert why in done.stderr and done.stderr.count("\n") == 1

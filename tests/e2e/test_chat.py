"""People chat in tcpchat-tui through tcpchatd."""

import re

import pytest

from conftest import program
from terminal import until

pytestmark = pytest.mark.sanitized

SIZES = [(120, 40), (100, 30), (80, 24), (64, 18), (40, 15), (20, 5), (12, 3)]


@pytest.fixture
def alice(make_tui, server):
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    return tui


@pytest.fixture
def bob(make_tui, server, alice):
    tui = make_tui(server, "bob")
    tui.expect("[ALL")
    alice.expect("bob")
    return tui


def test_two_people_chat(alice, bob):
    alice.line("good morning, bob")
    bob.expect(re.compile(r"alice\s+good morning, bob"))
    alice.expect(re.compile(r"✓\s+alice\s+good morning, bob"))
    bob.line("morning! グループ 🎉")
    alice.expect("グループ 🎉")


def test_the_side_list_shows_who_is_here(alice, bob, make_tui, server):
    for tui in (alice, bob):
        tui.wait("both names at the side", lambda: all(
            re.search(rf"│.*\b{name}\b", tui.text())
            for name in ("alice", "bob")))
    carol = make_tui(server, "carol")
    carol.expect("[ALL")
    alice.wait("carol at the side",
               lambda: re.search(r"│.*carol", alice.text()))
    carol.line("/quit")
    assert carol.exited() == 0
    alice.wait("carol gone from the side",
               lambda: not re.search(r"│.*carol", alice.text()))


def test_a_message_to_one_person(alice, bob, make_tui, server):
    carol = make_tui(server, "carol")
    carol.expect("[ALL")
    alice.wait("carol is here", lambda: "carol" in alice.text())
    alice.send("only for you")
    alice.key("Ctrl-t")
    alice.expect("To:")
    alice.send("bob")
    alice.key("Enter")
    alice.expect("[bob")
    alice.key("Enter")
    alice.expect(re.compile(r"✓\s+alice\s+only for you"))
    bob.expect(re.compile(r"2 alice •1"))
    bob.key("Alt-a")
    bob.expect("only for you")
    bob.expect("[alice")
    bob.line("thank you")
    alice.expect("thank you")
    carol.line("nothing heard")
    alice.expect("ALL")
    assert "only for you" not in carol.text()


def test_scrolled_means_fixed(alice, bob, make_irc, server):
    irc = make_irc(server, "teller", join="#all")
    for n in range(60):
        irc.send(f"PRIVMSG #all :tale number {n}")
    alice.expect("tale number 59")
    alice.key("PgUp")
    alice.gone("tale number 59")
    before = [row for row in alice.rows() if "tale number" in row]
    irc.send("PRIVMSG #all :and one more")
    alice.expect(re.compile(r"↓ 1 new"))
    assert [r for r in alice.rows() if "tale number" in r] == before
    alice.key("Alt->")
    alice.expect("and one more")


def test_older_messages_are_fetched_at_the_top(make_tui, make_irc, server):
    irc = make_irc(server, "teller", join="#all")
    for n in range(300):
        irc.send(f"PRIVMSG #all :tale number {n}.")
    irc.settled()
    alice = make_tui(server, "alice")
    alice.expect("tale number 299.")

    def first_is_shown():
        alice.key("PgUp")
        return "tale number 0." in alice.text()

    until("the first tale", first_is_shown)


@pytest.mark.parametrize("size", SIZES[1:])
def test_any_size_shows_the_last_message_and_the_input(alice, bob, size):
    bob.line("a message that is shown at any size")
    alice.expect("at any size")
    alice.send("typed")
    alice.resize(*size)
    alice.wait("message and input", lambda: re.search(
        "(any|size)", alice.text()) and "typed"[:3] in alice.text())
    alice.resize(80, 24)
    alice.expect(re.compile(r"\[ALL.*typed"))
    alice.expect("at any size")


def test_resizing_while_it_rains(alice, bob):
    for n in range(30):
        bob.line(f"drop {n}")
        alice.resize(*SIZES[n % len(SIZES)])
    alice.resize(120, 40)
    alice.expect("drop 29")
    alice.wait("the border is straight", lambda: len({
        row.rindex("│") for row in alice.rows() if "│" in row}) == 1)


def test_the_border_never_moves(alice, make_irc, server):
    irc = make_irc(server, "teller", join="#all")
    for text in ("e\u0301", "❤️ vs16", "👩‍👩‍👧 family", "🇩🇪 flag", "👍🏽 skin",
                 "会議は11時からです", "\u200bzero", "\u202eright", "ﷺ long",
                 "क्षि conjunct", "\u0001ctrl"[1:] + "\x02bold"):
        irc.send(f"PRIVMSG #all :{text} end")
    irc.send("PRIVMSG #all :the last one")
    alice.expect("the last one")
    columns = [len(row[:row.rindex("│")]) for row in wide_rows(alice)
               if "│" in row]
    assert len(columns) > 10
    assert len(set(columns)) == 1, alice.framed()


def wide_rows(tui):
    """Rows with as many characters as columns: wide ones get a filler."""
    return ["".join(tui.screen.buffer[y][x].data[:1] or "·"
                    for x in range(tui.screen.columns))
            for y in range(tui.screen.lines)]


def test_several_lines_are_one_message(alice, bob):
    """By draft/multiline: one sign of delivery, no question, no command."""
    alice.paste("one of three\n/quit is text\nthe third")
    alice.expect("the third")
    alice.key("Enter")
    bob.expect(re.compile(r"alice\s+one of three"))
    bob.expect("/quit is text")
    bob.expect("the third")
    alice.expect(re.compile(r"✓\s+alice\s+one of three"))
    assert len(re.findall("✓", alice.text())) == 1, alice.framed()


def test_a_paste_is_not_sent(alice, bob):
    alice.paste("one\ntwo\nthree")
    alice.expect("three")
    bob.line("nothing came?")
    alice.expect("nothing came?")
    assert "two" not in bob.text()
    alice.key("Ctrl-c")
    alice.gone("three")


def test_a_word_as_in_the_first_system(alice, bob):
    alice.line("L")
    alice.expect("ALL: 2 users")
    alice.expect(re.compile("Enter = send .L. as text"))
    alice.key("Esc")
    alice.gone("as text")
    alice.line("Q")
    alice.expect("leave?")
    alice.key("Enter")
    bob.expect(re.compile(r"alice\s+Q\b"))
    alice.line("q")
    alice.expect("leave?")
    alice.send("y")
    assert alice.exited() == 0


def test_unread_is_counted_and_found(alice, bob, server, make_irc):
    alice.line("/join #side")
    alice.expect("[#side")
    bob.line("alice: look here")
    alice.expect(re.compile(r"1 ALL •1!"))
    alice.key("Alt-1")
    alice.expect("alice: look here")
    alice.expect(re.compile(r"── 1 new"))


def test_restart_fills_the_gap_and_sends_what_waited(alice, make_irc, server):
    alice.line("before")
    alice.expect(re.compile(r"✓\s+alice\s+before"))
    server.kill()
    alice.expect(re.compile(r"✗|next try"))
    alice.line("written meanwhile")
    alice.expect(re.compile(r"…\s+(alice\s+)?written meanwhile"))
    server.start()
    irc = make_irc(server, "early")
    alice.key("Ctrl-c", "Enter")
    alice.expect(re.compile(r"✓\s+(alice\s+)?written meanwhile"), 70)
    irc.send("JOIN #all", "PRIVMSG #all :I am here")
    alice.expect("I am here")
    assert alice.text().count("before") == 1
    assert alice.text().count("written meanwhile") == 1


def test_the_first_start_asks_for_server_and_name(make_terminal, server,
                                                  make_irc):
    irc = make_irc(server, "bob", join="#all")
    tui = make_terminal([program("tcpchat-tui")], LOGNAME="carla",
                        USER="carla")
    tui.expect("first start")
    tui.expect("carla")
    tui.key("Ctrl-u")
    tui.send(f"127.0.0.1:{server.port}")
    tui.expect(f":{server.port}")
    tui.key("Enter")
    irc.expect(":carla!.* JOIN ")
    tui.expect("[ALL")


def test_irssi_talks_with_the_client(alice, make_irssi, server):
    irssi = make_irssi(server, "irma", "#all")
    irssi.line("hello from irssi")
    alice.expect(re.compile(r"irma\s+hello from irssi"))
    alice.line("hello from here")
    irssi.expect("hello from here")
    irssi.line("/msg alice psst")
    alice.expect(re.compile(r"\b\d( irma)? •1"))

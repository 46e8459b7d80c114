"""Other servers and clients, as ours meet them."""

import re

import pytest

SERVERS = ["ngircd", "inspircd"]
ECHOES = {"inspircd"}


@pytest.mark.parametrize("name", SERVERS)
def test_irssi_and_a_raw_client_talk_on(name, make_other, make_irc, make_irssi):
    other = make_other(name)
    irssi = make_irssi(other, "irma", "#room")
    irc = make_irc(other, "raw", join="#room")
    irssi.expect("raw [")
    irc.send("PRIVMSG #room :from the raw one")
    irssi.expect("from the raw one")
    irssi.line("from irssi")
    irc.expect("PRIVMSG #room :from irssi")


def test_irssi_talks_through_ours(server, make_irc, make_irssi):
    irssi = make_irssi(server, "irma", "#room")
    irc = make_irc(server, "raw", join="#room")
    irssi.expect("raw [")
    irc.send("PRIVMSG #room :guten Tag, グ")
    irssi.expect("guten Tag, グ")
    irssi.line("from irssi")
    irc.expect("PRIVMSG #room :from irssi")
    irssi.line("/topic a new topic")
    irc.expect("TOPIC #room :a new topic")
    irssi.line("/msg raw psst")
    irc.expect("PRIVMSG raw :psst")
    irssi.line("/quit until later")
    irc.expect(":irma!.* QUIT :.*until later")


def joined(make_tui, other, nick="alice"):
    """The client on a server without a lobby, in #room."""
    tui = make_tui(other, nick)
    tui.expect(re.compile(r"welcome", re.I))
    tui.line("/join #room")
    tui.expect("[#room")
    return tui


def sign_of(tui, text):
    """The cell of the sign column in the row that shows the text."""
    for y, row in enumerate(tui.rows()):
        if text in row:
            return next((cell for x in range(8)
                         for cell in [tui.cell(y, x)] if cell.data in "·✓?!…"),
                        None)
    raise AssertionError(f"{text!r} is not shown\n{tui.framed()}")


@pytest.mark.parametrize("name", SERVERS)
def test_the_client_talks_with_irssi_on(name, make_other, make_tui, make_irssi):
    other = make_other(name)
    irssi = make_irssi(other, "irma", "#room")
    tui = joined(make_tui, other)
    tui.expect("irma")
    irssi.expect("alice [")
    tui.line("from our side: グ")
    irssi.expect("from our side: グ")
    irssi.line("from irssi")
    tui.expect(re.compile(r"irma\s+from irssi"))
    if name in ECHOES:
        tui.wait("a tick", lambda: getattr(
            sign_of(tui, "from our side"), "data", "") == "✓")
    else:
        tui.wait("no sign",
                 lambda: sign_of(tui, "from our side") is None)
    irssi.line("/msg alice a word to you")
    # A question beside it may leave no room for the name.
    tui.expect(re.compile(r"\b\d( irma)? •1"))


@pytest.mark.parametrize("name", SERVERS)
def test_33_lines_do_not_flood(name, make_other, make_tui, make_irc):
    other = make_other(name)
    irc = make_irc(other, "raw", join="#room")
    tui = joined(make_tui, other)
    for n in range(33):
        tui.line(f"line number {n}.")
    for n in range(33):
        irc.expect(f"PRIVMSG #room :line number {n}[.]$", 90)
        with tui.changed:
            signs = [tui.cell(y, x) for y in range(24) for x in range(8)]
        assert not any(c.data == "·" and c.bold for c in signs), tui.framed()
        if name not in ECHOES:
            assert not any(c.data == "✓" for c in signs), tui.framed()
    tui.line("still here")
    irc.expect("still here", 30)


@pytest.mark.parametrize("name", SERVERS)
def test_a_gap_is_shown_after_the_return_to(name, make_other, make_tui,
                                            make_irc):
    other = make_other(name)
    tui = joined(make_tui, other)
    irc = make_irc(other, "raw", join="#room")
    irc.send("PRIVMSG #room :before the fall")
    tui.expect("before the fall")
    other.kill()
    tui.expect(re.compile("next try|✗"))
    other.restart()
    again = make_irc(other, "raw")
    tui.key("Enter")
    again.send("JOIN #room")
    # Whoever is first sees the other come, the second finds it there.
    again.expect(r":alice!\S+ JOIN | 353 .*\balice\b", 70)
    again.send("PRIVMSG #room :after the return")
    tui.expect("after the return")
    text = tui.text()
    assert text.index("before the fall") < text.index("after the return")
    between = text[text.index("before the fall"):text.index("after the return")]
    assert "missing" in between, tui.framed()

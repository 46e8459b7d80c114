"""Servers that lie, flood or stop half way: the client stays usable."""

import random
import re

import pytest

from fake import NAME, Fake

MOST_KB = 64 * 1024     # resident, whatever a server sends
OFFERS = ("batch cap-notify draft/chathistory echo-message labeled-response "
          "message-tags server-time")


@pytest.fixture
def meet(make_tui):
    """Opens the client on a server that plays what the test says."""
    made = []

    def make(play):
        made.append(Fake(play))
        return make_tui(made[-1].port, "alice")

    yield make
    for fake in made:
        fake.close()


def resident_kb(tui):
    with open(f"/proc/{tui.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])


def still_usable(tui):
    """What is typed is there, and goes; nothing has grown without end."""
    tui.send("typed meanwhile")
    tui.expect("typed meanwhile")
    tui.key("Ctrl-u")
    tui.gone("typed meanwhile")
    assert resident_kb(tui) < MOST_KB


def test_ten_thousand_join_at_once(meet):
    def play(c):
        c.welcome()
        c.joins()
        c.send(*[f":n{i}!u@h JOIN #room" for i in range(10000)])
        c.serve()

    tui = meet(play)
    tui.expect("│ 10001")
    still_usable(tui)


def test_a_channel_of_twenty_thousand(meet):
    def play(c):
        c.welcome()
        c.send(f":{c.nick}!u@h JOIN #room")
        for i in range(0, 20000, 20):
            names = " ".join(f"nick{j}" for j in range(i, i + 20))
            c.answer("353", "=", "#room", f":{names}")
        c.answer("366", "#room", ":End")
        c.serve()

    tui = meet(play)
    tui.expect("│ 20000")
    still_usable(tui)


def test_of_fifty_thousand_channels_the_largest_are_listed(meet):
    def play(c):
        c.welcome()
        c.joins()
        c.until("LIST")
        for i in range(50000):
            c.answer("322", f"#c{i}", str(i), ":about this")
        c.answer("323", ":End")
        c.serve()

    tui = meet(play)
    tui.expect("[#room")
    tui.line("/list")
    tui.expect(re.compile(r"the 200 largest of 50000"))
    tui.expect("#c49999")
    still_usable(tui)


def after_the_noise(noise):
    """A server that makes a noise and then says a word as any other."""
    def play(c):
        c.welcome(OFFERS)
        c.joins()
        noise(c)
        c.send("", ":bob!u@h PRIVMSG #room :and a word")
        c.serve()

    return play


def a_line_without_end(c):
    c.socket.sendall(b":bob!u@h PRIVMSG #room :" + b"x" * 1_000_000)


def bytes_by_chance(c):
    c.socket.sendall(random.Random(1).randbytes(500_000))


def batches_never_closed(c):
    for i in range(2000):
        c.send(f"BATCH +b{i} chathistory #room",
               f"@batch=b{i} :bob!u@h PRIVMSG #room :in {i}",
               f"@batch=b{i} BATCH +n{i} chathistory #room")


def offers_come_and_go(c):
    for _ in range(1000):
        c.send(f":{NAME} CAP {c.nick} NEW :{OFFERS} sasl=PLAIN",
               f":{NAME} CAP {c.nick} DEL :{OFFERS}")


def every_numeric(c):
    for n in range(1, 1000):
        c.send(*[f":{NAME} {n:03d} {words}".rstrip() for words in (
            "", c.nick, f"{c.nick} #room", f"{c.nick} x y z :words", "* a")])


def endless_support(c):
    for i in range(5000):
        c.answer("005", *[f"K{i}X{j}=v" for j in range(10)], ":are supported")


def twenty_thousand_talks(c):
    c.send(*[f":spam{i}!u@h PRIVMSG {c.nick} :buy" for i in range(20000)])


def names_that_hurt(c):
    for nick in ("奈々子" * 8, "\u202eevil\u202c", "\u200bzw", "👩\u200d💻",
                 "مرحبا", "a" + "\u0301" * 40, "W" * 300):
        c.send(f":{nick}!u@h JOIN #room",
               f":{nick}!u@h PRIVMSG #room :from \u202e {nick}")


def times_far_away(c):
    for when in ("1970-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
                 "0000-00-00T00:00:00Z", "-5", "99999999-01-01T00:00:00Z"):
        c.send(f"@time={when} :bob!u@h PRIVMSG #room :at {when}")


@pytest.mark.parametrize("noise", [
    a_line_without_end, batches_never_closed, bytes_by_chance, endless_support,
    every_numeric, names_that_hurt, offers_come_and_go, times_far_away,
    twenty_thousand_talks], ids=lambda noise: noise.__name__)
def test_a_word_is_heard_after(noise, meet):
    tui = meet(after_the_noise(noise))
    tui.expect(re.compile("and a word"))
    still_usable(tui)
    for y in range(1, 22):      # no border has moved
        assert tui.cell(y, 63).data == "│", tui.framed()
    tui.key("Ctrl-c", "Ctrl-c")
    tui.expect("leave?")


def test_no_name_is_free_until_another_is_given(meet):
    def play(c):
        c.until("CAP LS")
        c.send(f":{NAME} CAP * LS :")
        while True:
            nick = c.until("NICK ").split()[1]
            if nick == "carol":
                c.answer("001", ":Welcome")
                c.answer("422", ":no message of the day")
                c.serve()
            c.send(f":{NAME} 433 * {nick} :Nickname is already in use.")

    tui = meet(play)
    tui.expect("no free name was found: /nick NAME takes another")
    tui.line("/nick carol")
    tui.expect("join with /join #channel")


def test_why_a_server_sends_us_away_is_said(meet):
    def play(c):
        c.until("USER ")
        c.send("ERROR :Closing Link: too many from your host")

    tui = meet(play)
    tui.expect("too many from your")
    still_usable(tui)


def test_another_server_is_named(meet):
    def play(c):
        c.until("USER ")
        c.answer("010", "irc2.example.org", "6667", ":Please use that")
        c.serve()

    tui = meet(play)
    tui.expect("irc2.example.org:6667")
    still_usable(tui)

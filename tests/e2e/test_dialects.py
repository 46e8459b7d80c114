"""tcpchatd serves the programs of the two older dialects."""

import json
import re
import socket
import subprocess
import time

import pytest

from conftest import environment, free_port, program
from irc import Irc
from old_clients import JsonClient, TextClient
from terminal import until

pytestmark = pytest.mark.sanitized


@pytest.fixture
def chat(make_server):
    """A server with a port for text programs: `text_port`."""
    port = free_port()
    server = make_server(f"--text-port={port}")
    server.text_port = port
    return server.start()


@pytest.fixture
def make_json():
    made = []

    def make(server, user=None, join=True, **more):
        made.append(JsonClient(server.port, user, **more))
        if user and join:
            made[-1].join()
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def make_text():
    made = []

    def make(server, nick=None, **more):
        made.append(TextClient(server.text_port, nick, **more))
        return made[-1].join() if nick else made[-1]

    yield make
    for client in made:
        client.close()


# --- json ------------------------------------------------------------------


def test_the_old_command_line_serves_a_json_client(folder, make_json):
    port = free_port()
    daemon = subprocess.Popen(
        [program("tcpchatd"), "--machine-name:127.0.0.1", f"--port:{port}",
         "--verbose:true", "--foreground", f"--state-dir={folder}/state"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=environment(folder / "home"))
    try:
        def accepts():
            with socket.socket() as s:
                return s.connect_ex(("127.0.0.1", port)) == 0
        until("it accepts", accepts)
        client = JsonClient(port, "tintin")
        client.say("Bachi-bouzouk!")
        assert client.expect(user="tintin") == {
            "user": "tintin", "message": "Bachi-bouzouk!", "dest": "ALL"}
        client.close()
    finally:
        daemon.terminate()
        assert daemon.wait(10) == 0


def test_a_json_client_is_silent_until_its_first_object(chat, make_json,
                                                        make_irc):
    irc = make_irc(chat, "al")
    tintin = make_json(chat)
    irc.send("NAMES #all")
    assert irc.expect(r" 353 .* :(.*)")[1] == "al"
    assert tintin.is_quiet()
    tintin.user = "tintin"
    assert sorted(tintin.join()) == ["al", "tintin"]
    irc.expect(r":tintin!\S+ JOIN :?#all")


def test_each_object_is_1024_bytes_padded_with_blanks(chat, make_json):
    tintin = make_json(chat, "tintin")
    tintin.say("é\U0001f980")
    data = tintin.read_bytes()
    assert len(data) == 1024
    assert data.rstrip(b" ").endswith(b"}")
    assert data.isascii()
    assert b"\\u00e9\\ud83e\\udd80" in data.lower()


def test_200_messages_to_a_client_that_sleeps_are_200_reads(chat, make_json):
    sleeper = make_json(chat, "sleeper")
    haddock = make_json(chat, "haddock")
    for i in range(200):
        haddock.say(f"shout {i}")
    for i in range(200):
        haddock.expect(message=f"shout {i}")
    got = [sleeper.read() for _ in range(200)]
    assert [g["message"] for g in got] == [f"shout {i}" for i in range(200)]


def test_a_client_whose_kernel_was_full_loses_nothing(chat, make_json,
                                                      make_irc):
    """The window of a small buffer ends in the middle of an object."""
    sleeper = make_json(chat, "sleeper", receive_bytes=4096)
    al = make_irc(chat, "al")
    for i in range(300):
        al.send(f"PRIVMSG #all :word {i}")
    al.settled()
    for i in range(300):
        assert sleeper.expect(user="al")["message"] == f"word {i}"


def test_a_list_of_300_names_comes_in_several_objects(chat, make_json,
                                                      make_irc):
    for i in range(299):
        make_irc(chat, f"sailor{i:03}")
    tintin = make_json(chat, "tintin", join=False)
    tintin.ask_list()
    names = tintin.expect_list()
    assert 1 < len(names) < 300
    while len(names) < 300:
        names += tintin.expect_list()
    assert sorted(names) == sorted(
        ["tintin"] + [f"sailor{i:03}" for i in range(299)])


def test_a_message_of_5000_characters_is_cut_at_characters(chat, make_json):
    tintin = make_json(chat, "tintin")
    haddock = make_json(chat, "haddock")
    text = ("Mille sabords \U0001f4a3 é日本 " * 250)[:5000]
    haddock.say(text)
    for reader in (tintin, haddock):
        got = ""
        while len(got) < len(text):
            got += reader.expect(user="haddock")["message"]
        assert got == text


def test_four_byte_characters_at_every_cut(chat, make_json):
    haddock = make_json(chat, "haddock")
    for shift in range(8):
        text = "x" * shift + "\U0001f980" * 400
        haddock.say(text)
        got = ""
        while len(got) < len(text):
            got += haddock.expect(user="haddock")["message"]
        assert got == text


def test_objects_come_in_any_segmentation(chat, make_json):
    tintin = make_json(chat, "tintin")
    whole = b"".join(
        json.dumps({"user": "tintin", "message": f"m{i} é \U0001f980",
                    "dest": "ALL"}, ensure_ascii=i % 2 == 0).encode()
        for i in range(3))
    tintin.send_bytes(whole)                        # three in one
    for i in range(len(whole)):                     # one byte at a time
        tintin.send_bytes(whole[i:i + 1])
    tintin.send_bytes(b"\r\n \t" + whole.replace(b"}{", b"}\n\n{") + b"\n")
    for _ in range(3):
        for i in range(3):
            assert tintin.read()["message"] == f"m{i} é \U0001f980"
    assert tintin.is_quiet(0.05)


def test_a_private_message_reaches_one_and_does_not_come_back(
        chat, make_json):
    tintin, haddock, milou = (
        make_json(chat, n) for n in ("tintin", "haddock", "milou"))
    tintin.say("psst", "haddock")
    assert haddock.read() == {"user": "tintin", "message": "psst",
                              "dest": "haddock"}
    tintin.say("to me", "tintin")
    assert tintin.read() == {"user": "tintin", "message": "to me",
                             "dest": "tintin"}
    tintin.say("both", "haddock, milou")
    assert haddock.read()["message"] == "both"
    assert milou.read()["message"] == "both"
    tintin.say("end")
    assert tintin.read()["message"] == "end"


def test_several_lines_are_several_messages(chat, make_json, make_irc):
    al = make_irc(chat, "al")
    tintin = make_json(chat, "tintin")
    tintin.say("one\ntwo\r\n\nthree")
    for word in ("one", "two", "three"):
        al.expect(rf"PRIVMSG #all :{word}$")
        assert tintin.read()["message"] == word


FAULTS = [
    ({"user": "tintin", "message": "x", "dest": "milou"},
     "No such user: milou"),
    ({"user": "tintin", "message": "x", "dest": ""}, "dest"),
    ({"user": "tintin", "message": "x"}, '"message" and "dest" must be'),
    ({"user": "tintin", "message": 7, "dest": "ALL"}, "must be strings"),
    ({"user": "tintin", "message": ["x"], "dest": "ALL"}, "must be strings"),
    ({"user": "tintin", "message": "x", "dest": None}, "must be strings"),
    ({"user": "tintin", "message": "", "dest": "ALL"}, "empty message"),
    ({"user": "tintin", "message": "\n\r\n", "dest": "ALL"},
     "empty message"),
    ({"user": "tintin", "request": "Beer"}, "Unknown request"),
    ({"user": "tintin", "request": 1}, "Unknown request"),
    ({"user": "tintin"}, '"request" or a "message"'),
    ({"message": "x", "dest": "ALL"}, 'a "user"'),
    ({"user": 5, "message": "x", "dest": "ALL"}, 'a "user"'),
    ({"user": "", "message": "x", "dest": "ALL"}, "can't be used"),
    ({"user": "two words", "message": "x", "dest": "ALL"}, "can't be used"),
    ({"user": "n" * 31, "message": "x", "dest": "ALL"}, "can't be used"),
    ({"user": "#all", "message": "x", "dest": "ALL"}, "can't be used"),
    ({"user": "al", "message": "x", "dest": "ALL"}, "al"),
    (b'{"user": "tintin", "user": "milou", "message": "x", "dest": "ALL"}',
     "duplicate"),
    (b'{"user": "tintin", "message": "\\ud83e", "dest": "ALL"}', "JSON"),
    (b'{"user": "tintin", "message": "\\udd80\\ud83e", "dest": "ALL"}',
      "JSON"),
    (b'{"user": "tintin", "message": "a\\u0000b", "dest": "ALL"}',
      "JSON"),
    (b'{"user": "tintin", "message": "a\0b", "dest": "ALL"}', "NUL"),
    (b'{"user": "tintin", "message": "\xff", "dest": "ALL"}', "JSON"),
    (b'{"user": "tintin", "message": "\xc3\n\n"}', "JSON"),
    (b'{"user": "tintin", }', "JSON"),
    (b'{"user": "tintin", "message": 1e999, "dest": "ALL"}', "JSON"),
    (b"hello", "JSON"),
    (b"[1, 2]", "JSON"),
    (b"\x16\x03\x01", "JSON"),
    (b'{"a":' * 50 + b"1" + b"}" * 50, "too deep"),
    (b'{"a":' + b"[" * 100000 + b"]" * 100000 + b"}", "too deep"),
    (json.dumps({"user": "tintin", "message": "x" * 1048576,
                 "dest": "ALL"}).encode(), "Too long"),
    (json.dumps({"user": "tintin", "message": "x\n" * 20000,
                 "dest": "ALL"}).encode(), "Too much"),
    (json.dumps({"user": "tintin", "message": "x" * 30000,
                 "dest": ",".join(["al"] * 20)}).encode(), "Too much"),
]


@pytest.mark.parametrize("fault, words", FAULTS,
                         ids=[str(i) for i in range(len(FAULTS))])
def test_what_is_wrong_is_answered_and_nothing_of_it_said(
        chat, make_json, make_irc, fault, words):
    al = make_irc(chat, "al")
    tintin = make_json(chat, "tintin")
    al.settled()
    tintin.send_bytes(fault if isinstance(fault, bytes)
                      else json.dumps(fault).encode())
    got = tintin.read()
    assert got["user"] == "tcpchatd" and got["dest"] == "tintin"
    assert words in got["message"]
    tintin.say("still here")
    assert tintin.read() == {"user": "tintin", "message": "still here",
                             "dest": "ALL"}
    assert [line for line in al.settled() if "PRIVMSG" in line] == [
        line for line in [f":{al_source(al)} PRIVMSG #all :still here"]]


def al_source(al):
    al.send("WHOIS tintin")
    user, host = al.expect(r" 311 \S+ tintin (\S+) (\S+) ").groups()
    al.settled()
    return f"tintin!{user}@{host}"


def test_a_later_name_renames_and_a_refused_one_drops_the_object(
        chat, make_json, make_irc):
    al = make_irc(chat, "al")
    tintin = make_json(chat, "tintin")
    tintin.send(user="Tintin2", message="renamed", dest="ALL")
    al.expect(r":tintin!\S+ NICK :?Tintin2$")
    al.expect(r":Tintin2!\S+ PRIVMSG #all :renamed$")
    assert tintin.read() == {"user": "Tintin2", "message": "renamed",
                             "dest": "ALL"}
    tintin.send(user="al", message="not said", dest="ALL")
    got = tintin.read()
    assert got["user"] == "tcpchatd" and "al" in got["message"]
    tintin.send(user="Tintin2", message="said", dest="ALL")
    assert al.expect(r" PRIVMSG #all :(.*)")[1] == "said"


def test_objects_in_one_read_wait_for_the_name_of_the_first(
        chat, make_json, make_irc):
    al = make_irc(chat, "al")
    tintin = make_json(chat)
    tintin.send_bytes(b"".join(
        json.dumps({"user": f"name{i // 4}", "message": f"m{i}",
                    "dest": "ALL"}).encode() for i in range(40)))
    for i in range(40):
        assert tintin.expect(message=f"m{i}")["user"] == f"name{i // 4}"
        al.expect(rf":name{i // 4}!\S+ PRIVMSG #all :m{i}$")


def test_what_was_said_before_the_end_of_input_is_said(chat, make_json,
                                                       make_irc):
    al = make_irc(chat, "al")
    for i in range(5):
        cat = make_json(chat, f"cat{i}", join=False)
        cat.say(f"meow {i}")
        cat.socket.shutdown(socket.SHUT_WR)
        al.expect(rf":cat{i}!\S+ PRIVMSG #all :meow {i}$")
        cat.expect(message=f"meow {i}")
        cat.wait_end()


def test_a_string_that_is_never_closed_costs_one_line(chat, make_json):
    tintin = make_json(chat, "tintin")
    tintin.send_bytes(b'{"user": "tintin", "message": "x\n')
    assert "JSON" in tintin.read()["message"]
    tintin.say("next")
    assert tintin.read()["message"] == "next"


def test_an_unfinished_object_costs_no_cpu(chat, make_json):
    tintin = make_json(chat, "tintin")
    tintin.send_bytes(b'{"user": "tintin", "message": ')
    make_json(chat, "haddock").say("meanwhile")
    assert tintin.read()["message"] == "meanwhile"
    before = cpu_s(chat)
    assert tintin.is_quiet(0.5)
    assert cpu_s(chat) - before < 0.1
    tintin.send_bytes(b'"at last", "dest": "ALL"}')
    assert tintin.read()["message"] == "at last"


def test_control_characters_do_not_reach_a_plain_terminal(
        chat, make_json, make_text, make_irc):
    al = make_irc(chat, "al")
    tintin, milou = make_json(chat, "tintin"), make_text(chat, "milou")
    al.send("PRIVMSG #all :\x1b[2J\x02bold\x02 \x0304,01red\x03\x9b\x07.")
    assert tintin.expect(user="al")["message"] == "[2Jbold red."
    milou.expect("al : [2Jbold red.")
    al.send("PRIVMSG #all :\x01VERSION\x01", "PRIVMSG #all :\x01ACTION "
            "waves\x01")
    assert tintin.expect(user="al")["message"] == "* al waves"
    milou.expect("al : * al waves")


# --- text ------------------------------------------------------------------


def test_a_text_client_is_asked_welcomed_and_echoed(chat, make_text,
                                                    make_irc):
    al = make_irc(chat, "al")
    haddock = make_text(chat)
    assert haddock.read() == "ENTER NICKNAME"
    haddock.send_bytes(b"haddock")
    assert haddock.read() == "New client haddock joined the chat! "
    assert haddock.read() == "You were connected to the server!"
    al.expect(r":haddock!\S+ JOIN :?#all")
    haddock.nick = "haddock"
    haddock.say("Tonnerre de Brest!")
    assert haddock.read() == "haddock : Tonnerre de Brest!"
    al.expect(r":haddock!\S+ PRIVMSG #all :Tonnerre de Brest!$")
    milou = make_text(chat, "milou")
    haddock.expect("New client milou joined the chat! ")
    milou.say("ouah")
    haddock.expect("milou : ouah")
    milou.send_bytes(b"milou : /exit")
    milou.wait_end()
    haddock.expect("milou has left the chat")


def test_a_burst_to_a_text_client_that_reads_comes_one_by_one(
        chat, make_text, make_irc):
    haddock = make_text(chat, "haddock")
    al = make_irc(chat, "al")
    haddock.expect("New client al joined the chat! ")
    al.send(*(f"PRIVMSG #all :word {i}" for i in range(60)))
    assert [haddock.read() for _ in range(60)] == [
        f"al : word {i}" for i in range(60)]


def test_four_byte_characters_at_every_cut_of_a_text(chat, make_text,
                                                     make_irc):
    al = make_irc(chat, "al")
    haddock = make_text(chat, "haddock")
    data = "haddock : \U0001f980\u65e5\u00e9\U0001f4a3".encode()
    for cut in range(10, len(data)):
        haddock.send_bytes(data[:cut])
        al.settled()
        haddock.send_bytes(data[cut:])
        got = ""
        while len(got) < 4:
            got += al.expect(r":haddock!\S+ PRIVMSG #all :(.*)")[1]
        assert got == "\U0001f980\u65e5\u00e9\U0001f4a3"


def test_two_messages_in_one_read_are_two(chat, make_text, make_irc):
    al = make_irc(chat, "al")
    haddock = make_text(chat, "haddock")
    haddock.send_bytes(b"haddock : onehaddock : twohaddock : three\nfour\n")
    for word in ("one", "two", "three", "four"):
        al.expect(rf"PRIVMSG #all :{word}$")
        haddock.expect(f"haddock : {word}")


def test_text_writes_privately_by_msg(chat, make_text, make_json):
    tintin = make_json(chat, "tintin")
    haddock = make_text(chat, "haddock")
    haddock.say("/msg tintin psst")
    assert tintin.read() == {"user": "haddock", "message": "psst",
                             "dest": "tintin"}
    haddock.expect("haddock : /msg tintin psst")
    tintin.say("what?", "haddock")
    haddock.expect("tintin (to you) : what?")
    haddock.say("/msg milou hello")
    haddock.expect("No such user: milou")
    haddock.say("/msg")
    haddock.expect("It is: /msg NAME TEXT")
    haddock.say("/msg tintin")
    haddock.expect("It is: /msg NAME TEXT")


def test_a_taken_name_gives_another_and_keeps_the_receipts(chat, make_text,
                                                           make_irc):
    """The old program answers the question by itself, for ever."""
    irc = make_irc(chat, "haddock")
    for n, name in enumerate(("haddock_", "haddock_2", "haddock_3")):
        other = make_text(chat)
        assert other.read() == "ENTER NICKNAME"
        other.send_bytes(b"haddock")
        assert other.read() == (f'Your name here is {name}: "haddock" is '
                                "taken, or can't be used here")
        other.expect("You were connected to the server!")
        other.send_bytes(b"haddock : it is me %d" % n)
        other.expect(f"haddock : it is me {n}")
        irc.expect(rf":{name}!\S+ PRIVMSG #all :it is me {n}$")
    # What the other one says is no receipt of ours.
    irc.send("PRIVMSG #all :no, me")
    other.expect("The other haddock : no, me")
    irc.send("QUIT")
    other.expect("The other haddock has left the chat")


@pytest.mark.parametrize("known, nick", [
    ("captain haddock", "captain_haddock"), ("h" * 40, "h" * 30),
    ("#all", "all"), ("1st", "1st_?"), ("\U0001f980", None), ("***", None),
    ("x" * 300, "x" * 30)], ids=range(7))
def test_a_name_that_cannot_be_is_made_into_one(chat, make_text, make_irc,
                                                known, nick):
    irc = make_irc(chat, "al")
    client = make_text(chat)
    assert client.read() == "ENTER NICKNAME"
    client.send_bytes(known.encode())
    client.expect("You were connected to the server!")
    client.send_bytes(f"{known} : hello".encode())
    match = irc.expect(r":(\S+)!\S+ PRIVMSG #all :hello$")
    if nick and not nick.endswith("?"):
        assert match[1] == nick
    echo = client.read()
    assert echo.startswith(known[:400]) and echo.endswith(" : hello")
    assert client.is_quiet()


def test_nothing_empty_is_ever_sent_to_a_text_client(chat, make_text,
                                                     make_irc):
    al = make_irc(chat, "al")
    haddock = make_text(chat, "haddock")
    al.send("PRIVMSG #all : ", "PRIVMSG #all :\x02\x02", "TOPIC #all :",
            "AWAY :x", "AWAY")
    haddock.send_bytes(b"  \n")
    haddock.send_bytes(b"haddock :   ")
    al.settled()
    al.send("PRIVMSG #all :end")
    while True:
        got = haddock.read()
        assert got.strip()
        if got == "al : end":
            break


def test_what_is_no_text_is_answered(chat, make_text):
    haddock = make_text(chat, "haddock")
    for bad in (b"haddock : \xff\xfe", b"haddock : a\0b"):
        haddock.send_bytes(bad)
        assert haddock.read() == "That was not UTF-8 text and was not sent"
    haddock.say("fine")
    assert haddock.read() == "haddock : fine"


# --- all of them -----------------------------------------------------------


def cpu_s(server):
    """Seconds of processor time the server has used."""
    with open(f"/proc/{server.process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def test_every_kind_of_client_chats_with_every_other(
        chat, make_json, make_text, make_irc, make_tui, make_irssi):
    tintin, milou = make_json(chat, "tintin"), make_text(chat, "milou")
    al = make_irc(chat, "al")
    irssi = make_irssi(chat, "rastapopoulos", "#all")
    tui = make_tui(chat, "nestor")
    tui.expect("tintin")
    tui.expect("milou")
    al.expect(r":nestor!\S+ JOIN :?#all")

    tintin.say("from json")
    milou.expect("tintin : from json")
    milou.say("from text")
    assert tintin.expect(user="milou")["message"] == "from text"
    al.send("PRIVMSG #all :from irc")
    irssi.line("from irssi")
    tui.line("from the tui")
    for words in ("json", "text", "irc", "irssi", "the tui"):
        tui.expect(f"from {words}")
        irssi.expect(f"from {words}")
    al.expect(r":rastapopoulos!\S+ PRIVMSG #all :from irssi$")
    al.send("PRIVMSG #all :the end")
    heard = []
    while not heard or heard[-1] != ("al", "the end"):
        got = tintin.read()
        heard.append((got["user"], got["message"]))
    assert set(heard) >= {("al", "from irc"), ("nestor", "from the tui"),
                          ("rastapopoulos", "from irssi")}
    # What comes quickly may reach a text program in one read.
    said = ""
    while not said.endswith("al : the end"):
        said += milou.read()
    for words in ("al : from irc", "nestor : from the tui",
                  "rastapopoulos : from irssi"):
        assert words in said
    assert set(tintin.join()) == {
        "tintin", "milou", "al", "rastapopoulos", "nestor"}
    al.send("CAP REQ :draft/chathistory batch", "CHATHISTORY LATEST #all * 50")
    text = "\n".join(al.until(r"^BATCH -|BATCH -"))
    assert "from json" in text and "from text" in text


def test_silent_connections_stay_and_unknown_ones_too(make_server, make_json,
                                                      make_irc):
    server = make_server(settings="registration-timeout = 1s\n").start()
    thinker = make_json(server)
    doubter = make_json(server)
    doubter.send(user="two words", request="ClientList")
    assert "can't be used" in doubter.read()["message"]
    late = make_irc(server)
    late.send("NICK late")
    late.expect("Registration timed out")
    assert thinker.is_quiet() and doubter.is_quiet()
    for client in (thinker, doubter):
        client.user = f"u{client.socket.fileno()}"
        assert client.user in client.join()


def test_they_are_in_the_lobby_even_if_nobody_joins_by_itself(
        make_server, make_json, make_text, make_irc):
    port = free_port()
    server = make_server(f"--text-port={port}", settings="autojoin = off\n")
    server.text_port = port
    server.start()
    tintin, haddock = make_json(server, "tintin"), make_text(server, "haddock")
    haddock.say("here")
    assert tintin.expect(user="haddock")["message"] == "here"
    tintin.say("here too")
    haddock.expect("tintin : here too")


def test_listen_blocks_name_what_is_spoken(make_server, folder, make_irc):
    ports = [free_port() for _ in range(3)]
    path = folder / "text.sock"
    server = make_server(settings=f"""
listen {{ address = "127.0.0.1" port = {ports[0]} protocol = json }}
listen {{ address = "127.0.0.1" port = {ports[1]} protocol = text }}
listen {{ address = "127.0.0.1" port = {ports[2]} protocol = irc }}
listen {{ address = "{path}" protocol = text }}
""").start()
    until("the last block is open", path.exists)
    al = make_irc(ports[2], "al")
    tintin = JsonClient(ports[0], "tintin")
    tintin.send_bytes(b"NICK tintin\r\n")
    assert "Not JSON" in tintin.read()["message"]
    assert sorted(tintin.join()) == ["al", "tintin"]
    haddock = TextClient(ports[1], "haddock").join()
    local = TextClient.__new__(TextClient)
    local.socket, local.nick = socket.socket(socket.AF_UNIX), "local"
    local.socket.connect(str(path))
    local.join()
    local.say("by a path")
    haddock.expect("local : by a path")
    assert tintin.expect(user="local")["message"] == "by a path"
    al.send('{"user": "al"}')
    al.expect(" 421 ")
    for client in (tintin, haddock, local):
        client.close()
    al.expect("QUIT")


def test_a_hundred_who_leave_at_once_are_gone(chat, make_json, make_irc):
    al = make_irc(chat, "al")
    crowd = [make_json(chat, f"c{i}", join=False) for i in range(100)]
    for client in crowd:
        client.say("hello")
    for client in crowd:
        client.expect(user=client.user)
    for client in crowd:
        client.send_bytes(b'{"user": "c')    # in the middle of an object
        client.close()
    tintin = make_json(chat, "tintin")
    until("they are gone", lambda: sorted(tintin.join()) == ["al", "tintin"])
    al.settled()


def test_a_server_with_a_password_says_so(make_server, make_json):
    server = make_server(settings='password = "sesame"\n').start()
    tintin = make_json(server, "tintin", join=False)
    tintin.ask_list()
    assert "assword" in tintin.expect(user="tcpchatd")["message"]
    tintin.wait_end()


def test_too_many_silent_connections_push_out_the_oldest(make_server,
                                                         make_json):
    server = make_server(settings="silent-max = 20\n").start()
    clients = [make_json(server) for _ in range(20)]
    newest = make_json(server)
    clients[0].wait_end()
    assert all(c.is_quiet() for c in clients[1:])
    newest.user = "newest"
    assert newest.join() == ["newest"]


def test_one_that_never_reads_is_closed_at_the_ceiling(
        make_server, make_json, make_irc):
    """And nobody else waits for it."""
    chat = make_server(settings="flood-control = off\n").start()
    sleeper = make_json(chat, "sleeper", receive_bytes=4096)
    awake = make_json(chat, "awake")
    al = make_irc(chat, "al", join="#all")
    words = "w" * 400
    for i in range(3200):
        al.send(f"PRIVMSG #all :{i} {words}")
        if i % 100 == 99:
            start = time.monotonic()
            awake.expect(message=f"{i} {words}")
            assert time.monotonic() - start < 5
    match = al.expect(r":sleeper!\S+ QUIT :?(.*)")
    assert "behind" in match[1]
    sleeper.wait_end()


def test_many_sleeping_json_clients_cost_little(chat, make_json, make_irc):
    sleepers = [make_json(chat, f"s{i}", receive_bytes=2048)
                for i in range(150)]
    al = make_irc(chat, "al")
    for i in range(60):         # every kernel is full
        al.send(f"PRIVMSG #all :{i}")
    al.settled()
    until("they wait", CpuStands(chat))
    assert sleepers[0].expect(user="al")["message"] == "0"


class CpuStands:
    """True once the server used less than a tenth of a stretch of time."""

    STRETCH_S = 0.4

    def __init__(self, server):
        self.server = server
        self.begin()

    def begin(self):
        self.began, self.used = time.monotonic(), cpu_s(self.server)

    def __call__(self):
        passed = time.monotonic() - self.began
        if passed < self.STRETCH_S:
            return False
        used = cpu_s(self.server) - self.used
        self.begin()
        return used <= passed / 10

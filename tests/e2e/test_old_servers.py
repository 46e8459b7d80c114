"""tcpchat-tui chats through the servers of the two older dialects."""

import pytest

from conftest import program
from old_clients import JsonClient, TextClient
from old_servers import JsonServer, TextServer


@pytest.fixture
def make_old():
    made = []

    def make(kind):
        made.append(kind())
        return made[-1]

    yield make
    for server in made:
        server.close()
        assert server.faults == []


@pytest.fixture
def make_old_tui(make_terminal):
    def make(url, nick="alice"):
        return make_terminal([program("tcpchat-tui"), f"--nick={nick}", url],
                             home=nick)

    return make


def test_json_list_all_and_private(make_old, make_old_tui):
    server = make_old(JsonServer)
    tintin = JsonClient(server.port, "tintin")
    tintin.ask_list()
    tintin.read()
    tui = make_old_tui(f"json://127.0.0.1:{server.port}")
    tui.expect("tintin")
    tui.line("hello all of you")
    tui.expect("hello all of you")
    tui.expect("✓")
    assert tintin.expect(user="alice") == {
        "user": "alice", "message": "hello all of you", "dest": "ALL"}
    tintin.say("Bachi-bouzouk!")
    tui.expect("Bachi-bouzouk!")
    tintin.expect(message="Bachi-bouzouk!")  # before the next: see its server
    tintin.say("only for you, \U0001f980", "alice")
    tui.line("/msg tintin psst")
    assert tintin.expect(message="psst") == {
        "user": "alice", "message": "psst", "dest": "tintin"}


def test_json_the_list_is_asked_for_again_and_again(make_old, make_old_tui):
    server = make_old(JsonServer)
    tui = make_old_tui(f"json://127.0.0.1:{server.port}")
    tui.expect("alice")
    server.wait("it is asked", lambda: server.got)
    server.others = ["nestor"]
    tui.expect("nestor")
    server.others = []
    tui.expect("nestor left", 25)


def test_json_33_lines_come_as_33_objects(make_old, make_old_tui):
    server = make_old(JsonServer)
    tui = make_old_tui(f"json://127.0.0.1:{server.port}")
    tui.expect("alice")
    for i in range(33):
        tui.line(f"line {i} é")
    server.wait("all of them", lambda: len(server.messages()) == 33)
    assert [m["message"] for m in server.messages()] == [
        f"line {i} é" for i in range(33)]
    tui.expect("line 32 é")


def test_json_without_echo_the_next_goes_after_a_second(make_old,
                                                        make_old_tui):
    server = make_old(JsonServer)
    server.echoes = False
    tui = make_old_tui(f"json://127.0.0.1:{server.port}")
    tui.expect("alice")
    server.wait("it is asked", lambda: server.got)
    for i in range(3):
        tui.line(f"line {i}")
    server.wait("all of them", lambda: len(server.messages()) == 3)
    times = [when for when, data in server.got if b"line" in data]
    assert all(b - a >= 0.9 for a, b in zip(times, times[1:]))


def test_text_chat_and_who_is_seen(make_old, make_old_tui):
    server = make_old(TextServer)
    haddock = TextClient(server.port, "haddock")
    assert haddock.read() == "ENTER NICKNAME"
    haddock.send_bytes(b"haddock")
    welcome = ""        # in one read, or in two
    while not welcome.endswith("quit"):
        welcome += haddock.read()
    tui = make_old_tui(f"text://127.0.0.1:{server.port}")
    haddock.expect("New client alice joined the chat! ")
    tui.expect("no list")
    tui.line("hello")
    haddock.expect("alice : hello")
    tui.expect("✓")
    haddock.say("Tonnerre de Brest!")
    tui.expect("Tonnerre de Brest!")
    assert "haddock : " not in tui.text()
    haddock.close()
    tui.expect("haddock left")


def test_text_33_lines_come_as_33_messages(make_old, make_old_tui):
    server = make_old(TextServer)
    tui = make_old_tui(f"text://127.0.0.1:{server.port}")
    tui.expect("no list")
    for i in range(33):
        tui.line(f"line {i}")
    server.wait("all of them", lambda: len(server.messages()) == 33)
    assert server.messages() == [f"alice : line {i}" for i in range(33)]
    tui.expect("line 32")


def test_text_what_two_say_at_once_is_split(make_old, make_old_tui):
    server = make_old(TextServer)
    tui = make_old_tui(f"text://127.0.0.1:{server.port}")
    tui.expect("no list")
    server.send_all(b"New client milou joined the chat! milou : ouahNew "
                    b"client nestor joined the chat! nestor : good morning"
                    b"milou : ouah ouahmilou has left the chat")
    for words in ("ouah ouah", "good morning", "milou left"):
        tui.expect(words)
    assert "nestor : " not in tui.text()


def test_the_connection_is_made_again(make_old, make_old_tui):
    server = make_old(JsonServer)
    tui = make_old_tui(f"json://127.0.0.1:{server.port}")
    tui.expect("alice")
    tui.line("one")
    tui.expect("✓")
    with server.lock:
        for client in list(server.names):
            client.shutdown(2)
    server.wait("it is back", lambda: len(server.names) == 1)
    tui.line("two")
    server.wait("it is said", lambda: server.messages()[-1:] == [
        {"user": "alice", "message": "two", "dest": "ALL"}])

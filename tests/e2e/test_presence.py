"""One user, several clients or none, over real connections."""

import re
import socket
import struct

from irc import Irc

CAPS = "tcpchat/resume draft/chathistory batch message-tags"


def arrive(server, nick, token=None):
    """A client that can be resumed; itself and its token."""
    irc = Irc(server.port)
    irc.send("CAP REQ :" + CAPS, *(["RESUME " + token] if token else []),
             "NICK " + nick, f"USER {nick} 0 * :{nick}", "CAP END")
    irc.expect(" 001 ")
    token = irc.expect(r" RESUME (\S+)").group(1)
    irc.expect(r" (376|422) ")
    return irc, token


def reset(irc):
    """As when a network goes: no QUIT, not even an end of input."""
    irc.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack("ii", 1, 0))
    irc.socket.close()


def history(irc, target):
    """The texts of the last messages there."""
    irc.send(f"CHATHISTORY LATEST {target} * 100")
    irc.expect(r"BATCH \+\S+ chathistory")
    texts = []
    while True:
        match = irc.expect(r"PRIVMSG \S+ :(.*)|BATCH -")
        if match.group(1) is None:
            return texts
        texts.append(match.group(1))


def test_a_broken_connection_loses_nothing_and_nobody_notices(
        server, make_irc):
    bo = make_irc(server, "bo", join="#c")
    al, token = arrive(server, "al")
    al.send("JOIN #c")
    al.expect(" 366 al #c ")
    bo.expect("al!al@.* JOIN #c")
    said = []
    for i in range(10):
        al.send(f"PRIVMSG #c :before {i}", f"PRIVMSG bo :to bo {i}")
        heard = bo.until(f"PRIVMSG bo :to bo {i}")
        reset(al)
        bo.send(f"PRIVMSG #c :meanwhile {i}", f"PRIVMSG al :to al {i}",
                f"PING :said-{i}")
        heard += bo.until(f"PONG .*said-{i}")
        al, token = arrive(server, "other", token)
        al.expect(":al!al@.* JOIN #c")
        al.expect(" 366 al #c ")
        assert not [line for line in heard
                    if re.search(r" (JOIN|PART|QUIT|AWAY) ", line)]
        said += [f"before {i}", f"meanwhile {i}"]
    assert history(al, "#c") == said
    assert history(al, "bo") == [
        text for i in range(10) for text in (f"to bo {i}", f"to al {i}")]
    al.send("QUIT :done")
    bo.expect(r":al!al@\S+ QUIT :Quit: done")


def test_a_token_opens_once_and_nothing_else_does(server):
    al, token = arrive(server, "al")
    reset(al)
    al, second = arrive(server, "al", token)
    assert second != token
    for wrong in (token, second[:-1] + ("0" if second[-1] != "0" else "1"),
                  second[:-1], "1-", "-", "0-" + "0" * 32):
        other = Irc(server.port)
        other.send("CAP REQ :standard-replies", "RESUME " + wrong)
        other.expect("FAIL RESUME INVALID_TOKEN")
    al.send("PING :here")
    al.expect("PONG .*here")


def log_in(server, nick):
    """One more client of the account al."""
    irc = Irc(server.port)
    irc.send("CAP REQ :sasl server-time", "NICK " + nick, "USER u 0 * :u",
             "AUTHENTICATE PLAIN")
    irc.expect(r"AUTHENTICATE \+")
    irc.send("AUTHENTICATE AGFsAHNlc2FtZQ==")    # \0al\0sesame
    irc.expect(" 903 ")
    irc.send("CAP END")
    irc.expect(" 001 al ")
    return irc


def test_an_always_on_user_is_there_before_anybody_else_after_a_crash(
        server, make_irc):
    bo = make_irc(server, "bo", join="#c")
    al = make_irc(server, "al")
    al.send("NS REGISTER sesame")
    al.expect(" 900 ")
    al.send("NS ALWAYSON on", "JOIN #c")
    al.expect(" 366 al #c ")
    al.send("PING :said")
    al.expect("PONG .*said")
    al.send("QUIT")
    al.wait_end()
    bo.send("PRIVMSG #c :before the crash", "PRIVMSG al :to al",
            "PING :stored")
    bo.expect("PONG .*stored")
    server.kill()
    server.start()
    cy = make_irc(server, "cy", join="#c")
    cy.send("NAMES #c")
    cy.expect(r" 353 cy = #c :.*\bal\b")
    cy.send("PRIVMSG al :after it")
    cy.expect(" 301 cy al :Not connected")
    al = log_in(server, "somebody")
    al.expect(r":al!al@\S+ JOIN #c")
    al.expect("PRIVMSG #c :before the crash")
    al.expect("PRIVMSG al :to al")
    al.expect("PRIVMSG al :after it")

"""Who does not look is called: by the terminal, or by a command."""

import pytest

from terminal import until

AWAY = "\x1b[O"     # the terminal says that the focus has gone
HOSTILE = "carla: $(touch pwned) `touch pwned` ;\x1b]0;x\x07 'quoted\" ünï"


@pytest.fixture
def tui(make_tui, server):
    def make(*options, **variables):
        made = make_tui(server, "carla", *options, **variables)
        made.expect("[ALL")
        return made

    return make


@pytest.fixture
def dana(make_irc, server):
    return make_irc(server, "dana", join="#all")


def look_elsewhere(tui, dana):
    """The report has been read when what came behind it has been shown."""
    tui.wait("focus reports are on", lambda: 1004 in tui.modes)
    tui.send(AWAY)
    dana.send("PRIVMSG carla :early")
    tui.expect("dana •1!")


def test_a_notice_of_the_desktop_and_a_bell(tui, dana):
    t = tui()
    look_elsewhere(t, dana)
    dana.send("PRIVMSG carla :and later")
    t.wait("a notice", lambda: t.notices)
    assert t.notices[0].startswith("notify;dana;dana: ")
    assert t.bells == 1


def test_once_in_ten_seconds_and_with_a_count(tui, dana):
    t = tui()
    look_elsewhere(t, dana)
    dana.send("PRIVMSG carla :first")
    t.wait("a notice", lambda: t.notices)
    for text in ("second", "third", "fourth"):
        dana.send(f"PRIVMSG carla :{text}")
    t.wait("two notices", lambda: len(t.notices) == 2, deadline_s=40)
    assert "messages, the last one: dana: fourth" in t.notices[1]
    assert t.bells == 2


def test_tmux_gets_the_bell_only(tui, dana):
    t = tui(TMUX="/nowhere,1,0")
    look_elsewhere(t, dana)
    dana.send("PRIVMSG carla :x")
    t.wait("a bell", lambda: t.bells)
    assert t.notices == []


def test_a_command_has_the_words_in_its_environment(tui, dana, folder):
    said = folder / "said"
    conf = folder / "my.conf"
    conf.write_text('notify-command = "printf \'%s|%s|%s\' '
                    '\\"$TCPCHAT_TARGET\\" \\"$TCPCHAT_COUNT\\" '
                    f'\\"$TCPCHAT_TEXT\\" > {said}.new; '
                    f'mv {said}.new {said}"\nbell = off\n')
    t = tui(f"--config={conf}")
    look_elsewhere(t, dana)
    dana.send(f"PRIVMSG #all :{HOSTILE}")
    until("the command has the words", lambda: said.exists() and
          said.read_text().endswith("dana: " + HOSTILE), deadline_s=40)
    assert said.read_text().startswith("ALL|")
    assert not (folder / "pwned").exists()
    assert t.bells == 0


def test_a_command_that_hangs_hinders_nothing(tui, dana, folder):
    conf = folder / "my.conf"
    conf.write_text('notify-command = "sleep 1000"\n')
    t = tui(f"--config={conf}")
    look_elsewhere(t, dana)
    dana.send("PRIVMSG carla :x")
    t.wait("a bell", lambda: t.bells)
    t.line("still here")
    dana.expect("PRIVMSG #all :still here")
    t.line("/quit")
    assert t.exited() == 0

"""Settings of tcpchat-tui: /set, /reload and the file."""

import os
import signal
import stat

import pytest

from terminal import until


@pytest.fixture
def path(folder):
    return folder / "my.conf"


@pytest.fixture
def tui(server, make_tui, path):
    path.write_text("# mine\n  bell = off # quiet\nnick = carla port = 1\n")
    tui = make_tui(server, "carla", f"--config={path}")
    tui.expect("[ALL")
    return tui


def has(path, text):
    until(f"the file is {text!r}",
          lambda: path.exists() and path.read_text() == text)


def test_one_value_of_the_file_is_changed(tui, path):
    tui.line("/set signs ascii")
    tui.expect("[ALL v]")
    has(path, "# mine\n  bell = off # quiet\nnick = carla port = 1\n"
              "signs = ascii\n")
    tui.line("/set bell on")
    tui.expect("bell = on")
    has(path, "# mine\n  bell = on # quiet\nnick = carla port = 1\n"
              "signs = ascii\n")
    tui.line('/set quit-message "so long"')
    tui.expect('quit-message = "so long"')
    tui.line("/set signs default")
    tui.expect("signs = auto")
    tui.line("/set bell default")
    tui.expect("bell = on")
    has(path, "# mine\nnick = carla port = 1\n"
              'quit-message = "so long"\n')


def test_links_and_who_may_read_the_file_stay(tui, folder, path):
    real = folder / "dotfiles"
    path.rename(real)
    path.symlink_to("dotfiles")
    os.chmod(real, 0o640)
    tui.line("/set bell on")
    tui.expect("bell = on")
    until("written", lambda: "bell = on" in real.read_text())
    assert path.is_symlink()
    assert stat.S_IMODE(os.stat(real).st_mode) == 0o640


def test_a_file_that_was_not_there_is_for_its_owner(server, make_tui, folder):
    tui = make_tui(server, "carla")
    tui.expect("[ALL")
    path = folder / "carla/config/tcpchat/tcpchat-tui.conf"
    assert not path.exists()
    tui.line("/set mouse off")
    tui.expect("mouse = off")
    has(path, "mouse = off\n")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_a_setting_explains_itself(tui):
    tui.line("/set bell")
    tui.expect("bell = off (default: on)")
    tui.expect("on or off")
    tui.line("/set scrollback")
    tui.expect("a number from 100 to 10000000")
    tui.line("/set")
    tui.expect("/set NAME explains one")
    tui.expect("bell = off (default: on)")


def test_what_is_wrong_is_said_and_not_taken(tui, path):
    before = path.read_text()
    tui.line("/set scrollback 5")
    tui.expect("'scrollback' is a number from 100 to 10000000, not '5'")
    tui.line("/set signs pretty")
    tui.expect("'signs' is one of")
    tui.line("/set bel off")
    tui.expect("there is no setting 'bel': 'bell'?")
    tui.line("/set colour-of-the-sky blue")
    tui.expect("/set shows all of them")
    assert path.read_text() == before


def test_the_file_is_read_again(tui, path):
    path.write_text("signs = ascii\nbell = off\n")
    tui.line("/reload")
    tui.expect("[ALL v]")
    tui.expect("settings read: 3 changes, some for the next connection")
    path.write_text("signs = unicode\nbell = off\n")
    tui.signal(signal.SIGUSR1)
    tui.gone("[ALL v]")
    tui.expect("settings read: 1 change")


def test_a_fault_in_the_file_is_named_and_changes_nothing(tui, path):
    path.write_text("signs = ascii\nbell = perhaps\n")
    tui.signal(signal.SIGUSR1)
    tui.expect("my.conf:2: 'bell' is on or off")
    assert "[ALL v]" not in tui.text()
    path.write_text("signs = ascii\nsing = on\n")
    tui.line("/reload")
    tui.expect("my.conf:2:")
    assert "[ALL v]" not in tui.text()


def test_the_title_is_given_back(tui):
    tui.line("/set title off")
    tui.expect("title = off")
    tui.line("/join #ops")
    tui.expect("[#ops")
    assert "#ops" not in tui.title
    tui.line("/set title on")
    tui.wait("the title", lambda: "#ops" in tui.title)


def test_keys_of_vi(tui, server, make_irc):
    irc = make_irc(server, "bob", join="#all")
    tui.line("/set typing off")  # nothing is asked about that
    tui.expect("typing = off")
    tui.line("/set keys vi")
    tui.expect("keys = vi")
    tui.send("one two three")
    tui.expect("] one two three")
    tui.key("Esc")
    tui.expect("normal")
    tui.send("0dw$x")
    tui.expect("] two thre")
    tui.send("Ax")
    tui.gone("normal")
    tui.expect("] two threx")
    tui.key("Enter")
    irc.expect("PRIVMSG #all :two threx")
    tui.send("again")
    tui.key("Esc")
    tui.expect("normal")
    tui.send(":")
    tui.line("cc/set keys emacs")
    tui.expect("keys = emacs")
    tui.gone("normal")


def test_own_keys(tui, path):
    tui.line("/bind F6 mute")
    tui.expect("F6 = mute")
    tui.key("F6")
    tui.expect("muted")
    tui.line("/bind Alt-q notices")
    tui.expect("Alt-q = notices")
    tui.send("\x18q")
    tui.expect("Esc closes")
    tui.key("Esc")
    tui.gone("Esc closes")
    tui.line("/bind F2 none")
    tui.expect("F2 = none (before: sidebar)")
    tui.line("/bind F2 sidbar")
    tui.expect("no action is called 'sidbar': 'sidebar'?")
    tui.line("/bind F6 default")
    tui.expect("F6 = none")
    until("the file has them", lambda:
          'bind = "Alt-q notices, F2 none"\n' in path.read_text())
    tui.line("/bind")
    tui.expect("Alt-q = notices (")
    tui.expect("complete-previous")


def test_own_keys_are_read_again(tui, path):
    path.write_text('bind = "F6 mute, F7 nonsense"\n')
    tui.signal(signal.SIGUSR1)
    tui.expect("no action is called 'nonsense'")
    tui.key("F6")
    tui.expect("muted")
    path.write_text('bind = "F6 notices"\n')
    tui.line("/reload")
    tui.expect("settings read")
    tui.key("F6")
    tui.expect("Esc closes")
    tui.key("Esc")
    tui.gone("Esc closes")
    tui.line("/bind")
    tui.expect("F6 = notices (")


def test_a_password_is_written_in_clear_only_when_asked_twice(
        tui, path, folder, server, make_tui):
    os.chmod(path, 0o644)
    tui.line("/set password sesame")
    tui.expect("better:")
    tui.expect("the same once more")
    assert "sesame" not in path.read_text()
    tui.line("/set bell on")  # in between it is forgotten
    tui.expect("bell = on")
    tui.line("/set password sesame")
    until("it warns again",
          lambda: tui.text().count("the same once more") == 2)
    assert "sesame" not in path.read_text()
    tui.line("/set password sesame")
    tui.expect("password = ********")
    assert "password = sesame\n" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "sesame" not in tui.text()
    tui.line("/set password")
    tui.expect("password = ********")
    tui.key("Up")  # no line of it is remembered
    tui.expect("[ALL ▾] /set password")
    tui.key("Up")
    tui.expect("[ALL ▾] /set bell on")
    tui.key("Ctrl-c")
    os.chmod(path, 0o640)
    tui.line("/reload")
    tui.expect("others can read the password")
    tui.line("/quit")
    assert tui.exited() == 0
    kept = [f for f in folder.rglob("*") if f.is_file() and f != path]
    assert not any("sesame" in f.read_text(errors="replace") for f in kept)
    tui = make_tui(server, "carla", f"--config={path}")
    assert tui.exited() == 1
    assert "others can read the password" in tui.text()

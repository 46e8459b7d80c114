"""Looks: themes, the terminal's background, and what becomes of colours."""

import re

from terminal import until
from test_term_kinds import make_room, raw     # noqa: F401 (a fixture)

NAME = re.compile(rb"\x1b\[(?:0;)?38;5;(\d+)m *bob")


def name_colours(tui):
    return [int(n) for n in NAME.findall(raw(tui))]


def test_names_are_readable_on_the_background_that_is_answered(make_room):
    tui = make_room()
    until("bob has a colour", lambda: name_colours(tui))
    before = len(name_colours(tui))
    assert 16 <= name_colours(tui)[-1] < 232
    tui.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
    until("bob is painted again", lambda: len(name_colours(tui)) > before)
    level = [0 if n == 0 else 55 + 40 * n for n in range(6)]
    cube = name_colours(tui)[-1] - 16
    rgb = [level[cube // 36], level[cube // 6 % 6], level[cube % 6]]
    linear = [v / 255 / 12.92 if v < 11 else ((v / 255 + 0.055) / 1.055) ** 2.4
              for v in rgb]
    light = sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear))
    assert 1.05 / (light + 0.05) >= 4.5, rgb


def test_a_terminal_that_becomes_light_is_asked_again(make_room):
    tui = make_room()
    until("it shall tell", lambda: b"\x1b[?2031h" in raw(tui))
    until("it is asked", lambda: b"\x1b]11;?" in raw(tui))
    asked = raw(tui).count(b"\x1b]11;?")
    tui.send("\x1b[?997;2n")
    until("it is asked again", lambda: raw(tui).count(b"\x1b]11;?") > asked)
    tui.line("/quit")
    assert tui.exited() == 0
    assert b"\x1b[?2031l" in raw(tui)


def test_a_theme_is_chosen_and_stays(make_tui, make_irc, server, folder):
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    tui.line("/set theme dark")
    tui.expect("theme = ")
    until("this destination is light blue",
          lambda: b"38;5;117m" in raw(tui).replace(b"0;", b""))
    tui.line("/quit")
    assert tui.exited() == 0
    again = make_tui(server, "alice")
    again.expect("[ALL")
    until("it is still", lambda: b"38;5;117m" in raw(again))


def test_a_theme_of_ones_own(make_tui, server, folder):
    themes = folder / "alice" / "config" / "tcpchat" / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.theme").write_text('# mine\nhere = "underline 99"\n')
    (themes / "bad.theme").write_text('here = "bold"\nown = "purpel"\n')
    tui = make_tui(server, "alice")
    tui.expect("[ALL")
    tui.line("/set theme mine")
    until("a colour of it", lambda: b"38;5;99m" in raw(tui))
    tui.line("/set theme bad")
    tui.expect("bad.theme:2: 'purpel")
    tui.line("/set theme nosuch")
    tui.expect("there is no theme 'nosuch'")

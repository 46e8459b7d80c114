"""tcpchat-tui in a locale that is not UTF-8: what it lacks is replaced."""

import re
import subprocess

import pytest

from conftest import need

LOCALES = {
    "iso-8859-1": ("de_DE", "ISO-8859-1"),
    "euc_jp": ("ja_JP", "EUC-JP"),
}


@pytest.fixture
def make_in_locale(folder, make_tui, server):
    """Opens the client in a locale that is made for it."""

    def make(charset, **variables):
        language, charmap = LOCALES[charset]
        name = f"{language}.{charmap}"
        done = subprocess.run(
            [need("localedef"), "--no-archive", "-i", language, "-f", charmap,
             str(folder / name)], capture_output=True, text=True)
        assert (folder / name / "LC_CTYPE").exists(), done.stderr
        tui = make_tui(server, "alice", charset=charset, LOCPATH=str(folder),
                       LC_ALL=name, LANGUAGE="C", **variables)
        tui.expect("[ALL v]")
        return tui

    return make


def test_latin_1_is_typed_shown_and_replaced(make_in_locale, make_irc, server):
    irc = make_irc(server, "bob", join="#all")
    tui = make_in_locale("iso-8859-1")
    tui.line("schöne Grüße")
    irc.expect("PRIVMSG #all :schöne Grüße")
    irc.send("PRIVMSG #all :für Żółw 日本 🎉 Ende")
    tui.expect(re.compile(r"bob +für \?ó\?w .*\? +Ende"))
    borders = {row.rindex("│") for row in tui.rows() if "│" in row}
    assert len(borders) == 1, tui.framed()


@pytest.mark.parametrize("term", ["xterm-256color", "screen"])
def test_euc_jp_is_typed_and_shown(make_in_locale, make_irc, server, term):
    irc = make_irc(server, "bob", join="#all")
    tui = make_in_locale("euc_jp", TERM=term)
    tui.line("おはよう")
    irc.expect("PRIVMSG #all :おはよう")
    irc.send("PRIVMSG #all :会議は11時から für alle")
    tui.expect(re.compile(r"bob +会議は11時から"))
    assert sum("│" in row for row in tui.rows()) > 9, tui.framed()

"""tcpchat-tui in every language there is: nothing overflows, nothing moves,
and help has no English sentence left."""

import re
import subprocess

import pytest

from conftest import BUILD, SOURCE, environment, need, program
from terminal import until

LANGUAGES = (SOURCE / "po" / "LINGUAS").read_text().split()
TERRITORIES = {"ja": "JP", "uk": "UA"}
ELSEWHERE = "0.0.0.0"   # this machine; nobody takes it for that

# The client looks where it would be installed: ours are elsewhere.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>

char *
bindtextdomain(const char *domain, const char *folder)
{
	char *(*real)(const char *, const char *);

	(void)folder;
	*(void **)&real = dlsym(RTLD_NEXT, "bindtextdomain");
	return real(domain, getenv("CATALOGS"));
}
"""

# What pop-ups and the status line say in English.
ENGLISH = re.compile(r"\b(choose|filter|stay|open|closes|nothing|marks|copies|"
                     r"private|spoke|find|earlier|take|here)\b")


def locale_of(language):
    return language if "_" in language else \
        f"{language}_{TERRITORIES.get(language, language.upper())}"


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory):
    """Environment with a locale and the texts for each language."""
    folder = tmp_path_factory.mktemp("languages")
    (folder / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "shim.so",
                    folder / "shim.c", "-ldl"], check=True)
    made = {}

    def make(language):
        if language in made:
            return made[language]
        name = locale_of(language) + ".UTF-8"
        done = subprocess.run(
            [need("localedef"), "--no-archive", "-i", locale_of(language),
             "-f", "UTF-8", str(folder / name)], capture_output=True,
            text=True)
        assert (folder / name / "LC_CTYPE").exists(), done.stderr
        texts = folder / language / "LC_MESSAGES"
        texts.mkdir(parents=True)
        subprocess.run([need("msgfmt"), "-o", str(texts / "tcpchat.mo"),
                        str(SOURCE / "po" / f"{language}.po")], check=True)
        made[language] = {
            "LD_PRELOAD": str(folder / "shim.so"), "CATALOGS": str(folder),
            "LOCPATH": str(folder), "LC_ALL": name, "LANGUAGE": language,
            "ASAN_OPTIONS": environment(folder)["ASAN_OPTIONS"]
            + ":verify_asan_link_order=0",
        }
        return made[language]

    return make


@pytest.fixture
def open_in(catalogs, make_terminal, server):
    """Opens the client in a language, or in English; it asks for trust."""

    def make(language, columns, rows, nick="alice"):
        variables = catalogs(language) if language else {}
        return make_terminal(
            [program("tcpchat-tui"), f"--port={server.port}",
             f"--machine-name={ELSEWHERE}", f"--nick={nick}"], columns, rows,
            home=f"home-{language}-{columns}", **variables)

    return make


def cells(tui):
    """Each row as a list with one string for each column."""
    return [[tui.cell(y, x).data for x in range(tui.screen.columns)]
            for y in range(tui.screen.lines)]


def top_of_box(tui):
    """Row, left and right column of the topmost box; None if there is none."""
    for y, row in enumerate(cells(tui)):
        if "┌" in row and "┐" in row:
            return y, row.index("┌"), len(row) - 1 - row[::-1].index("┐")
    return None


def rows_of_box(tui):
    """What is in it, its last edge last; None if a side is not straight."""
    at = top_of_box(tui)
    rows = []
    for row in cells(tui)[at[0] + 1:] if at else []:
        sides = row[at[1]] + row[at[2]]
        rows.append("".join(row[at[1] + 1:at[2]]))
        if sides == "└┘":
            return rows
        if sides != "││":
            break
    return None


def box(tui, what):
    return tui.wait(f"a whole box: {what}", lambda: rows_of_box(tui))


def answer(tui, letter):
    """A letter counts once no key was pressed for a moment: till then again."""

    def is_over():
        tui.key(letter)
        try:
            tui.wait("no box", lambda: not top_of_box(tui), 2)
        except AssertionError:
            return False
        return True

    until("the dialogue takes an answer", is_over)


def pages(tui):
    """All rows of a box that scrolls."""
    rows = box(tui, "a page")
    for _ in range(40):
        before = tui.text()
        tui.key("PgDn")
        try:
            tui.wait("a page more", lambda: tui.text() != before, 2)
        except AssertionError:
            return rows
        rows += box(tui, "a page")
    raise AssertionError("no last page\n" + tui.framed())


def sentences(rows):
    """What of it is three words and more, by columns and marks. What is typed
    as it stands, [all|none], is the same in every language."""
    parts = [re.sub(r"\[\S*\|\S*\]", "", part).strip() for row in rows
             for part in re.split(r"  +", row)]
    return {part for part in parts if len(re.findall(r"\w{2,}", part)) >= 3}


@pytest.fixture
def english_help(open_in):
    tui = open_in(None, 80, 24, "eve")
    tui.expect("not signed by anyone this")
    answer(tui, "t")
    tui.expect("[ALL")
    tui.key("Ctrl-u", "F1")
    return sentences(pages(tui))


def side_is_straight(tui):
    """The border of the list of users stands in one column."""
    columns = {x for row in cells(tui)[1:-2] for x, cell in enumerate(row)
               if cell == "│"}
    return len(columns) == 1


@pytest.mark.parametrize("size", [(80, 24), (40, 15)], ids=["80x24", "40x15"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language(language, size, open_in, make_irc, server, english_help):
    bob = make_irc(server, "bob", join="#all")
    tui = open_in(language, *size)
    asked = box(tui, "the certificate")
    assert not re.search("not signed by|Nothing has been sent", str(asked))
    answer(tui, "t")
    tui.key("Ctrl-u")
    bob.expect(":alice!.* JOIN ")
    bob.send("PRIVMSG #all :hello https://wiki.example.org/rel")
    tui.expect("hello")
    tui.wait("the status line",
             lambda: re.search(r"1 \S+ .*\S", tui.rows()[-2]))

    tui.key("F1")
    shown = pages(tui)
    same = english_help & sentences(shown)
    assert not same, same
    cut = [row for row in shown[:-1] if row.rstrip().endswith("…")]
    assert size[0] < 80 or not cut, cut
    tui.key("Esc")
    tui.wait("no box", lambda: not top_of_box(tui))

    for key, what in (("Ctrl-t", "the selector"), ("Alt-o", "links"),
                      ("Alt-v", "notices")):
        tui.key(key)
        assert not ENGLISH.search(" ".join(box(tui, what)))
        tui.key("Esc")
        tui.wait("no box", lambda: not top_of_box(tui))
    for key, typed in (("Alt-c", ""), ("Ctrl-f", "hello"), ("Ctrl-r", "x")):
        before = tui.rows()[-2]
        tui.key(key)
        tui.send(typed)
        tui.wait(f"the words of {key}", lambda: tui.rows()[-2] != before)
        assert not ENGLISH.search(tui.rows()[-2])
        tui.key("Esc")
        tui.wait(f"the end of {key}", lambda: tui.rows()[-2] == before)

    tui.send("/w")
    tui.key("Tab")
    box(tui, "completion")
    tui.key("Esc")
    tui.wait("no box", lambda: not top_of_box(tui))
    tui.key("Ctrl-u")

    tui.paste("\n".join(f"line {n} " + "x" * 60 for n in range(300)))
    box(tui, "the paste guard")
    tui.key("Esc")
    tui.wait("no box", lambda: not top_of_box(tui))

    if size[0] >= 80:
        tui.wait("a straight border", lambda: side_is_straight(tui))
    else:
        tui.key("Alt-l")
        tui.expect(re.compile(r"\balice\b.*\n.*\bbob\b"))

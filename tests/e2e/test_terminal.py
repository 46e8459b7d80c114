"""The tests' own terminal does what the tests believe it does."""

import re
import sys

import pytest

from terminal import Display, Terminal


def drawn(data, columns=20, rows=3):
    answers = []
    display = Display(columns, rows, answers.append)
    for byte in data:
        display.feed(bytes([byte]))
    return display, answers


def test_half_of_a_wide_character_is_a_blank():
    display, _ = drawn("\u5948b\x1b[1;1Ha".encode())
    assert display.rows()[0].startswith("a b")


def test_text_after_zero_width_characters_is_kept():
    display, _ = drawn("a\u200bb\u2764\ufe0f c".encode())
    assert display.rows()[0].rstrip() == "ab\u2764 c"


def test_private_sequences_print_nothing():
    display, answers = drawn(
        b"\x1b[?996n\x1b[>4;1m\x1b[>1u\x1b[2 q\x1b[?u\x1b[!px")
    assert display.text().strip() == "x"
    assert answers == []


def test_a_terminals_questions_are_answered():
    _, answers = drawn(b"ab\x1b[5n\x1b[c\x1b[6n")
    assert answers == ["\x1b[0n", "\x1b[?62;22c", "\x1b[1;3R"]


def test_modes_title_links_clipboard_and_notices_are_kept():
    display, _ = drawn(
        b"\x1b[?1049h\x1b[?2004;1006h\x1b[?1049l\x1b]2;hello\x07"
        b"\x1b]8;;http://x/\x1b\\l\x1b]8;;\x1b\\\x1b]52;c;YQ==\x07"
        b"\x1b]9;psst\x07\x07")
    assert display.modes == {25, 2004, 1006}
    assert 1049 in display.ever
    assert display.title == "hello"
    assert display.links == ["http://x/"]
    assert display.clipboard == "YQ=="
    assert display.notices == ["psst"]
    assert display.bells == 1
    assert display.text().strip() == "l"


def test_repeating_and_scrolling_are_done():
    display, _ = drawn(b"-\x1b[4b\r\n2\r\n3\x1b[1S")
    assert display.text() == "2\n3\n"
    display, _ = drawn(b"-\x1b[4b\r\n2")
    assert display.text() == "-----\n2\n"


def test_line_drawing_is_drawn():
    display, _ = drawn(b"\x1b)0\x1b(0lqk\x1b(Bq\x0ex\x0fx")
    assert display.text().strip() == "┌─┐q│x"


def test_a_program_sees_keys_size_and_answers():
    program = (
        "import os,sys,tty\n"
        "tty.setraw(0)\n"
        "def out(s): os.write(1, s.encode())\n"
        "out('%dx%d\\r\\n' % os.get_terminal_size())\n"
        "out('\\x1b[5n')\n"
        "out('answer %r\\r\\n' % os.read(0, 9))\n"
        "out('key %r\\r\\n' % os.read(0, 9))\n"
        "sys.exit(3)\n")
    terminal = Terminal([sys.executable, "-c", program], 60, 10)
    try:
        terminal.expect("60x10")
        terminal.expect(r"answer b'\x1b[0n'")
        terminal.key("Alt-a")
        terminal.expect(re.compile(r"key b'\\x1ba'"))
        assert terminal.exited() == 3
    finally:
        terminal.close()


def test_a_failed_wait_shows_the_screen():
    terminal = Terminal(["/bin/echo", "what there is"], 40, 4)
    try:
        with pytest.raises(AssertionError, match="what there is"):
            terminal.expect("what there is not", deadline_s=5)
    finally:
        terminal.close()

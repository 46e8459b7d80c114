"""Cables that are pulled, machines that sleep, clocks that jump: nothing is
lost, nothing comes twice, and what is read is read everywhere."""

import re
import signal
import subprocess

import pytest

from cable import Cable
from conftest import environment, program
from test_term_history import in_order, say, scroll_up_to


@pytest.fixture
def cable(server):
    made = Cable(server.port)
    yield made
    made.close()


@pytest.fixture
def bob(server, make_irc):
    return make_irc(server, "bob", join="#all")


def start(cable, make_tui, bob, **options):
    tui = make_tui(cable.port, "carla", "--no-tls", rows=40, **options)
    tui.expect("[ALL")
    say(bob, ["before it"])
    tui.expect("before it")
    return tui


def test_what_was_missed_is_fetched_page_by_page(cable, make_tui, bob):
    tui = start(cable, make_tui, bob)
    cable.cut()
    tui.expect("no connection")
    say(bob, (f"missed {i:04d}" for i in range(250)))
    cable.mend()
    tui.key("Enter")
    tui.expect("connected again, 250 messages fetched")
    tui.key("Alt->")
    say(bob, ["behind it"])
    in_order(tui, "missed 0248", "missed 0249", "behind it")
    scroll_up_to(tui, "before it")
    in_order(tui, "before it", "missed 0000", "missed 0001")


def test_after_a_long_break_the_newest_are_there_and_scrolling_fills_the_rest(
        cable, make_tui, bob):
    tui = start(cable, make_tui, bob)
    cable.cut()
    tui.expect("no connection")
    say(bob, (f"missed {i:04d}" for i in range(900)))
    cable.mend()
    tui.key("Enter")
    tui.expect("connected again, 550 messages fetched")
    tui.key("Alt->")
    tui.expect("missed 0899")
    tui.key("PgUp", "PgUp")
    tui.expect("connected again, 900 messages fetched")
    tui.key("Alt->")
    tui.expect("missed 0899")
    scroll_up_to(tui, "missed 0700")
    scroll_up_to(tui, "before it")
    in_order(tui, "before it", "missed 0000")


def test_a_server_without_a_history_leaves_a_hole_that_is_shown(
        make_other, make_tui, make_irc):
    other = make_other("ngircd")
    bob = make_irc(other, "bob", join="#c")
    cable = Cable(other.port)
    try:
        tui = make_tui(cable.port, "carla")
        tui.expect("/join #channel")
        tui.line("/join #c")
        tui.expect("[#c")
        bob.expect("carla.* JOIN .*#c")
        bob.send("PRIVMSG #c :before it")
        tui.expect("before it")
        cable.cut()
        tui.expect("no connection")
        bob.send("PRIVMSG #c :never to be seen")
        cable.mend()
        tui.key("Enter")
        tui.expect(re.compile(r"is missing|something may be missing"))
        bob.expect("carla.* JOIN .*#c")
        bob.send("PRIVMSG #c :behind it")
        in_order(tui, "before it", "missing", "behind it")
        assert "never to be seen" not in tui.text()
    finally:
        cable.close()


def test_a_stopped_client_whose_cable_was_pulled_catches_up(
        cable, make_tui, bob):
    tui = start(cable, make_tui, bob)
    tui.signal(signal.SIGSTOP)
    say(bob, ["still on its way"])
    cable.cut()
    say(bob, (f"asleep {i:02d}" for i in range(20)))
    cable.mend()
    tui.signal(signal.SIGCONT)
    in_order(tui, "before it", "still on its way", "asleep 00", "asleep 19")
    tui.line("good morning")
    bob.expect("PRIVMSG #all :good morning")
    tui.expect("✓")


def test_ctrl_z_leaves_the_shell_and_fg_comes_back_to_all_of_it(
        server, make_tmux, folder, bob):
    tmux = make_tmux(home="carla")
    tmux.line(f"cd {folder}; set -m")
    tmux.line(f"{program('tcpchat-tui')} --port={server.port} "
              "--machine-name=127.0.0.1 --nick=carla")
    tmux.expect("[ALL")
    tmux.key("C-z")
    tmux.expect_flag("alternate_on", "0")
    tmux.line("echo shell-$((40 + 2))")
    tmux.expect("shell-42")
    say(bob, (f"meanwhile {i:02d}" for i in range(5)))
    tmux.line("fg")
    tmux.expect_flag("alternate_on", "1")
    tmux.expect("meanwhile 04")
    tmux.line("and here I am")
    bob.expect("PRIVMSG #all :and here I am")


SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int
clock_gettime(clockid_t id, struct timespec *t)
{
	static int (*real)(clockid_t, struct timespec *);
	char text[32] = "";
	int fd, result;

	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	result = real(id, t);
	fd = id == CLOCK_REALTIME ? open(getenv("CLOCK_AHEAD"), O_RDONLY) : -1;
	if (fd >= 0) {
		if (read(fd, text, sizeof text - 1) > 0)
			t->tv_sec += atol(text);
		close(fd);
	}
	return result;
}
"""


@pytest.fixture
def clock(folder):
    """Environment of a program whose clock a file sets ahead, in seconds."""
    (folder / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", folder / "shim.so",
                    folder / "shim.c", "-ldl"], check=True)
    ahead = folder / "ahead"
    ahead.write_text("0")
    return ahead, {
        "LD_PRELOAD": str(folder / "shim.so"), "CLOCK_AHEAD": str(ahead),
        "ASAN_OPTIONS": environment(folder / "home")["ASAN_OPTIONS"]
        + ":verify_asan_link_order=0",
    }


DAY_S = 24 * 60 * 60


def test_a_jump_of_the_clock_by_a_day_changes_nothing_else(
        cable, make_tui, bob, clock):
    ahead, variables = clock
    tui = start(cable, make_tui, bob, **variables)
    for jump in (DAY_S, 0):
        ahead.write_text(str(jump))
        tui.line(f"after {jump}")
        bob.expect(f"PRIVMSG #all :after {jump}")
        say(bob, [f"answer to {jump}"])
        tui.expect(f"answer to {jump}")
        in_order(tui, f"after {jump}", f"answer to {jump}")
    assert "no connection" not in tui.text()
    assert "is missing" not in tui.text()


def test_a_day_asleep_behind_a_dead_cable_is_noticed_and_made_up_for(
        cable, make_tui, bob, clock):
    ahead, variables = clock
    tui = start(cable, make_tui, bob, **variables)
    cable.freeze()      # as when the machine sleeps: nobody is told
    tui.signal(signal.SIGSTOP)
    say(bob, (f"asleep {i:02d}" for i in range(20)))
    ahead.write_text(str(DAY_S))
    tui.signal(signal.SIGCONT)
    tui.expect("no connection")
    cable.mend()
    tui.key("Enter")
    in_order(tui, "before it", "asleep 00", "asleep 19")
    tui.line("a day later")
    bob.expect("PRIVMSG #all :a day later")


def test_what_is_read_in_one_client_is_read_in_the_other(
        server, make_irc, make_terminal, folder, bob):
    carla = make_irc(server, "carla")
    carla.send("NS REGISTER sesame")
    carla.expect(" 900 ")
    carla.send("QUIT")
    carla.wait_end()
    config = folder / "tui.conf"
    config.write_text('account = carla\npassword-command = "echo sesame"\n')
    both = [make_terminal(
        [program("tcpchat-tui"), f"--port={server.port}",
         "--machine-name=127.0.0.1", "--nick=carla", f"--config={config}"],
        home=home) for home in ("first", "second")]
    for tui in both:
        tui.expect("[ALL")
        tui.line("/query bob")
        tui.expect("[bob")
    say(bob, ["one for the lobby", "and carla, one for you"])
    for tui in both:
        tui.expect("1 ALL •2!")
    both[0].key("Alt-1")
    both[0].expect("and carla, one for you")
    both[1].gone("•2!")
    both[1].key("Alt-1")
    both[1].expect("and carla, one for you")
    assert "2 new" not in both[1].text()

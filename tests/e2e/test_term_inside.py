"""The client in the real tmux and GNU screen, as a person sees it there."""

import base64
import subprocess

import pytest

from conftest import environment, need, program
from terminal import DEADLINE_S

PROMPT = "prompt$"
SHELL = ["/bin/bash", "--noprofile", "--norc", "-i"]


def tmux(folder):
    path = [need("tmux"), "-S", str(folder / "tmux"), "-f", "/dev/null"]
    return path + ["new-session", *SHELL], path + ["kill-server"]


def screen(folder):
    """Its daemon outlives the terminal: it is told to end by its name.
    Without altscreen it leaves the last picture of every program."""
    (folder / "screenrc").write_text("altscreen on\nstartup_message off\n")
    path = [need("screen"), "-S", folder.name]
    return (path + ["-U", "-c", str(folder / "screenrc"), *SHELL],
            path + ["-X", "quit"])


@pytest.fixture(params=[tmux, screen], ids=["tmux", "screen"])
def inside(request, folder, make_terminal):
    """A shell in one of them, in a terminal."""
    (folder / "screens").mkdir(mode=0o700)
    variables = {"SCREENDIR": str(folder / "screens"), "PS1": PROMPT + " "}
    start, end = request.param(folder)
    made = make_terminal(start, home="alice", **variables)
    made.expect(PROMPT)
    yield made
    subprocess.run(end, capture_output=True, timeout=DEADLINE_S,
                   env={**environment(folder / "alice"), **variables})


def borders(tui):
    """The columns in which the side list's border stands."""
    return {x for y in range(tui.screen.lines)
            for x in range(tui.screen.columns) if tui.cell(y, x).data == "│"}


def test_what_is_copied_reaches_the_terminal(inside, server, make_irc):
    """tmux has to be told so (the manual page says how), screen has not."""
    bob = make_irc(server, "bob", join="#all")
    inside.line('[ -z "$TMUX" ] || tmux set -s set-clipboard on')
    inside.line(f"{program('tcpchat-tui')} --port={server.port} "
                "--machine-name=127.0.0.1 --nick=alice; echo status=$?")
    bob.expect(":alice!.* JOIN ")
    inside.expect("[ALL")
    text = ", ".join(["a text worth to be kept"] * 15)
    bob.send(f"PRIVMSG #all :{text}")
    inside.expect("worth to be kept")
    inside.key("Alt-c")
    inside.key("Enter")
    inside.wait("a copy", lambda: inside.clipboard)
    assert base64.b64decode(inside.clipboard).decode() == text
    inside.line("/quit")
    inside.expect("status=0")
    inside.line("exit")
    inside.exited()


@pytest.mark.parametrize("left_at", [(80, 24), (100, 30), (70, 20)])
def test_a_visit(inside, server, make_irc, left_at):
    bob = make_irc(server, "bob", join="#all")
    inside.line(f"{program('tcpchat-tui')} --port={server.port} "
                "--machine-name=127.0.0.1 --nick=alice; echo status=$?")
    bob.expect(":alice!.* JOIN ")
    inside.expect("[ALL")
    bob.send("PRIVMSG #all :good day, 日本")
    inside.expect("good day, 日本")
    inside.line("and to you, グ")
    bob.expect("PRIVMSG #all :and to you, グ$")
    for columns, rows in ((120, 40), (30, 8), (1, 2), (100, 30)):
        inside.resize(columns, rows)
    bob.send("PRIVMSG #all :a size of your own")
    inside.wait("the picture of 100 columns", lambda:
                "a size of your own" in inside.text()
                and len(borders(inside)) == 1 and min(borders(inside)) > 80)
    inside.resize(80, 24)
    inside.wait("the picture of 80 columns", lambda:
                len(borders(inside)) == 1 and 60 < min(borders(inside)) < 80)
    inside.resize(*left_at)
    inside.wait("the picture of the last size", lambda:
                len(borders(inside)) == 1 and
                min(borders(inside)) in range(left_at[0] - 20, left_at[0]))
    inside.line("/quit")
    inside.expect("status=0")
    inside.line("echo back-$((20 + 22))")
    inside.expect("back-42")
    inside.wait("no rest of the picture", lambda: not borders(inside)
                and "[ALL" not in inside.text())
    inside.line("stty -a")
    inside.expect(" icanon")
    inside.line("exit")
    inside.exited()


def test_tmux_tells_keys_that_are_ambiguous(make_tmux, server, make_irc):
    bob = make_irc(server, "bob", join="#all")
    shell = make_tmux(home="alice")
    shell.run("set-option", "-s", "extended-keys", "on")
    shell.line(f"{program('tcpchat-tui')} --port={server.port} "
               "--machine-name=127.0.0.1 --nick=alice; echo status=$?")
    bob.expect(":alice!.* JOIN ")
    shell.expect("[ALL")
    shell.key("o", "n", "e", "S-Enter", "t", "w", "o")
    shell.expect("        two")
    shell.key("C-u", "C-c")
    shell.line("/quit")
    shell.expect("status=0")


HARD = [
    "joined 👩‍💻 family 👨‍👩‍👧‍👦 skin 👍🏽 heart ❤️ flag 🇩🇪 lone 🇩 keycap 1️⃣",
    "marks é ạ̀̂ñ zalgo a̡̢̧̨̛̖̗̘ नमस्ते हिन्दी ไทย ภาษา 한국어",
    "العربية עברית \u202eevil\u202c zero\u200bwidth soft\u00adhyphen \u2066x\u2069",
    "wide 全角文字の行は折り返されても幅を守る。全角文字の行は折り返されても幅を守る。全角文字",
    "ambiguous ±×÷°§¶…—“”‘’→←↑↓─│■□●○★☆①②αβγдж",
    "tab\there \u3000ideographic space \u00a0 no-break 🫠 new 🪿 ⌚ ☂ ☎ ✔ ✔️",
]


def test_no_border_moves(inside, server, make_irc):
    bob = make_irc(server, "bob", join="#all")
    inside.line(f"{program('tcpchat-tui')} --port={server.port} "
                "--machine-name=127.0.0.1 --nick=alice; echo status=$?")
    bob.expect(":alice!.* JOIN ")
    inside.expect("[ALL")
    for n in range(3):
        bob.send(*(f"PRIVMSG #all :{text}" for text in HARD))
        bob.send(f"PRIVMSG #all :and that was {n}")
        inside.expect(f"and that was {n}")
        inside.key("Ctrl-l")
        inside.wait("one border", lambda: len(
            {x for y in range(2, 15) for x in range(50, 80)
             if inside.cell(y, x).data == "│"}) == 1)
    inside.line("/quit")
    inside.expect("status=0")
    inside.line("exit")
    inside.exited()

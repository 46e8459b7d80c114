"""A shell in tmux: it knows the modes that a program leaves behind."""

import subprocess

from terminal import DEADLINE_S, until

PROMPT = "prompt$ "


class Tmux:
    """One session of a tmux server of our own, with a shell in it."""

    def __init__(self, path, folder, env, columns=80, rows=24):
        self.path = path
        self.socket = folder / "tmux"
        self.env = {**env, "PS1": PROMPT, "LANG": "C.UTF-8"}
        self.env.pop("TMUX", None)
        self.run("-f", "/dev/null", "new-session", "-d", "-x", str(columns),
                 "-y", str(rows), "exec /bin/bash --noprofile --norc -i")
        self.expect(PROMPT.strip())

    def run(self, *arguments):
        done = subprocess.run(
            [self.path, "-S", str(self.socket), *arguments], check=True,
            capture_output=True, text=True, env=self.env, timeout=DEADLINE_S)
        return done.stdout

    def text(self):
        return self.run("capture-pane", "-p")

    def flag(self, name):
        """A format variable of the pane: alternate_on, mouse_any_flag ..."""
        return self.run("display-message", "-p", "#{%s}" % name).strip()

    def line(self, text):
        self.run("send-keys", "-l", text)
        self.run("send-keys", "Enter")

    def key(self, *names):
        self.run("send-keys", *names)

    def expect(self, text):
        def seen():
            return text in self.text()

        try:
            until(repr(text), seen)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.text()}") from None

    def expect_flag(self, name, value):
        until(f"{name} is {value}", lambda: self.flag(name) == value)

    def close(self):
        subprocess.run([self.path, "-S", str(self.socket), "kill-server"],
                       capture_output=True, timeout=DEADLINE_S)

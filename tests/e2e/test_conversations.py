"""The conversations of tests/chat with the real server, also over TLS."""

import pytest

from conftest import SOURCE
from conversation import Player, is_playable, operators, settings
from irc import any_server

pytestmark = pytest.mark.sanitized

CONVERSATIONS = sorted((SOURCE / "tests" / "chat").glob("*.chat"))
PLAYABLE = [path for path in CONVERSATIONS if is_playable(path.read_text())]


def test_there_are_conversations_to_play():
    assert len(PLAYABLE) > 15


@pytest.mark.parametrize("tls", [None, any_server()], ids=["plain", "tls"])
@pytest.mark.parametrize("path", PLAYABLE, ids=lambda path: path.stem)
def test_conversation(path, tls, make_server, folder):
    text = path.read_text()
    lines = []
    for key, value in settings(text).items():
        if key == "motd":
            (folder / "motd").write_text(value.replace("\\n", "\n"))
            key, value = "motd-file", folder / "motd"
        lines.append(f'{key} = "{value}"\n')
    lines.append(operators(text, folder / "home"))
    server = make_server(settings="".join(lines)).start()
    player = Player(server, tls)
    try:
        player.play(text)
    finally:
        player.close()

/*
 * client_input_fuzz.c -- any bytes from several clients, in any order.
 *
 * The first byte of an input chooses the bus and whether flood control is on.
 * Then each line is one deed; its first byte says whose:
 *   a to f   types the rest of the line, with CR LF
 *   A to F   types the rest as it is: pieces of lines
 *   -a       end of input     !a  the socket breaks    =a  stops reading
 *   +a       reads again      ~a  a new connection takes the place of an ended
 *   .        a turn           0-9  so many times five seconds pass
 *   <        one event is released, >  one is not stored (of the held bus)
 * a and b are registered, with every capability, and in #c; c is registered,
 * d is not; e speaks what its first byte says (JSON or IRC), f the older text
 * dialect. Whatever is sent to those that speak IRC must be lines.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/adapter.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/server.h"
#include "support/bus_held.h"
#include "support/stage.h"

#include "base/banned.h"

enum {
	PEERS = 6,
	PEERS_EVER = 64,
	INPUT_MAX = 1 << 16,
	CAPS_SIZE = 512,
	JSON_SEGMENT_BYTES = 1024,
};

struct play {
	struct stage stage;
	struct peer *peers[PEERS];
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(const char *text)
{
	char line[IRC_LINE_MAX + 1];
	struct irc_msg m;

	assert(strlen(text) + 2 <= IRC_LINE_MAX);
	assert(utf8_valid(text, strlen(text)));
	assert(strchr(text, '\r') == NULL);
	(void)str_copy(line, sizeof line, text);
	assert(irc_msg_parse(&m, line));
	assert(str_eq(m.command, "ERROR") || str_eq(m.command, "PING") ||
	    m.source != NULL);
}

/* Each object for a JSON program has its fixed size. */
static void
check_segments(struct peer *p)
{
	size_t segments = p->segments, len = peer_forget(p);

	p->segments = 0;
	if (str_eq(p->name, "e"))
		assert(len == segments * JSON_SEGMENT_BYTES);
	else
		assert(segments <= len);	/* never an empty one */
}

static void
check_output(struct play *p)
{
	const char *line;
	size_t i;

	for (i = 0; i < p->stage.npeers; i++) {
		struct peer *peer = p->stage.peers[i];

		if (peer->segments > 0)
			check_segments(peer);
		else
			while ((line = peer_next_line(peer)) != NULL)
				check_line(line);
	}
}

/* --- deeds --- */

static void
arrive(struct play *p, size_t i)
{
	static const char *const names[PEERS] = { "a", "b", "c", "d", "e",
		"f" };

	if (p->stage.npeers == PEERS_EVER)
		return;
	p->peers[i] = i < 4 ? stage_connect(&p->stage, names[i], NULL) :
	    stage_connect_dialect(&p->stage, names[i],
	    i == 4 ? NULL : &dialect_text);
}

static void
do_to_peer(struct play *p, char deed, size_t i)
{
	struct peer *peer = p->peers[i];

	if (deed == '~' && peer->client == NULL)
		arrive(p, i);
	else if (deed == '-')
		peer->ends = true;
	else if (deed == '!')
		peer_break(&p->stage, peer);
	else if (deed == '=')
		peer_hear(&p->stage, peer, false);
	else if (deed == '+')
		peer_hear(&p->stage, peer, true);
}

static void
do_to_bus(struct play *p, char deed)
{
	if (p->stage.kind != STAGE_HELD || bus_held_count(p->stage.bus) == 0)
		return;
	if (deed == '<')
		bus_held_release(p->stage.bus);
	else
		bus_held_refuse(p->stage.bus, "not stored: disk full");
}

static void
do_line(struct play *p, const char *line, size_t len)
{
	char deed = len > 0 ? line[0] : '.';
	bool ok = true;

	if (deed >= 'a' && deed < 'a' + PEERS) {
		peer_type_bytes(p->peers[deed - 'a'], line + 1, len - 1);
		peer_type_bytes(p->peers[deed - 'a'], "\r\n", 2);
	} else if (deed >= 'A' && deed < 'A' + PEERS) {
		peer_type_bytes(p->peers[deed - 'A'], line + 1, len - 1);
	} else if (deed >= '0' && deed <= '9') {
		ok = stage_wait(&p->stage, (deed - '0') * 5000);
	} else if (deed == '<' || deed == '>') {
		do_to_bus(p, deed);
	} else if (len > 1 && line[1] >= 'a' && line[1] < 'a' + PEERS) {
		do_to_peer(p, deed, (size_t)(line[1] - 'a'));
	} else {
		stage_turn(&p->stage);
	}
	assert(ok);
	check_output(p);
}

/* --- a play --- */

static void
all_caps(char out[CAPS_SIZE])
{
	size_t i;

	out[0] = '\0';
	for (i = 0; i < CAP_COUNT; i++) {
		size_t len = strlen(out);

		(void)str_copy(out + len, CAPS_SIZE - len, cap_table[i].name);
		len = strlen(out);
		(void)str_copy(out + len, CAPS_SIZE - len, " ");
	}
}

static void
begin(struct play *p, uint8_t choice)
{
	char caps[CAPS_SIZE];
	bool ok;
	size_t i;

	*p = (struct play){ .peers = { NULL } };
	stage_init(&p->stage, choice % 3, choice);
	p->stage.config.flood_control = (choice & 0x80) != 0;
	p->stage.config.lobby = choice & 0x40 ? "#all" : NULL;
	p->stage.config.motd = "hello\n";
	stage_open(&p->stage);
	for (i = 0; i < PEERS; i++)
		arrive(p, i);
	all_caps(caps);
	ok = peer_register(&p->stage, p->peers[0], "a", caps) &&
	    peer_register(&p->stage, p->peers[1], "b", caps) &&
	    peer_register(&p->stage, p->peers[2], "c", NULL);
	assert(ok);
	peer_type(p->peers[0], "JOIN #c");
	peer_type(p->peers[1], "JOIN #c");
	ok = stage_settle(&p->stage);
	assert(ok);
	p->stage.holds = p->stage.kind == STAGE_HELD;
}

static void
end(struct play *p)
{
	bool ok;
	size_t i;

	p->stage.holds = false;
	for (i = 0; i < p->stage.npeers; i++)
		peer_hear(&p->stage, p->stage.peers[i], true);
	ok = stage_settle(&p->stage);
	assert(ok);
	check_output(p);
	stage_release(&p->stage);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *last = at + size;
	struct play *p;

	if (size == 0 || size > INPUT_MAX)
		return 0;
	p = xmalloc(sizeof *p);
	begin(p, (uint8_t)*at++);
	while (at < last) {
		const char *lf = memchr(at, '\n', (size_t)(last - at));
		size_t len = (size_t)((lf != NULL ? lf : last) - at);

		do_line(p, at, len);
		at += len + (lf != NULL);
	}
	end(p);
	free(p);
	return 0;
}

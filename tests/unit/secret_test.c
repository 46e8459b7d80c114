/*
 * secret_test.c -- what of a secret channel is seen by who is not in it:
 * nothing that the asker did not say itself.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "support/stage.h"

#include "base/banned.h"

static const char caps[] = "batch message-tags echo-message away-notify "
    "invite-notify extended-monitor setname draft/chathistory "
    "draft/metadata-2 standard-replies draft/channel-rename extended-join";

/* What nobody outside may read, in no line at all. */
static const char *const secrets[] = { "the-topic", "the-key", "the-words",
	"the-reason", "ban!*@*", "the-value", "1234" };

/* What the outsider types. */
static const char *const lines[] = {
	"WHOIS al", "WHOIS al al", "WHO al", "WHO *", "WHO", "WHO al %tcuhnfr,1",
	"WHO * %tcuihsnfdlaor,1", "NAMES", "LIST", "LIST *", "LIST >0",
	"LIST T>0", "WHOWAS gone", "WHOIS gone", "LUSERS", "USERHOST al",
	"ISON al", "MONITOR + al", "MONITOR S", "METADATA al LIST",
	"METADATA al SYNC", "STATS m", "CHATHISTORY TARGETS "
	"timestamp=2000-01-01T00:00:00.000Z "
	"timestamp=2100-01-01T00:00:00.000Z 100", "SEARCH text=words",
};

/* The same, but it names the channel, which may come back to it. */
static const char *const naming[] = {
	"NAMES #hidden", "WHO #hidden", "WHO #hidden %cn", "LIST #hidden",
	"TOPIC #hidden", "TOPIC #hidden :x", "MODE #hidden", "MODE #hidden b",
	"MODE #hidden I", "MODE #hidden +v al", "KICK #hidden al",
	"INVITE bo #hidden", "INVITE al #hidden", "PART #hidden",
	"PRIVMSG #hidden :x", "@label=1 NOTICE #hidden :x",
	"@+a=b TAGMSG #hidden", "CHATHISTORY LATEST #hidden * 10",
	"METADATA #hidden LIST", "METADATA #hidden GET url",
	"METADATA #hidden SYNC", "METADATA #hidden SET url x",
	"RENAME #hidden #seen", "RENAME #mine #hidden", "JOIN #hidden",
	"JOIN #hidden wrong", "SEARCH in=#hidden;text=words",
	"MARKREAD #hidden",
};

/* What a member does, and the outsider may hear of. */
static const char *const deeds[] = {
	"AWAY :gone", "AWAY", "SETNAME :Other", "PRIVMSG #hidden :the-words",
	"TOPIC #hidden :the-topic 2", "MODE #hidden +v al",
	"METADATA #hidden SET url the-value", "INVITE cy #hidden",
	"KICK #hidden cy :the-reason", "RENAME #hidden #hidden2 :the-reason",
	"NICK al2", "PART #hidden2 :the-reason",
};

struct scene {
	struct stage stage;
	struct peer *al, *bo, *cy;
};

static void
type(struct scene *s, struct peer *p, const char *line)
{
	peer_type(p, line);
	assert_true(stage_settle(&s->stage));
}

static struct peer *
arrive(struct scene *s, const char *nick)
{
	struct peer *p = stage_connect(&s->stage, nick, NULL);

	assert_true(peer_register(&s->stage, p, nick, caps));
	return p;
}

static void
open_scene(struct scene *s)
{
	static const char *const first[] = { "JOIN #hidden",
		"MODE #hidden +skli the-key 1234",
		"TOPIC #hidden :the-topic", "MODE #hidden +b ban!*@*",
		"METADATA #hidden SET url the-value",
		"PRIVMSG #hidden :the-words", "INVITE cy #hidden" };
	struct peer *gone;
	size_t i;

	stage_init(&s->stage, STAGE_LOCAL, 1);
	s->stage.config.flood_control = false;
	s->stage.config.lobby = NULL;
	stage_open(&s->stage);
	s->al = arrive(s, "al");
	s->bo = arrive(s, "bo");
	s->cy = arrive(s, "cy");
	for (i = 0; i < sizeof first / sizeof first[0]; i++)
		type(s, s->al, first[i]);
	type(s, s->cy, "JOIN #hidden");
	gone = arrive(s, "gone");
	type(s, s->al, "INVITE gone #hidden");
	type(s, gone, "JOIN #hidden");
	type(s, gone, "QUIT :the-reason");
	type(s, s->bo, "JOIN #mine");
	peer_forget(s->bo);
}

/* Fails if bo got what it may not know. */
static void
check(struct scene *s, const char *what, bool may_be_named)
{
	const char *line;
	size_t i;

	while ((line = peer_next_line(s->bo)) != NULL) {
		for (i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
			if (strstr(line, secrets[i]) != NULL)
				fail_msg("%s tells: %s", what, line);
		if (!may_be_named && strstr(line, "#hidden") != NULL)
			fail_msg("%s names it: %s", what, line);
	}
}

static void
no_question_tells_of_it(void **state)
{
	struct scene s;
	size_t i;

	(void)state;
	open_scene(&s);
	for (i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		type(&s, s.bo, lines[i]);
		check(&s, lines[i], false);
	}
	for (i = 0; i < sizeof naming / sizeof naming[0]; i++) {
		type(&s, s.bo, naming[i]);
		check(&s, naming[i], true);
	}
	stage_release(&s.stage);
}

static void
nothing_done_in_it_is_heard_outside(void **state)
{
	struct scene s;
	size_t i;

	(void)state;
	open_scene(&s);
	type(&s, s.bo, "MONITOR + al,cy");
	type(&s, s.bo, "METADATA * SUB url");
	peer_forget(s.bo);
	for (i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
		type(&s, s.al, deeds[i]);
		check(&s, deeds[i], false);
	}
	stage_release(&s.stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_question_tells_of_it),
		cmocka_unit_test(nothing_done_in_it_is_heard_outside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* remark_test.c -- replies, reactions, what is taken back; in history, too. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/player.h"

#include "base/banned.h"

static const char isupport[] = "CASEMAPPING=ascii CHANTYPES=# PREFIX=(ov)@+ "
    "CHATHISTORY=3 MSGREFTYPES=msgid,timestamp TCPCHAT=1,id=9";

static void
start(struct player *p, const char *caps, const char *is)
{
	player_init(p, NULL);
	player_connect(p);
	player_welcome(p, caps, is);
	player_feed(p, ":alice!a@h JOIN #c");
	player_wait(p, 100);
	player_forget(p);
}

/* --- Reactions --- */

static void
reactions_of_others_are_told(void **state)
{
	struct player p;

	(void)state;
	start(&p, "message-tags echo-message", isupport);
	player_feed(&p, ":bob!b@h PRIVMSG alice :hi");
	player_forget(&p);
	player_feed(&p,
	    "@+draft/react=x;+draft/reply=m1 :bob!b@h TAGMSG #C\n"
	    "@+draft/unreact=x;+draft/reply=m1 :bob!b@h TAGMSG #c\n"
	    "@+draft/react=y;+reply=m2 :bob!b@h TAGMSG alice\n"
	    "@+draft/react=z;+draft/reply=m3 :alice!a@h TAGMSG bob\n"
	    "@+draft/react=to-nothing :bob!b@h TAGMSG #c\n"
	    "@+draft/react=x;+draft/reply=m1 :bob!b@h TAGMSG #unknown");
	expect_told(&p, "REACTION #c [m1] x by bob\n"
	    "REACTION #c [m1] x by bob, no longer\n"
	    "REACTION bob [m2] y by bob\n"
	    "REACTION bob [m3] z by alice, own\n");
	player_release(&p);
}

static void
ours_are_told_when_they_come_back_or_never_would(void **state)
{
	struct player p;

	(void)state;
	start(&p, "message-tags echo-message", isupport);
	session_react(p.s, "#c", "m1", "a b", false);
	session_react(p.s, "#c", "m1", "x", true);
	player_settle(&p);
	expect_sent(&p, "@+draft/react=a\\sb;+draft/reply=m1 TAGMSG #c\n"
	    "@+draft/unreact=x;+draft/reply=m1 TAGMSG #c\n");
	expect_told(&p, "");
	player_release(&p);
	start(&p, "message-tags", isupport);
	session_react(p.s, "#c", "m1", "x", false);
	player_settle(&p);
	expect_told(&p, "REACTION #c [m1] x by alice, own\n");
	player_release(&p);
}

static void
a_server_that_passes_none_on_is_not_asked_to(void **state)
{
	struct player p;

	(void)state;
	start(&p, "message-tags", "CHANTYPES=# CLIENTTAGDENY=*,-typing");
	p.is_noisy = true;
	session_react(p.s, "#c", "m1", "x", false);
	session_typing(p.s, "#c", SESSION_TYPING_ACTIVE, p.now);
	player_settle(&p);
	expect_sent(&p, "@+typing=active TAGMSG #c\n");
	expect_told(&p, "NOTE error  #c: this server passes no reactions on\n");
	session_redact(p.s, "#c", "m1", "");
	player_settle(&p);
	expect_sent(&p, "");
	expect_told(&p,
	    "NOTE error  #c: this server takes no message back\n");
	player_release(&p);
}

/* --- Replies --- */

static void
a_reply_names_its_message(void **state)
{
	struct player p;

	(void)state;
	start(&p, "message-tags echo-message", isupport);
	assert_non_null(session_reply(p.s, SESSION_LINE_TEXT, "#c", "m1",
	    "yes", p.now));
	player_settle(&p);
	expect_sent(&p, "@+tcpchat/id=<1>;+draft/reply=m1 PRIVMSG #c :yes\n");
	expect_told(&p, "DELIVERY #c <1> waits first: yes re m1\n"
	    "DELIVERY #c <1> written re m1\n");
	player_feed(&p,
	    "@+draft/reply=m1;msgid=m2 :alice!a@h PRIVMSG #c :yes");
	assert_true(player_has(&p.told,
	    "MESSAGE #c own text alice: yes re m1 [m2] <1>\n"));
	player_release(&p);
}

static void
where_no_tags_are_a_reply_goes_without(void **state)
{
	struct player p;

	(void)state;
	start(&p, "", isupport);
	assert_non_null(session_reply(p.s, SESSION_LINE_TEXT, "#c", "m1",
	    "yes", p.now));
	player_settle(&p);
	assert_true(player_has(&p.sent, "PRIVMSG #c :yes\n"));
	player_release(&p);
}

/* --- Taking back --- */

static void
taking_back_asks_the_server(void **state)
{
	struct player p;

	(void)state;
	start(&p, "draft/message-redaction standard-replies", isupport);
	session_redact(p.s, "#c", "m1", "");
	session_redact(p.s, "#c", "m2", "a slip");
	player_settle(&p);
	expect_sent(&p, "REDACT #c m1\nREDACT #c m2 :a slip\n");
	p.is_noisy = true;
	player_feed(&p, ":srv FAIL REDACT REDACT_FORBIDDEN #c m1 :no");
	expect_told(&p, "NOTE error srv : you may not delete this message\n");
	player_feed(&p, ":srv FAIL REDACT OTHER #c m1 :why");
	expect_told(&p, "NOTE error srv m1: why\n");
	player_release(&p);
}

/* --- History --- */

static const char history_caps[] = "batch draft/chathistory "
    "draft/event-playback echo-message message-tags server-time "
    "draft/message-redaction";

/* As `lines`, each in the batch. */
static void
page(struct player *p, const char *lines)
{
	char out[4096] = ":srv BATCH +h chathistory #c\n";
	size_t len, i;
	int line = 0;

	for (i = 0; lines[i] != '\0'; i++) {
		len = strlen(out);
		if (line++ == 0 || lines[i - 1] == '\n') {
			memcpy(out + len, "@batch=h;", 10);
			len += 9;
		}
		out[len] = lines[i];
		out[len + 1] = '\0';
	}
	len = strlen(out);
	memcpy(out + len, "\n:srv BATCH -h", sizeof "\n:srv BATCH -h");
	player_feed(p, out);
}

static void
history_tells_reactions_and_events(void **state)
{
	struct player p;

	(void)state;
	start(&p, history_caps, isupport);
	page(&p, "msgid=m1 :bob!b@h PRIVMSG #c :one\n"
	    "msgid=e1 :eve!e@h JOIN #c\n"
	    "msgid=r1;+draft/react=x;+draft/reply=m1 :eve!e@h TAGMSG #c");
	expect_told(&p, "REACTION #c [m1] x by eve\n"
	    "LINES #c newest 2\n\ttext bob: one [m1]\n\tjoin eve:  [e1]\n");
	page(&p, "msgid=e2 :eve!e@h KICK #c bob :go\n"
	    "msgid=e3 :srv!s@h MODE #c +o eve\n"
	    "msgid=e4 :eve!e@h REDACT #c m0 :old");
	assert_true(player_has(&p.told, "REDACTED #c [m0] by eve: old\n"));
	assert_true(player_has(&p.told, "kick eve -> bob: go [e2]\n"));
	assert_true(player_has(&p.told, "mode srv: +o eve [e3]\n"));
	player_release(&p);
}

/* What came live comes once more with the page that fills a gap. */
static void
events_of_a_history_are_no_doubles(void **state)
{
	struct player p;

	(void)state;
	start(&p, history_caps, isupport);
	page(&p, "msgid=m1 :bob!b@h PRIVMSG #c :one");
	player_feed(&p, "@msgid=e1 :eve!e@h JOIN #c\n"
	    "@msgid=m2 :bob!b@h PRIVMSG #c :two");
	player_break(&p);
	player_wait(&p, 60000);
	player_return(&p);
	player_welcome(&p, history_caps, isupport);
	player_feed(&p, ":alice!a@h JOIN #c\n"
	    ":srv BATCH +t draft/chathistory-targets\n:srv BATCH -t");
	player_forget(&p);
	page(&p, "msgid=e1 :eve!e@h JOIN #c\n"
	    "msgid=m2 :bob!b@h PRIVMSG #c :two\n"
	    "msgid=e2 :eve!e@h PART #c");
	assert_true(player_has(&p.told, "LINES #c newest 1\n"
	    "\tpart eve:  [e2]\n"));
	player_release(&p);
}

/* A page of nothing but reactions is full, and behind it there is more. */
static void
a_page_of_reactions_is_not_the_end(void **state)
{
	struct player p;

	(void)state;
	start(&p, history_caps, isupport);
	page(&p, "msgid=m1 :bob!b@h PRIVMSG #c :one");
	player_break(&p);
	player_wait(&p, 60000);
	player_return(&p);
	player_welcome(&p, history_caps, isupport);
	player_feed(&p, ":alice!a@h JOIN #c\n"
	    ":srv BATCH +t draft/chathistory-targets\n:srv BATCH -t");
	player_forget(&p);
	page(&p, "msgid=r1;+draft/react=x;+draft/reply=m1 :eve!e@h TAGMSG #c\n"
	    "msgid=r2;+draft/react=y;+draft/reply=m1 :eve!e@h TAGMSG #c\n"
	    "msgid=r3;+draft/react=z;+draft/reply=m1 :eve!e@h TAGMSG #c");
	assert_true(player_has(&p.sent, "CHATHISTORY AFTER #c msgid=r3 3\n"));
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reactions_of_others_are_told),
		cmocka_unit_test(
		    ours_are_told_when_they_come_back_or_never_would),
		cmocka_unit_test(a_server_that_passes_none_on_is_not_asked_to),
		cmocka_unit_test(a_reply_names_its_message),
		cmocka_unit_test(where_no_tags_are_a_reply_goes_without),
		cmocka_unit_test(taking_back_asks_the_server),
		cmocka_unit_test(history_tells_reactions_and_events),
		cmocka_unit_test(events_of_a_history_are_no_doubles),
		cmocka_unit_test(a_page_of_reactions_is_not_the_end),
	};

	return cmocka_run_group_tests_name("remark", tests, NULL, NULL);
}

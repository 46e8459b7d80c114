/*
 * labels_test.c -- a labelled line has one answer, whatever it is: each
 * command, with each number of parameters, before and after registration.
 *
 * ircv3.net/specs/extensions/labeled-response: one line with the label, a
 * batch with it, or ACK. A new command is in the table of commands, and so is
 * played here without being named.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/limits.h"
#include "server/command.h"
#include "support/stage.h"

#include "base/banned.h"

static const char caps[] = "labeled-response batch echo-message message-tags "
    "standard-replies draft/chathistory draft/extended-isupport";

/* What stands for the first parameter; the others are "x". */
static const char *const firsts[] = { "x", "#c", "al", "*", "+", ":" };

enum { FIRSTS = sizeof firsts / sizeof firsts[0] };

static struct peer *
come(struct stage *st, bool registers)
{
	struct peer *p = stage_connect(st, "al", NULL);
	char line[200];

	if (registers) {
		assert_true(peer_register(st, p, "al", caps));
		peer_type(p, "JOIN #c");
	} else {
		snprintf(line, sizeof line, "CAP REQ :%s", caps);
		peer_type(p, line);
	}
	assert_true(stage_settle(st));
	peer_forget(p);
	return p;
}

static void
make_line(char *out, size_t size, const char *command, const char *first,
    unsigned nparams)
{
	size_t len = (size_t)snprintf(out, size, "@label=L %s", command);
	unsigned i;

	/* ":" is the empty one, and can only be the last. */
	for (i = 0; i < nparams; i++)
		len += (size_t)snprintf(out + len, size - len, " %s",
		    i > 0 ? "x" : str_eq(first, ":") && nparams > 1 ? "x" :
		    first);
}

/* The tag's value up to the next ';' or blank, or "". */
static void
tag_of(const char *line, const char *key, char out[32])
{
	const char *at = line[0] == '@' ? strstr(line, key) : NULL;
	size_t n;

	out[0] = '\0';
	if (at == NULL || at > strchr(line, ' '))
		return;
	at += strlen(key);
	n = strcspn(at, "; ");
	(void)str_copy_span(out, 32, (struct str_span){ at, n });
}

/* Whether what `p` got is one answer; `why` says what it is else. */
static bool
is_one_answer(struct peer *p, const char **why)
{
	char label[32], batch[32], ref[32] = "", end[64] = "";
	unsigned labels = 0;
	bool open = false;
	const char *line;

	while ((line = peer_next_line(p)) != NULL) {
		tag_of(line, "label=", label);
		tag_of(line, "batch=", batch);
		if (label[0] != '\0') {
			const char *at = strstr(line, " BATCH +");

			if (++labels > 1 || !str_eq(label, "L")) {
				*why = "a second labelled line";
				return false;
			}
			if (at != NULL && strstr(line, " labeled-response")) {
				open = true;
				at += strlen(" BATCH +");
				(void)str_copy_span(ref, sizeof ref,
				    (struct str_span){ at, strcspn(at, " ") });
				snprintf(end, sizeof end, " BATCH -%s", ref);
			}
		} else if (open && batch[0] == '\0' &&
		    strstr(line, end) != NULL) {
			open = false;
		} else if (open && batch[0] == '\0') {
			*why = "a line outside the open batch";
			return false;
		}
	}
	*why = open ? "a batch that does not end" : "no answer";
	return labels == 1 && !open;
}

/* A BATCH of the client is answered when it ends, and ERROR has no label. */
static bool
is_apart(const struct command *cmd)
{
	return str_eq(cmd->name, "QUIT") || str_eq(cmd->name, "BATCH");
}

static void
play(const struct command *cmd, const char *first, unsigned nparams,
    bool registers)
{
	char line[IRC_LINE_BODY_MAX];
	const char *why;
	struct stage st;
	struct peer *p;

	stage_init(&st, STAGE_LOCAL, 1);
	st.config.flood_control = false;
	st.config.lobby = NULL;
	stage_open(&st);
	p = come(&st, registers);
	make_line(line, sizeof line, cmd->name, first, nparams);
	peer_type(p, line);
	assert_true(stage_settle(&st));
	if (p->client != NULL && !is_one_answer(p, &why))
		fail_msg("%s%s: %s", line, registers ? "" :
		    " (not registered)", why);
	stage_release(&st);
}

static void
each_command_has_one_answer(void **state)
{
	const struct command *cmd;
	unsigned i, n, first, registers;

	(void)state;
	for (i = 0; (cmd = command_at(i)) != NULL; i++) {
		if (is_apart(cmd))
			continue;
		for (registers = 0; registers < 2; registers++)
			for (n = 0; n <= IRC_PARAMS_MAX; n++)
				for (first = 0; first < (n == 0 ? 1 : FIRSTS);
				    first++)
					play(cmd, firsts[first], n,
					    registers != 0);
	}
}

static void
so_has_what_is_no_command(void **state)
{
	static const struct command none = { .name = "FROB" };
	unsigned n;

	(void)state;
	for (n = 0; n <= IRC_PARAMS_MAX; n++) {
		play(&none, "x", n, true);
		play(&none, "x", n, false);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_has_one_answer),
		cmocka_unit_test(so_has_what_is_no_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * cmd_batch.c -- BATCH: a client sends several lines as one message.
 *
 * ircv3.net/specs/extensions/client-batch and multiline. The lines are put
 * together as they come; at the end they are one message, sent as PRIVMSG or
 * NOTICE would. A batch with a fault is told once; what is left of it is
 * taken and forgotten, so that no half of it is ever heard.
 */
#include "config.h"
#include "server/cmd_batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "server/cmd_message.h"
#include "server/command.h"
#include "server/multiline.h"
#include "server/server_internal.h"

#include "base/banned.h"

#define NUMBER_TEXT_(n) #n
#define NUMBER_TEXT(n) NUMBER_TEXT_(n)

static const char type_multiline[] = "draft/multiline";
static const char tag_concat[] = "draft/multiline-concat";

struct client_batch {
	char ref[BATCH_REF_LEN + 1];
	char *target;		/* owned */
	char *tags;		/* owned: those of its beginning; NULL: none */
	struct buf text;	/* as multiline.h has it */
	size_t bytes;		/* what max-bytes counts */
	unsigned lines;
	enum event_verb verb;
	bool has_words;		/* a line that is not blank */
	bool failed;		/* told; the rest of it is not heard */
	uint64_t answer;	/* where its label is answered; 0: it has none */
	int64_t opened_ms;	/* monotonic */
};

void
batch_drop(struct client *c)
{
	struct client_batch *b = c->batch;

	if (b == NULL)
		return;
	c->batch = NULL;
	buf_release(&b->text);
	free(b->target);
	free(b->tags);
	free(b);
}

/* --- what its label is told --- */

/* Until answer_back(), what is said bears the label of the batch. */
static struct answer *
answer_of_batch(struct client *c, struct client_batch *b)
{
	struct answer *mine = c->server->answer;

	if (b->answer != 0)
		(void)answer_resume(c, b->answer);
	return mine;
}

static void
answer_back(struct client *c, struct client_batch *b, struct answer *mine)
{
	if (b->answer != 0)
		answer_end(c->server->answer);
	b->answer = 0;
	c->server->answer = mine;
}

static void
fail(struct client *c, const char *code, const char *text, const char *context,
    const char *more)
{
	struct client_batch *b = c->batch;
	struct answer *mine = answer_of_batch(c, b);

	client_fail(c, "BATCH", code, text, context, more, NULL);
	answer_back(c, b, mine);
	b->failed = true;
	buf_release(&b->text);
}

static void
invalid(struct client *c, const char *text)
{
	fail(c, "MULTILINE_INVALID", text, NULL, NULL);
}

void
batch_check_time(struct client *c)
{
	struct client_batch *b = c->batch;

	if (b == NULL || b->failed ||
	    c->server->now.mono_ms - b->opened_ms <= BATCH_OPEN_MS)
		return;
	(void)answer_begin(c, NULL);
	fail(c, "TIMEOUT", "The batch was open for too long", b->ref, NULL);
	answer_end(c->server->answer);
}

/* --- its lines --- */

/* The specification: all others belong to the beginning of the batch. */
static bool
has_other_tags(const char *tags)
{
	struct irc_tag tag;

	while (irc_tags_next(&tags, &tag))
		if (!str_span_eq(tag.key, "batch") &&
		    !str_span_eq(tag.key, tag_concat))
			return true;
	return false;
}

/* PRIVMSG or NOTICE, all of them the same. */
static bool
fits_verb(struct client_batch *b, const struct command *cmd)
{
	bool is_notice = str_eq(cmd->name, "NOTICE");

	if (!is_notice && !str_eq(cmd->name, "PRIVMSG"))
		return false;
	if (b->lines == 0)
		b->verb = is_notice ? EVENT_NOTICE : EVENT_PRIVMSG;
	return str_eq(cmd->name, event_verb_name(b->verb));
}

static void
add_line(struct client *c, const struct command *cmd,
    const struct irc_msg *msg)
{
	struct client_batch *b = c->batch;
	const char *text = msg->nparams > 1 ? msg->params[1] : "";
	bool concat = irc_tags_get(msg->tags, tag_concat, NULL, 0);
	bool breaks = b->lines > 0 && !concat;
	size_t bytes = b->bytes + breaks + strlen(text);

	if (!fits_verb(b, cmd) || msg->nparams < 2)
		invalid(c, "Invalid multiline batch");
	else if (!irc_case_eq(msg->params[0], b->target))
		fail(c, "MULTILINE_INVALID_TARGET", "Invalid multiline target",
		    b->target, msg->params[0]);
	else if (has_other_tags(msg->tags))
		invalid(c, "Tags belong to the beginning of the batch");
	else if (concat && text[0] == '\0')
		invalid(c,
		    "Invalid multiline batch with concatenated blank line");
	else if (b->lines >= MULTILINE_LINES)
		fail(c, "MULTILINE_MAX_LINES",
		    "Multiline batch max-lines exceeded",
		    NUMBER_TEXT(MULTILINE_LINES), NULL);
	else if (bytes > MULTILINE_BYTES || (b->lines > 0 &&
	    !buf_add_char(&b->text, concat ? MULTILINE_CONCAT :
	    MULTILINE_BREAK)) || !buf_add_str(&b->text, text))
		fail(c, "MULTILINE_MAX_BYTES",
		    "Multiline batch max-bytes exceeded",
		    NUMBER_TEXT(MULTILINE_BYTES), NULL);
	if (b->failed)
		return;
	b->bytes = bytes;
	b->lines++;
	b->has_words = b->has_words || text[0] != '\0';
}

bool
batch_take(struct client *c, const struct command *cmd,
    const struct irc_msg *msg)
{
	char ref[BATCH_REF_LEN + 2];

	if (msg->tags == NULL || !client_has_cap(c, CAP_MULTILINE) ||
	    str_eq(cmd->name, "BATCH") ||
	    !irc_tags_get(msg->tags, "batch", ref, sizeof ref))
		return false;
	if (c->batch == NULL || !str_eq(c->batch->ref, ref))
		client_fail(c, "BATCH", "MULTILINE_INVALID",
		    "No such batch is open", NULL);
	else if (!c->batch->failed)
		add_line(c, cmd, msg);
	return true;
}

/* --- its beginning and end --- */

static void
open_batch(struct client *c, const struct irc_msg *msg)
{
	struct client_batch *b = xcalloc(1, sizeof *b);
	struct answer *a = c->server->answer;

	if (c->batch != NULL && !c->batch->failed)
		invalid(c, "Another batch is begun before the end of this");
	batch_drop(c);
	c->batch = b;
	/* Blank pieces and those that are concatenated take a byte more. */
	buf_init(&b->text, MULTILINE_BYTES + MULTILINE_LINES + 1);
	b->opened_ms = c->server->now.mono_ms;
	b->target = xstrdup(msg->nparams > 2 ? msg->params[2] : "");
	b->tags = msg->tags == NULL ? NULL : xstrdup(msg->tags);
	if (!str_copy(b->ref, sizeof b->ref, msg->params[0] + 1))
		invalid(c, "The reference of the batch is too long");
	else if (irc_tags_get(msg->tags, "batch", NULL, 0))
		invalid(c, "A batch cannot be inside another");
	else if (msg->nparams < 2 || !str_eq(msg->params[1], type_multiline))
		fail(c, "UNKNOWN_TYPE", "This type of batch is not known",
		    msg->nparams < 2 ? "*" : msg->params[1], NULL);
	else if (b->target[0] == '\0' || strchr(b->target, ',') != NULL)
		invalid(c, "A multiline batch has one target");
	if (!b->failed && a->number != 0) {
		answer_open(a);
		b->answer = a->number;
	}
}

static void
send_batch(struct client *c)
{
	struct client_batch *b = c->batch;
	struct answer *mine;

	if (!b->has_words || !buf_add(&b->text, "", 1)) {
		invalid(c, "Invalid multiline batch with blank lines only");
		return;
	}
	mine = answer_of_batch(c, b);
	message_send(c, b->verb, b->target, b->text.data, b->tags);
	answer_back(c, b, mine);
}

static void
close_batch(struct client *c, const char *ref)
{
	if (c->batch == NULL || !str_eq(c->batch->ref, ref)) {
		client_fail(c, "BATCH", "MULTILINE_INVALID",
		    "No such batch is open", NULL);
		return;
	}
	if (!c->batch->failed)
		send_batch(c);
	batch_drop(c);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *sign = msg->params[0];

	if (!client_has_cap(c, CAP_MULTILINE))
		client_reply(c, ERR_UNKNOWNCOMMAND, "BATCH", NULL);
	else if (sign[0] == '-' && sign[1] != '\0')
		close_batch(c, sign + 1);
	else if (sign[0] != '+' || sign[1] == '\0')
		client_fail(c, "BATCH", "MULTILINE_INVALID",
		    "A batch begins with + and ends with -", NULL);
	else
		open_batch(c, msg);
}

const struct command cmd_batch = {
	.name = "BATCH", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 1, .is_message = true,
	.run = run,
};

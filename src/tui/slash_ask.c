/* slash_ask.c -- the commands that ask and find. */
#include "config.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "tui/model_internal.h"
#include "tui/slash.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

enum { NAMES_BYTES = 500 };

RUN(list)
{
	slash_want(m, REQUEST_LIST, NULL, args);
}

RUN(motd)
{
	slash_want(m, REQUEST_MOTD, NULL, NULL);
}

RUN(whois)
{
	if (args[0] != '\0')
		slash_want(m, REQUEST_WHOIS, NULL, args);
	else if (m->here->kind == DESTINATION_PERSON)
		slash_want(m, REQUEST_WHOIS, NULL, m->here->target);
	else
		slash_usage(m, name);
}

RUN(find)
{
	search_begin(m, args);
}

RUN(whowas)
{
	slash_want(m, REQUEST_WHOWAS, NULL, args);
}

RUN(users)
{
	const struct destination *d = model_side(m);

	slash_want(m, REQUEST_REPAINT, NULL, NULL);
	if (d != NULL)
		slash_want(m, REQUEST_REFRESH, d->target, NULL);
}

RUN(names)
{
	slash_list_users(m);
}

static void
add_member(struct buf *words, const struct member *p)
{
	if (words->len > 0)
		(void)!buf_add_str(words, "  ");
	if (p->sign != ' ')
		(void)!buf_add_char(words, p->sign);
	(void)!buf_add_str(words, p->nick);
	if (p->away)
		(void)!buf_addf(words, " (%s)", _("away"));
}

void
slash_list_users(struct model *m)
{
	const struct destination *d = model_side(m);
	struct buf words;

	if (d == NULL) {
		(void)slash_this_channel(m);
		return;
	}
	model_info(m, m->here, i18n_count("%s: %zu user", "%s: %zu users",
	    d->members.count), destination_label(m, d), d->members.count);
	buf_init(&words, 2 * NAMES_BYTES);
	for (size_t i = 0; i < d->members.count; i++) {
		add_member(&words, d->members.rows[i]);
		if (words.len < NAMES_BYTES && i + 1 < d->members.count)
			continue;
		model_info(m, m->here, "%s", buf_str(&words));
		buf_reset(&words);
	}
	buf_release(&words);
}

/* list_filter.c -- which channels LIST is to name: ISUPPORT ELIST=CMNTU. */
#include "config.h"
#include "server/list_filter.h"

#include "base/str.h"
#include "proto/irc_mask.h"
#include "server/channel.h"

#include "base/banned.h"

enum { MINUTE_MS = 60000, MINUTES_MAX = 1000000000 };

void
list_filter_init(struct list_filter *f)
{
	*f = (struct list_filter){ .fewer_users = SIZE_MAX,
	    .created_after_ms = INT64_MIN, .created_before_ms = INT64_MAX,
	    .topic_after_ms = INT64_MIN, .topic_before_ms = INT64_MAX };
}

/* "<3" or ">3" */
static bool
add_users(struct list_filter *f, const char *text)
{
	int64_t n;

	if ((text[0] != '<' && text[0] != '>') ||
	    !str_to_int64(text + 1, 0, INT32_MAX, &n))
		return false;
	if (text[0] == '<')
		f->fewer_users = (size_t)n;
	else
		f->more_users = (size_t)n + 1;
	return true;
}

/* "C<60": less than an hour ago, so after now - 60 min; "C>60": before it. */
static bool
add_time(const char *text, int64_t now_ms, int64_t *after_ms,
    int64_t *before_ms)
{
	int64_t minutes;

	if ((text[1] != '<' && text[1] != '>') ||
	    !str_to_int64(text + 2, 0, MINUTES_MAX, &minutes))
		return false;
	if (text[1] == '<')
		*after_ms = now_ms - minutes * MINUTE_MS;
	else
		*before_ms = now_ms - minutes * MINUTE_MS;
	return true;
}

static void
add_mask(struct list_filter *f, const char *text)
{
	bool refuses = text[0] == '!';

	f->nwanted += !refuses;
	if (f->nmasks == LIST_FILTER_MASKS ||
	    !str_copy(f->masks[f->nmasks].mask, CHANNEL_LEN + 1,
	    text + refuses))
		return;		/* no channel has so long a name */
	f->masks[f->nmasks++].refuses = refuses;
	if (refuses || irc_mask_is_pattern(text))
		f->has_patterns = true;
}

static void
add_one(struct list_filter *f, const char *text, int64_t now_ms)
{
	char kind = str_upper(text[0]);

	if (add_users(f, text) ||
	    (kind == 'C' && add_time(text, now_ms, &f->created_after_ms,
	    &f->created_before_ms)) ||
	    (kind == 'T' && add_time(text, now_ms, &f->topic_after_ms,
	    &f->topic_before_ms)))
		f->has_patterns = true;
	else
		add_mask(f, text);
}

void
list_filter_add(struct list_filter *f, const char *conditions, int64_t now_ms)
{
	char text[IRC_LINE_BODY_MAX];
	struct str_span item;

	while (str_next_item(&conditions, ',', &item)) {
		str_copy_span(text, sizeof text, item);
		add_one(f, text, now_ms);
	}
}

static bool
matches_masks(const struct list_filter *f, const char *name)
{
	bool wanted = f->nwanted == 0;
	unsigned i;

	for (i = 0; i < f->nmasks; i++) {
		if (!irc_mask_match(f->masks[i].mask, name))
			continue;
		if (f->masks[i].refuses)
			return false;
		wanted = true;
	}
	return wanted;
}

bool
list_filter_matches(const struct list_filter *f, const struct channel *ch)
{
	bool asks_topic = f->topic_after_ms != INT64_MIN ||
	    f->topic_before_ms != INT64_MAX;

	return ch->members.count >= f->more_users &&
	    ch->members.count < f->fewer_users &&
	    ch->created_ms > f->created_after_ms &&
	    ch->created_ms < f->created_before_ms &&
	    (!asks_topic || (ch->topic != NULL &&
	    ch->topic_ms > f->topic_after_ms &&
	    ch->topic_ms < f->topic_before_ms)) &&
	    matches_masks(f, ch->name);
}

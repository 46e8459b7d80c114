/* model_alert.c -- what calls a person who does not look. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	ALERT_PAUSE_MS = 10000,
	OLD_MS = 10 * 60 * 1000,	/* and clocks may differ by so much */
};

bool
model_is_for_us(const struct model *m, const struct destination *d,
    const struct line *line)
{
	(void)m;
	return d->notify != NOTIFY_NONE &&
	    (d->is_private || (line->flags & LINE_MENTION));
}

/* A bouncer plays what was said before; some was read elsewhere. */
static bool
is_old(const struct model *m, const struct destination *d,
    const struct line *line)
{
	return line->time_ms < m->wall_ms - OLD_MS ||
	    line->time_ms <= d->read_ms;
}

static bool
is_announced(const struct model *m, const struct destination *d,
    const struct line *line)
{
	return model_is_news(line) && (d->notify == NOTIFY_ALL ||
	    model_is_for_us(m, d, line));
}

static const char *const level_names[] = {
	[NOTIFY_MENTIONS] = "mentions",
	[NOTIFY_ALL] = "all",
	[NOTIFY_NONE] = "none",
};

bool
notify_level_parse(const char *word, enum notify_level *level)
{
	for (int i = NOTIFY_MENTIONS; i <= NOTIFY_NONE; i++)
		if (str_eq_nocase(level_names[i], word)) {
			*level = (enum notify_level)i;
			return true;
		}
	return false;
}

/* The item of `target` in "#ops=none dana=all"; p NULL: there is none. */
static struct str_span
find_level(const char *levels, const char *target)
{
	size_t len = strlen(target);
	struct str_span item;

	while (str_next_word(&levels, &item))
		if (item.len > len && item.p[len] == '=' &&
		    memcmp(item.p, target, len) == 0)
			return item;
	return (struct str_span){ NULL, 0 };
}

static const char *const fold_names[] = {
	[FOLD_USUAL] = "", [FOLD_ON] = "fold", [FOLD_OFF] = "unfold",
};

static void
take_word(struct destination *d, const char *word)
{
	for (int i = FOLD_ON; i <= FOLD_OFF; i++)
		if (str_eq(fold_names[i], word))
			d->fold = (enum fold)i;
	(void)notify_level_parse(word, &d->notify);
}

void
model_take_level(const struct model *m, struct destination *d)
{
	const char *levels = m->places[d->place].levels;
	struct str_span item = levels != NULL ?
	    find_level(levels, d->target) : (struct str_span){ NULL, 0 };
	size_t at = strlen(d->target) + 1, len;
	char word[16];

	for (; item.p != NULL && at < item.len; at += len + 1) {
		const char *comma = memchr(item.p + at, ',', item.len - at);

		len = comma != NULL ? (size_t)(comma - item.p) - at :
		    item.len - at;
		if (str_copy_span(word, sizeof word,
		    (struct str_span){ item.p + at, len }))
			take_word(d, word);
	}
}

void
model_restore_levels(struct model *m, int place, const char *levels)
{
	free(m->places[place].levels);
	m->places[place].levels = xstrdup(levels);
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL &&
		    m->destinations[i]->place == place)
			model_take_level(m, m->destinations[i]);
}

const char *
model_levels(const struct model *m, int place)
{
	const char *levels = m->places[place].levels;

	return levels != NULL ? levels : "";
}

/* " #ops=none,unfold"; what is usual is not written down. */
static void
level_words(const struct destination *d, char *out, size_t size)
{
	const char *level = d->notify != NOTIFY_MENTIONS ?
	    level_names[d->notify] : "";
	const char *fold = fold_names[d->fold];

	out[0] = '\0';
	if (level[0] != '\0' || fold[0] != '\0')
		snprintf(out, size, " %s=%s%s%s", d->target, level,
		    level[0] != '\0' && fold[0] != '\0' ? "," : "", fold);
}

void
model_note_level(struct model *m, const struct destination *d)
{
	struct place *p = &m->places[d->place];
	const char *old = p->levels != NULL ? p->levels : "";
	struct str_span gone = find_level(old, d->target);
	size_t before = gone.p != NULL ? (size_t)(gone.p - old) : strlen(old);
	size_t room = strlen(d->target) + 32;
	size_t size = strlen(old) + room;
	char *new = xmalloc(size), *words = xmalloc(room);

	while (before > 0 && old[before - 1] == ' ')
		before--;
	level_words(d, words, room);
	snprintf(new, size, "%.*s%s%s", (int)before, old,
	    gone.p != NULL ? gone.p + gone.len : "", words);
	free(words);
	free(p->levels);
	p->levels = new;
}

void
model_set_notify(struct model *m, struct destination *d,
    enum notify_level level)
{
	static const char *const words[] = {
		[NOTIFY_MENTIONS] = N_("%s: what is for you calls you"),
		[NOTIFY_ALL] = N_("%s: every message calls you"),
		[NOTIFY_NONE] = N_("%s is muted: nothing of it calls you"),
	};

	d->notify = level;
	model_note_level(m, d);
	if (level == NOTIFY_NONE)
		d->unseen_mine = 0;
	model_say(m, false, _(words[level]), destination_label(m, d));
	m->is_dirty = true;
}

static void
announce(struct model *m)
{
	struct alert *a = &m->alert;
	struct model_request r = {
		.kind = REQUEST_NOTIFY, .place = a->place,
		.target = a->title, .text = a->text, .count = a->count,
	};
	char words[MODEL_WORDS];

	if (a->count > 1) {
		snprintf(words, sizeof words, i18n_count(
		    "%d message, the last one: %.400s",
		    "%d messages, the last one: %.400s",
		    (size_t)a->count), a->count, a->text);
		r.text = words;
	}
	a->last_ms = m->mono_ms;
	a->count = 0;
	request_add(m, &r);
}

void
model_alert(struct model *m, const struct destination *d,
    const struct line *line)
{
	struct alert *a = &m->alert;
	char label[LABEL_SIZE];

	if (m->is_attended || !is_announced(m, d, line) || is_old(m, d, line))
		return;
	a->count++;
	a->place = d->place;
	(void)str_copy(a->title, sizeof a->title,
	    destination_full_label(m, d, label));
	snprintf(a->text, sizeof a->text, "%.*s: %.*s", (int)line->nick.len,
	    line->nick.p, (int)line->text.len, line->text.p);
	for (char *p = a->text; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	model_alert_turn(m);
}

void
model_alert_turn(struct model *m)
{
	if (model_alert_wait_ms(m) == 0)
		announce(m);
}

int64_t
model_alert_wait_ms(const struct model *m)
{
	int64_t left = m->alert.last_ms + ALERT_PAUSE_MS - m->mono_ms;

	if (m->alert.count == 0)
		return -1;
	return left > 0 ? left : 0;
}

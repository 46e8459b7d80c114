/* complete_words.c -- what a word may become: names, commands, emoji, ... */
#include "config.h"

#include "tui/complete.h"
#include "tui/emoji.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/settings.h"
#include "tui/bind.h"
#include "tui/model_internal.h"
#include "tui/slash.h"

#include "base/banned.h"

enum {
	MAX_ITEMS = 500,
	HINT_BYTES = 2,		/* of a word, before names are hinted at */
	SCREEN_LINES = 50,	/* so many are looked through for names */
	ITEM_SIZE = 300,
};

static void
add_item(struct completion *c, const char *text, const char *shown,
    const char *about)
{
	if (c->count == MAX_ITEMS)
		return;
	c->items = xreallocarray(c->items, c->count + 1, sizeof *c->items);
	c->items[c->count++] = (struct completion_item){
		.text = xstrdup(text), .shown = xstrdup(shown),
		.about = xstrdup(about),
	};
}

/* A word, and the blank behind it. */
static void
add_word(struct completion *c, const char *sign, const char *word,
    const char *about)
{
	char text[ITEM_SIZE], shown[ITEM_SIZE];

	snprintf(shown, sizeof shown, "%s%.250s", sign, word);
	snprintf(text, sizeof text, "%.280s ", shown);
	add_item(c, text, shown, about);
}

static bool
begins_with(const char *s, const char *start, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\0' || str_lower(s[i]) != str_lower(start[i]))
			return false;
	return true;
}

static int
compare_items(const void *a, const void *b)
{
	return strcmp(((const struct completion_item *)a)->text,
	    ((const struct completion_item *)b)->text);
}

static void
sort_items(struct completion *c)
{
	if (c->count > 1)
		qsort(c->items, c->count, sizeof *c->items, compare_items);
}

/* --- Names --- */

struct candidate {
	const struct member *who;
	int seen;		/* how far up the screen; SCREEN_LINES: not there */
};

/* Spoke to us last, then spoke last, then on the screen, then the rest by
 * name. Who came and went without a word does not count. */
static int
compare_candidates(const void *a, const void *b)
{
	const struct candidate *p = a, *q = b;
	const struct member *x = p->who, *y = q->who;

	if (x->spoke_to_me_ms != y->spoke_to_me_ms)
		return x->spoke_to_me_ms > y->spoke_to_me_ms ? -1 : 1;
	if (x->spoke_ms != y->spoke_ms)
		return x->spoke_ms > y->spoke_ms ? -1 : 1;
	if (p->seen != q->seen)
		return p->seen < q->seen ? -1 : 1;
	return strcmp(x->key, y->key);
}

/* What was said before we came is on the screen too. */
static void
note_seen(const struct model *m, struct candidate *list, size_t n)
{
	struct line_ref ref = buffer_last(&m->here->lines);
	struct line line;

	for (int i = 0; i < SCREEN_LINES && ref.chunk != NULL; i++) {
		buffer_get(ref, &line);
		for (size_t j = 0; j < n && line.kind <= LINE_NOTICE; j++)
			if (list[j].seen > i && line.nick.len ==
			    strlen(list[j].who->nick) &&
			    memcmp(line.nick.p, list[j].who->nick,
			    line.nick.len) == 0)
				list[j].seen = i;
		ref = buffer_prev(ref);
	}
}

size_t
complete_names(const struct model *m, const char *start, size_t len,
    const char ***names)
{
	const struct destination *d = model_side(m);
	size_t n = 0, all = d != NULL ? d->members.count : 0;
	struct candidate *fit = xreallocarray(NULL, all + 1, sizeof *fit);

	for (size_t i = 0; i < all; i++) {
		const struct member *p = d->members.rows[i];

		if (!p->own && begins_with(p->nick, start, len))
			fit[n++] = (struct candidate){ p, SCREEN_LINES };
	}
	if (n > 1 && n <= MAX_ITEMS)
		note_seen(m, fit, n);
	if (n > 1)
		qsort(fit, n, sizeof *fit, compare_candidates);
	*names = xreallocarray(NULL, n + 1, sizeof **names);
	for (size_t i = 0; i < n; i++)
		(*names)[i] = fit[i].who->nick;
	free(fit);
	return n;
}

static const char *
about_name(const struct model *m, const char *nick)
{
	const struct destination *d = model_side(m);
	const struct member *p = nicklist_find(&d->members, nick);

	return p->away ? _("away") : p->spoke_to_me_ms > 0 ?
	    _("spoke to you") : p->spoke_ms > 0 ? _("spoke here") : "";
}

/* At the beginning of a message a name is an address: "dana: ". */
static void
add_names(struct model *m, const char *sign, const char *start, size_t len,
    bool is_address)
{
	const char **names;
	size_t n = complete_names(m, start, len, &names);
	char text[ITEM_SIZE];

	for (size_t i = 0; i < n && i < MAX_ITEMS; i++) {
		if (!is_address) {
			add_word(&m->completion, sign, names[i],
			    about_name(m, names[i]));
			continue;
		}
		snprintf(text, sizeof text, "%.280s: ", names[i]);
		add_item(&m->completion, text, names[i],
		    about_name(m, names[i]));
	}
	free(names);
}

/* --- Destinations --- */

static void
add_channels(struct model *m, const char *start, size_t len)
{
	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		if (d != NULL && destination_is_channel(d) &&
		    begins_with(d->target, start, len))
			add_word(&m->completion, "", d->target, d->topic);
	}
}

/* Of /to: all there are, as people call them, then people. */
static void
add_destinations(struct model *m, const char *start, size_t len)
{
	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];
		char about[32] = "";

		if (d == NULL || d == m->here || !begins_with(
		    destination_label(m, d), start, len))
			continue;
		if (d->unseen > 0)
			snprintf(about, sizeof about, i18n_count("%u new",
			    "%u new", d->unseen), d->unseen);
		add_word(&m->completion, "", destination_label(m, d), about);
	}
	if (m->completion.count == 0)
		add_names(m, "", start, len, false);
}

/* --- Commands --- */

static void
add_commands(struct model *m, const char *start, size_t len)
{
	struct completion *c = &m->completion;
	size_t n;
	const struct slash *table = slash_table(&n);

	for (size_t i = 0; i < n; i++)
		if (table[i].help != NULL &&
		    begins_with(table[i].name, start, len))
			add_word(c, "/", table[i].name, _(table[i].help));
	for (int i = 0; i < ACTION_COUNT; i++) {
		const char *command = action_info(i)->command;

		if (command != NULL && strchr(command, ' ') == NULL &&
		    slash_find(command + 1) == NULL &&
		    begins_with(command + 1, start, len))
			add_word(c, "", command, _(action_info(i)->help));
	}
	sort_items(c);
}

/* "/bind KEY ": what it may do. */
static void
add_actions(struct model *m, const char *start, size_t len)
{
	struct completion *c = &m->completion;
	char name[BIND_NAME_SIZE];

	for (int a = 0; a < ACTION_COUNT; a++)
		if (begins_with(bind_action_name(a, name), start, len))
			add_word(c, "", name,
			    _(action_info((enum action)a)->help));
	sort_items(c);
	if (begins_with("none", start, len))
		add_word(c, "", "none", "");
	if (begins_with("default", start, len))
		add_word(c, "", "default", "");
}

static void
add_settings(struct model *m, const char *start, size_t len)
{
	for (size_t i = 0; i < settings_count; i++)
		if (begins_with(settings_table[i].name, start, len))
			add_word(&m->completion, "", settings_table[i].name,
			    _(settings_table[i].help));
}

/* What it is now, quoted as the file would have it. */
static void
add_value_of_now(struct model *m, const struct setting *row,
    const char *start, size_t len)
{
	struct buf now;

	buf_init(&now, ITEM_SIZE - 60);	/* add_word() cuts */
	if (m->config.settings != NULL &&
	    settings_print(m->config.settings, row, &now) &&
	    begins_with(buf_str(&now), start, len))
		add_word(&m->completion, "", buf_str(&now), _("as it is"));
	buf_release(&now);
}

/* The values of "/set NAME ": all, or that of now; then the default. */
static void
add_values(struct model *m, const char *name, const char *start, size_t len)
{
	const struct setting *s = setting_find(name);
	const char *rest;
	struct str_span item;
	char value[64];

	if (s == NULL)
		return;
	if (s->type == SETTING_TEXT || s->type == SETTING_COUNT)
		add_value_of_now(m, s, start, len);
	rest = s->type == SETTING_SWITCH ? "on|off" : s->choices;
	while (str_next_item(&rest, '|', &item))
		if (str_copy_span(value, sizeof value, item) &&
		    begins_with(value, start, len))
			add_word(&m->completion, "", value, "");
	if (begins_with("default", start, len))
		add_word(&m->completion, "", "default", s->value);
}

/* --- Emoji --- */

static void
add_emoji(struct model *m, const char *start, size_t len)
{
	char shown[ITEM_SIZE], text[ITEM_SIZE];

	for (size_t i = 0; i < emoji_count; i++) {
		if (!begins_with(emoji_table[i].name, start, len))
			continue;
		snprintf(shown, sizeof shown, ":%s:", emoji_table[i].name);
		snprintf(text, sizeof text, "%s ", emoji_table[i].sign);
		add_item(&m->completion, text, shown, emoji_table[i].sign);
	}
}

/* --- Which of them --- */

/* What the command before the word wants. False: nothing of its own. */
static bool
fill_argument(struct model *m, const char *start, size_t len)
{
	const char *text = input_text(&m->here->input);
	struct str_span word;
	char name[ITEM_SIZE];

	if (str_starts(text, "/set ")) {
		word = (struct str_span){ text + 5, strcspn(text + 5, " ") };
		if (start == word.p)
			add_settings(m, start, len);
		else if (start == word.p + word.len + 1 &&
		    str_copy_span(name, sizeof name, word))
			add_values(m, name, start, len);
		return true;
	}
	if (str_starts(text, "/bind ") && start > text + 6) {
		add_actions(m, start, len);
		return true;
	}
	if (!str_starts(text, "/to ") || start != text + 4)
		return false;
	add_destinations(m, start, len);
	return true;
}

/* A link such as irc://, a time such as 10:30 is none: a letter follows. */
static bool
is_emoji(const char *start, size_t len)
{
	return start[0] == ':' && len >= 3 && str_lower(start[1]) >= 'a' &&
	    str_lower(start[1]) <= 'z';
}

void
complete_fill(struct model *m, bool is_tab)
{
	struct completion *c = &m->completion;
	const char *text = input_text(&m->here->input);
	const char *start = text + c->start;
	size_t len = c->end - c->start;
	bool is_line = model_is_command(text) || strcmp(text, "/") == 0;

	if (c->start == 0 && is_line) {
		add_commands(m, start + 1, len - 1);
	} else if (is_line && fill_argument(m, start, len)) {
		return;
	} else if (len > 0 && start[0] == '#') {
		add_channels(m, start, len);
	} else if (is_emoji(start, len)) {
		add_emoji(m, start + 1, len - 1);
	} else if (len > 1 && start[0] == '@') {
		add_names(m, "@", start + 1, len - 1, false);
	} else if (is_tab || len >= HINT_BYTES) {
		c->is_hint = !is_tab;
		add_names(m, "", start, len, c->start == 0);
	}
}

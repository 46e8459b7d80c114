/* help.c -- the keys of this moment, and all of them. */
#include "config.h"

#include "tui/help.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "tui/copy.h"
#include "tui/keymap.h"
#include "tui/model_internal.h"
#include "tui/slash.h"

#include "base/banned.h"

enum { KEY_COLS = 14, PAGE_ROWS = 10 };

/* Who takes the keys now. */
enum moment {
	MOMENT_INPUT,		/* nobody else */
	MOMENT_CHOOSER, MOMENT_LINKS, MOMENT_GUARD, MOMENT_CERTIFICATE,
	MOMENT_FIRST_START, MOMENT_PASSWORD, MOMENT_READING, MOMENT_COPY,
	MOMENT_MESSAGE, MOMENT_SEARCH, MOMENT_HISTORY, MOMENT_COMPLETION,
	MOMENT_VI_INSERT, MOMENT_VI_NORMAL,
};

static const struct help_row {
	enum moment moment;
	const char *keys;
	const char *what;	/* untranslated */
} rows[] = {
#define HELP(moment, keys, what) { MOMENT_##moment, keys, what },
#include "tui/help.def"
#undef HELP
};

static enum moment
of_popup(enum popup_kind kind)
{
	switch (kind) {
	case POPUP_CHOOSER:
		return MOMENT_CHOOSER;
	case POPUP_LINKS:
		return MOMENT_LINKS;
	case POPUP_GUARD:
		return MOMENT_GUARD;
	case POPUP_CERTIFICATE:
		return MOMENT_CERTIFICATE;
	case POPUP_FIRST_START:
		return MOMENT_FIRST_START;
	case POPUP_PASSWORD:
		return MOMENT_PASSWORD;
	case POPUP_HITS:
		return MOMENT_SEARCH;
	case POPUP_NOTES:
	case POPUP_DETAILS:
		return MOMENT_READING;
	case POPUP_NONE:
		break;
	}
	return MOMENT_INPUT;
}

/* In the order in which they are asked for a key. */
static enum moment
now(const struct model *m)
{
	if (m->popup.kind != POPUP_NONE || m->here == NULL)
		return of_popup(m->popup.kind);
	if (select_is_on(m))
		return copy_is_on(m) ? MOMENT_COPY : MOMENT_MESSAGE;
	if (m->search.is_on)
		return MOMENT_SEARCH;
	if (m->here->input.sought != NULL)
		return MOMENT_HISTORY;
	if (m->completion.is_open)
		return MOMENT_COMPLETION;
	if (m->config.vi_keys)
		return m->vi.is_normal ? MOMENT_VI_NORMAL : MOMENT_VI_INSERT;
	return MOMENT_INPUT;
}

/* What is typed can be seen below, and is not for somebody who is hidden. */
static bool
is_at_input(enum moment moment)
{
	return moment == MOMENT_INPUT || moment == MOMENT_COMPLETION ||
	    moment == MOMENT_VI_INSERT || moment == MOMENT_VI_NORMAL;
}

void
help_open(struct model *m)
{
	m->help = (struct help){ .is_open = true };
	m->is_dirty = true;
}

static void
scroll(struct model *m, enum action a)
{
	struct help *h = &m->help;

	switch (a) {
	case ACTION_UP:
	case ACTION_SCROLL_UP:
		h->top--;
		break;
	case ACTION_DOWN:
	case ACTION_SCROLL_DOWN:
		h->top++;
		break;
	case ACTION_PAGE_UP:
		h->top -= PAGE_ROWS;
		break;
	case ACTION_PAGE_DOWN:
		h->top += PAGE_ROWS;
		break;
	default:
		h->top = 0;
		break;
	}
	popup_clamp(m);
}

bool
help_action(struct model *m, enum action a)
{
	m->is_dirty = true;
	if (!m->help.is_open && a == ACTION_HELP) {
		help_open(m);
		return true;
	}
	if (!m->help.is_open)
		return false;
	switch (a) {
	case ACTION_UP:
	case ACTION_SCROLL_UP:
	case ACTION_DOWN:
	case ACTION_SCROLL_DOWN:
	case ACTION_PAGE_UP:
	case ACTION_PAGE_DOWN:
	case ACTION_HOME:
	case ACTION_TOP:
		scroll(m, a);
		return true;
	case ACTION_SEND:	/* with text, Enter sends, always */
		m->help.is_open = false;
		return !is_at_input(now(m)) ||
		    input_is_empty(&m->here->input);
	case ACTION_HELP:
	case ACTION_ESCAPE:
	case ACTION_CLEAR_INPUT:
		m->help.is_open = false;
		return true;
	default:
		m->help.is_open = false;	/* it is to be seen */
		return !is_at_input(now(m));
	}
}

bool
help_text(struct model *m)
{
	if (!m->help.is_open || is_at_input(now(m)))
		return false;
	m->help.is_open = false;
	m->is_dirty = true;
	return true;
}

/* --- What it says --- */

#define ADD(text, ...) ((void)!buf_addf(text, __VA_ARGS__))

/* A label, as view_words.c has it; one too long has a row of its own. */
static void
add_label(struct buf *text, const char *s)
{
	int n = text_width(s, strlen(s), NULL);

	ADD(text, "%s", s);
	if (n > KEY_COLS) {
		ADD(text, "\n");
		n = 0;
	}
	for (; n <= KEY_COLS; n++)
		ADD(text, " ");
	ADD(text, "\t");
}

static void
add_moment(struct buf *text, enum moment moment)
{
	size_t before = text->len;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (rows[i].moment != moment)
			continue;
		add_label(text, rows[i].keys);
		ADD(text, "%s\n", _(rows[i].what));
	}
	if (text->len > before)
		ADD(text, "\n");
}

static void
add_keys(const struct model *m, struct buf *text)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = action_info(i);
		char own[KEY_TEXT_SIZE];
		const char *key = keymap_key(m->config.own_keys,
		    (enum action)i, 0, own);

		if (key == NULL)
			continue;
		add_label(text, key);
		ADD(text, "%s%s%s%s\n", _(a->help),
		    a->command != NULL ? " (" : "",
		    a->command != NULL ? a->command : "",
		    a->command != NULL ? ")" : "");
	}
}

static void
add_commands(struct buf *text)
{
	size_t n;
	const struct slash *table = slash_table(&n);
	char usage[MODEL_WORDS];

	for (size_t i = 0; i < n; i++) {
		if (table[i].help == NULL)
			continue;
		snprintf(usage, sizeof usage, "/%s%s%s", table[i].name,
		    table[i].usage[0] != '\0' ? " " : "",
		    table[i].usage[0] != '\0' ? _(table[i].usage) : "");
		add_label(text, usage);
		ADD(text, "%s\n", _(table[i].help));
	}
}

void
help_words(const struct model *m, struct buf *text)
{
	if (m->popup.kind == POPUP_FIRST_START)
		ADD(text, "%s\n\n", _("the name of the computer that runs the "
		    "server, the name you want to have there, and its "
		    "password if it has one"));
	add_moment(text, now(m));
	ADD(text, "%s\n", _("Type and press Enter. A line that begins with / "
	    "is a command; // sends it as text."));
	if (!m->config.no_old_words)
		ADD(text, "%s\n", _("L alone lists the users, H shows this "
		    "help, Q asks to leave."));
	ADD(text, "\n");
	add_keys(m, text);
	ADD(text, "%s\n\n", _("Ctrl-x and a key is the same as Alt and that "
	    "key."));
	add_commands(text);
}

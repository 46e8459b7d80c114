/* bind.c -- keys of the person's own. */
#include "config.h"

#include "tui/bind.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "client/mention.h"
#include "tui/action.h"
#include "tui/keymap.h"

#include "base/banned.h"

enum { WORDS_SIZE = 100 };

static bool
is_same_key(struct key a, struct key b)
{
	return a.code == b.code && a.mods == b.mods;
}

const struct bind_row *
bind_find(const struct bind *b, struct key key)
{
	for (size_t i = 0; b != NULL && i < b->n; i++)
		if (is_same_key(b->rows[i].key, key))
			return &b->rows[i];
	return NULL;
}

/* --- Actions --- */

const char *
bind_action_name(int action, char out[BIND_NAME_SIZE])
{
	const char *name = action < 0 ? "none" :
	    action_info((enum action)action)->name;
	size_t i;

	for (i = 0; name[i] != '\0' && i + 1 < BIND_NAME_SIZE; i++)
		out[i] = name[i] == '_' ? '-' : str_lower(name[i]);
	out[i] = '\0';
	return out;
}

bool
bind_action(const char *name, int *action, struct err *why)
{
	char other[BIND_NAME_SIZE], best[BIND_NAME_SIZE] = "";
	struct mention_search near = mention_search(name);

	*action = str_eq_nocase(name, "none") ? BIND_NONE : action_find(name);
	if (*action >= 0 || str_eq_nocase(name, "none"))
		return true;
	for (int a = BIND_NONE; a < ACTION_COUNT; a++)
		if (mention_is_nearer(&near, bind_action_name(a, other)))
			memcpy(best, other, sizeof best);
	if (best[0] != '\0')
		err_set(why, _("no action is called '%s': '%s'?"), name, best);
	else
		err_set(why, _("no action is called '%s'; /bind shows all of "
		    "them"), name);
	return false;
}

/* --- Keys --- */

/* What other programs call a modifier or a key. */
static const struct { const char *theirs, *ours; } words[] = {
	{ "C", "Ctrl" }, { "Ctrl", "Ctrl" }, { "Control", "Ctrl" },
	{ "M", "Alt" }, { "Alt", "Alt" }, { "Meta", "Alt" },
	{ "Option", "Alt" }, { "S", "Shift" }, { "Shift", "Shift" },
	{ "Return", "Enter" }, { "Escape", "Esc" }, { "BS", "Backspace" },
	{ "Delete", "Del" }, { "Insert", "Ins" }, { "PageUp", "PgUp" },
	{ "PageDown", "PgDn" }, { "Page-Up", "PgUp" }, { "Page-Down", "PgDn" },
};

/* As it is if nothing is near. */
static void
nearest_word(const char *word, char best[KEY_TEXT_SIZE])
{
	struct mention_search near = mention_search(word);
	char name[KEY_TEXT_SIZE];

	(void)str_copy(best, KEY_TEXT_SIZE, word);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mention_is_nearer(&near, words[i].theirs))
			(void)str_copy(best, KEY_TEXT_SIZE, words[i].ours);
	for (uint32_t code = KEYSYM_NONE + 1; code <= KEYSYM_F12; code++) {
		(void)key_text((struct key){ code, 0 }, name);
		if (mention_is_nearer(&near, name))
			(void)str_copy(best, KEY_TEXT_SIZE, name);
	}
}

/* "Control-PageUp" to "Ctrl-PgUp"; false: nothing is near. */
static bool
nearest_key(const char *name, struct buf *out)
{
	struct str_span part;
	char word[KEY_TEXT_SIZE], ours[KEY_TEXT_SIZE];
	struct key key;

	while (str_next_item(&name, '-', &part)) {
		if (!str_copy_span(word, sizeof word, part))
			return false;
		(void)str_copy(ours, sizeof ours, word);
		if (part.len > 1 || *name != '\0')	/* no letter alone */
			nearest_word(word, ours);
		if ((out->len > 0 && !buf_add_char(out, '-')) ||
		    !buf_add_str(out, ours))
			return false;
	}
	return key_parse(buf_str(out), &key);
}

static bool
say_no_key(const char *name, struct err *why)
{
	struct buf near;

	buf_init(&near, WORDS_SIZE);
	if (nearest_key(name, &near))
		err_set(why, _("no key is called '%s': '%s'?"), name,
		    buf_str(&near));
	else
		err_set(why, _("no key is called '%s'; /keys shows what a key "
		    "is called"), name);
	buf_release(&near);
	return false;
}

/* A terminal does not tell Ctrl-A from Ctrl-a, and Alt-Shift-a is Alt-A. */
static struct key
usual_form(struct key key)
{
	if (key.mods != 0)
		key = key_latin(key);
	if (key.code >= 0x80)
		return key;
	if (key.mods & KEYMOD_SHIFT)
		key.code = (unsigned char)str_upper((char)key.code);
	else if (key.mods & KEYMOD_CTRL)
		key.code = (unsigned char)str_lower((char)key.code);
	key.mods &= ~(unsigned)KEYMOD_SHIFT;
	return key_usual(key);
}

/* Whoever gave these away could neither take it back nor write. */
static bool
is_kept(struct key key)
{
	return key.mods == 0 ? key.code == KEYSYM_ENTER ||
	    key.code == KEYSYM_ESCAPE || key.code == KEYSYM_BACKSPACE :
	    key.mods == KEYMOD_CTRL && key.code == 'x';
}

bool
bind_key(const char *name, struct key *key, struct err *why)
{
	if (!keymap_parse(name, key))
		return say_no_key(name, why);
	*key = usual_form(*key);
	if (is_kept(*key)) {
		err_set(why, _("'%s' stays what it is"), name);
		return false;
	}
	if (key->mods == 0 && key->code < KEYSYM_NONE) {
		err_set(why, _("'%s' is typed as text: 'Ctrl-x %s'?"), name,
		    name);
		return false;
	}
	return true;
}

/* --- All of them --- */

static struct str_span
trim(struct str_span s)
{
	while (s.len > 0 && s.p[0] == ' ') {
		s.p++;
		s.len--;
	}
	while (s.len > 0 && s.p[s.len - 1] == ' ')
		s.len--;
	return s;
}

/* "Ctrl-x q close": the action is the last word. */
static bool
read_row(struct bind_row *row, struct str_span item, struct err *why)
{
	char words_of[WORDS_SIZE], *action;

	if (!str_copy_span(words_of, sizeof words_of, item))
		(void)str_copy(words_of, sizeof words_of, "...");
	action = strrchr(words_of, ' ');
	if (action == NULL) {
		err_set(why, _("'%s' is not a key and its action, such as "
		    "'F6 mute'"), words_of);
		return false;
	}
	*action++ = '\0';
	while (words_of[0] != '\0' && words_of[strlen(words_of) - 1] == ' ')
		words_of[strlen(words_of) - 1] = '\0';
	return bind_key(words_of, &row->key, why) &&
	    bind_action(action, &row->action, why);
}

static bool
add_row(struct bind *b, const struct bind_row *row, struct err *why)
{
	char name[KEY_TEXT_SIZE];

	if (bind_find(b, row->key) != NULL)
		err_set(why, _("'%s' has an action already"),
		    key_text(row->key, name));
	else if (b->n == BIND_MAX)
		err_set(why, _("at most %d keys can have other actions"),
		    BIND_MAX);
	else {
		b->rows[b->n++] = *row;
		return true;
	}
	return false;
}

bool
bind_read(struct bind *b, const char *text, struct err *why)
{
	struct err other, *first = why;
	struct str_span item;
	struct bind_row row;

	b->n = 0;
	while (str_next_item(&text, ',', &item)) {
		item = trim(item);
		if (item.len > 0 && (!read_row(&row, item, first) ||
		    !add_row(b, &row, first)))
			first = &other;
	}
	return first == why;
}

bool
bind_print(const struct bind *b, struct key not, struct buf *out)
{
	char key[KEY_TEXT_SIZE], name[BIND_NAME_SIZE];

	for (size_t i = 0; i < b->n; i++)
		if (!is_same_key(b->rows[i].key, not) && !buf_addf(out,
		    "%s%s %s", out->len > 0 ? ", " : "",
		    key_text(b->rows[i].key, key),
		    bind_action_name(b->rows[i].action, name)))
			return false;
	return true;
}

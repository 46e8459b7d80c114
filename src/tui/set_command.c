/* set_command.c -- /set and /reload: settings shown, changed, read again. */
#include "config.h"

#include "tui/set_command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/settings_file.h"
#include "tui/bind.h"
#include "tui/mention.h"
#include "tui/model.h"
#include "tui/setup.h"
#include "tui/theme_file.h"

#include "base/banned.h"

enum { NAME_SIZE = 64, TEXT_BYTES = 8 * 1024 };

/* --- Shown --- */

static bool
add_default(const struct setting *row, struct buf *out)
{
	if (row->value[0] == '\0')
		return buf_addf(out, " (%s)", _("default: none"));
	return buf_add_str(out, " (") &&
	    buf_addf(out, _("default: %s"), row->value) &&
	    buf_add_char(out, ')');
}

/* "mouse = off (default: on)". */
static bool
print(const struct setup *s, const struct setting *row, struct buf *out)
{
	return buf_addf(out, "%s = ", row->name) &&
	    settings_print(&s->settings, row, out);
}

static void
show_value(struct setup *s, const struct setting *row, bool says_default)
{
	struct buf text;

	buf_init(&text, TEXT_BYTES);
	if (print(s, row, &text) && (!says_default || add_default(row, &text)))
		model_tell(s->model, buf_str(&text));
	buf_release(&text);
}

static void
show(struct setup *s, const struct setting *row)
{
	struct buf text;

	show_value(s, row, true);
	model_tell(s->model, _(row->help));
	buf_init(&text, TEXT_BYTES);
	if (settings_range(row, &text))
		model_tell(s->model, buf_str(&text));
	if (row->when == SETTING_LATER)
		model_tell(s->model,
		    _("a change is felt by the next connection"));
	buf_release(&text);
}

/* What is not as it was delivered says so. */
static void
show_all(struct setup *s)
{
	struct settings defaults;

	settings_init(&defaults);
	for (size_t i = 0; i < settings_count; i++)
		show_value(s, &settings_table[i], !settings_same(&s->settings,
		    &defaults, &settings_table[i]));
	settings_release(&defaults);
	model_tell(s->model, _("/set NAME explains one, /set NAME VALUE "
	    "changes it, /set NAME default takes that back"));
}

/* --- Changed --- */

/* Says what it is now, in the status line. */
static void
confirm(struct setup *s, const struct setting *row)
{
	struct buf text;

	buf_init(&text, TEXT_BYTES);
	if (print(s, row, &text) && (row->when == SETTING_NOW ||
	    buf_addf(&text, " (%s)", _("for the next connection"))))
		model_note(s->model, false, buf_str(&text));
	buf_release(&text);
}

/* "a b" in quotes is the same without them: so "default" can be a text. */
static const char *
unquote(const char *value, char *room, size_t size)
{
	size_t len = strlen(value);

	if (len < 2 || value[0] != '"' || value[len - 1] != '"')
		return value;
	return str_copy_span(room, size, (struct str_span){ value + 1,
	    len - 2 }) ? room : value;
}

static bool
is_fit(struct setup *s, const struct setting *row, const char *value,
    struct err *why)
{
	struct style looks[LOOK_COUNT];
	struct bind keys;

	if ((str_eq(row->name, "theme") &&
	    !theme_file_read(value, looks, why)) ||
	    (str_eq(row->name, "bind") && !bind_read(&keys, value, why)))
		return false;
	return settings_set(&s->settings, row, value, why);
}

bool
set_value(struct setup *s, const struct setting *row, const char *value)
{
	struct err why = { "" };

	if (!is_fit(s, row, value != NULL ? value : row->value, &why)) {
		model_note(s->model, true, why.text);
		return false;
	}
	setup_take_effect(s);
	if (s->path == NULL ||
	    settings_file_set(s->path, row->name, value, &why))
		return true;
	model_note(s->model, true, why.text);
	return false;
}

/* A password in clear has to be asked for twice. */
static bool
takes_secret(struct setup *s)
{
	char line[TEXT_BYTES];
	bool is_second = s->was_warned;

	s->was_warned = !is_second;
	if (is_second)
		return true;
	model_tell(s->model, _("whoever gets that file, or a copy of it, has "
	    "the password: it is not written"));
	model_tell(s->model, s->has_wallet ?
	    _("better: /login asks for it, and the system's password store "
	    "keeps it") :
	    _("better: /set password-command pass show chat, say; or install "
	    "secret-tool, and the system's password store keeps it"));
	snprintf(line, sizeof line, _("the same once more writes it in clear "
	    "to %s, for you alone"), s->path != NULL ? s->path : "-");
	model_tell(s->model, line);
	return false;
}

static void
change(struct setup *s, const struct setting *row, const char *value)
{
	char room[TEXT_BYTES];

	if (row->type != SETTING_SECRET)
		s->was_warned = false;
	else if (!str_eq(value, "default") && !takes_secret(s))
		return;
	if (set_value(s, row, str_eq(value, "default") ? NULL :
	    unquote(value, room, sizeof room)))
		confirm(s, row);
}

/* The setting that `name` may have been meant to be; NULL: none is near. */
static const struct setting *
nearest(const char *name)
{
	struct mention_search near = mention_search(name);
	const struct setting *best = NULL;

	for (size_t i = 0; i < settings_count; i++)
		if (mention_is_nearer(&near, settings_table[i].name))
			best = &settings_table[i];
	return best;
}

static void
say_unknown(struct setup *s, const char *name)
{
	const struct setting *near = nearest(name);
	char words[400];

	if (near != NULL)
		snprintf(words, sizeof words, _("there is no setting '%s': "
		    "'%s'?"), name, near->name);
	else
		snprintf(words, sizeof words, _("there is no setting '%s': "
		    "/set shows all of them"), name);
	model_note(s->model, true, words);
}

/* What stands behind the name, without the "=" of the file and the blanks of a
 * word that was completed. Owned. */
static char *
value_of(const char *rest)
{
	size_t len;

	rest += strspn(rest, " ");
	rest += *rest == '=';
	rest += strspn(rest, " ");
	len = strlen(rest);
	while (len > 0 && rest[len - 1] == ' ')
		len--;
	return xstrndup(rest, len);
}

void
set_command(struct setup *s, const char *words)
{
	char name[NAME_SIZE], *value;
	size_t len = strcspn(words, " =");
	const struct setting *row;

	(void)str_copy_span(name, sizeof name, (struct str_span){ words,
	    len });
	value = value_of(words + len);
	row = setting_find(name);
	if (name[0] == '\0')
		show_all(s);
	else if (row == NULL)
		say_unknown(s, name);
	else if (value[0] == '\0')
		show(s, row);
	else
		change(s, row, value);
	free(value);
}

/* --- Read again --- */

static size_t
count_changes(const struct settings *a, const struct settings *b,
    bool *any_later)
{
	size_t n = 0;

	*any_later = false;
	for (size_t i = 0; i < settings_count; i++) {
		if (settings_same(a, b, &settings_table[i]))
			continue;
		n++;
		*any_later = *any_later ||
		    settings_table[i].when == SETTING_LATER;
	}
	return n;
}

void
set_reload(struct setup *s)
{
	struct settings anew, old = s->settings;
	struct err why = { "" };
	bool any_later;
	char words[200];
	size_t n;

	settings_init(&anew);
	if (s->path != NULL &&
	    !settings_file_read(&anew, s->path, false, &why)) {
		model_note(s->model, true, why.text);
		settings_release(&anew);
		return;
	}
	n = count_changes(&old, &anew, &any_later);
	s->settings = anew;
	snprintf(words, sizeof words, any_later ?
	    i18n_count("settings read: %zu change, for the next connection",
	    "settings read: %zu changes, some for the next connection", n) :
	    i18n_count("settings read: %zu change",
	    "settings read: %zu changes", n), n);
	model_note(s->model, false, words);
	setup_take_effect(s);	/* may have a fault to tell */
	settings_release(&old);	/* nobody borrows from them now */
}

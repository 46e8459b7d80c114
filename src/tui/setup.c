/* setup.c -- settings to the terminal and the model. */
#include "config.h"

#include "tui/setup.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/machine.h"
#include "client/settings_file.h"
#include "client/wallet.h"
#include "tui/keys.h"
#include "tui/model.h"
#include "tui/term.h"
#include "tui/theme_file.h"

#include "base/banned.h"

bool
setup_read(struct setup *s, const char *named, struct err *why)
{
	memset(s, 0, sizeof *s);
	settings_init(&s->settings);
	s->has_wallet = wallet_exists();
	s->path = named != NULL ? xstrdup(named) : settings_file_path();
	return s->path == NULL ||
	    settings_file_read(&s->settings, s->path, named != NULL, why);
}

void
setup_release(struct setup *s)
{
	settings_release(&s->settings);
	free(s->path);
}

static const char *
hint(void *arg, enum action action)
{
	return typist_hint(arg, action);
}

static enum sign_set
signs(const struct setup *s)
{
	if (str_eq(s->settings.signs, "unicode"))
		return SIGNS_UNICODE;
	if (str_eq(s->settings.signs, "narrow"))
		return SIGNS_NARROW;
	if (str_eq(s->settings.signs, "ascii"))
		return SIGNS_ASCII;
	return term_signs(s->term);
}

/* What the setting says; the colour itself where the terminal agrees. */
static struct background
background(const struct setup *s)
{
	static const struct background dark = { true, { 0, 0, 0 } },
	    light = { true, { 255, 255, 255 } };
	bool is_light = background_is_light(&s->asked);

	if (str_eq(s->settings.background, "dark"))
		return s->asked.is_known && !is_light ? s->asked : dark;
	if (str_eq(s->settings.background, "light"))
		return is_light ? s->asked : light;
	return s->asked;
}

static struct model_config
model_config(struct setup *s)
{
	return (struct model_config){
		.signs = signs(s),
		.background = background(s),
		.colours = str_eq(s->settings.colours, "none") ? 0 :
		    term_colours(s->term),
		.looks = s->looks,
		.no_dim = !term_can_dim(s->term),
		.has_wallet = s->has_wallet,
		.typing = str_eq(s->settings.typing, "on") ? TYPING_ON :
		    str_eq(s->settings.typing, "off") ? TYPING_OFF :
		    TYPING_ASK,
		.typing_max = (size_t)s->settings.typing_max,
		.no_formats = !s->settings.formats,
		.settings = &s->settings,
		.highlight = s->settings.highlight,
		.no_mouse = !s->settings.mouse,
		.no_fold = !s->settings.fold,
		.vi_keys = str_eq(s->settings.keys, "vi"),
		.no_old_words = !s->settings.old_words,
		.scrollback_lines = (uint32_t)s->settings.scrollback,
		.scrollback_bytes = (size_t)s->settings.scrollback_mb << 20,
		.char_width = term_char_width,
		.zone_seconds = machine_zone_seconds,
		.key_name = hint,
		.key_arg = &s->typist,
		.own_keys = &s->bind,
	};
}

static enum link_way
link_way(const struct setup *s)
{
	return str_eq(s->settings.links, "on") ? LINKS_ON :
	    str_eq(s->settings.links, "off") ? LINKS_OFF : LINKS_AUTO;
}

/* A fault in them is said; the others are as they should be. */
static void
bind_keys(struct setup *s, struct model *m)
{
	struct err why = { "" };

	if (!bind_read(&s->bind, s->settings.bind, &why))
		model_note(m, true, why.text);
	s->typist.keymap.own = &s->bind;
}

struct model *
setup_model(struct setup *s, struct term *term)
{
	struct model_config config;
	struct err why = { "" };
	bool ok;

	s->term = term;
	theme_own_looks(s->looks);
	ok = theme_file_read(s->settings.theme, s->looks, &why);
	config = model_config(s);
	s->model = model_new(&config);
	bind_keys(s, s->model);
	if (!ok)
		model_note(s->model, true, why.text);
	term_mouse(term, s->settings.mouse);
	term_links(term, link_way(s));
	return s->model;
}

void
setup_take_effect(struct setup *s)
{
	struct model_config config;
	struct err why = { "" };

	if (!theme_file_read(s->settings.theme, s->looks, &why))
		model_note(s->model, true, why.text);
	config = model_config(s);
	model_configure(s->model, &config);
	bind_keys(s, s->model);
	term_mouse(s->term, s->settings.mouse);
	term_title(s->term, s->settings.title ? model_title(s->model) : NULL);
	term_links(s->term, link_way(s));
}

enum notice_way
setup_notice_way(const struct setup *s)
{
	static const struct {
		const char *name;
		enum notice_way way;
	} ways[] = {
		{ "none", NOTICE_NONE }, { "9", NOTICE_9 },
		{ "777", NOTICE_777 }, { "99", NOTICE_99 },
	};
	size_t i;

	for (i = 0; i < sizeof ways / sizeof *ways; i++)
		if (str_eq(s->settings.notify, ways[i].name))
			return ways[i].way;
	return NOTICE_AUTO;
}

void
setup_colour(struct setup *s, const struct tty_event *in)
{
	struct background now;

	if (!in->colour.is_background)
		return;
	s->asked = (struct background){ true, { in->colour.red,
		in->colour.green, in->colour.blue } };
	now = background(s);
	model_set_background(s->model, &now);
}

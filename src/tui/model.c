/* model.c -- what there is to see and to edit: its life, time and places. */
#include "config.h"

#include "tui/model_internal.h"
#include "tui/password.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "tui/certificate.h"
#include "tui/complete.h"
#include "tui/form.h"
#include "tui/keymap.h"
#include "tui/prompt.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	SCROLLBACK_LINES = 100000,
	SCROLLBACK_BYTES = 128 * 1024 * 1024,
};

static int
unicode_width(uint32_t cp)
{
	return utf8_width(cp);
}

void
model_configure(struct model *m, const struct model_config *config)
{
	m->config = *config;
	if (!config->vi_keys)
		vi_reset(&m->vi);
	m->mouse_is_ours = !config->no_mouse;
	if (m->config.scrollback_lines == 0)
		m->config.scrollback_lines = SCROLLBACK_LINES;
	if (m->config.scrollback_bytes == 0)
		m->config.scrollback_bytes = SCROLLBACK_BYTES;
	m->width = config->char_width != NULL ? config->char_width :
	    unicode_width;
	theme_init(&m->theme, config->signs, config->colours);
	m->theme.dim = !config->no_dim;
	if (config->looks != NULL)
		memcpy(m->theme.looks, config->looks, sizeof m->theme.looks);
	if (config->background.is_known)
		theme_set_background(&m->theme, &config->background);
	m->is_dirty = true;
}

struct model *
model_new(const struct model_config *config)
{
	struct model *m = xcalloc(1, sizeof *m);

	model_configure(m, config);
	clipboard_init(&m->clipboard);
	popup_init(&m->popup);
	m->rows = 24;
	m->cols = 80;
	m->is_attended = true;
	m->alert.last_ms = INT64_MIN / 2;
	m->cleared_ms = INT64_MIN / 2;
	return m;
}

static void
place_release(struct place *p)
{
	free(p->name);
	free(p->host);
	free(p->nick);
	free(p->lobby);
	free(p->prefixes);
	free(p->reason);
	free(p->trouble);
	free(p->going);
	free(p->memory);
	certificate_free(p->certificate);
	password_free(p->password);
	free(p->levels);
	destination_free(p->page);
}

void
model_free(struct model *m)
{
	if (m == NULL)
		return;
	for (int i = 0; i < m->destination_count; i++)
		destination_free(m->destinations[i]);
	free(m->destinations);
	for (int i = 0; i < m->place_count; i++)
		place_release(&m->places[i]);
	for (int i = 0; i < MODEL_NOTES; i++)
		free(m->notes[i].text);
	complete_end(m);
	popup_release(&m->popup);
	clipboard_release(&m->clipboard);
	request_free_all(m);
	free(m->notice);
	channels_clear(&m->channels);
	vi_reset(&m->vi);
	free(m->title);
	free(m);
}

void
model_set_session(struct model *m, int place, const struct session *s)
{
	m->places[place].session = s;
}

static void
show_new(struct model *m, int place)
{
	if (m->popup.kind == POPUP_FIRST_START)
		popup_close(m);
	if (m->here == NULL || m->wants_place)
		model_go(m, model_server_page(m, place));
	m->wants_place = false;
	m->is_dirty = true;
}

int
model_add_place(struct model *m, const char *name, const char *host,
    const char *nick)
{
	struct place *p = &m->places[m->place_count];
	int place = m->place_count;

	assert(m->place_count < MODEL_MAX_PLACES);
	*p = (struct place){
		.name = xstrdup(name), .host = xstrdup(host),
		.nick = xstrdup(nick), .lobby = xstrdup(""),
		.prefixes = xstrdup("@+"), .reason = xstrdup(""),
		.lag_ms = -1, .state = SESSION_IDLE,
	};
	m->place_count++;
	(void)model_server_page(m, place);	/* numbers run through all */
	show_new(m, place);
	return place;
}

void
model_first_start(struct model *m, const char *host, const char *nick)
{
	form_open(m, host, nick);
	m->is_first_start = true;
	m->is_dirty = true;
}

/* --- The screen --- */

static const char *
seen_key(const struct model *m, enum action a)
{
	return m->config.key_name != NULL ?
	    m->config.key_name(m->config.key_arg, a) : NULL;
}

const char *
model_key(const struct model *m, enum action a)
{
	const char *key = seen_key(m, a);

	return key != NULL ? key : keymap_function(a);
}

const char *
model_hint(const struct model *m, enum action a)
{
	const char *key = seen_key(m, a);

	return key != NULL ? key : action_info(a)->command != NULL ?
	    action_info(a)->command : keymap_key(NULL, a, 0, NULL);
}

void
model_layout(const struct model *m, struct layout *l)
{
	struct layout_wish wish = {
		.input_rows = 1, .hide_side = m->hide_side,
		.side_over = m->side_over, .bare = m->is_bare,
	};
	struct prompt p;

	if (m->here != NULL) {
		prompt_make(m, m->cols, &p);
		wish.input_rows = p.rows;
		if (model_side(m) == NULL)
			wish.hide_side = true;
	}
	layout_make(l, m->rows, m->cols, &wish);
}

void
model_touch(struct model *m, const struct destination *d)
{
	if (d != m->here)
		return;
	select_keep(m);
	m->is_dirty = true;
}

int
model_rows(const struct model *m)
{
	return m->rows;
}

int
model_cols(const struct model *m)
{
	return m->cols;
}

/* --- Words --- */

void
model_log(struct model *m, bool is_error, const char *text)
{
	int at = (m->note_first + m->note_count) % MODEL_NOTES;

	if (m->note_count == MODEL_NOTES)
		m->note_first = (m->note_first + 1) % MODEL_NOTES;
	else
		m->note_count++;
	free(m->notes[at].text);
	m->notes[at] = (struct note){
		.time_ms = m->wall_ms, .is_error = is_error,
		.text = xstrdup(text),
	};
}

void
model_note(struct model *m, bool is_error, const char *text)
{
	model_log(m, is_error, text);
	free(m->notice);
	m->notice = xstrdup(text);
	m->is_notice_error = is_error;
	m->notice_ms = m->mono_ms;
	m->is_dirty = true;
}

void
model_say(struct model *m, bool is_error, const char *fmt, ...)
{
	char words[MODEL_WORDS];
	va_list args;

	va_start(args, fmt);
	vsnprintf(words, sizeof words, fmt, args);
	va_end(args);
	model_note(m, is_error, words);
}

void
model_info(struct model *m, struct destination *d, const char *fmt, ...)
{
	struct line line = { .kind = LINE_INFO, .time_ms = m->wall_ms };
	char words[4096];
	va_list args;

	va_start(args, fmt);
	vsnprintf(words, sizeof words, fmt, args);
	va_end(args);
	line.text = (struct line_text){ words, strlen(words) };
	buffer_append(&d->lines, &line);
	model_trim(m, d);
	model_touch(m, d);
	m->is_dirty = true;
}

void
model_tell(struct model *m, const char *text)
{
	if (m->here != NULL)
		model_info(m, m->here, "%s", text);
	else
		model_note(m, false, text);
}

void
model_tell_in(struct model *m, int place, const char *target,
    const char *text)
{
	struct destination *d = model_find(m, place, target);

	if (d != NULL)
		model_info(m, d, "%s", text);
	else
		model_tell(m, text);
}

void
model_ask(struct model *m, enum question_kind kind, int place,
    const char *words)
{
	model_drop_notice(m);
	m->question.kind = kind;
	m->question.place = place;
	str_copy(m->question.words, sizeof m->question.words, words);
	m->question.brief[0] = '\0';
	m->is_dirty = true;
}

void
model_drop_question(struct model *m)
{
	m->question.kind = QUESTION_NONE;
	m->is_dirty = true;
}

void
model_drop_notice(struct model *m)
{
	free(m->notice);
	m->notice = NULL;
	m->is_dirty = true;
}

/* --- Memory --- */

static size_t
all_bytes(const struct model *m)
{
	size_t bytes = 0;

	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			bytes += m->destinations[i]->lines.bytes;
	return bytes;
}

/* The one not looked at for longest that has something to give. */
static bool
drop_somewhere(struct model *m)
{
	struct destination *best = NULL;

	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d->lines.first != d->lines.last &&
		    (best == NULL || d->visit < best->visit))
			best = d;
	}
	return best != NULL && buffer_drop_oldest(&best->lines);
}

void
model_trim(struct model *m, struct destination *d)
{
	while (d->lines.lines > m->config.scrollback_lines &&
	    buffer_drop_oldest(&d->lines))
		continue;
	while (all_bytes(m) > m->config.scrollback_bytes &&
	    drop_somewhere(m))
		continue;
}

void
model_lag(struct model *m, int place, int64_t lag_ms, bool is_asked)
{
	struct place *p = &m->places[place];

	if (p->lag_ms == lag_ms && p->is_asked == is_asked)
		return;
	p->lag_ms = lag_ms;
	p->is_asked = is_asked;
	if (m->here != NULL && m->here->place == place)
		m->is_dirty = true;
}

void
model_set_background(struct model *m, const struct background *b)
{
	theme_set_background(&m->theme, b);
	m->is_dirty = true;
}

/* "(3) ALL": what is unread for the person, and where we are. */
void
model_update_title(struct model *m)
{
	unsigned mine = 0;
	char title[MODEL_WORDS], label[LABEL_SIZE];

	if (m->here == NULL)
		return;
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			mine += m->destinations[i]->unseen_mine;
	if (mine > 0)
		snprintf(title, sizeof title, "(%u) %s", mine,
		    destination_full_label(m, m->here, label));
	else
		snprintf(title, sizeof title, "%s",
		    destination_full_label(m, m->here, label));
	if (m->title != NULL && strcmp(m->title, title) == 0)
		return;
	free(m->title);
	m->title = xstrdup(title);
	model_want(m, REQUEST_TITLE, m->here->place, NULL, title);
}

const char *
model_title(const struct model *m)
{
	return m->title;
}

bool
model_take_dirty(struct model *m)
{
	bool is_dirty = m->is_dirty;

	m->is_dirty = false;
	return is_dirty;
}

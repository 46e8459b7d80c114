/* view_status.c -- the status line: destinations, one sentence, one hint. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

enum { MARGIN = 2, LOUD_LAG_MS = 1000, SILENCE_MS = 5000 };

/* The sentence in the middle, if there is one. */
struct sentence {
	char words[MODEL_WORDS];
	char brief[MODEL_WORDS];	/* where the other does not fit; or "" */
	enum look look;
	bool is_of_link;	/* it says how the connection stands */
};

/* --- The sentence --- */

/* "no connection since 09:29", or what the server or the edge said. */
static void
trouble_name(const struct view *v, const struct place *p, char *out,
    size_t size)
{
	char since[DATES_TIME_SIZE];

	dates_time(v->m, p->lost_ms, since);
	if (p->state == SESSION_CLOSED && p->reason[0] != '\0')
		snprintf(out, size, "%s", p->reason);
	else if (p->was_online)
		snprintf(out, size, _("no connection since %s"), since);
	else if (p->reason[0] != '\0')
		snprintf(out, size, _("cannot reach %s: %s"), p->host,
		    p->reason);
	else
		snprintf(out, size, _("cannot reach %s"), p->host);
}

/* Between two tries: the same words, so that nothing flickers. */
static void
trying_words(const struct view *v, const struct place *p,
    struct sentence *out)
{
	char name[MODEL_WORDS / 2];

	out->is_of_link = true;
	if (p->lost_ms == 0) {
		snprintf(out->words, sizeof out->words, _("connecting %s"),
		    v->signs->more);
		out->look = LOOK_QUIET;
		return;
	}
	trouble_name(v, p, name, sizeof name);
	out->look = LOOK_BAD;
	snprintf(out->words, sizeof out->words, _("%s %s %s trying now"),
	    v->signs->failed, name, v->signs->dot);
	snprintf(out->brief, sizeof out->brief, _("%s trying now"),
	    v->signs->failed);
}

static void
trouble_words(const struct view *v, const struct place *p,
    struct sentence *out)
{
	int64_t left_ms = p->retry_at_ms - v->m->mono_ms;
	int left = left_ms > 0 ? (int)((left_ms + 999) / 1000) : 0;
	const char *dot = v->signs->dot, *failed = v->signs->failed;
	char name[MODEL_WORDS / 2], enter[64] = "";

	trouble_name(v, p, name, sizeof name);
	if (input_is_empty(&v->m->here->input))
		snprintf(enter, sizeof enter, " %s %s", dot,
		    _("Enter tries now"));
	out->look = LOOK_BAD;
	out->is_of_link = true;
	if (p->state == SESSION_CLOSED) {
		snprintf(out->words, sizeof out->words, "%s %s%s", failed,
		    name, enter);
		return;
	}
	snprintf(out->words, sizeof out->words,
	    _("%s %s %s next try in %d s%s"), failed, name, dot, left, enter);
	if (p->was_online)
		snprintf(out->brief, sizeof out->brief,
		    _("%s no connection %s %d s"), failed, dot, left);
	else
		snprintf(out->brief, sizeof out->brief,
		    _("%s cannot reach %s %s %d s"), failed, p->host, dot,
		    left);
}

static void
typing_words(const struct view *v, struct sentence *out)
{
	const struct nicklist *list = &v->m->here->members;
	const char *first = NULL;
	unsigned n = 0;

	if (list->typing_until_ms <= v->m->mono_ms)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (!list->rows[i]->is_paused &&
		    member_is_typing(list->rows[i], v->m->mono_ms)) {
			n++;
			first = list->rows[i]->nick;
		}
	out->look = LOOK_QUIET;
	if (n == 1)
		snprintf(out->words, sizeof out->words,
		    _("%s is typing %s"), first, v->signs->more);
	else if (n > 1)
		snprintf(out->words, sizeof out->words,
		    _("%u are typing %s"), n, v->signs->more);
}

static void
set_words(struct sentence *out, enum look look, const char *words)
{
	out->look = look;
	snprintf(out->words, sizeof out->words, "%s", words);
}

/*
 * What Tab offers, where there is no pop-up for it: from the one on that
 * stands in the input, or that would.
 */
static void
completion_words(const struct view *v, struct sentence *out)
{
	const struct completion *c = &v->m->completion;
	size_t len = 0;

	if (c->is_hint)
		len = (size_t)snprintf(out->words, sizeof out->words, "%s ",
		    _("Tab:"));
	for (size_t i = 0; i < c->count && len < sizeof out->words / 2; i++) {
		const char *item = c->items[(c->at + i) % c->count].shown;

		len += (size_t)snprintf(out->words + len,
		    sizeof out->words - len, "%.60s ", item);
	}
	out->look = LOOK_QUIET;
}

/* The prompt of a search in the input history. */
static void
find_words(const struct view *v, struct sentence *out)
{
	const struct input *in = &v->m->here->input;
	const char *dot = v->signs->dot, *const *q = v->signs->quotes;

	out->look = LOOK_LOUD;
	snprintf(out->words, sizeof out->words, in->is_not_found ?
	    _("nothing earlier has %s%.60s%s %s Enter = take %s Esc = back") :
	    _("find %s%.60s%s %s Ctrl-r earlier %s Enter = take %s Esc = back"),
	    q[0], in->sought, q[1], dot, dot, dot);
	snprintf(out->brief, sizeof out->brief, in->is_not_found ?
	    _("nothing has %s%.60s%s") : _("find %s%.60s%s"), q[0],
	    in->sought, q[1]);
}

/* What keys do while a message is chosen. */
static void
select_words(const struct view *v, struct sentence *out)
{
	out->look = LOOK_LOUD;
	v->m->choosing->words(v->m, out->words, sizeof out->words);
}

static void
fetching_words(const struct view *v, struct sentence *out)
{
	out->look = LOOK_QUIET;
	snprintf(out->words, sizeof out->words, _("older lines are fetched %s"),
	    v->signs->more);
}

static void
closed_words(struct sentence *out)
{
	set_words(out, LOOK_QUIET, _("the connection is closed"));
	out->is_of_link = true;
}

static void
question_words(const struct model *m, struct sentence *out)
{
	set_words(out, LOOK_LOUD, m->question.words);
	(void)str_copy(out->brief, sizeof out->brief, m->question.brief);
}

static void
make_sentence(const struct view *v, struct sentence *out)
{
	const struct model *m = v->m;
	const struct place *p = model_place(m);

	*out = (struct sentence){ .words = "" };
	if (m->completion.is_open && !view_has_completion(v))
		completion_words(v, out);
	else if (m->here->input.sought != NULL)
		find_words(v, out);
	else if (m->search.is_on) {
		out->look = LOOK_LOUD;
		search_words(m, out->words, sizeof out->words, out->brief,
		    sizeof out->brief);
	}
	else if (select_is_on(m) && (m->notice == NULL ||
	    !m->is_notice_error))
		select_words(v, out);
	else if (m->question.kind != QUESTION_NONE)
		question_words(m, out);
	else if (m->notice != NULL && m->is_notice_error)
		set_words(out, LOOK_LOUD, m->notice);
	else if (p->state == SESSION_CLOSED && p->why == SESSION_WHY_QUIT)
		closed_words(out);
	else if (p->state == SESSION_WAITING || p->state == SESSION_CLOSED)
		trouble_words(v, p, out);
	else if (m->notice != NULL)
		set_words(out, LOOK_TEXT, m->notice);
	else if (p->state != SESSION_ONLINE && p->state != SESSION_SYNCING)
		trying_words(v, p, out);
	else if (m->here->is_older_asked)
		fetching_words(v, out);
	else if (m->completion.is_hint)
		completion_words(v, out);
	else
		typing_words(v, out);
}

/* --- The right end --- */

/* A word that stands as long as it is true, whatever else there is to say. */
struct mark {
	char words[64];
	enum look look;
};

enum { MARKS = 5 };

struct tail {
	struct mark marks[MARKS];
	int mark_count;
	char words[MODEL_WORDS];
	char lag[48];
	enum look look, lag_look;
};

static void
add_mark(struct tail *t, enum look look, const char *words)
{
	struct mark *k = &t->marks[t->mark_count++];

	(void)str_copy(k->words, sizeof k->words, words);
	k->look = look;
}

static void
make_marks(const struct view *v, const struct sentence *s, struct tail *t)
{
	const struct model *m = v->m;
	const struct place *p = model_place(m);
	bool is_offline = place_is_down(p) || p->lost_ms != 0;
	char words[64];

	if (is_offline && !s->is_of_link) {
		snprintf(words, sizeof words, _("%s offline"),
		    v->signs->failed);
		add_mark(t, LOOK_BAD, words);
	}
	if (!v->l.has_top && place_security(p) == SECURITY_PLAIN)
		add_mark(t, LOOK_PLAIN, _("PLAIN"));
	if (p->away && !is_offline && model_places_shown(m) < 2)
		add_mark(t, LOOK_TEXT, _("(away)"));
	if (!m->mouse_is_ours && !m->config.no_mouse)
		add_mark(t, LOOK_TEXT, _("mouse off"));
	if (m->vi.is_normal)
		add_mark(t, LOOK_QUIET, _("normal"));
}

/* The next useful key, or the command where no such key was seen. */
static void
hint_words(const struct view *v, char *out, size_t size)
{
	enum action a = v->l.cols < LAYOUT_SIDE_COLS ? ACTION_SIDEBAR :
	    ACTION_HELP;
	const char *what = a == ACTION_HELP ? _("help") : _("users");
	const char *key = model_hint(v->m, a);

	if (v->m->popup.kind == POPUP_CERTIFICATE)
		snprintf(out, size, "%s %s", model_key(v->m, ACTION_DETAILS),
		    _("fingerprint"));
	else if (key[0] != '/')
		snprintf(out, size, "%s %s", key, what);
	else
		snprintf(out, size, "%s", key);
}

static void
below_words(const struct view *v, const struct destination *d, char *out,
    size_t size)
{
	int n = snprintf(out, size, "%s ", v->signs->down);

	if (d->unseen == 0)
		snprintf(out + n, size - (size_t)n, "%s", _("more"));
	else if (d->unseen_mine == 0 || d->is_private)
		snprintf(out + n, size - (size_t)n,
		    i18n_count("%u new", "%u new", d->unseen), d->unseen);
	else
		snprintf(out + n, size - (size_t)n,
		    i18n_count("%u new, %u for you", "%u new, %u for you",
		    d->unseen), d->unseen, d->unseen_mine);
}

/* How much of the right end is shown. */
enum tail_size { TAIL_ALL, TAIL_NO_LAG, TAIL_LEAST };

/* How long the input is, from four fifths of a message on. */
static bool
length_words(const struct view *v, struct tail *out)
{
	struct session_size size;

	if (input_is_empty(&v->m->here->input))
		return false;
	model_measure(v->m, &size);
	if (size.messages > 1) {
		snprintf(out->words, sizeof out->words,
		    i18n_count("%zu message", "%zu messages", size.messages),
		    size.messages);
		out->look = LOOK_BAD;
	} else if (size.bytes >= size.max / 5 * 4) {
		snprintf(out->words, sizeof out->words, "%zu/%zu",
		    size.bytes, size.max);
		out->look = LOOK_TEXT;
	} else {
		return false;
	}
	return true;
}

static void
lag_words(const struct place *p, char *out, size_t size)
{
	if (p->is_asked && p->lag_ms >= SILENCE_MS)
		snprintf(out, size, _("no answer for %d s"),
		    (int)(p->lag_ms / 1000));
	else
		snprintf(out, size, _("lag %d ms"), (int)p->lag_ms);
}

static void
make_tail(const struct view *v, const struct sentence *s, enum tail_size size,
    struct tail *out)
{
	const struct destination *d = v->m->here;
	const struct place *p = model_place(v->m);

	memset(out, 0, sizeof *out);
	make_marks(v, s, out);
	out->look = LOOK_QUIET;
	if (length_words(v, out))
		return;
	if (d->is_scrolled && (d->unseen > 0 || !select_is_on(v->m))) {
		below_words(v, d, out->words, sizeof out->words);
		out->look = d->unseen_mine > 0 ? LOOK_LOUD : LOOK_TEXT;
		return;
	}
	if (size == TAIL_LEAST)
		return;
	hint_words(v, out->words, sizeof out->words);
	if (size == TAIL_ALL && p->state == SESSION_ONLINE &&
	    p->lag_ms >= 0 && v->l.cols >= LAYOUT_TIME_COLS)
		lag_words(p, out->lag, sizeof out->lag);
	out->lag_look = p->lag_ms >= LOUD_LAG_MS ? LOOK_LOUD : LOOK_QUIET;
}

static int
tail_cols(const struct view *v, const struct tail *t)
{
	int cols = 0;

	if (t->words[0] != '\0')
		cols += view_cols(v, t->words) + MARGIN;
	if (t->lag[0] != '\0')
		cols += view_cols(v, t->lag) + view_gap(v);
	for (int i = 0; i < t->mark_count; i++)
		cols += view_cols(v, t->marks[i].words) + MARGIN;
	return cols;
}

static void
put_tail(const struct view *v, const struct tail *t)
{
	int row = v->l.status_row, end = v->l.cols;
	int col = end - tail_cols(v, t);

	if (col < 0)
		col = 0;
	for (int i = 0; i < t->mark_count; i++)
		col = view_put(v, row, col, end, t->marks[i].words,
		    t->marks[i].look) + MARGIN;
	if (t->lag[0] != '\0')
		col = view_put(v, row, col, end, t->lag, t->lag_look) +
		    view_gap(v);
	view_put(v, row, col, end, t->words, t->look);
}

/* --- All of it --- */

struct status {
	struct sentence sentence;
	struct tail tail;
	struct view_fields fields;
	int fields_end, tail_start;
};

/* Columns of all but the destinations. */
static int
rest_cols(const struct view *v, const struct status *s)
{
	int words = view_cols(v, s->sentence.words);
	int tail = tail_cols(v, &s->tail);

	return (words > 0 ? view_gap(v) + words : 0) +
	    (tail > 0 ? 1 + tail : 0);
}

static bool
fits(const struct view *v, struct status *s, enum tail_size size, int named)
{
	int room;

	make_tail(v, &s->sentence, size, &s->tail);
	room = v->l.cols - rest_cols(v, s);
	s->fields = (struct view_fields){ .named = named, .end = room };
	return view_fields_end(v, &s->fields) <= room;
}

/* The most names for which there is room, `least` or more; false: none. */
static bool
fits_with_names(const struct view *v, struct status *s, enum tail_size size,
    int least)
{
	int low = least, high = v->m->destination_count;

	if (!fits(v, s, size, least))
		return false;
	while (low < high) {	/* a name more never takes less room */
		int middle = low + (high - low + 1) / 2;

		if (fits(v, s, size, middle))
			low = middle;
		else
			high = middle - 1;
	}
	return fits(v, s, size, low);
}

/*
 * What does not fit goes: first the lag, with something to say the hint too,
 * then the names of other places from the last on, then the places one by one.
 */
static bool
choose_parts(const struct view *v, struct status *s)
{
	bool says = s->sentence.words[0] != '\0';
	enum tail_size size = says ? TAIL_LEAST : TAIL_NO_LAG;

	return fits(v, s, TAIL_ALL, v->m->destination_count) ||
	    fits_with_names(v, s, size, 0) ||
	    fits_with_names(v, s, TAIL_LEAST, 0) ||
	    fits(v, s, size, FIELDS_FEW) ||
	    fits(v, s, TAIL_LEAST, FIELDS_FEW);
}

static void
make_status(const struct view *v, struct status *s)
{
	make_sentence(v, &s->sentence);
	if (!choose_parts(v, s)) {
		if (s->sentence.brief[0] != '\0')
			(void)str_copy(s->sentence.words,
			    sizeof s->sentence.words, s->sentence.brief);
		if (!choose_parts(v, s))
			(void)fits(v, s, TAIL_LEAST, FIELDS_HERE);
	}
	s->tail_start = v->l.cols - tail_cols(v, &s->tail);
	s->fields_end = view_fields_end(v, &s->fields);
}

void
view_status(const struct view *v)
{
	struct status s;

	if (v->l.status_row < 0)
		return;
	make_status(v, &s);
	view_put_fields(v, &s.fields, s.tail_start - 1);
	if (s.sentence.words[0] != '\0')
		view_put_cut(v, v->l.status_row, s.fields_end + view_gap(v),
		    s.tail_start - 1, s.sentence.words, s.sentence.look);
	put_tail(v, &s.tail);
}

struct destination *
view_destination_at(const struct model *m, int row, int col)
{
	struct view v = { .m = m, .signs = m->theme.signs };
	struct status s;

	if (m->here == NULL)
		return NULL;
	model_layout(m, &v.l);
	if (row != v.l.status_row)
		return NULL;
	make_status(&v, &s);
	return view_field_at(&v, &s.fields, col);
}
